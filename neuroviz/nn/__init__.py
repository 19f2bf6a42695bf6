"""How an artificial network computes.

Read the modules in this order; each opens with its lesson:

1. `activations`: the functions g that turn a sum z into an activation a, each with its derivative.
2. `network`: weights, biases, activations; `forward` and the trace it leaves.
3. `initializers`: where the first weights come from.
4. `losses`: how wrong is wrong, and the slope of it.
5. `backward`: whose fault it is: the chain rule, from the output back to the input.
6. `optimizers`: steps downhill, and how long they are.
7. `layout`, `workspace`: all parameters in one vector, and the same arithmetic without new arrays.
8. `datasets`, `csv_data`, `metrics`: what is learnt, and how well.
9. `training`: epochs, batches, early stopping, divergence.
10. `surface`: the loss over one or two parameters, and the way down on it.
11. `recipes`: for each data set, a network and settings that learn it.

NumPy only. This package knows nothing of documents, figures or pages.
"""

from neuroviz.nn.activations import ACTIVATIONS, Activation
from neuroviz.nn.initializers import INITIALIZERS, Initializer
from neuroviz.nn.network import Network, Trace, forward

__all__ = ["ACTIVATIONS", "INITIALIZERS", "Activation", "Initializer", "Network", "Trace", "forward"]
