"""neuroviz: see how a neural network passes a signal."""
