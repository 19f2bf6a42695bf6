"""Look inside: four lenses on a network that reads digits, and what a sceptic holds against each."""

from neuroviz.ui import shell
from neuroviz.ui.pages.inside import inside_head, inside_page

inside_page(shell.begin("inside", inside_head))
