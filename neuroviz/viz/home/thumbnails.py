"""A small picture for each page, as SVG: drawn from values that the program computes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from neuroviz.bio import hodgkin_huxley
from neuroviz.caching import computed_once
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import Inside
from neuroviz.document.settings.privacy import Privacy
from neuroviz.lab.digits import unseen
from neuroviz.lab.lessons import LESSONS
from neuroviz.lab.look_inside import look_of
from neuroviz.lab.privacy_runs import leak_of
from neuroviz.lab.whole import FIRST as FIRST_WHOLE
from neuroviz.lab.whole import example
from neuroviz.nn import ACTIVATIONS, forward
from neuroviz.nn.datasets import make
from neuroviz.viz.palette import PALETTES, Palette

WIDTH, HEIGHT = 240, 112
_PAD = 12
Box = tuple[float, float, float, float]
"""Least and most x, least and most y."""


def _path(x: ArrayLike, y: ArrayLike, kind: str, box: Box) -> str:
    """Return a line through points of one of the kinds of `_style`."""
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in _places(x, y, box))
    return f'<polyline class="{kind}" points="{points}"/>'


def _dots(x: ArrayLike, y: ArrayLike, kind: str, box: Box, r: float = 3) -> str:
    return "".join(f'<circle class="{kind}" r="{r:g}" cx="{a:.1f}" cy="{b:.1f}"/>' for a, b in _places(x, y, box))


def _places(x: ArrayLike, y: ArrayLike, box: Box) -> Iterable[tuple[float, float]]:
    """Where these values lie in the picture."""
    low_x, high_x, low_y, high_y = box
    across = _PAD + (np.asarray(x, float) - low_x) / (high_x - low_x) * (WIDTH - 2 * _PAD)
    down = HEIGHT - _PAD - (np.asarray(y, float) - low_y) / (high_y - low_y) * (HEIGHT - 2 * _PAD)
    return zip(across.tolist(), down.tolist(), strict=True)


def _studio() -> Iterable[str]:
    """Return the first network: blue and orange connections, as thick as their weights."""
    document = PRESETS[FIRST].document
    columns = [
        [(30 + layer * 90, HEIGHT * (i + 0.5) / size) for i in range(size)] for layer, size in enumerate(document.sizes)
    ]
    for layer, (before, here) in enumerate(zip(columns, columns[1:], strict=False)):
        for (x1, y1), weights in zip(here, document.layers[layer].weights, strict=True):
            for (x0, y0), weight in zip(before, weights, strict=True):
                yield (f'<line class="{"positive" if weight > 0 else "negative"}" x1="{x0}" y1="{y0:.1f}" '
                       f'x2="{x1}" y2="{y1:.1f}" style="stroke-width:{0.6 + abs(weight):.1f}"/>')
    for column in columns:
        yield from (f'<circle class="neuron" cx="{x}" cy="{y:.1f}" r="9"/>' for x, y in column)


def _activations() -> Iterable[str]:
    z, box = np.linspace(-3, 3, 61), (-3.0, 3.0, -1.1, 1.6)
    yield _path(z, np.minimum(ACTIVATIONS["relu"].f(z), 1.6), "muted", box)
    yield _path(z, ACTIVATIONS["tanh"].f(z), "positive", box)


def _article() -> Iterable[str]:
    """Return the article's sum, 28, on its curve: as far out as one can be."""
    run = PRESETS["article"].document.trace
    z, box = np.linspace(-4, 30, 120), (-4.0, 30.0, -1.2, 1.2)
    yield _path(z, ACTIVATIONS["tanh"].f(z), "positive", box)
    yield _dots(run.pre_activations[0][:1], run.activations[1][:1], "point", box, 6)


def _neuron() -> Iterable[str]:
    """Hodgkin and Huxley's cell under a steady current."""
    v = hodgkin_huxley.simulate(10.0, duration_ms=40.0).v_mv[::8].ravel()
    yield _path(np.arange(len(v)), v, "positive", (0, len(v) - 1, -85.0, 45.0))


def _descent() -> Iterable[str]:
    """Return a valley, and gradient descent down into it."""
    w, box = np.linspace(-2, 2, 61), (-2.0, 2.0, -0.3, 4.2)
    yield _path(w, w**2, "muted", box)
    steps = [1.9]
    while len(steps) < 9:
        steps.append(steps[-1] - 0.16 * 2 * steps[-1])
    yield _path(steps, np.square(steps), "positive", box)
    yield _dots(steps, np.square(steps), "point", box, 3.5)


def _training() -> Iterable[str]:
    data, box = make("moons", 90, 0.12, 1), (-3.4, 3.4, -3.4, 3.4)
    for index, kind in enumerate(("filled-positive", "filled-negative")):
        chosen = data.y == index
        yield _dots(data.x[chosen, 0], data.x[chosen, 1], kind, box)


def _overfitting() -> Iterable[str]:
    """Return a polynomial through every noisy point, and the wave that the points came from."""
    rng, x = np.random.default_rng(4), np.linspace(-1, 1, 9)
    y = np.sin(3 * x) + rng.normal(0, 0.35, x.size)
    fine, box = np.linspace(-1, 1, 121), (-1.0, 1.0, -2.2, 2.2)
    yield _path(fine, np.sin(3 * fine), "muted", box)
    yield _path(fine, np.clip(np.polyval(np.polyfit(x, y, x.size - 1), fine), -2.2, 2.2), "negative", box)
    yield _dots(x, y, "point", box, 3.5)


def _digits() -> Iterable[str]:
    """Return the pixels of one digit that no network has seen, as bright as they are."""
    image, side = unseen("optdigits").pixels[0] / 16, 8
    cell = (HEIGHT - 2 * _PAD) / side
    for i, share in enumerate(image.tolist()):
        x, y = (WIDTH - side * cell) / 2 + i % side * cell, _PAD + i // side * cell
        yield (f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" '
               f'width="{cell - 1:.1f}" height="{cell - 1:.1f}" rx="2" opacity="{0.08 + 0.92 * share:.2f}"/>')


def _inside() -> Iterable[str]:
    """Return what each pixel of that digit does for its answer: gradient × input."""
    look, side = look_of(Digits(images="optdigits"), Inside()), 8
    values = look.main.values / np.abs(look.main.values).max()
    cell = (HEIGHT - 2 * _PAD) / side
    for i, share in enumerate(values.tolist()):
        x, y = (WIDTH - side * cell) / 2 + i % side * cell, _PAD + i // side * cell
        kind = "filled-negative" if share < 0 else "filled-positive"
        yield (f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" '
               f'width="{cell - 1:.1f}" height="{cell - 1:.1f}" rx="2" opacity="{0.06 + 0.94 * abs(share):.2f}"/>')


def _whole() -> Iterable[str]:
    """Return the activations of a wide network's layers, each a block, as a digit runs through it."""
    shown = example(FIRST_WHOLE)
    layers, wide = forward(shown.now, shown.input).activations, (28, 8, 4, 1)
    for layer, (a, columns) in enumerate(zip(layers, wide, strict=True)):
        rows = -(-len(a) // columns)
        cell = min((HEIGHT - 2 * _PAD) / rows, 5.0 if layer < len(layers) - 1 else 9.0)
        left = _PAD + (WIDTH - 2 * _PAD) * (layer + 0.5) / len(wide) - columns * cell / 2
        top, most = (HEIGHT - rows * cell) / 2, float(a.max())
        for i, share in enumerate((a / most).tolist()):
            if share > 0.04:
                yield (f'<rect class="bar" x="{left + i % columns * cell:.1f}" y="{top + i // columns * cell:.1f}" '
                       f'width="{cell * 0.86:.1f}" height="{cell * 0.86:.1f}" opacity="{share:.2f}"/>')


def _privacy() -> Iterable[str]:
    """Return the attack's curve: members found for others accused, above the line of chance."""
    found, box = leak_of(Privacy()).attack, (0.0, 1.0, 0.0, 1.0)
    yield _path([0, 1], [0, 1], "muted", box)
    yield _path(found.accused, found.found, "positive", box)
    yield _dots([found.accused[found.best]], [found.found[found.best]], "point", box, 5)


def _questions() -> Iterable[str]:
    """How sure the first network is of each of its answers."""
    document = PRESETS[FIRST].document
    shares = forward(document.network, [document.input]).output[0]
    for i, share in enumerate(shares):
        yield (f'<rect class="bar" x="{_PAD}" y="{16 + i * 30}" height="20" rx="4" '
               f'width="{max(3.0, share * (WIDTH - 2 * _PAD)):.1f}"/>')


def _teaching() -> Iterable[str]:
    """How long each step of each lesson takes."""
    longest = max(lesson.minutes for lesson in LESSONS)
    for row, lesson in enumerate(LESSONS):
        at = float(_PAD)
        for step in lesson.steps:
            width = step.minutes / longest * (WIDTH - 2 * _PAD)
            yield (f'<rect class="bar" x="{at:.1f}" y="{16 + row * 30}" height="20" rx="4" width="{width - 4:.1f}"/>')
            at += width


THUMBNAILS: MappingProxyType[str, Callable[[], Iterable[str]]] = MappingProxyType({
    "studio": _studio, "activations": _activations, "article": _article, "neuron": _neuron, "descent": _descent,
    "training": _training, "overfitting": _overfitting, "digits": _digits, "inside": _inside,
    "whole": _whole, "privacy": _privacy, "questions": _questions, "teaching": _teaching,
})
"""Page -> what is drawn on its card."""


def _style(palette: Palette) -> str:
    """Return what each kind of line and point looks like: negative is dashed, as everywhere."""
    return (
        "polyline,line{fill:none;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}"
        f".positive{{stroke:{palette.positive}}}.negative{{stroke:{palette.negative};stroke-dasharray:6 4}}"
        f".muted{{stroke:{palette.muted};opacity:.7}}.point{{fill:{palette.ink}}}"
        f".neuron{{fill:{palette.paper};stroke:{palette.positive};stroke-width:2}}"
        f".filled-positive,.bar{{fill:{palette.positive}}}.filled-negative{{fill:{palette.negative}}}"
    )


@computed_once(maxsize=32)
def thumbnail(page: str, theme: str) -> str:
    """Return the picture of `page` as SVG, in the colours of `theme`."""
    drawn = "".join(THUMBNAILS[page]())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>{_style(PALETTES[theme])}</style>{drawn}</svg>"
    )


def thumbnail_url(page: str, theme: str) -> str:
    """Return the picture of `page` as an address that holds all of it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(thumbnail(page, theme).encode()).decode()}"
