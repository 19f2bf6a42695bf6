"""Hold `neuroviz.showing` to models of PyTorch, Keras and scikit-learn themselves: their answers beside ours.

    .frameworks/bin/pip install .       (besides what tools/make_models.py names)
    KERAS_BACKEND=torch .frameworks/bin/python tools/check_objects.py
"""

from __future__ import annotations

import warnings
from importlib.metadata import version
from typing import Any

import keras
import numpy as np
import torch
from sklearn.datasets import load_iris
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from neuroviz.nn import forward
from neuroviz.showing import as_document

nn = torch.nn


def hold(name: str, model: Any, x: np.ndarray, answer: np.ndarray) -> None:
    document = as_document(model, x)
    ours = forward(document.network, x).output.reshape(answer.shape)
    print(f"{name:30} {'-'.join(map(str, document.sizes)):14} {np.abs(ours - answer).max():.1e}")


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)
    data, classes = load_iris(return_X_y=True, as_frame=True)
    x = data.to_numpy().astype(np.float32)
    made = nn.Sequential(
        nn.Linear(4, 6), nn.LeakyReLU(), nn.Sequential(nn.Linear(6, 5), nn.ELU(), nn.Dropout(0.3)),
        nn.Linear(5, 4, bias=False), nn.GELU("tanh"), nn.Linear(4, 3), nn.Softplus(), nn.Linear(3, 2), nn.Softmax(-1),
    ).eval()
    hold("torch.nn.Sequential", made, x, made(torch.from_numpy(x)).detach().numpy())
    small = made.to(torch.float64)
    hold("the same in 64 bits", small, x, small(torch.from_numpy(x).double()).detach().numpy())
    dense = keras.layers.Dense
    model = keras.Sequential([keras.Input((4,)), dense(6, "elu"), dense(5), keras.layers.ReLU(), dense(3, "softmax")])
    hold("keras.Sequential", model, x, model.predict(x, verbose=0))
    classifier = MLPClassifier((6, 5), random_state=0).fit(data, classes)
    hold("sklearn MLPClassifier", classifier, x, classifier.predict_proba(data))
    two = MLPClassifier((6,), activation="tanh", random_state=0).fit(x, classes == 1)
    hold("sklearn MLPClassifier, 2", two, x, two.predict_proba(x)[:, 1])
    regressor = MLPRegressor(hidden_layer_sizes=(6,), activation="logistic", random_state=0).fit(x, classes)
    hold("sklearn MLPRegressor", regressor, x, regressor.predict(x))
    print(", ".join(f"{name} {version(name)}" for name in ("torch", "keras", "scikit-learn", "numpy")))


if __name__ == "__main__":
    main()
