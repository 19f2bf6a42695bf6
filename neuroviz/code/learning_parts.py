"""What the four training scripts share: the points, the losses, the learning rate, the loop over epochs and batches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from neuroviz.code.text import Section, Words, array, f_string, filled
from neuroviz.document.settings.training import Training, data_of, feature_name, network_of, settings_of
from neuroviz.nn import Network
from neuroviz.nn.datasets import network_inputs, network_targets
from neuroviz.nn.training import Settings

SYMBOLS = {
    "x1": "x1", "x2": "x2", "x1_squared": "x1²", "x2_squared": "x2²", "x1_x2": "x1·x2", "sin_x1": "sin x1",
    "sin_x2": "sin x2",
}


@dataclass(frozen=True, eq=False)
class Lesson:
    """A training run, as numbers.

    network             before it has learnt
    settings            of its training
    x, y                inputs (n, n_in) and targets (n, n_out) of the training points
    test_x, test_y      the same of the test points
    loss                how the loss is written: partner (squared error, linear output), binary, categorical,
                        squared_sigmoid, squared_softmax
    columns             names of the inputs
    """

    network: Network
    settings: Settings
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    test_x: NDArray[np.float64]
    test_y: NDArray[np.float64]
    loss: str
    columns: tuple[str, ...]

    @classmethod
    def of(cls, training: Training) -> Lesson:
        """Return the run of these settings."""
        data, network, settings = data_of(training), network_of(training), settings_of(training)
        output = network.activations[-1]
        (x, y), (test_x, test_y) = (
            (network_inputs(part.x, settings.features), network_targets(part, network.sizes[-1], output))
            for part in (data.train, data.test)
        )
        loss = {"binary_cross_entropy": "binary", "categorical_cross_entropy": "categorical"}.get(
            settings.loss, "partner" if output == "linear" else f"squared_{output}")
        columns = tuple(feature_name(training, name, SYMBOLS.get(name, name)) for name in training.features)
        return cls(network, settings, x, y, test_x, test_y, loss, columns)

    @property
    def from_z(self) -> bool:
        """Whether the loss is computed from the last z, where cross-entropy keeps its digits."""
        return self.loss in {"binary", "categorical"}


def data_section(lesson: Lesson, words: Words) -> Section:
    """Return the points. Targets that are classes stand as they are learnt: 0 and 1."""
    def column(name: str, values: NDArray[np.float64]) -> str:
        flat = values[:, 0] if values.shape[1] == 1 else values
        written = array(name, flat if lesson.loss == "partner" else flat.astype(np.int64))
        return f"{written}[:, np.newaxis]" if flat.ndim == 1 else written

    lines = [array("train_x", lesson.x), column("train_y", lesson.y), array("test_x", lesson.test_x),
             column("test_y", lesson.test_y)]
    title = words["data"].format(train=len(lesson.x), test=len(lesson.test_x), columns=", ".join(lesson.columns))
    return Section(title, "\n".join(lines) + "\ntrain_y, test_y = train_y.astype(float), test_y.astype(float)")


LOSSES: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "numpy": MappingProxyType({
        "partner": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(axis=-1)",
        "squared_sigmoid": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(axis=-1)",
        "squared_softmax": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(axis=-1)",
        "binary": "def losses(z, a, y):\n    return (np.logaddexp(0, z) - y * z).sum(axis=-1)",
        "categorical": "def losses(z, a, y):\n    return np.logaddexp.reduce(z, axis=-1) - (y * z).sum(axis=-1)",
    }),
    "torch": MappingProxyType({
        "partner": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(-1)",
        "squared_sigmoid": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(-1)",
        "squared_softmax": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(-1)",
        "binary": "def losses(z, a, y):\n"
                  "    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction=\"none\").sum(-1)",
        "categorical": "def losses(z, a, y):\n    return torch.nn.functional.cross_entropy(z, y, reduction=\"none\")",
    }),
    "keras": MappingProxyType({
        "partner": "def losses(y, a):\n    return 0.5 * keras.ops.sum((a - y) ** 2, axis=-1)",
        "squared_sigmoid": "def losses(y, a):\n    return 0.5 * keras.ops.sum((a - y) ** 2, axis=-1)",
        "squared_softmax": "def losses(y, a):\n    return 0.5 * keras.ops.sum((a - y) ** 2, axis=-1)",
        "binary": "def losses(y, z):\n    return keras.ops.sum(keras.ops.softplus(z) - y * z, axis=-1)",
        "categorical": "def losses(y, z):\n"
                       "    return keras.ops.logsumexp(z, axis=-1) - keras.ops.sum(y * z, axis=-1)",
    }),
    "jax": MappingProxyType({
        "partner": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(axis=-1)",
        "squared_sigmoid": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(axis=-1)",
        "squared_softmax": "def losses(z, a, y):\n    return 0.5 * ((a - y) ** 2).sum(axis=-1)",
        "binary": "def losses(z, a, y):\n    return (jnp.logaddexp(0, z) - y * z).sum(axis=-1)",
        "categorical": "def losses(z, a, y):\n"
                       "    return jax.scipy.special.logsumexp(z, axis=-1) - (y * z).sum(axis=-1)",
    }),
})
"""The loss L of each point, from the last layer's z and a and the targets y."""


def penalised(settings: Settings, weights: str, sign: str, *, integrated: bool = False) -> str:
    """Return what L1 and L2 add, as code that begins with " + ", or "".

    sign        the sign function, for the gradient λ₁ sign(w) + λ₂ w
    integrated  the penalty itself instead: λ₁ Σ|w| + ½ λ₂ Σw²
    """
    l1, l2, w = settings.l1, settings.l2, weights
    parts = []
    if l1:
        parts.append(f"{l1!r} * ({w}).abs().sum()" if integrated else f"{l1!r} * {sign}({w})")
    if l2:
        parts.append(f"{0.5 * l2!r} * ({w} ** 2).sum()" if integrated else f"{l2!r} * {w}")
    return "".join(f" + {part}" for part in parts)


def dropped(settings: Settings, code: str) -> str:
    """Return the code that hands on the masks of dropout, or ""."""
    return code if settings.dropout else ""


_SCHEDULES: Mapping[str, str] = MappingProxyType({
    "constant": "RATE",
    "step": "RATE * 0.5 ** min(3, int(4 * epoch / EPOCHS))",
    "exponential": "RATE * 10 ** (-2 * epoch / EPOCHS)",
    "cosine": "RATE * 0.5 * (1 + math.cos(math.pi * epoch / EPOCHS))",
})


def rate_section(lesson: Lesson, words: Words) -> Section:
    """Return the settings, and the learning rate of each epoch."""
    settings = lesson.settings
    values = f"{settings.epochs}, {settings.batch_size}, {settings.learning_rate!r}, {settings.seed}"
    lines = [f"EPOCHS, BATCH, RATE, SEED = {values}"]
    if settings.optimizer in {"momentum", "nesterov"}:
        lines.append(f"MOMENTUM = {settings.momentum!r}")
    if settings.dropout:
        lines.append(f"KEEP = {1.0 - settings.dropout!r}")
    if settings.patience is not None and len(lesson.test_x):
        lines.append(f"PATIENCE = {settings.patience}")
    if settings.schedule == "cosine":
        lines.insert(0, "import math\n")
    lines.append(f"\n\ndef rate_of(epoch):\n    return {_SCHEDULES[settings.schedule]}")
    return Section(words["settings"], "\n".join(lines))


def torch_steps(settings: Settings) -> tuple[str, str]:
    """Return how PyTorch's optimiser is made, and how it takes a step at `rate`.

    PyTorch's momentum multiplies the rate when it is used, the app's when it is gathered: with a rate that changes
    those are two things, and the step is written out.
    """
    name = settings.optimizer
    if name in {"sgd", "adam"} or settings.schedule == "constant":
        made = {
            "sgd": "SGD(model.parameters(), lr=RATE)",
            "momentum": "SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)",
            "nesterov": "SGD(model.parameters(), lr=RATE, momentum=MOMENTUM, nesterov=True)",
            "adam": "Adam(model.parameters(), lr=RATE)",
        }[name if settings.momentum or name == "adam" else "sgd"]
        return f"optimizer = torch.optim.{made}", "optimizer.step()"
    change = "v" if name == "momentum" else "MOMENTUM * v - rate * p.grad"
    return "velocities = [torch.zeros_like(p) for p in model.parameters()]", filled("""
with torch.no_grad():
    for p, v in zip(model.parameters(), velocities):
        v.mul_(MOMENTUM).sub_(rate * p.grad)
        p.add_(@change@)
""", change=change)


_MEASURED: Mapping[str, str] = MappingProxyType({
    "numpy": filled("""
def mean_loss(x, y):
    zs, activations = forward(theta, x)
    return float(losses(zs[-1], activations[-1], y).mean()) if len(x) else float("nan")
"""),
    "torch": filled("""
def mean_loss(x, y):
    with torch.no_grad():
        return float(losses(*forward(x), y).mean()) if len(x) else float("nan")
"""),
    "keras": filled("""
def measured(x, y):
    return float(keras.ops.mean(losses(y, learner(x, training=False)))) if len(x) else float("nan")
"""),
    "jax": filled("""
def mean_loss(x, y):
    return float(losses(*forward(theta, x), y).mean()) if len(x) else float("nan")
"""),
})

_KEPT: Mapping[str, tuple[str, str]] = MappingProxyType({
    "numpy": ("[p.copy() for p in theta]", "theta = best"),
    "torch": (
        "[p.detach().clone() for p in model.parameters()]",
        "with torch.no_grad():\n        for p, kept in zip(model.parameters(), best):\n            p.copy_(kept)",
    ),
    "keras": ("model.get_weights()", "model.set_weights(best)"),
    "jax": ("theta", "theta = best"),
})
"""How the parameters are kept, and how they come back, for early stopping."""


def loop(lesson: Lesson, words: Words, library: str, batch: str, *, epoch: str = "") -> str:
    """Return the code that trains.

    epoch  what is done at the beginning of each
    batch  what is done with the points of the indices `part`, at `start` of the epoch's order, with the rate `rate`
    """
    settings = lesson.settings
    stops = settings.patience is not None and bool(len(lesson.test_x))
    measure = "measured" if library == "keras" else "mean_loss"
    sizes = lesson.network.sizes[1:-1]
    masks = ""
    if settings.dropout and library != "keras":
        masks = f"\n    masks = [(rng.random((len(order), size)) < KEEP) / KEEP for size in {list(sizes)}]"
    return filled("""
@measured@


def report(epoch):
    history.append((@measure@(train_x, train_y), @measure@(test_x, test_y)))
    if epoch <= 10 or epoch % 10 == 0 or epoch == EPOCHS:
        print(@epoch@)


history = []
report(0)
@begin@for epoch in range(EPOCHS):
    rate = rate_of(epoch)
    @each@rng = np.random.default_rng((SEED, epoch))
    order = rng.permutation(len(train_x))@masks@
    for start in range(0, len(order), BATCH):
        part = order[start:start + BATCH]
@batch@
    report(epoch + 1)
    if not np.isfinite(history[-1][0]):
        break
@stop@
""",
        measured=_MEASURED[library], measure=measure, masks=masks, batch=_indented(batch, 8),
        each=f"{epoch}\n    " if epoch else "",
        epoch=f_string(words["epoch"].format(
            epoch="{epoch}", train="{history[-1][0]:.6f}", test="{history[-1][1]:.6f}")),
        begin=("steps = 0\n" if library in {"numpy", "jax"} else "")
        + (f"best, best_epoch = {_KEPT[library][0]}, 0\n" if stops else ""),
        stop=_stopped_early(library) if stops else "",
    )


def _stopped_early(library: str) -> str:
    """Return what ends a run whose test loss has not become smaller for long."""
    keep, back = _KEPT[library]
    return filled("""
    if history[-1][1] < history[best_epoch][1]:
        best, best_epoch = @keep@, epoch + 1
    elif epoch + 1 - best_epoch >= PATIENCE:
        @back@
        break
""", keep=keep, back=back.replace("\n", "\n    "))


def _indented(code: str, spaces: int) -> str:
    return "\n".join(" " * spaces + line if line else line for line in code.splitlines())


_OUTPUT: Mapping[str, str] = MappingProxyType({
    "numpy": "forward(theta, x)[1][-1]", "torch": "forward(x)[1].detach()",
    "keras": "keras.ops.convert_to_numpy(model(x, training=False))",
    "jax": "forward(theta, x)[1]",
})

_CORRECT: Mapping[str, str] = MappingProxyType({
    "one": "((outputs[:, 0] >= 0.5) == (targets[:, 0] == 1)).mean()",
    "many": "(outputs.argmax(axis=1) == targets.argmax(axis=1)).mean()",
    "value": "1 - ((targets - outputs) ** 2).sum() / ((targets - targets.mean()) ** 2).sum()",
})


def closing(lesson: Lesson, words: Words, library: str) -> str:
    """Return how the learnt network does on all points: how many are right, or R²."""
    kind = "value" if lesson.loss == "partner" else "one" if lesson.network.sizes[-1] == 1 else "many"
    sentence = words["right" if kind != "value" else "r_squared"]
    return filled("""
for name, x, y in ((@train@, train_x, train_y), (@test@, test_x, test_y)):
    if len(x):
        outputs, targets = np.asarray(@output@), np.asarray(y)
        print(@sentence@)
""", output=_OUTPUT[library], train=repr(words["train"]), test=repr(words["test"]),
        sentence=f_string(sentence.format(name="{name}", share=f"{{{_CORRECT[kind]}:.3f}}")))
