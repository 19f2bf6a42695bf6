"""The studio: edit a network, watch the signal flow."""

from neuroviz.ui import shell
from neuroviz.ui.pages.studio import studio
from neuroviz.ui.pages.studio.toolbar import studio_head

studio(shell.begin("studio", studio_head))
