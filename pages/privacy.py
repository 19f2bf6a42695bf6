"""Privacy: what a network tells about the data that it has learnt from, and what can be done about it."""

from neuroviz.ui import shell
from neuroviz.ui.pages.privacy import privacy_head, privacy_page

privacy_page(shell.begin("privacy", privacy_head))
