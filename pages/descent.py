"""Gradient descent: on the loss surface of one or two weights, and in a whole network."""

from neuroviz.ui import shell
from neuroviz.ui.pages.descent import descent_head, descent_page

descent_page(shell.begin("descent", descent_head))
