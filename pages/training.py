"""Training: watch a network learn, epoch by epoch, and go back in time."""

from neuroviz.ui import shell
from neuroviz.ui.pages.training import training_head, training_page

training_page(shell.begin("training", training_head))
