"""How an artificial network computes.

Read the modules in this order; each opens with its lesson:

1. `activations`: the functions g that turn a sum z into an activation a, each with its derivative.
2. `network`: weights, biases, activations; `forward` and the trace it leaves.
3. `initializers`: where the first weights come from.

NumPy only. This package knows nothing of documents, figures or pages.
"""

from neuroviz.nn.activations import ACTIVATIONS, Activation
from neuroviz.nn.initializers import INITIALIZERS, Initializer
from neuroviz.nn.network import Network, Trace, forward

__all__ = ["ACTIVATIONS", "INITIALIZERS", "Activation", "Initializer", "Network", "Trace", "forward"]
