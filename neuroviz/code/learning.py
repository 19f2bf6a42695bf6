"""A training run as a script: the same points, first weights, order, batches and steps as in the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from neuroviz.code.functions import jax_functions, numpy_functions
from neuroviz.code.learning_parts import (
    LOSSES,
    Lesson,
    closing,
    data_section,
    dropped,
    loop,
    penalised,
    rate_section,
    torch_steps,
)
from neuroviz.code.network import IMPORTS, LIBRARIES, PACKAGES, keras_model, parameters, torch_model
from neuroviz.code.text import Script, Section, Words, filled
from neuroviz.document.settings.training import Training


def training_script(training: Training, library: str, words: Words) -> Script:
    """Return the script that trains the network of these settings.

    It leaves behind `history`, the mean loss of the training and of the test points before and after each epoch.

    library  a key of `network.LIBRARIES`
    """
    lesson = Lesson.of(training)
    sizes = "-".join(map(str, lesson.network.sizes))
    return Script(words["head_training"].format(sizes=sizes, library=LIBRARIES[library]), PACKAGES[library], (
        Section(words["needed"], IMPORTS[library]),
        data_section(lesson, words),
        Section(words["start"], parameters(lesson.network)),
        *_WRITTEN[library](lesson, words),
    ))


def _numpy(lesson: Lesson, words: Words) -> list[Section]:
    network, settings = lesson.network, lesson.settings
    hidden = network.activations[:-1]
    return [
        Section(words["functions"], numpy_functions(network.activations, slopes=hidden)),
        Section(words["layers"], filled("""
layers = [
@lines@
]
theta = [array.copy() for W, b, g, slope in layers for array in (W, b)]


def forward(theta, x, masks=()):
    zs, activations = [], [x]
    for layer, (W, b, g, slope) in enumerate(layers):
        zs.append(activations[-1] @ theta[2 * layer].T + theta[2 * layer + 1])
        a = g(zs[-1])
        activations.append(a * masks[layer] if layer < len(masks) else a)
    return zs, activations
""", lines="\n".join(
            f"    (W{n}, b{n}, {name}, {f'{name}_slope' if n <= len(hidden) else None}),"
            for n, name in enumerate(network.activations, start=1)
        ))),
        Section(words["loss"], LOSSES["numpy"][lesson.loss]),
        Section(words["backward"], filled("""
def gradients(theta, x, y, masks=()):
    zs, activations = forward(theta, x, masks)
    a = activations[-1]
    @delta@
    found = []
    for layer in reversed(range(len(layers))):
        found[:0] = [delta.T @ activations[layer]@penalty@, delta.sum(axis=0)]
        if layer:
            upstream = delta @ theta[2 * layer]
            if masks:
                upstream = upstream * masks[layer - 1]
            @own@
    return found
""", delta=_DELTAS[lesson.loss], penalty=penalised(settings, "theta[2 * layer]", "np.sign"), own=_through(lesson))),
        rate_section(lesson, words),
        Section(words["step"].format(name=words[f"optimizer_{settings.optimizer}"]), _STEPS[settings.optimizer]),
        Section(words["learning"], loop(lesson, words, "numpy", filled("""
steps += 1
step(theta, gradients(theta, train_x[part], train_y[part]@masks@), rate, steps)
""", masks=dropped(settings, ", [mask[start:start + BATCH] for mask in masks]")))),
        Section(words["closing"], closing(lesson, words, "numpy")),
    ]


def _through(lesson: Lesson) -> str:
    """How a layer's δ follows from what arrives at its activations, which dropout may have masked."""
    if lesson.settings.dropout:
        # Of a masked neuron the activation is 0; its slope is that of what it would have been.
        return filled("""
g, slope = layers[layer - 1][2:]
            delta = upstream * slope(zs[layer - 1], g(zs[layer - 1]))
""")
    return "delta = upstream * layers[layer - 1][3](zs[layer - 1], activations[layer])"


_DELTAS: Mapping[str, str] = MappingProxyType({
    "partner": "delta = (a - y) / len(x)",
    "binary": "delta = (a - y) / len(x)",
    "categorical": "delta = (a - y) / len(x)",
    "squared_sigmoid": "delta = (a - y) * a * (1 - a) / len(x)",
    "squared_softmax": "delta = a * ((a - y) - ((a - y) * a).sum(axis=-1, keepdims=True)) / len(x)",
})

_STEPS: Mapping[str, str] = MappingProxyType({
    "sgd": filled("""
def step(theta, gradients, rate, t):
    for p, g in zip(theta, gradients):
        p -= rate * g
"""),
    "momentum": filled("""
velocities = [np.zeros_like(p) for p in theta]


def step(theta, gradients, rate, t):
    for p, g, v in zip(theta, gradients, velocities):
        v[...] = MOMENTUM * v - rate * g
        p += v
"""),
    "nesterov": filled("""
velocities = [np.zeros_like(p) for p in theta]


def step(theta, gradients, rate, t):
    for p, g, v in zip(theta, gradients, velocities):
        v[...] = MOMENTUM * v - rate * g
        p += MOMENTUM * v - rate * g
"""),
    "adam": filled("""
means = [np.zeros_like(p) for p in theta]
squares = [np.zeros_like(p) for p in theta]


def step(theta, gradients, rate, t):
    for p, g, m, v in zip(theta, gradients, means, squares):
        m[...] = 0.9 * m + 0.1 * g
        v[...] = 0.999 * v + 0.001 * g**2
        p -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
"""),
})


def _torch(lesson: Lesson, words: Words) -> list[Section]:
    settings = lesson.settings
    made, step = torch_steps(settings)
    penalty = ""
    if settings.l1 or settings.l2:
        penalty = "\n" + filled("""
for linear in model[::2]:
    loss = loss@penalty@
""", penalty=penalised(settings, "linear.weight", "", integrated=True))
    return [
        *torch_model(lesson.network, words),
        Section(words["loss"], filled("""
train_x, train_y, test_x, test_y = (torch.from_numpy(part) for part in (train_x, train_y, test_x, test_y))


def forward(x, masks=()):
    for layer, (linear, g) in enumerate(zip(model[::2], model[1::2])):
        z = linear(x)
        x = g(z) * masks[layer] if layer < len(masks) else g(z)
    return z, x


@losses@
""", losses=LOSSES["torch"][lesson.loss])),
        rate_section(lesson, words),
        Section(words["step"].format(name=words[f"optimizer_{settings.optimizer}"]), made),
        Section(words["learning"], loop(lesson, words, "torch", filled("""
model.zero_grad()
loss = losses(*forward(train_x[part]@masks@), train_y[part]).mean()@penalty@
loss.backward()
@step@
""", masks=dropped(settings, ", [torch.from_numpy(mask[start:start + BATCH]) for mask in masks]"),
            penalty=penalty, step=step),
            epoch='optimizer.param_groups[0]["lr"] = rate' if made.startswith("optimizer") else "")),
        Section(words["closing"], closing(lesson, words, "torch")),
    ]


def _keras(lesson: Lesson, words: Words) -> list[Section]:
    settings = lesson.settings
    charged = settings.l1 or settings.l2
    regularizer = f"keras.regularizers.L1L2({settings.l1!r}, {0.5 * settings.l2!r})" if charged else ""
    notes = [words["keras_dropout" if settings.dropout else "keras_digits"]]
    optimizer = {
        "sgd": "SGD(RATE)", "momentum": "SGD(RATE, momentum=MOMENTUM)",
        "nesterov": "SGD(RATE, momentum=MOMENTUM, nesterov=True)", "adam": "Adam(RATE, epsilon=1e-8)",
    }[settings.optimizer]
    return [
        *keras_model(lesson.network, words, regularizer=regularizer, dropout=settings.dropout),
        Section(words["loss"], LOSSES["keras"][lesson.loss]),
        rate_section(lesson, words),
        Section(" ".join((words["step"].format(name=words[f"optimizer_{settings.optimizer}"]), *notes)), filled("""
learner = keras.Model(model.inputs, @outputs@)
learner.compile(optimizer=keras.optimizers.@optimizer@, loss=losses)
""", optimizer=optimizer, outputs="model.layers[-2].output" if lesson.from_z else "model.outputs")),
        Section(words["learning"], loop(
            lesson, words, "keras", "learner.train_on_batch(train_x[part], train_y[part])",
            epoch="learner.optimizer.learning_rate = rate")),
        Section(words["closing"], closing(lesson, words, "keras")),
    ]


def _jax(lesson: Lesson, words: Words) -> list[Section]:
    network, settings = lesson.network, lesson.settings
    penalty = ""
    if settings.l1 or settings.l2:
        penalty = "\n" + filled("""
    for W in theta[::2]:
        loss = loss@penalty@
""", penalty=penalised(settings, "W", "", integrated=True).replace("(W).abs()", "jnp.abs(W)"))
    arrays = ", ".join(f"W{n}, b{n}" for n in range(1, len(network.activations) + 1))
    return [
        Section(words["functions"], jax_functions(network.activations)),
        Section(words["layers"], filled("""
functions = [@functions@]
theta = [jnp.asarray(array) for array in (@arrays@)]


def forward(theta, x, masks=()):
    for layer, g in enumerate(functions):
        z = x @ theta[2 * layer].T + theta[2 * layer + 1]
        x = g(z) * masks[layer] if layer < len(masks) else g(z)
    return z, x
""", functions=", ".join(network.activations), arrays=arrays)),
        Section(words["loss"], filled("""
@losses@


def objective(theta, x, y, masks):
    loss = losses(*forward(theta, x, masks), y).mean()@penalty@
    return loss


gradients = jax.jit(jax.grad(objective))
""", losses=LOSSES["jax"][lesson.loss], penalty=penalty)),
        rate_section(lesson, words),
        Section(words["step"].format(name=words[f"optimizer_{settings.optimizer}"]), _JAX_STEPS[settings.optimizer]),
        Section(words["learning"], loop(lesson, words, "jax", filled("""
steps += 1
found = gradients(theta, train_x[part], train_y[part], @masks@)
theta = step(theta, found, rate, steps)
""", masks="[mask[start:start + BATCH] for mask in masks]" if settings.dropout else "[]"))),
        Section(words["closing"], closing(lesson, words, "jax")),
    ]


_JAX_STEPS: Mapping[str, str] = MappingProxyType({
    "sgd": filled("""
def step(theta, gradients, rate, t):
    return [p - rate * g for p, g in zip(theta, gradients)]
"""),
    "momentum": filled("""
velocities = [jnp.zeros_like(p) for p in theta]


def step(theta, gradients, rate, t):
    velocities[:] = [MOMENTUM * v - rate * g for v, g in zip(velocities, gradients)]
    return [p + v for p, v in zip(theta, velocities)]
"""),
    "nesterov": filled("""
velocities = [jnp.zeros_like(p) for p in theta]


def step(theta, gradients, rate, t):
    velocities[:] = [MOMENTUM * v - rate * g for v, g in zip(velocities, gradients)]
    return [p + MOMENTUM * v - rate * g for p, v, g in zip(theta, velocities, gradients)]
"""),
    "adam": filled("""
means = [jnp.zeros_like(p) for p in theta]
squares = [jnp.zeros_like(p) for p in theta]


def step(theta, gradients, rate, t):
    means[:] = [0.9 * m + 0.1 * g for m, g in zip(means, gradients)]
    squares[:] = [0.999 * v + 0.001 * g**2 for v, g in zip(squares, gradients)]
    return [
        p - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8)
        for p, m, v in zip(theta, means, squares)
    ]
"""),
})


_WRITTEN: Mapping[str, Callable[[Lesson, Words], list[Section]]] = MappingProxyType({
    "numpy": _numpy, "torch": _torch, "keras": _keras, "jax": _jax,
})
