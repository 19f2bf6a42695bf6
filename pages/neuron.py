"""The neuron beside the network: an artificial and a biological neuron on one clock."""

from neuroviz.ui import shell
from neuroviz.ui.pages.neuron import neuron_page
from neuroviz.ui.pages.neuron.experiment import neuron_head

neuron_page(shell.begin("neuron", neuron_head))
