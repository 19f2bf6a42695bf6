"""A network and its input as a script that computes every z and a: in NumPy, PyTorch, Keras or JAX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from neuroviz.code.functions import KERAS, TORCH, TORCH_STEP, jax_functions, numpy_functions
from neuroviz.code.text import Script, Section, Words, array, f_string, filled
from neuroviz.document import Document
from neuroviz.nn import Network

LIBRARIES: Mapping[str, str] = MappingProxyType({
    "numpy": "NumPy", "torch": "PyTorch", "keras": "Keras", "jax": "JAX",
})
"""What a network can be written for: key, and the library's own name."""

PACKAGES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "numpy": ("numpy",), "torch": ("numpy", "torch"), "keras": ("numpy", "keras", "jax"), "jax": ("numpy", "jax"),
})


def network_script(document: Document, library: str, words: Words) -> Script:
    """Return the script that computes the document's network for its input.

    library  a key of LIBRARIES
    """
    network = document.network
    sizes = "-".join(map(str, network.sizes))
    setup, run = _WRITTEN[library](network, words)
    return Script(words["head_network"].format(sizes=sizes, library=LIBRARIES[library]), PACKAGES[library], (
        Section(words["needed"], IMPORTS[library]),
        Section(words["numbers"], parameters(network)),
        Section(_titled("input", document.input_names, words), array("x", document.input)),
        *setup,
        Section(_titled("result", document.output_names, words), run),
    ))


def _titled(what: str, names: Sequence[str], words: Words) -> str:
    """Return a section's title, with the names that the visitor has given to what is in it."""
    given = ", ".join(name or str(index) for index, name in enumerate(names, start=1))
    return words[f"{what}_named"].format(names=given) if any(names) else words[what]


IMPORTS: Mapping[str, str] = MappingProxyType({
    # An overflow is a value to look at, as in the app.
    "numpy": 'import numpy as np\n\nnp.seterr(all="ignore")',
    "torch": "import numpy as np\nimport torch\n\ntorch.set_default_dtype(torch.float64)",
    "keras": filled("""
import os

os.environ["KERAS_BACKEND"], os.environ["JAX_ENABLE_X64"] = "jax", "1"

import jax.numpy as jnp
import keras
import numpy as np

keras.config.set_floatx("float64")
"""),
    "jax": 'import jax\nimport jax.numpy as jnp\nimport numpy as np\n\njax.config.update("jax_enable_x64", True)',
})


def parameters(network: Network) -> str:
    """Return the weights and biases of each layer: W1, b1, W2, ..."""
    lines = []
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True), start=1):
        lines += [array(f"W{layer}", w), array(f"b{layer}", b)]
    return "\n".join(lines)


def listed(pattern: str, network: Network) -> str:
    """Return one line for each layer, as items of a list: @n@, @g@, @inputs@ and @outputs@ are the layer's own."""
    return "\n".join(
        "    " + filled(pattern, n=layer, g=name, inputs=inputs, outputs=outputs)
        for layer, (name, inputs, outputs) in enumerate(
            zip(network.activations, network.sizes, network.sizes[1:], strict=False), start=1)
    )


Written = tuple[Sequence[Section], str]
"""What stands before the run of a network, and the run itself, which leaves `zs` and `activations` behind."""


def _printed(words: Words) -> str:
    """Return the loop that says what every layer has made."""
    return filled("""
print("x =", x)
for layer, (z, a) in enumerate(zip(zs, activations[1:]), start=1):
    print(@layer@)
    print("  z =", np.asarray(z))
    print("  a =", np.asarray(a))
""", layer=f_string(words["layer"].format(n="{layer}")))


def _numpy(network: Network, words: Words) -> Written:
    return (
        Section(words["functions"], numpy_functions(network.activations)),
        Section(words["layers"], f"layers = [\n{listed('(W@n@, b@n@, @g@),', network)}\n]"),
    ), filled("""
zs, activations = [], [x]
for W, b, g in layers:
    z = activations[-1] @ W.T + b
    zs.append(z)
    activations.append(g(z))

""") + "\n\n" + _printed(words)


def torch_model(network: Network, words: Words) -> list[Section]:
    """Return the sections that make the network a torch.nn.Sequential with its numbers."""
    lines = "\n".join(
        f"    torch.nn.Linear({inputs}, {outputs}), {TORCH[name]},"
        for name, inputs, outputs in zip(network.activations, network.sizes, network.sizes[1:], strict=False)
    )
    step = f"{TORCH_STEP.strip()}\n\n\n" if "step" in network.activations else ""
    pairs = ", ".join(f"(W{n}, b{n})" for n in range(1, len(network.activations) + 1))
    return [Section(words["layers"], filled("""
@step@model = torch.nn.Sequential(
@lines@
)
with torch.no_grad():
    for linear, (W, b) in zip(model[::2], [@pairs@]):
        linear.weight.copy_(torch.from_numpy(W))
        linear.bias.copy_(torch.from_numpy(b))
""", step=step, lines=lines, pairs=pairs))]


def _torch(network: Network, words: Words) -> Written:
    return torch_model(network, words), filled("""
zs, activations = [], [torch.from_numpy(x)]
with torch.no_grad():
    for linear, g in zip(model[::2], model[1::2]):
        zs.append(linear(activations[-1]))
        activations.append(g(zs[-1]))
""") + "\n\n" + _printed(words)


def keras_model(network: Network, words: Words, *, regularizer: str = "", dropout: float = 0.0) -> list[Section]:
    """Return the sections that make the network a keras.Sequential with its numbers.

    regularizer  what each layer of weights is charged for, as code
    dropout      share of hidden neurons that are switched off while it learns
    """
    extra = f", kernel_regularizer={regularizer}" if regularizer else ""
    lines, last = [], len(network.activations) - 1
    for layer, (name, size) in enumerate(zip(network.activations, network.sizes[1:], strict=False)):
        lines.append(f"    keras.layers.Dense({size}{extra}), keras.layers.Activation({KERAS[name]}),")
        if dropout and layer < last:
            lines.append(f"    keras.layers.Dropout({dropout!r}),")
    pairs = ", ".join(f"(W{n}, b{n})" for n in range(1, len(network.activations) + 1))
    return [Section(words["layers"], filled("""
model = keras.Sequential([
    keras.Input((@inputs@,)),
@lines@
])
dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
for layer, (W, b) in zip(dense, [@pairs@]):
    layer.set_weights([W.T, b])
""", inputs=network.sizes[0], lines="\n".join(lines), pairs=pairs))]


def _keras(network: Network, words: Words) -> Written:
    return keras_model(network, words), filled("""
zs, activations = [], [x[np.newaxis]]
for layer in model.layers:
    made = layer(zs[-1] if isinstance(layer, keras.layers.Activation) else activations[-1])
    (activations if isinstance(layer, keras.layers.Activation) else zs).append(made)
zs, activations = ([keras.ops.convert_to_numpy(values)[0] for values in made] for made in (zs, activations))
""") + "\n\n" + _printed(words)


def _jax(network: Network, words: Words) -> Written:
    return (
        Section(words["functions"], jax_functions(network.activations)),
        Section(words["layers"], f"layers = [\n{listed('(W@n@, b@n@, @g@),', network)}\n]"),
    ), filled("""
zs, activations = [], [jnp.asarray(x)]
for W, b, g in layers:
    z = activations[-1] @ W.T + b
    zs.append(z)
    activations.append(g(z))
""") + "\n\n" + _printed(words)


_WRITTEN: Mapping[str, Callable[[Network, Words], Written]] = MappingProxyType({
    "numpy": _numpy, "torch": _torch, "keras": _keras, "jax": _jax,
})
