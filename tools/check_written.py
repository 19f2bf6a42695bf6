"""Hold what `neuroviz.document.models.writing` writes to the programs that are to read it.

    .frameworks/bin/pip install orjson onnxruntime      (besides what tools/make_models.py names)
    .frameworks/bin/python tools/check_written.py

Every activation, alone and between others: ONNX by the onnx package's checker and reference evaluator and by
onnxruntime, safetensors by PyTorch's load_state_dict, npz by NumPy. Prints the largest difference of each,
relative where an output is larger than 1.
"""

from __future__ import annotations

import io
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import safetensors.torch
import torch
from onnx.reference import ReferenceEvaluator

sys.path.insert(0, str(Path(__file__).parents[1]))

from neuroviz.document.models.writing import to_npz, to_onnx, to_safetensors
from neuroviz.document.schema import Document, Layer
from neuroviz.nn import ACTIVATIONS, forward

TORCH = {
    "sigmoid": torch.nn.Sigmoid(), "tanh": torch.nn.Tanh(), "relu": torch.nn.ReLU(), "leaky_relu": torch.nn.LeakyReLU(),
    "elu": torch.nn.ELU(), "softplus": torch.nn.Softplus(), "gelu": torch.nn.GELU(approximate="tanh"),
    "linear": torch.nn.Identity(), "softmax": torch.nn.Softmax(-1),
}
"""PyTorch has no layer for a step."""


def network(activations: tuple[str, ...]) -> Document:
    rng = np.random.default_rng(len(activations))
    sizes = (3, *range(4, 4 + len(activations)))
    return Document(tuple(
        Layer(tuple(map(tuple, rng.normal(size=(n_out, n_in)).tolist())), tuple(rng.normal(size=n_out).tolist()), name)
        for n_in, n_out, name in zip(sizes, sizes[1:], activations, strict=False)
    ), (0.0,) * 3)


def main() -> None:
    x = np.random.default_rng(9).normal(size=(64, 3))
    worst: dict[str, float] = {}

    def hold(name: str, answer: np.ndarray, ours: np.ndarray) -> None:
        worst[name] = max(worst.get(name, 0.0), float((np.abs(answer - ours) / np.maximum(1.0, np.abs(ours))).max()))

    elementwise = tuple(name for name, record in ACTIVATIONS.items() if record.elementwise and name != "step")
    for activations in [(name,) for name in ACTIVATIONS] + [(*elementwise[:6], "softmax"), ("step", *elementwise[6:])]:
        document = network(activations)
        ours = forward(document.network, x).output
        proto = onnx.load_from_string(to_onnx(document))
        onnx.checker.check_model(proto, full_check=True)
        single = x.astype(np.float32)
        hold("onnx's reference", ReferenceEvaluator(proto).run(None, {"x": single})[0], ours)
        session = onnxruntime.InferenceSession(to_onnx(document))
        hold("onnxruntime", session.run(None, {"x": single})[0], ours)
        kept = np.load(io.BytesIO(to_npz(document)))
        assert all(np.array_equal(kept[f"W{i}"], layer.weights) for i, layer in enumerate(document.layers, 1))
        state = safetensors.torch.load(to_safetensors(document))
        if "step" not in activations:
            layers: list[torch.nn.Module] = []
            for layer in document.layers:
                layers += [torch.nn.Linear(len(layer.weights[0]), layer.size), TORCH[layer.activation]]
            model = torch.nn.Sequential(*layers).double()
            model.load_state_dict(state)
            hold("PyTorch, 64 bits", model(torch.from_numpy(x)).detach().numpy(), ours)
    for name, difference in worst.items():
        print(f"{name:18} {difference:.1e}")
    print(", ".join(f"{name} {version(name)}" for name in ("onnx", "onnxruntime", "torch", "safetensors", "numpy")))


if __name__ == "__main__":
    main()
