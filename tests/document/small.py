"""A small document that says something in each of its fields."""

from __future__ import annotations

from neuroviz.document import Document, Fill, Layer, Selection

SMALL = Document(
    layers=(Layer(((0.1, -0.2), (1e300, 5e-324)), (0.5, -0.0), "tanh"), Layer(((1.0, 2.0),), (3.0,), "sigmoid")),
    input=(1.0, -1.0),
    input_names=("A", "甜"),
    examples=((1.0, -1.0), (0.0, 0.0)),
    fill=Fill("he", 2.0, 5),
    preset="and",
    selection=Selection(1, 0, 1),
)
