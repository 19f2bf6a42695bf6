"""A message that was under way when the page became another says once more what the former page's widgets said.

Streamlit has forgotten them by then, and takes that for a change of each.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from neuroviz.document import edits
from neuroviz.ui.common.shell import PAGES
from tests.app.opened import kept
from tests.app.widgets import widget

HISTORY = "history"


@pytest.mark.parametrize("key", [page.key for page in PAGES if page.path])
@pytest.mark.usefixtures("canvas")
def test_what_the_former_pages_widgets_said_is_no_edit(visit: Callable[..., AppTest], key: str) -> None:
    at = visit("studio")
    at.switch_page(f"pages/{key}.py").run()
    said = WidgetStates()
    # Of a button the browser says only that it was pressed.
    said.widgets.extend(each for each in at._tree.get_widget_states().widgets if not each.HasField("trigger_value"))
    # What the canvas has changed since, the widgets beside it do not show.
    now = kept(at)[HISTORY]
    kept(at)[HISTORY] = now.commit(edits.set_weight(now.present, 1, 0, 0, 0.625))
    at.switch_page("pages/article.py" if key != "article" else "pages/studio.py").run()
    before = _kept(at)
    at._run(said)
    assert not at.exception
    after = _kept(at)
    assert {name: after.get(name) for name in before} == before


@pytest.mark.usefixtures("canvas")
def test_what_a_widget_says_is_heard_as_often_as_it_changes(visit: Callable[..., AppTest]) -> None:
    at = visit("studio")
    for function in ("sigmoid", "tanh", "sigmoid", "tanh"):
        widget(at, "selectbox", "studio.activation").set_value(function).run()
        assert kept(at)[HISTORY].present.layers[0].activation == function


def _kept(at: AppTest) -> dict[str, str]:
    """What is kept of what the visitor did, and not how a canvas is listened to."""
    return {name: repr(value) for name, value in kept(at).items() if not name.endswith(".take")}
