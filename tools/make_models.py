"""Write the networks of tests/document/models/files by the frameworks themselves, and what each answers.

    python -m venv .frameworks
    .frameworks/bin/pip install torch onnxscript keras h5py scikit-learn skl2onnx safetensors onnx
    npm install --prefix .tfjs @tensorflow/tfjs
    KERAS_BACKEND=torch .frameworks/bin/python tools/make_models.py .tfjs
    KERAS_BACKEND=tensorflow .frameworks/bin/python tools/make_models.py --tensorflow    (with tensorflow-cpu tf2onnx)

None of them is a dependency of the app or of its tests. `answers.json` keeps the inputs, each framework's own outputs
in 32 bits, and the versions that wrote the files; what is not written anew stays.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import onnx
import torch
from safetensors.torch import save_file
from skl2onnx import to_onnx
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FILES = Path(__file__).parents[1] / "tests" / "document" / "models" / "files"
ANSWERS: dict[str, dict[str, Any]] = json.loads((FILES / "answers.json").read_text("ascii"))["files"]
X = np.random.default_rng(7).normal(size=(16, 4)).astype(np.float32)


def keep(name: str, answer: Callable[[np.ndarray], Any], by: str, **chosen: Any) -> None:
    """Keep what a framework answers to X, and what a visitor has to choose where the file does not say it."""
    y = np.asarray(answer(X), dtype=np.float32).reshape(len(X), -1)
    ANSWERS[name] = {"by": by, "y": y.tolist(), **chosen}


def by(*packages: str) -> str:
    """Name packages with their versions."""
    return ", ".join(f"{package} {version(package)}" for package in packages)


def without_traces(name: str) -> None:
    """Take out of an ONNX file where on this machine each operation was asked for; all else stays as it was written."""
    proto = onnx.load(FILES / name, load_external_data=False)
    for node in proto.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del proto.graph.metadata_props[:], proto.metadata_props[:]
    (FILES / name).write_bytes(proto.SerializeToString())


# --- PyTorch ---------------------------------------------------------------------------------------

def torch_model(*layers: torch.nn.Module) -> torch.nn.Sequential:
    torch.manual_seed(1)
    for layer in layers:
        if isinstance(layer, torch.nn.Linear):
            torch.nn.init.normal_(layer.weight, 0.0, 0.7)
            if layer.bias is not None:
                torch.nn.init.normal_(layer.bias, 0.0, 0.5)
    return torch.nn.Sequential(*layers).eval()


def answer_of(model: torch.nn.Module) -> Callable[[np.ndarray], Any]:
    return lambda x: model(torch.from_numpy(x)).detach().numpy()


def from_torch() -> None:
    nn = torch.nn
    plain = torch_model(nn.Linear(4, 12), nn.ReLU(), nn.Linear(12, 5), nn.Tanh(), nn.Linear(5, 3), nn.Softmax(1))
    save_file(plain.state_dict(), FILES / "torch.safetensors")
    acts = ["relu", "tanh", "softmax"]
    keep("torch.safetensors", answer_of(plain), by("torch", "safetensors"), activations=acts)
    half = {name: value.to(torch.bfloat16) for name, value in plain.state_dict().items()}
    save_file(half, FILES / "torch_bf16.safetensors")
    rounded = torch_model(nn.Linear(4, 12), nn.ReLU(), nn.Linear(12, 5), nn.Tanh(), nn.Linear(5, 3), nn.Softmax(1))
    rounded.load_state_dict({name: value.to(torch.float32) for name, value in half.items()})
    keep("torch_bf16.safetensors", answer_of(rounded), by("torch", "safetensors"), activations=acts)
    square = torch_model(nn.Linear(4, 4), nn.Sigmoid(), nn.Linear(4, 4, bias=False))
    np.savez(FILES / "torch_square.npz", **{name: value.numpy() for name, value in square.state_dict().items()})
    keep("torch_square.npz", answer_of(square), by("torch", "numpy"), activations=["sigmoid", "linear"])
    every = torch_model(
        nn.Linear(4, 6), nn.LeakyReLU(), nn.Linear(6, 6), nn.ELU(), nn.Dropout(0.5), nn.Linear(6, 6),
        nn.GELU(approximate="tanh"), nn.Linear(6, 5, bias=False), nn.Softplus(), nn.Linear(5, 2), nn.Sigmoid(),
    )
    # The older exporter needs nothing beside torch, the newer one another library: both are met in the wild.
    torch.onnx.export(plain, (torch.from_numpy(X),), FILES / "torch.onnx", dynamo=False, opset_version=17,
                      dynamic_axes={"x": {0: "n"}}, input_names=["x"], output_names=["y"])
    keep("torch.onnx", answer_of(plain), by("torch"))
    torch.onnx.export(every, (torch.from_numpy(X),), FILES / "torch_dynamo.onnx", dynamo=True, external_data=False,
                      opset_version=20, dynamic_shapes=({0: torch.export.Dim("n")},))
    keep("torch_dynamo.onnx", answer_of(every), by("torch", "onnxscript"))
    torch.onnx.export(torch_model(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 2)), (torch.zeros(1, 1, 4, 4),),
                      FILES / "torch_conv.onnx", dynamo=False, input_names=["x"], output_names=["y"])
    torch.onnx.export(plain, (torch.from_numpy(X),), FILES / "torch_external.onnx", dynamo=True, external_data=False)
    proto = onnx.load(FILES / "torch_external.onnx")
    onnx.save(proto, FILES / "torch_external.onnx", save_as_external_data=True, location="w.bin", size_threshold=0)
    (FILES / "w.bin").unlink()
    for name in ("torch_dynamo.onnx", "torch_external.onnx"):
        without_traces(name)
    torch.save(plain.state_dict(), FILES / "torch.pt")


class Standing(torch.nn.Module):
    """Scales its inputs and its answer itself, and gives a number a row rather than a row of one."""

    def __init__(self, within: torch.nn.Module) -> None:
        super().__init__()
        self.within = within
        self.mean = torch.nn.Buffer(torch.tensor([1.0, -2.0, 0.5, 0.0]))
        self.scale = torch.nn.Buffer(torch.full((4,), 2.5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (self.within((x - self.mean) / self.scale) * 3.0 + 1.0).squeeze(-1)


class Labelling(torch.nn.Module):
    """Says only which output is the largest."""

    def __init__(self, within: torch.nn.Module) -> None:
        super().__init__()
        self.within = within

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.within(x.view(x.size(0), -1)).argmax(1)


def from_torch_with_scaling() -> None:
    nn = torch.nn
    normed = torch_model(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.BatchNorm1d(6), nn.Linear(6, 1))
    for layer in normed:
        if isinstance(layer, nn.BatchNorm1d):
            for values, low, high in ((layer.weight, -1, 2), (layer.bias, -1, 1), (layer.running_mean, -1, 1),
                                      (layer.running_var, 0.5, 2)):
                nn.init.uniform_(values, low, high)
    standing = Standing(normed).eval()
    torch.onnx.export(standing, (torch.from_numpy(X),), FILES / "torch_scaled.onnx", dynamo=False, opset_version=17)
    keep("torch_scaled.onnx", answer_of(standing), by("torch"))
    plain = torch_model(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3))
    torch.onnx.export(Labelling(plain).eval(), (torch.from_numpy(X),), FILES / "torch_argmax.onnx", dynamo=False,
                      dynamic_axes={"x": {0: "n"}}, input_names=["x"])
    keep("torch_argmax.onnx", answer_of(plain), by("torch"))
    written = torch_model(nn.Linear(4, 5), nn.SiLU(), nn.Linear(5, 5), nn.GELU(), nn.Linear(5, 2))
    torch.onnx.export(written, (torch.from_numpy(X),), FILES / "torch_written_out.onnx", dynamo=False, opset_version=17)


# --- scikit-learn ----------------------------------------------------------------------------------

def from_sklearn() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)
    rng = np.random.default_rng(3)
    x = rng.normal(size=(90, 4)).astype(np.float32)
    classes = np.argmax(x[:, :3] + 0.3 * x[:, 1:], axis=1)
    classifier = MLPClassifier((7, 4), activation="logistic", max_iter=60, random_state=2).fit(x, classes)
    regressor = MLPRegressor(hidden_layer_sizes=(6,), activation="tanh", max_iter=60, random_state=2)
    regressor.fit(x, x[:, 0] * x[:, 1])
    two = MLPClassifier((5,), activation="relu", max_iter=60, random_state=2).fit(x, classes == 0)
    for name, model in (("sklearn", classifier), ("sklearn_regressor", regressor), ("sklearn_two", two)):
        # The two lines that the app gives.
        layers = {f"coefs_{i}": w for i, w in enumerate(model.coefs_)} | {
            f"intercepts_{i}": b for i, b in enumerate(model.intercepts_)}
        np.savez(FILES / f"{name}.npz", **layers, activations=[model.activation] * (model.n_layers_ - 2) + [
            model.out_activation_])
    keep("sklearn.npz", classifier.predict_proba, by("scikit-learn", "numpy"))
    keep("sklearn_regressor.npz", regressor.predict, by("scikit-learn", "numpy"))
    keep("sklearn_two.npz", lambda x: two.predict_proba(x)[:, 1], by("scikit-learn", "numpy"))
    for name, model in (("sklearn", classifier), ("sklearn_regressor", regressor)):
        options = {id(model): {"zipmap": False}} if name == "sklearn" else None
        (FILES / f"{name}.onnx").write_bytes(to_onnx(model, x[:1], options=options).SerializeToString())
    keep("sklearn.onnx", classifier.predict_proba, by("scikit-learn", "skl2onnx"))
    keep("sklearn_regressor.onnx", regressor.predict, by("scikit-learn", "skl2onnx"))


def from_sklearn_with_labels() -> None:
    """Classifiers as skl2onnx writes them unasked: with labels, a map for each row, and both shares of two classes."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    x = np.random.default_rng(3).normal(size=(90, 4)).astype(np.float32)
    two = MLPClassifier((5,), max_iter=60, random_state=2).fit(x, np.where(x[:, 0] > x[:, 1], "yes", "no"))
    scaled = make_pipeline(StandardScaler(), MLPClassifier((5,), activation="tanh", max_iter=60, random_state=2))
    scaled.fit(3.0 * x + 1.0, np.argmax(x[:, :3], axis=1))
    for name, model in (("sklearn_two", two), ("sklearn_scaled", scaled)):
        (FILES / f"{name}.onnx").write_bytes(to_onnx(model, x[:1]).SerializeToString())
    keep("sklearn_two.onnx", lambda x: two.predict_proba(x)[:, 1], by("scikit-learn", "skl2onnx"))
    keep("sklearn_scaled.onnx", scaled.predict_proba, by("scikit-learn", "skl2onnx"))


# --- Keras -----------------------------------------------------------------------------------------

def from_keras() -> None:
    keras.utils.set_random_seed(5)
    layers = keras.layers
    model = keras.Sequential([
        keras.Input((4,)), layers.Dense(8, name="first"), layers.LeakyReLU(negative_slope=0.01), layers.Dropout(0.2),
        layers.Dense(5, activation="elu", use_bias=False), layers.Dense(6, "softplus"),
        layers.Dense(3, activation="softmax", name="shares"),
    ], name="model")
    for layer in model.layers:
        if isinstance(layer, layers.Dense) and layer.use_bias:
            layer.bias.assign(np.random.default_rng(1).normal(size=layer.bias.shape))
    answer = lambda x: model.predict(x, verbose=0)  # noqa: E731
    for name in ("keras.keras", "keras.h5"):
        model.save(FILES / name)
        keep(name, answer, by("keras", "h5py"))
    model.save_weights(FILES / "keras.weights.h5")
    # A GELU that is ours only nearly, and a class of its own.
    inputs = keras.Input((4,))
    functional = keras.Model(inputs, layers.Dense(2, "sigmoid")(layers.Dense(6, "tanh")(inputs)))
    functional.save(FILES / "keras_functional.keras")
    keep("keras_functional.keras", lambda x: functional.predict(x, verbose=0), by("keras", "h5py"))
    keras.Sequential([keras.Input((4,)), layers.Dense(3, "gelu"), layers.Dense(1)]).save(FILES / "keras_gelu.keras")
    keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Lambda(lambda x: x * 2)]).save(
        FILES / "keras_lambda.keras")
    functional.export(FILES / "keras.onnx", format="onnx", verbose=False)
    without_traces("keras.onnx")
    keep("keras.onnx", lambda x: functional.predict(x, verbose=0), by("keras", "onnxscript"))


TFJS = """
const tf = require(process.argv[1] + "/node_modules/@tensorflow/tfjs")
const fs = require("fs")
const x = JSON.parse(process.argv[3])
const layer = tf.layers
const model = tf.sequential({layers: [
  layer.dense({inputShape: [4], units: 6, activation: "relu", biasInitializer: "randomNormal"}),
  layer.dropout({rate: 0.1}),
  layer.dense({units: 2, activation: "tanh", biasInitializer: "randomNormal"}),
]})
model.save(tf.io.withSaveHandler(async made => {
  fs.writeFileSync(process.argv[2] + "/tfjs.weights.bin", Buffer.from(made.weightData))
  fs.writeFileSync(process.argv[2] + "/tfjs.model.json", JSON.stringify({
    format: made.format, generatedBy: made.generatedBy, convertedBy: made.convertedBy,
    modelTopology: made.modelTopology,
    weightsManifest: [{paths: ["./tfjs.weights.bin"], weights: made.weightSpecs}],
  }))
  return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: "JSON"}}
})).then(() => console.log(JSON.stringify({y: model.predict(tf.tensor2d(x)).arraySync(), v: tf.version.tfjs})))
"""


def from_tfjs(folder: str) -> None:
    command = ["node", "-e", TFJS, folder, str(FILES), json.dumps(X.tolist())]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()
    made = json.loads(lines[-1])
    keep("tfjs", lambda _: made["y"], f"@tensorflow/tfjs {made['v']}", files=["tfjs.model.json", "tfjs.weights.bin"])


def from_tensorflow() -> None:
    """Write a model of Keras on TensorFlow by tf2onnx, which folds what it can of a normalisation into a layer."""
    import tensorflow
    import tf2onnx

    keras.utils.set_random_seed(5)
    layers = keras.layers
    model = keras.Sequential([
        keras.Input((4,)), layers.Rescaling(0.5, 1.0), layers.Dense(6), layers.BatchNormalization(),
        layers.ReLU(), layers.Dropout(0.2), layers.Dense(3, "softmax"),
    ])
    for values in model.weights[2:6]:
        values.assign(np.random.default_rng(1).uniform(0.5, 2.0, size=values.shape))
    taken = [tensorflow.TensorSpec((None, 4), tensorflow.float32, name="x")]
    proto, _ = tf2onnx.convert.from_function(
        tensorflow.function(lambda x: model(x, training=False)), taken, opset=17)
    (FILES / "tensorflow.onnx").write_bytes(proto.SerializeToString())
    keep("tensorflow.onnx", lambda x: model.predict(x, verbose=0), by("tensorflow-cpu", "keras", "tf2onnx"))


if __name__ == "__main__":
    if "--tensorflow" in sys.argv:
        from_tensorflow()
    else:
        from_torch()
        from_torch_with_scaling()
        from_sklearn()
        from_sklearn_with_labels()
        from_keras()
        if len(sys.argv) > 1:
            from_tfjs(sys.argv[1])
    answers = {"x": X.tolist(), "files": ANSWERS}
    (FILES / "answers.json").write_text(json.dumps(answers), "ascii")
