"""The article's example: one layer, W x + b, written six ways.

Whether a vector is a column or a row is a choice; mixing the two is the most common first mistake
with NumPy. The lucky case is the mistake that raises an error: two of the ways below run silently
and are wrong.

Every function here takes W (2, 2), b (2,) and x (1, 2), a row as in the article, and returns z. The
page shows the source of these very functions and then runs them.

The second lesson is that z = 28 and 59 are so large that tanh is 1 in floating point, and its slope
1 - tanh(z)^2 comes out as 0. Both are rounding errors: formulas without the subtraction avoid them.
"""

# ruff: noqa: N803, N806 - a matrix is called W, here as in the article and in every textbook.

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroviz.nn.activations import ACTIVATIONS

Array = NDArray[Any]
Form = Callable[[Array, Array, Array], Any]

TITLE = "AI神经网络原理与人类大脑神经系统原理理论与Python实战：理解人类大脑神经系统的信号传递"
"""The article's title, in its own language."""

LEARNING_RATE = 0.1


def numbers_of_the_article() -> tuple[Array, Array, Array]:
    """Return W (2, 2), b (2,) and x (1, 2) of the article."""
    W = np.array([[1, 2], [3, 4]])
    b = np.array([5, 6])
    x = np.array([[7, 8]])
    return W, b, x


def as_printed(W: Array, b: Array, x: Array) -> Any:
    """Multiply as the article prints it; raises ValueError, since the shapes do not fit."""
    return np.dot(W, x) + b


def plain_vector(W: Array, b: Array, x: Array) -> Any:
    """Multiply with x as a plain vector, (2,): right."""
    return W @ x[0] + b


def column(W: Array, b: Array, x: Array) -> Any:
    """Multiply with x and b as columns, (2, 1): right."""
    return W @ x.T + b[:, np.newaxis]


def row_batch(W: Array, b: Array, x: Array) -> Any:
    """Multiply with x as a batch of one row, (1, 2): right."""
    return x @ W.T + b


def column_plus_flat_bias(W: Array, b: Array, x: Array) -> Any:
    """Add a flat bias to a column: runs, but broadcasts to (2, 2), and is wrong."""
    return W @ x.T + b


def row_without_transpose(W: Array, b: Array, x: Array) -> Any:
    """Multiply a row with W instead of its transpose: runs, and is wrong."""
    return x @ W + b


FORMS: Mapping[str, Form] = MappingProxyType({
    form.__name__: form
    for form in (as_printed, plain_vector, column, row_batch, column_plus_flat_bias, row_without_transpose)
})


@dataclass(frozen=True, eq=False)
class Outcome:
    """Result of one form: z and a = tanh(z); or both empty, and NumPy's message ("ValueError: ...")."""

    z: Array
    a: Array
    error: str = ""


def run_form(name: str) -> Outcome:
    """Run one of `FORMS` on the article's numbers. An error is a result here, not a failure."""
    try:
        z = FORMS[name](*numbers_of_the_article())
    except ValueError as error:
        return Outcome(np.array([]), np.array([]), f"{type(error).__name__}: {error}")
    return Outcome(z, np.tanh(z))


def script(function: Callable[..., Any], result: str = "") -> str:
    """Return the body of a function as a script, without its docstring; its result is named `result`, or left out."""
    source = textwrap.dedent(inspect.getsource(function))
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    code = definition.body[1 if ast.get_docstring(definition) else 0]
    *lines, last = textwrap.dedent("\n".join(source.splitlines()[code.lineno - 1:])).rstrip().splitlines()
    return "\n".join([*lines, last.replace("return", f"{result} =")] if result else lines)


def printed(name: str, array: Array) -> str:
    """Return `name = array` as NumPy prints it, its rows below each other."""
    start = f"{name} = "
    return start + str(array).replace("\n", "\n" + " " * len(start))


# --- how far from 1 ------------------------------------------------------------------------------

def gap_by_subtraction(z: Any) -> Any:
    """Return 1 - tanh(z) by subtraction, which rounds to 0 for large z."""
    return 1 - np.tanh(z)


def gap_rewritten(z: Any) -> Any:
    """Return 1 - tanh(z) without subtraction, exact for large z."""
    return 2 / (np.exp(2 * z) + 1)


@dataclass(frozen=True, slots=True)
class Saturation:
    """tanh at one large z, and the gradient that is left there for learning.

    gap, slope               1 - tanh(z) and dtanh/dz, computed without cancellation
    naive_gap, naive_slope   the same by subtraction from 1, the obvious formula
    step                     change of a weight with input x by one step of gradient descent, for an error
                             signal dL/da = 1 and LEARNING_RATE: LEARNING_RATE * slope * x
    w, moves                 a weight of the neuron, and whether that step changes it as a float64
    """

    z: float
    w: float
    tanh: float
    gap: float
    naive_gap: float
    slope: float
    naive_slope: float
    step: float
    moves: bool


def saturation(z: float, w: float, x: float) -> Saturation:
    """Return tanh at z, and the step of a weight w with input x."""
    tanh = float(np.tanh(z))
    slope = float(ACTIVATIONS["tanh"].df(np.array(z)))
    step = LEARNING_RATE * slope * x
    return Saturation(
        z, w, tanh, float(gap_rewritten(z)), float(gap_by_subtraction(z)), slope, 1 - tanh**2, step, w - step != w,
    )


def saturations() -> tuple[Saturation, ...]:
    """Return the saturation of each neuron of the article's layer, for its first weight and the first input."""
    W, b, x = numbers_of_the_article()
    z = plain_vector(W, b, x)
    return tuple(saturation(float(z_i), float(w[0]), float(x[0, 0])) for z_i, w in zip(z, W, strict=True))


def first_z_rounded_to_one() -> float:
    """Return the smallest z whose np.tanh is exactly 1.0, to within 1e-6.

    Half the spacing of floats below 1 decides it, and so do the last bits of the tanh that NumPy
    was built with: about 18.99, or 19.06 for a correctly rounded one.
    """
    low, high = 15.0, 25.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (low, middle) if np.tanh(middle) == 1.0 else (middle, high)
    return high
