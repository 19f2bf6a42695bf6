"""Makes `oracle.json` with PyTorch, which shares nothing with the code under test.

Run where PyTorch is, e.g. in a virtual environment of its own:  python tests/nn/make_oracle.py
It is no part of the tests; they read what it wrote.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: functional.leaky_relu(z, 0.01),
    "elu": functional.elu,
    "softplus": functional.softplus,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "linear": lambda z: z,
    "softmax": lambda z: torch.softmax(z, dim=-1),
}

# From a, as the formulas say; PyTorch's own fused forms are used for the partners.
LOSSES = {
    "squared_error": lambda z, a, y: 0.5 * ((a - y) ** 2).sum(dim=-1).mean(),
    "binary_cross_entropy": lambda z, a, y: functional.binary_cross_entropy(a, y, reduction="none").sum(-1).mean(),
    "categorical_cross_entropy": lambda z, a, y: -(y * torch.log(a)).sum(dim=-1).mean(),
}
FUSED = {
    ("binary_cross_entropy", "sigmoid"): lambda z, a, y: (
        functional.binary_cross_entropy_with_logits(z, y, reduction="none").sum(-1).mean()
    ),
    ("categorical_cross_entropy", "softmax"): lambda z, a, y: functional.cross_entropy(z, y),
}
PAIRS = [
    *(("squared_error", name) for name in ACTIVATIONS),
    *((loss, output) for loss in list(LOSSES)[1:] for output in ("sigmoid", "softmax")),
]
OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
}


def run(weights, biases, names, x):
    a = x
    for w, b, name in zip(weights, biases, names, strict=True):
        z = a @ w.T + b
        a = ACTIVATIONS[name](z)
    return z, a


def penalty(weights, l1, l2):
    return sum(l1 * w.abs().sum() + 0.5 * l2 * (w**2).sum() for w in weights)


def lists(tensors):
    return [t.tolist() for t in tensors]


def gradient_case(seed, hidden, loss, output, l1, l2):
    torch.manual_seed(seed)
    sizes = (2, 4, 3, 3)
    names = (hidden, hidden, output)
    weights = [torch.randn(n_out, n_in, requires_grad=True) for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)]
    biases = [torch.randn(n, requires_grad=True) for n in sizes[1:]]
    x = torch.randn(5, 2, requires_grad=True)
    y = torch.randn(5, 3) if loss == "squared_error" else torch.eye(3)[torch.tensor([0, 1, 2, 1, 0])]
    z, a = run(weights, biases, names, x)
    value = FUSED.get((loss, output), LOSSES[loss])(z, a, y)
    total = value + penalty(weights, l1, l2)
    total.backward()
    return {
        "activations": names, "loss": loss, "l1": l1, "l2": l2, "x": x.tolist(), "y": y.tolist(),
        "weights": lists(weights), "biases": lists(biases), "value": value.item(), "total": total.item(),
        "d_weights": lists(w.grad for w in weights), "d_biases": lists(b.grad for b in biases),
        "d_x_of_mean": x.grad.tolist(),
    }


def training_case(optimizer):
    """Forty steps on all points at once, so that their order does not matter."""
    torch.manual_seed(7)
    weights = [torch.randn(4, 2, requires_grad=True), torch.randn(1, 4, requires_grad=True)]
    biases = [torch.zeros(4, requires_grad=True), torch.zeros(1, requires_grad=True)]
    x = torch.randn(20, 2)
    y = (x[:, :1] * x[:, 1:] > 0).to(torch.float64)
    case = {"x": x.tolist(), "y": y[:, 0].tolist(), "weights": lists(weights), "biases": lists(biases)}
    descent = OPTIMIZERS[optimizer]([*weights, *biases])
    losses = []
    for step in range(41):
        z, _ = run(weights, biases, ("tanh", "sigmoid"), x)
        value = functional.binary_cross_entropy_with_logits(z, y)
        losses.append(value.item())
        if step == 40:
            break
        descent.zero_grad()
        (value + penalty(weights, 0.001, 0.01)).backward()
        descent.step()
    return {
        "optimizer": optimizer, "learning_rate": 0.05, "l1": 0.001, "l2": 0.01, **case, "losses": losses,
        "final_weights": lists(weights), "final_biases": lists(biases),
    }


def main():
    hidden = [name for name in ACTIVATIONS if name != "softmax"]
    cases = []
    for index, (loss, output) in enumerate(PAIRS):
        for offset in range(2):
            # Every hidden activation meets every kind of penalty as the pairs go round.
            turn = 2 * index + offset
            l1, l2 = ((0.0, 0.0), (0.01, 0.0), (0.0, 0.1), (0.02, 0.05))[turn % 4]
            cases.append(gradient_case(turn, hidden[(turn + turn // 8) % len(hidden)], loss, output, l1, l2))
    content = {
        "meta": {"tool": "PyTorch", "version": torch.__version__, "dtype": "float64", "script": "make_oracle.py"},
        "gradients": cases,
        "training": [training_case(name) for name in OPTIMIZERS],
    }
    lines = ",\n".join(f'"{key}": {json.dumps(value)}' if key == "meta" else
                       f'"{key}": [\n' + ",\n".join(map(json.dumps, value)) + "\n]" for key, value in content.items())
    (Path(__file__).parent / "oracle.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
