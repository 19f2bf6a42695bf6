"""Overfitting: three networks on the same few points, too small, right and too large, and what helps."""

from neuroviz.ui import shell
from neuroviz.ui.pages.overfitting import overfitting_head, overfitting_page

overfitting_page(shell.begin("overfitting", overfitting_head))
