"""Whether a value is what a type says, field by field: for what travels between Python and the browser as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from neuroviz.ui.live_plot import protocol

VIEWS = {
    "table": protocol.TableView, "figure": protocol.FigureView, "known": protocol.KnownView,
    "neuron": protocol.NeuronView,
    "training": protocol.TrainingView, "overfitting": protocol.OverfittingView, "room": protocol.RoomView,
    "glance": protocol.GlanceView,
    "digits": protocol.DigitsView, "inside": protocol.InsideView, "history": protocol.HistoryView,
    "whole": protocol.WholeView,
}
"""The type of each kind of view."""


def faults_of(view: dict[str, Any]) -> list[str]:
    """What is wrong with a view as it arrives in the browser, by the names of its fields."""
    return [*faults(view, VIEWS[view["kind"]], view["kind"])]


@cache
def _fields(kind: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """The fields of a TypedDict with their types, and those that must be there."""
    hints = get_type_hints(kind, include_extras=True)
    required = frozenset(name for name, hint in hints.items() if get_origin(hint) is not NotRequired)
    return get_type_hints(kind), required


def faults(value: Any, kind: Any, where: str) -> Iterator[str]:
    """Yield a sentence for each part of `value` that is not what `kind` says. A list stands for a tuple in JSON."""
    origin, args = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        yield from _record(value, kind, where)
    elif origin in {Union, UnionType}:
        if all(any(True for _ in faults(value, each, where)) for each in args):
            yield f"{where}: {value!r:.60} is none of {kind}"
    elif origin is Literal:
        if value not in args:
            yield f"{where}: {value!r:.60} is none of {args}"
    elif origin in {list, tuple}:
        yield from _sequence(value, origin, args, where)
    elif origin is dict:
        if not isinstance(value, dict):
            yield f"{where}: {value!r:.60} is no object"
        else:
            for key, each in value.items():
                yield from faults(each, args[1], f"{where}.{key}")
    elif kind is not Any and not _is(value, kind):
        yield f"{where}: {value!r:.60} is no {getattr(kind, '__name__', kind)}"


def _record(value: Any, kind: Any, where: str) -> Iterator[str]:
    hints, required = _fields(kind)
    if not isinstance(value, dict):
        yield f"{where}: {value!r:.60} is no object"
        return
    yield from (f"{where}.{name} is missing" for name in sorted(required - value.keys()))
    yield from (f"{where}.{name} is not in the protocol" for name in sorted(value.keys() - hints.keys()))
    for name in value.keys() & hints.keys():
        yield from faults(value[name], hints[name], f"{where}.{name}")


def _sequence(value: Any, origin: Any, args: tuple[Any, ...], where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: {value!r:.60} is no list"
    elif origin is tuple and args[-1] is not Ellipsis:
        if len(value) != len(args):
            yield f"{where}: {len(value)} instead of {len(args)}"
        for i, (each, kind) in enumerate(zip(value, args, strict=False)):
            yield from faults(each, kind, f"{where}[{i}]")
    else:
        for i, each in enumerate(value):
            yield from faults(each, args[0], f"{where}[{i}]")


def _is(value: Any, kind: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)
