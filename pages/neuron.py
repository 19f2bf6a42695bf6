"""The neuron beside the network: an artificial and a biological neuron on one clock."""

from neuroviz.ui import shell
from neuroviz.ui.pages.neuron import neuron_page
from neuroviz.ui.pages.neuron.experiment import head

neuron_page(shell.begin("neuron", head))
