"""The whole model: a network as wide as they are, layer by layer, with every number within reach."""

from neuroviz.ui import shell
from neuroviz.ui.pages.whole import whole_head, whole_page

whole_page(shell.begin("whole", whole_head))
