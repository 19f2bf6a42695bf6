"""Lessons for a teacher: what to open, what to ask, and the figures of each answer, computed from what is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from neuroviz.document import Document, Selection, edits
from neuroviz.document.settings.neuron import Neuron
from neuroviz.document.settings.training import recipe
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.lab.comparison.run import run
from neuroviz.lab.gradient_step import gradient_step_of

Figures = Mapping[str, "float | int | Selection"]
"""What a step's answer names: numbers, and neurons by their place."""


@dataclass(frozen=True, slots=True)
class LessonStep:
    """One thing that a class does.

    key      with its lesson's, of its words: teaching.<lesson>.<step>.ask, .answer, .belief
    page     the key of the page where it is done
    minutes  how long it takes
    opens    the first preset, named in the visitor's language -> what is opened
    figures  what is opened -> the figures of its answer
    """

    key: str
    page: str
    minutes: int
    opens: Callable[[Document], Document]
    figures: Callable[[Document], Figures] = lambda document: {}


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """What can be taught at one go."""

    key: str
    steps: Sequence[LessonStep]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(step.minutes for step in self.steps)


# --- what a neuron computes ----------------------------------------------------------------------

def _winner(document: Document) -> Figures:
    a = document.trace.output
    best = int(np.argmax(a))
    return {"winner": Selection(len(document.layers), best), "percent": round(100 * float(a[best]))}


def _by_hand(document: Document) -> Figures:
    z, a = document.trace.pre_activations[0][0], document.trace.activations[1][0]
    return {"neuron": Selection(1, 0), "z": float(z), "a": float(a), "terms": document.sizes[0]}


def _all_linear(document: Document) -> Document:
    for layer in range(1, len(document.layers) + 1):
        document = edits.set_activation(document, layer, "linear")
    return edits.select(document, None)


def _one_weight(document: Document) -> Figures:
    """Return the weight of the one connection that does what two linear layers do, first input to first output."""
    first, second = (np.array(layer.weights) for layer in document.layers)
    return {"source": Selection(0, 0), "target": Selection(2, 0), "weight": float((second @ first)[0, 0])}


# --- what a living neuron does -------------------------------------------------------------------

LESS, MORE = 3.0, 20.0
"""Currents that are compared, µA/cm²: the larger one is seven times as large and more."""


def _spikes(document: Document) -> Figures:
    now = run(document.neuron)
    return {"spikes": len(now.result.spikes_ms), "ms": document.neuron.duration_ms, "a": now.a}


def _higher(document: Document) -> Figures:
    low, high = (float(run(replace(document.neuron, amplitude=i)).result.v_mv.max()) for i in (LESS, MORE))
    return {"less": LESS, "more": MORE, "low": low, "high": high}


def _vetoed(document: Document) -> Figures:
    neuron = document.neuron
    excited = replace(neuron, inputs=(*neuron.inputs[:-1], 0.0))
    inhibited = replace(neuron, inputs=(*neuron.inputs[:-1], 1.0))
    return {"without": len(run(excited).result.spikes_ms), "with_it": len(run(inhibited).result.spikes_ms)}


# --- how a network learns ------------------------------------------------------------------------

RATE, LARGE_RATE = 0.1, 10.0


def _steps(document: Document) -> Figures:
    small, large = (
        gradient_step_of(replace(document, descent=replace(document.descent, rate=rate))) for rate in (RATE, LARGE_RATE)
    )
    return {"rate": RATE, "large": LARGE_RATE, "before": small.gradients.loss, "after": small.loss_after,
            "beyond": large.loss_after}


def _descending(document: Document) -> Document:
    return replace(document, descent=replace(document.descent, part="network", batch=True, rate=RATE))


LESSONS = (
    LessonPlan("sum", (
        LessonStep("winner", "studio", 4, lambda first: first, _winner),
        LessonStep("by_hand", "studio", 8, lambda first: edits.select(first, Selection(1, 0)), _by_hand),
        LessonStep("linear", "studio", 6, _all_linear, _one_weight),
    )),
    LessonPlan("spike", (
        LessonStep("fires", "neuron", 5, lambda first: replace(first, neuron=Neuron()), _spikes),
        LessonStep("higher", "neuron", 8, lambda first: replace(first, neuron=replace(
            EXPERIMENTS["threshold"].start, amplitude=LESS, experiment="")), _higher),
        LessonStep("veto", "neuron", 7, lambda first: replace(first, neuron=EXPERIMENTS["veto"].start), _vetoed),
    )),
    LessonPlan("learning", (
        LessonStep("rate", "descent", 7, _descending, _steps),
        LessonStep("straight", "training", 8, lambda first: replace(first, training=replace(recipe("xor"), hidden=()))),
        LessonStep("by_heart", "overfitting", 10, lambda first: edits.open_trial(first, "sine")),
    )),
)
