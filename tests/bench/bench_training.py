"""Is training as fast as it must be to be watched, against scikit-learn's network of the same kind?

2-8-8-1 (tanh, sigmoid), 250 points, batches of 10, plain SGD. Ours measures loss, metric and gradient over all training
points and over as many test points after each epoch, as the page needs it; scikit-learn's `MLPClassifier` measures the
training loss alone, as it goes. Both start anew for each measurement and run the same number of epochs. It is asked in
both ways it has: one `fit` (its fastest), and `partial_fit` once an epoch, which is how one would watch it.
scikit-learn is needed for this comparison alone: pip install scikit-learn.
Run: python -m tests.bench.bench_training
"""

from __future__ import annotations

import importlib.util
import warnings

import numpy as np

from neuroviz.nn.datasets import Split, make
from neuroviz.nn.recipes import first_network
from neuroviz.nn.surface import Parameter, loss_surface
from neuroviz.nn.training import Settings, train
from tests.bench._timing import medians

SIZES = (2, 8, 8, 1)
POINTS, BATCH, RATE = 250, 10, 0.03
EPOCHS = 60
TARGET = 3.0
"""So many times as many epochs a second."""
GRID = 41


def main() -> None:
    data = Split(make("circles", POINTS, 0.1, 0), make("circles", POINTS, 0.1, 1))
    network = first_network(SIZES, ("tanh", "tanh", "sigmoid"), "xavier", 0)
    settings = Settings(loss="binary_cross_entropy", learning_rate=RATE, batch_size=BATCH, epochs=EPOCHS)
    surface = {
        "first layer": (Parameter(1, 0, 0), Parameter(1, 0, 1)), "last layer": (Parameter(3, 0, 0), Parameter(3, 0, 1)),
    }
    axis = np.linspace(-5.0, 5.0, GRID)
    for name, pair in surface.items():
        (taken,) = medians(
            lambda pair=pair: loss_surface(
                network, data.train.x, data.train.y[:, None], "binary_cross_entropy", pair, (axis, axis)
            ),
            rounds=5, warm_up=1,
        )
        print(f"loss surface, {GRID} x {GRID} points, {POINTS} examples, {name}: {taken * 1e3:.0f} ms")
    if importlib.util.find_spec("sklearn") is None:
        print("scikit-learn is not installed, and without it there is nothing to compare with: "
              "pip install scikit-learn")
        return
    from sklearn.neural_network import MLPClassifier

    def theirs(epochs: int) -> MLPClassifier:
        return MLPClassifier(
            SIZES[1:-1], activation="tanh", solver="sgd", momentum=0.0, alpha=0.0, batch_size=BATCH,
            learning_rate_init=RATE, max_iter=epochs, tol=0.0, n_iter_no_change=epochs + 1, random_state=0,
        )

    def epoch_by_epoch() -> None:
        model = theirs(EPOCHS)
        for epoch in range(EPOCHS):
            model.partial_fit(data.train.x, data.train.y, classes=None if epoch else np.array((0.0, 1.0)))

    with warnings.catch_warnings():
        # It warns that it has not converged; it was not asked to.
        warnings.simplefilter("ignore")
        ours, fit, partial = medians(
            lambda: list(train(network, data, settings)),
            lambda: theirs(EPOCHS).fit(data.train.x, data.train.y),
            epoch_by_epoch,
            rounds=9, warm_up=1,
        )
    name = "-".join(map(str, SIZES))
    print(f"epochs a second, {name}, {POINTS} points in batches of {BATCH}; target: {TARGET:.0f} times scikit-learn's")
    for name, taken in (("fit", fit), ("partial_fit", partial)):
        print(f"ours {EPOCHS / ours:6.0f} / scikit-learn, {name}, {EPOCHS / taken:6.0f} = {taken / ours:.1f}")
    print(f"{'within' if fit / ours >= TARGET else 'OUTSIDE'} the target")


if __name__ == "__main__":
    main()
