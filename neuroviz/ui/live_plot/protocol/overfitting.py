"""The view of three trainings on the same points."""

from __future__ import annotations

from typing import Literal, TypedDict

from neuroviz.ui.live_plot.protocol.parts import DocumentView, MapColors, Span, Spec


class Track(TypedDict):
    """A run's network at its kept epochs; end: the epoch that the run is left with; weights_b64: None where the browser
    has them."""

    sizes: tuple[int, ...]
    activations: list[str]
    epochs: list[int]
    last: int
    end: int
    broke: int | None
    weights_b64: str | None


class NumbersRow(TypedDict):
    """A row of a table: numbers at each stop."""

    name: str
    compared: bool
    values: list[list[str]]


class Finding(TypedDict):
    """What can be said after an epoch."""

    text: str
    after: int
    alarm: bool


class OverfittingPane(TypedDict):
    """One of the three networks; base: the run it is compared with; label: with {epoch}, {train}, {test}, {gap}."""

    name: str
    title: str
    size: str
    lines: dict[str, int]
    spec: Spec
    label: str
    run: str
    base: str | None
    rows: list[NumbersRow]
    findings: list[Finding]


class OverfittingView(DocumentView):
    """Three trainings on the same points; best: which of the stops is the best of the large network."""

    kind: Literal["overfitting"]
    signal: int
    stops: list[int]
    best: int
    features: tuple[str, ...]
    flat: bool
    domain: list[Span]
    map_colors: MapColors
    tracks: dict[str, Track]
    panes: list[OverfittingPane]
    captions: dict[str, str]
    heads: list[str]
    gap: str
