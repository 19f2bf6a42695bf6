"""What travels between a canvas in the browser and Python, field by field: Python's side of js/protocol.js.

A view says its `kind`. NaN and infinity travel as null. tests/app/test_protocol.py holds the views of every page to it.
"""

from neuroviz.ui.live_plot.protocol.digits import DigitsView
from neuroviz.ui.live_plot.protocol.events import Event, Message
from neuroviz.ui.live_plot.protocol.figure import FigureView, KnownView, Probe, Probes, Verdict
from neuroviz.ui.live_plot.protocol.history import HistoryView
from neuroviz.ui.live_plot.protocol.inside import InsideView
from neuroviz.ui.live_plot.protocol.neuron import NeuronView
from neuroviz.ui.live_plot.protocol.overfitting import OverfittingView
from neuroviz.ui.live_plot.protocol.parts import DocumentView, Keep, Presenter, Undoable
from neuroviz.ui.live_plot.protocol.room import AskedQuestion, GlanceView, RoomView
from neuroviz.ui.live_plot.protocol.table import NumberTable, TableView
from neuroviz.ui.live_plot.protocol.training import TrainingView
from neuroviz.ui.live_plot.protocol.whole import WholeView

__all__ = [
    "AskedQuestion",
    "DigitsView",
    "DocumentView",
    "Event",
    "FigureView",
    "GlanceView",
    "HistoryView",
    "InsideView",
    "Keep",
    "KnownView",
    "Message",
    "NeuronView",
    "NumberTable",
    "OverfittingView",
    "PictureView",
    "Presenter",
    "Probe",
    "Probes",
    "RoomView",
    "TableView",
    "TrainingView",
    "Undoable",
    "Verdict",
    "View",
    "WholeView",
]

PictureView = (
    FigureView | KnownView | NeuronView | TrainingView | OverfittingView | DigitsView | InsideView | WholeView
    | HistoryView
)
"""A picture of the visitor's document, or what stands in its place."""

View = TableView | RoomView | PictureView
