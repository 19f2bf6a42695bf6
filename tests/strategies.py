"""Any legal document, and any legal neuron, for Hypothesis: mostly small, sometimes as large as the limits allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from neuroviz.document import Document, Fill, Layer, Selection, limits
from neuroviz.document.edits import clean_name
from neuroviz.document.fields import choices_of, ranges_of
from neuroviz.document.settings import overfitting, training
from neuroviz.document.settings.descent import Descent
from neuroviz.document.settings.digits import EPOCHS, Digits
from neuroviz.document.settings.inside import DEEPEST, WIDEST, Inside
from neuroviz.document.settings.neuron import PATTERNS, Neuron
from neuroviz.document.settings.overfitting import Kept, Overfitting, Trial
from neuroviz.document.settings.own_points import OwnPoints
from neuroviz.document.settings.privacy import Privacy
from neuroviz.document.settings.training import OWN, Training
from neuroviz.document.tables import target
from neuroviz.document.tables.data import MAX_VALUE
from neuroviz.document.tables.packed import pack_rows
from neuroviz.nn import ACTIVATIONS, INITIALIZERS
from neuroviz.nn.datasets import DATASETS, FEATURES, SPLITS, Dataset
from neuroviz.nn.digits.images import FORMATS
from neuroviz.nn.digits.pad import PAD
from neuroviz.nn.optimizers import OPTIMIZERS

ELEMENTWISE = tuple(name for name, record in ACTIVATIONS.items() if record.elementwise)

# Hypothesis looks for trouble at the ends of the range; these are the corners it should always know.
CORNERS = (0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 1 / 3)

HARD_NAMES = (
    "<b>bold</b>", "<script>a()</script>", "**x** _y_ `z`", "[a](javascript:b)", "$\\alpha$", ":red[x]",
    "{text}", "%s", "甜度", "🍋", "a|b", "&amp;", "\"quoted\" 'x'", "\\", "a\u0301",
)

finite = st.one_of(st.sampled_from(CORNERS), st.floats(allow_nan=False, allow_infinity=False))
moderate = st.floats(-10.0, 10.0, allow_subnormal=False)
names = st.one_of(
    st.just(""), st.sampled_from(HARD_NAMES), st.text(max_size=limits.MAX_NAME_CHARS).map(clean_name)
)
sizes = st.one_of(st.integers(1, 4), st.integers(1, limits.MAX_NEURONS))
fills = st.builds(
    Fill,
    kind=st.sampled_from(sorted(INITIALIZERS)),
    scale=st.floats(-limits.MAX_SCALE, limits.MAX_SCALE),
    seed=st.integers(0, limits.MAX_SEED),
)
"""Of all layers, so that a fill can be used on any document."""


neuron_values = st.one_of(
    st.sampled_from((0.0, -0.0, 1.0, -1.0, 5e-324, -5e-324, limits.MAX_NEURON_VALUE, -limits.MAX_NEURON_VALUE, 1 / 3)),
    st.floats(-3.0, 3.0), st.floats(-limits.MAX_NEURON_VALUE, limits.MAX_NEURON_VALUE),
)
"""Inputs, weights and biases of the neuron that is compared."""


def within(low: float, high: float, default: object) -> st.SearchStrategy[float]:
    """What a number with these ends may be: often as it begins, or at an end, or anywhere between."""
    if isinstance(default, int):
        return st.one_of(st.just(default), st.sampled_from((low, high)), st.integers(int(low), int(high)))
    # No -0: a neuron has none where it would be the same setting.
    between = st.floats(low, high).map(lambda value: value + 0.0)
    return st.one_of(st.just(default), st.sampled_from((low, high)), between)


@st.composite
def neurons(draw: st.DrawFn, **fixed: st.SearchStrategy[object]) -> Neuron:
    """Any neuron that `document.neuron.checked` lets through. `fixed` draws single fields from elsewhere."""
    size = draw(st.one_of(st.integers(1, 4), st.integers(1, 4), st.integers(1, limits.MAX_NEURONS)))
    model = draw(fixed.get("model", st.sampled_from(tuple(PATTERNS))))
    values: dict[str, object] = {
        "inputs": tuple(draw(st.lists(neuron_values, min_size=size, max_size=size))),
        "weights": tuple(draw(st.lists(neuron_values, min_size=size, max_size=size))),
        "bias": draw(neuron_values),
        "names": tuple(draw(st.lists(names, min_size=size, max_size=size))),
        "model": model,
        "pattern": draw(st.sampled_from(PATTERNS[str(model)])),
        "myelin": draw(st.booleans()),
        "experiment": draw(st.from_regex(r"[a-z0-9_]{0,40}", fullmatch=True)),
        **{name: draw(st.sampled_from(allowed)) for name, allowed in choices_of(Neuron).items() if name != "model"},
        **{
            name: draw(within(low, high, getattr(Neuron, name)))
            for name, (low, high) in ranges_of(Neuron).items() if name not in fixed
        },
    }
    return Neuron(**{**values, **{name: draw(strategy) for name, strategy in fixed.items() if name != "model"}})


@st.composite
def trainings(draw: st.DrawFn) -> Training:
    """Any settings that `document.training.checked` lets through."""
    dataset = draw(st.sampled_from(choices_of(Training)["dataset"]))
    dimension = draw(st.integers(1, 2)) if dataset == training.OWN else DATASETS[dataset].dimension
    classes = tuple(draw(st.lists(names, min_size=2, max_size=limits.MAX_OWN_CLASSES)) if draw(st.booleans()) else ())
    value = st.floats(-limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE).map(lambda number: number + 0.0)
    target = st.integers(0, len(classes) - 1).map(float) if classes else value
    row = st.tuples(*(value,) * dimension, target)
    least = limits.MIN_OWN_ROWS if dataset == training.OWN else 0
    fitting = [name for name, feature in FEATURES.items() if feature.dimension <= dimension]
    chosen = draw(st.sets(st.sampled_from(fitting), min_size=1))
    own = tuple(draw(st.lists(row, min_size=least, max_size=8)))
    if dataset == training.OWN and draw(st.booleans()):
        return draw(tables())
    unit = st.tuples(st.floats(-MAX_VALUE, MAX_VALUE).map(lambda number: number + 0.0), st.floats(1e-6, MAX_VALUE))
    units = (*draw(st.tuples(*(unit,) * dimension)), (0.0, 1.0) if classes else draw(unit))
    return Training(
        own=own, own_classes=classes, own_units=units if own and draw(st.booleans()) else (),
        own_names=draw(st.tuples(*(names,) * (dimension + 1))) if own and draw(st.booleans()) else (),
        features=tuple(name for name in FEATURES if name in chosen),
        hidden=tuple(draw(st.lists(
            st.integers(1, limits.MAX_HIDDEN_NEURONS), max_size=limits.MAX_HIDDEN_LAYERS,
        ))),
        squared=draw(st.booleans()), dataset=dataset,
        **{name: draw(st.sampled_from(allowed)) for name, allowed in choices_of(Training).items() if name != "dataset"},
        **{name: draw(within(low, high, getattr(Training, name))) for name, (low, high) in ranges_of(Training).items()},
    )


@st.composite
def tables(draw: st.DrawFn) -> Training:
    """Settings on any table of the visitor's own, with turns."""
    width, count = draw(st.integers(1, 6)), draw(st.integers(limits.MIN_OWN_ROWS, 12))
    classes = draw(st.sampled_from((0, 2, 3, limits.MAX_OWN_CLASSES)))
    value = st.floats(-MAX_VALUE, MAX_VALUE)
    y = st.integers(0, classes - 1).map(float) if classes else value
    rows = draw(st.lists(st.tuples(*(value,) * width, y), min_size=count, max_size=count))
    data = Dataset(
        np.array([row[:-1] for row in rows]), np.array([row[-1] for row in rows]), target.kind_of(classes),
        tuple("abcdefghij"[:classes]), tuple(f"column {i}" for i in range(width)),
    )
    turn = st.tuples(st.integers(0, 5000), st.sampled_from(("l1", "momentum", "weight.0")), st.floats(0.0, 0.9))
    made = training.from_dataset(Training(hidden=(3,)), data, named=draw(st.booleans()))
    return replace(
        made, turns=tuple(sorted(draw(st.lists(turn, max_size=3)), key=lambda turn: turn[0])),
        discrete=draw(st.booleans()),
        activations=draw(st.sampled_from(((), ("relu",), ("gelu", "elu")))), plane_row=draw(st.integers(0, 20)),
        plane=draw(st.sampled_from(((), (1, 0), (5, 2)))), split=draw(st.sampled_from(SPLITS)),
    )


@st.composite
def own_points(draw: st.DrawFn) -> OwnPoints:
    """Any points of the visitor's own on the overfitting page."""
    classes = draw(st.sampled_from(((), ("no", "yes"), ("", "是"))))
    inputs = draw(st.integers(1, 2)) if classes else 1
    value = st.integers(-10**6, 10**6).map(lambda n: n / 1000)
    target = st.integers(0, 1).map(float) if classes else value
    rows = draw(st.lists(st.tuples(*(value,) * inputs, target), min_size=limits.MIN_TRIAL_ROWS, max_size=40))
    named = draw(st.booleans())
    return OwnPoints(pack_rows(np.array(rows)), tuple("abc"[: inputs + 1]) if named else (), classes)


@st.composite
def trials_of(draw: st.DrawFn) -> Trial:
    """Any trial of the overfitting page."""
    trial: Trial = draw(st.builds(
        Trial,
        **{name: st.sampled_from(allowed) for name, allowed in choices_of(Trial).items()},
        **{name: within(low, high, getattr(Trial, name)) for name, (low, high) in ranges_of(Trial).items()},
    ))
    if trial.dataset != OWN:
        return trial
    trial = replace(trial, own=draw(own_points()), noise=0.0)
    return replace(trial, points=min(trial.points, trial.most_points))


trials = trials_of()


@st.composite
def drawings(draw: st.DrawFn) -> Digits:
    """Any settings of the page of digits."""
    place = st.integers(0, PAD)
    stroke = st.integers(1, 20).flatmap(lambda count: st.lists(place, min_size=2 * count, max_size=2 * count))
    images = draw(st.sampled_from(list(FORMATS)))
    return Digits(
        images, draw(st.sampled_from(EPOCHS)), tuple(map(tuple, draw(st.lists(stroke, max_size=5)))),
        draw(st.integers(20, 200)), draw(st.integers(0, FORMATS[images].spare - 1)),
    )


@st.composite
def looks_inside(draw: st.DrawFn) -> Inside:
    """Any settings of the page "Look inside"."""
    neuron = st.tuples(st.integers(1, DEEPEST - 1), st.integers(0, WIDEST - 1))
    connection = st.tuples(st.integers(1, DEEPEST), st.integers(0, WIDEST - 1), st.integers(0, 783))
    return Inside(
        silent=tuple(draw(st.lists(neuron, unique=True, max_size=4))),
        cut=tuple(draw(st.lists(connection, unique=True, max_size=4))),
        **{name: draw(st.sampled_from(allowed)) for name, allowed in choices_of(Inside).items()},
        **{name: draw(within(low, high, getattr(Inside, name))) for name, (low, high) in ranges_of(Inside).items()},
    )


@st.composite
def privacies(draw: st.DrawFn) -> Privacy:
    """Any settings of the page "Privacy"."""
    return Privacy(
        **{name: draw(st.sampled_from(allowed)) for name, allowed in choices_of(Privacy).items()},
        **{name: draw(within(low, high, getattr(Privacy, name))) for name, (low, high) in ranges_of(Privacy).items()},
    )


@st.composite
def overfittings(draw: st.DrawFn) -> Overfitting:
    """Any trial, with any others kept, held against anything."""
    # Mostly few: each is a dozen draws.
    most = draw(st.sampled_from((1, 1, 1, limits.MAX_KEPT_RUNS)))
    numbers = draw(st.lists(st.integers(1, 12), unique=True, max_size=most))
    rivals = ("", overfitting.ALL, *overfitting.LEVERS, *(f"{overfitting.KEPT}{number}" for number in numbers))
    return Overfitting(
        trial=draw(trials), against=draw(st.sampled_from(rivals)),
        kept=tuple(Kept(number, draw(names), draw(trials)) for number in numbers),
    )


@st.composite
def descents(draw: st.DrawFn) -> Descent:
    """Any settings that `document.descent.checked` lets through."""
    place = st.one_of(
        st.just(()), *(st.lists(st.integers(0, limits.MAX_NEURONS - 1), min_size=n, max_size=n) for n in (2, 3))
    ).map(tuple)
    value = st.floats(-limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE)
    walkers = draw(st.sets(st.sampled_from(sorted(OPTIMIZERS)), min_size=1))
    shown = tuple(name for name in OPTIMIZERS if name in walkers)
    rate = within(*ranges_of(Descent)["rate"], Descent.rate)
    row = st.lists(finite, min_size=1, max_size=3).map(tuple)
    return Descent(
        first=draw(place), second=draw(place), curve=draw(st.booleans()), trained=draw(st.booleans()),
        shown=shown, follow=draw(st.sampled_from(shown)), same=draw(st.booleans()),
        start=tuple(draw(st.lists(value, max_size=2))),
        rates=tuple((name, draw(rate)) for name in OPTIMIZERS if draw(st.booleans())),
        rate=draw(rate), batch=draw(st.booleans()),
        targets=tuple(draw(st.lists(st.tuples(row, row), max_size=4))),
        **{name: draw(st.sampled_from(choices_of(Descent)[name])) for name in ("part", "reach", "steps", "loss")},
    )


def activation(*, last: bool) -> st.SearchStrategy[str]:
    return st.sampled_from(tuple(ACTIVATIONS) if last else ELEMENTWISE)


@st.composite
def architectures(draw: st.DrawFn) -> tuple[int, ...]:
    """Neurons in each layer, the input first."""
    small = st.lists(st.integers(1, 4), min_size=2, max_size=4)
    any_size = st.lists(sizes, min_size=2, max_size=limits.MAX_LAYERS)
    return tuple(draw(st.one_of(small, small, small, any_size)))


@st.composite
def documents(draw: st.DrawFn, numbers: st.SearchStrategy[float] = finite) -> Document:
    """A whole document. Large tables repeat a few drawn numbers: it is their shape that matters then."""
    widths = draw(architectures())
    pool = draw(st.lists(numbers, min_size=1, max_size=24))
    taken = 0

    def row(size: int) -> tuple[float, ...]:
        nonlocal taken
        taken += size
        return tuple(pool[(taken + i) % len(pool)] for i in range(size))

    layers = tuple(
        Layer(
            tuple(row(n_in) for _ in range(n_out)), row(n_out),
            draw(activation(last=index == len(widths) - 2)),
        )
        for index, (n_in, n_out) in enumerate(zip(widths, widths[1:], strict=False))
    )
    name_list = st.lists(names, min_size=1, max_size=4)
    input_names, output_names = draw(name_list), draw(name_list)
    return Document(
        layers=layers,
        input=row(widths[0]),
        input_names=tuple(input_names[i % len(input_names)] for i in range(widths[0])),
        output_names=tuple(output_names[i % len(output_names)] for i in range(widths[-1])),
        examples=tuple(row(widths[0]) for _ in range(draw(st.integers(0, 4) | st.integers(0, limits.MAX_EXAMPLES)))),
        fill=replace(draw(fills), layer=draw(st.none() | st.integers(1, limits.MAX_LAYERS - 1))),
        preset=draw(st.from_regex(r"[a-z0-9_]{0,40}", fullmatch=True)),
        neuron=draw(st.one_of(st.just(Neuron()), st.just(Neuron()), neurons())),
        training=draw(st.one_of(st.just(Training()), st.just(Training()), trainings())),
        descent=draw(st.one_of(st.just(Descent()), st.just(Descent()), descents())),
        overfitting=draw(st.one_of(st.just(Overfitting()), st.just(Overfitting()), overfittings())),
        digits=draw(st.one_of(st.just(Digits()), st.just(Digits()), drawings())),
        inside=draw(st.one_of(st.just(Inside()), st.just(Inside()), looks_inside())),
        privacy=draw(st.one_of(st.just(Privacy()), st.just(Privacy()), privacies())),
        selection=draw(selections(widths)),
    )


@st.composite
def selections(draw: st.DrawFn, widths: tuple[int, ...]) -> Selection | None:
    """A neuron or an edge of a network with these widths, or nothing."""
    if draw(st.booleans()):
        return None
    layer = draw(st.integers(0, len(widths) - 1))
    neuron = draw(st.integers(0, widths[layer] - 1))
    edge = layer > 0 and draw(st.booleans())
    return Selection(layer, neuron, draw(st.integers(0, widths[layer - 1] - 1)) if edge else None)
