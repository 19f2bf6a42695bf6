"""Digits: draw one, watch it travel through a network that has learnt to read, and look inside."""

from neuroviz.ui import shell
from neuroviz.ui.pages.digits import digits_head, digits_page

digits_page(shell.begin("digits", digits_head))
