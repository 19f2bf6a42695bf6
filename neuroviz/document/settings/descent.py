"""The settings of the page "Gradient descent": a walk on a loss surface, and one step of a whole network.

One flat record, like `training.Training`: each field is declared with what it may be. The things it
refers to are elsewhere in the document: the surface is the loss of the network of `training`, the whole network is the
document's own. So nothing here has to fit them: a parameter that does not exist, or a start outside the picture, counts
as none chosen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Any

from neuroviz.document import limits
from neuroviz.document.fields import OneOf, Within, as_declared, check_number
from neuroviz.document.refusal import Refusal
from neuroviz.nn.losses import LOSSES
from neuroviz.nn.optimizers import OPTIMIZERS

Values = tuple[float, ...]

REACHES = (1.0, 2.0, 5.0, 10.0, 20.0)
"""Half-widths of the picture around the network's own values."""
STEPS = (20, 40, 80)
"""Steps of a walk."""
RATES = tuple(float(f"{10 ** (k / 8):.2g}") for k in range(-32, 17))
"""The learning rates of the sliders: eight a decade, from 0.0001 to 100."""


@dataclass(frozen=True)
class Descent:
    """The settings of the page.

    part            the picture: surface or network

    The walk on the surface:
    first, second   the two parameters: (layer, neuron, source), or (layer, neuron) for a bias; () if none was chosen
    curve           whether only the first parameter varies, so that the surface is a curve
    trained         whether all other parameters have their values after training, or those before
    reach, steps    one of `REACHES`, one of `STEPS`
    shown, follow   the optimisers that walk, and the one whose numbers are shown
    same            whether all walk with the learning rate of `follow`
    start           start of the walk, one number for each parameter; () if none was chosen: high on the slope
    rates           (optimiser, η) for each rate that the visitor set; the others have the rate that suits the surface

    The step of the whole network:
    loss, rate      a name of `nn.losses.LOSSES`, or "" for the one that fits; η
    batch           whether the step uses all rows of the table, or only the present input
    targets         (x, y): the outputs y that the visitor wants for x
    """

    part: Annotated[str, OneOf(("surface", "network"))] = "surface"
    first: tuple[int, ...] = ()
    second: tuple[int, ...] = ()
    curve: bool = False
    trained: bool = True
    reach: Annotated[float, OneOf(REACHES)] = 5.0
    steps: Annotated[int, OneOf(STEPS)] = 40
    shown: tuple[str, ...] = ("sgd", "momentum", "adam")
    follow: Annotated[str, OneOf(tuple(OPTIMIZERS))] = "sgd"
    same: bool = False
    start: Values = ()
    rates: tuple[tuple[str, float], ...] = ()
    loss: Annotated[str, OneOf(("", *LOSSES))] = ""
    rate: Annotated[float, Within(RATES[0], RATES[-1])] = 0.1
    batch: bool = False
    targets: tuple[tuple[Values, Values], ...] = ()


GROUND = ("first", "second", "curve", "trained")
"""The fields that, with `Document.training`, determine the surface."""


def with_changes(descent: Descent, **changes: Any) -> Descent:
    """Return `descent` with some fields changed; a new surface drops start and rates. Raises Refusal as `checked`."""
    new = checked(replace(descent, **changes))
    same_ground = all(getattr(new, name) == getattr(descent, name) for name in GROUND)
    return new if same_ground else on_new_ground(new)


def on_new_ground(descent: Descent) -> Descent:
    """Return `descent` without start and rates, which were chosen for another surface."""
    return replace(descent, start=(), rates=())


def with_target(descent: Descent, x: Values, y: Values) -> Descent:
    """Return `descent` with y as the target of x; beyond `limits.MAX_TARGETS` the oldest target is dropped."""
    others = tuple(pair for pair in descent.targets if pair[0] != x or len(pair[1]) != len(y))
    return checked(replace(descent, targets=(*others, (x, y))[-limits.MAX_TARGETS:]))


def checked(descent: Descent) -> Descent:
    """Return `descent` with each number of its field's type. Raises Refusal for a field that is not allowed."""
    descent = as_declared(descent, "descent")
    for name in ("first", "second"):
        _parameter(getattr(descent, name), f"descent.{name}")
    shown = tuple(name for name in OPTIMIZERS if name in descent.shown)
    if not shown or len(shown) != len(descent.shown):
        raise Refusal("field_value", where="descent.shown", value=", ".join(descent.shown)[:24])
    _number_of("descent.start", len(descent.start), 0, 2)
    for index, value in enumerate(descent.start):
        check_number(value, f"descent.start[{index}]", -limits.MAX_OWN_VALUE, limits.MAX_OWN_VALUE)
    rates = dict(descent.rates)
    for index, (name, rate) in enumerate(descent.rates):
        if name not in OPTIMIZERS or len(rates) != len(descent.rates):
            raise Refusal("field_value", where=f"descent.rates[{index}]", value=name[:24])
        check_number(rate, f"descent.rates[{index}]", RATES[0], RATES[-1])
    _number_of("descent.targets", len(descent.targets), 0, limits.MAX_TARGETS)
    for index, pair in enumerate(descent.targets):
        for values in pair:
            _number_of(f"descent.targets[{index}]", len(values), 1, limits.MAX_NEURONS)
            for value in values:
                if not math.isfinite(value):
                    raise Refusal("field_number", where=f"descent.targets[{index}]", value=str(value))
    return replace(
        descent, reach=float(descent.reach), start=_floats(descent.start),
        shown=shown, follow=descent.follow if descent.follow in shown else shown[0],
        rates=tuple((name, float(rates[name])) for name in OPTIMIZERS if name in rates),
        targets=tuple((_floats(x), _floats(y)) for x, y in descent.targets),
    )


def _floats(values: Values) -> Values:
    return tuple(map(float, values))


def _number_of(where: str, got: int, least: int, most: int) -> None:
    if not least <= got <= most:
        raise Refusal("field_length", where=where, got=got, expected=f"{least}-{most}")


def _parameter(place: tuple[int, ...], where: str) -> None:
    if place and (len(place) not in {2, 3} or not all(0 <= index < limits.MAX_NEURONS for index in place)):
        raise Refusal("field_value", where=where, value=str(list(place))[:24])
