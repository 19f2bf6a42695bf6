r"""Metrics: how good is good? The loss is what the network feels; these are what a person asks.

Accuracy is the share of points put into the right class; the confusion matrix says which class was taken for which.
R² says how much of a value's variation is explained: 1 is perfect, 0 no better than always saying the mean, and below 0
is worse than that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.datasets import Dataset, target_levels

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


def predicted_classes(outputs: Array, activation: str) -> Indices:
    """Return the class that each row of outputs, (n, k), predicts, (n,).

    One output: class 1 from the middle between no and yes upwards. More: the class of the largest output.
    """
    if outputs.shape[1] == 1:
        return (outputs[:, 0] >= sum(target_levels(activation)) / 2.0).astype(np.intp)
    return np.asarray(np.argmax(outputs, axis=1))


def accuracy(classes: Array, predicted: Indices) -> float:
    """Return the share of correct predictions; NaN without points."""
    return float(np.mean(classes == predicted)) if len(classes) else float("nan")


def confusion_matrix(classes: Array, predicted: Indices, count: int) -> Indices:
    """Return the confusion matrix, (count, count): entry [i, j] counts the points of class i taken for class j."""
    matrix = np.zeros((count, count), dtype=np.intp)
    np.add.at(matrix, (np.asarray(classes, dtype=np.intp), predicted), 1)
    return matrix


def residuals(y: Array, outputs: Array) -> Array:
    """Return the residuals y − a of the only output, (n,)."""
    return y - outputs[:, 0]


def typical_and_largest(left: Array) -> tuple[float, float]:
    """Return root mean square and largest absolute value of residuals; NaN without points."""
    if not len(left):
        return float("nan"), float("nan")
    with np.errstate(over="ignore"):
        return float(np.sqrt(np.mean(np.square(left)))), float(np.abs(left).max())


def r_squared(y: Array, outputs: Array) -> float:
    """Return R² = 1 − Σ(y − a)² / Σ(y − ȳ)²; NaN if y is constant, or overflows."""
    if not len(y):
        return float("nan")
    with np.errstate(all="ignore"):
        left, total = float(np.square(residuals(y, outputs)).sum()), float(np.square(y - y.mean()).sum())
        return 1.0 - left / total if total > 0.0 else float("nan")


def metric(data: Dataset, outputs: Array, activation: str) -> float:
    """Return the accuracy for classes, R² for a regression."""
    if data.kind == "regression":
        return r_squared(data.y, outputs)
    return accuracy(data.y, predicted_classes(outputs, activation))
