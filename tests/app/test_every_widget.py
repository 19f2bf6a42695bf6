"""No page, in any state that its widgets allow, shows an error box.

A visitor who presses everything: each widget of each page is found as it is drawn and brought to its ends, one after
the other, so that each meets what the others have left. Whatever is refused is refused in words, the document stays
valid, survives its file and its link, and what a widget was given is what it shows.

NEUROVIZ_ALL=1 walks each page to its end, in both languages, and lets the wanderer go ten times as long;
NEUROVIZ_WALK, a number, is the most steps a page.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from streamlit.testing.v1 import AppTest

from neuroviz.document import Document, Refusal, codec
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES
from neuroviz.ui import live_plot
from neuroviz.ui.common import shell
from tests.app.conftest import APP
from tests.app.opened import kept
from tests.app.training_presses import training_presses
from tests.app.whole_presses import whole_presses
from tests.app.widgets import Canvas, Wall, held_by_the_browser
from tests.document.validity import assert_valid, bits
from tests.examples import EVERYTHING, share_of

WALK = "all" if EVERYTHING else os.environ.get("NEUROVIZ_WALK", "")
MOST_STEPS = 10_000 if WALK == "all" else int(WALK or share_of(45))
# Pages on which a press trains networks or walks down hills.
SLOW = {} if WALK else {"overfitting": 10, "descent": 12, "privacy": 12}

KINDS = ("slider", "select_slider", "number_input", "selectbox", "button_group", "toggle", "checkbox", "radio",
         "text_input", "text_area", "button")
NUMBERS = ("1/3", "abc", "-1e308", "")
NAMES = ("<b>**x**</b> :red[y]", "甜🍋", "", "n" * 64)
TABLES = ("x1;x2;class\n0,5;1,2;a\n-1;0,3;b\n1;1;a\n2;2;b\n3;1;a", "what\nis\nthis", "", "1\t2\t3\n4\t5")
# What only says where to look comes after everything that stands there.
WAYS = re.compile(r"\.(panels|chapters|parts|layers|weights\.layer|inputs\.which)$|^shell\.language$")


@dataclass(frozen=True)
class Press:
    """Something a visitor can do now. name: what, told apart from all else; act: does it; shows: checks it."""

    name: tuple[str, str, str]
    act: Callable[[], object]
    way: bool = False


class Visitor:
    """One visit, without a browser."""

    def __init__(self, canvas: Canvas, lang: str = "en", **query: str) -> None:
        self.canvas, self.lang = canvas, lang
        self.tried: set[tuple[str, str, str]] = set()
        self.log: list[tuple[str, str, str]] = []
        self.at = AppTest.from_file(APP, default_timeout=120)
        for name, value in {"lang": lang, **query}.items():
            self.at.query_params[name] = value
        self.at.run()
        self.page("studio")
        self.meant: tuple[str, ...] = ()

    # --- what the visitor sees -------------------------------------------------------------------

    @property
    def hand(self) -> Document:
        return kept(self.at)["history"].present  # type: ignore[no-any-return]

    def page(self, key: str) -> None:
        self.canvas.views.clear()
        entry = next(entry for entry in shell.PAGES if entry.key == key)
        self.at.switch_page(entry.script).run()
        # The article shows an error on purpose.
        self.meant = tuple(error.value for error in self.at.error) if key == "article" else ()

    def run(self) -> None:
        self.canvas.views.clear()
        self.at.run()

    def key_of(self, widget: Any) -> str:
        """The widget's name, without the number of its version."""
        versions, found = kept(self.at)["widget_versions"], re.fullmatch(r"(.*)\.(\d+)", widget.key or "")
        if found and found[1] in versions and versions[found[1]][0] == int(found[2]):
            return found[1]
        return widget.key or widget.id

    def presses(self) -> list[Press]:
        """All that can be done on the page as it is."""
        found = [press for kind in KINDS for widget in getattr(self.at, kind) for press in self._of(kind, widget)]
        return found + [press for key, view in self.canvas.views.items() for press in self._on(key, view)]

    def _of(self, kind: str, widget: Any) -> Iterator[Press]:
        key = self.key_of(widget)
        if widget.proto.disabled or not key or key.startswith("neuroviz_"):
            return
        for label, value in _choices(kind, widget, key):
            yield Press((kind, key, label), partial(self._set, kind, widget, value), bool(WAYS.search(key)))

    def _set(self, kind: str, widget: Any, value: Any) -> None:
        key = self.key_of(widget)
        (widget.click() if kind == "button" else widget.set_value(value)).run()
        if kind in {"button", "text_input", "text_area"} or self.at.error:
            return
        shown = next((each for each in getattr(self.at, kind) if self.key_of(each) == key), None)
        # Nothing at all is no choice: the widget then says again what the document has.
        if shown is not None and value != []:
            assert _worded(shown, shown.value) == _worded(shown, value), f"{key} got {value}, shows {shown.value}"

    def _on(self, key: str, view: dict[str, Any]) -> Iterator[Press]:
        """On a canvas, or a table."""
        def event(kind: str, label: str = "", **payload: object) -> Press:
            return Press(("canvas", key, f"{kind} {label}"), lambda: self.canvas.act(
                self.at, kind, on=key, **payload))
        if view["kind"] == "table":
            table = view["table"]
            rows, columns = len(table["rows"]), len(table["columns"])
            for text in NUMBERS:
                yield event("cell", text, row=rows - 1, column=columns - 1, text=text)
            yield event("paste", "one", row=0, column=0, text="0.5\tabc" if columns > 1 else "0.5")
            yield event("paste", "much", row=0, column=0, text="\n".join(["1\t" * (columns + 3)] * (rows + 2)))
            if table["actions"]:
                yield event("use", row=rows - 1)
                yield event("remove", row=0)
        yield from (event(what) for what in ("undo", "redo", "reset") if view.get("history", {}).get(what))
        if view["kind"] == "training":
            yield from (event(kind, label, **payload) for kind, label, payload in training_presses(view["run"]))
        elif view["kind"] == "overfitting":
            yield event("need")
        elif view["kind"] == "digits":
            yield event("need", pack=view["pictures"], have_packs=[])
            yield event("draw", "a stroke", strokes=[[100, 100, 600, 900], [0, 0]])
            yield event("draw", "too much", strokes=[[1, 2] * 1000])
            yield event("draw", "nothing", strokes=[])
            yield event("pen", width=view["pens"][-1])
            yield event("example", index=view["learning"]["hard"][0])
            yield event("example", "none such", index=-1)
            yield event("epochs", count=view["learning"]["stops"][1][0])
        elif view["kind"] == "inside":
            yield from self._inside(event, view)
        elif view["kind"] == "whole":
            yield from (event(kind, label, **payload) for kind, label, payload in whole_presses(NUMBERS))
        elif view["kind"] == "neuron":
            for part in ("input", "weight", "bias"):
                for text in NUMBERS:
                    yield event("typed", f"{part} {text}", part=part, index=0, text=text)
                yield event("value", part, part=part, index=0, value=-0.5, gesture="drag-1")
        elif "probe" in view:
            second = {"y": view["probe"]["second"]["min"]} if "second" in view["probe"] else {}
            yield event("probe", x=view["probe"]["max"], gesture="probe-1", **second)
        elif (network := view.get("network")) and "history" in view:
            last = len(network["ys"]) - 1
            for part in ({"layer": 0, "neuron": 0, "source": None}, {"layer": last, "neuron": 0, "source": 0}):
                yield event("select", str(part), **part)
                for text in NUMBERS:
                    yield event("typed", f"{part} {text}", **part, text=text)
                yield event("value", str(part), **part, value=-0.5, gesture="drag-1")
            yield event("select", "nothing", layer=None)

    @staticmethod
    def _inside(event: Callable[..., Press], view: dict[str, Any]) -> Iterator[Press]:
        for name in ("lens", "test"):
            for value, _ in view[f"{name}{'es' if name == 'lens' else 's'}"]:
                yield event("set", f"{name} {value}", field=name, text=value)
        for control in (*view["controls"], *view["test_controls"]):
            field = control["field"]
            if field == "dreamer":
                yield event("dreamer", "deep", layer=2, neuron=15)
                continue
            for value, *_ in control.get("options", ()):
                yield event("set", f"{field} {value}", field=field, text=value)
            for value in (control[end] for end in ("low", "high") if end in control):
                yield event("set", f"{field} {value}", field=field, value=value)
        yield event("set", "nonsense", field="lens", text="glass")
        yield event("set", "no field", field="silent", text="all")
        yield event("lesion", "a neuron", layer=1, neuron=4)
        yield event("lesion", "a connection", layer=1, neuron=4, source=300)
        yield event("lesion", "none such", layer=7, neuron=-1)
        yield event("mend")
        yield event("example", index=view["hard"][0])
        yield event("example", "none such", index=-1)

    # --- what must hold --------------------------------------------------------------------------

    def do(self, press: Press) -> None:
        self.tried.add(press.name)
        self.log.append(press.name)
        # What is drawn in this run alone can be acted on in the next.
        self.canvas.views.clear()
        press.act()
        self.look()

    def look(self) -> None:
        at = self.at
        assert not at.exception, f"after {self.log[-6:]}: {[each.value for each in at.exception]}"
        for error in at.error:
            refused = any(sentence.fullmatch(error.value) for sentence in _sentences(at))
            assert refused or error.value in self.meant, error.value
        assert_valid(self.hand)
        with contextlib.suppress(Refusal):
            assert bits(codec.from_link(codec.to_link(self.hand))) == bits(self.hand)

    def look_again(self) -> None:
        """A run that nothing is asked of changes nothing: no widget hands in what it only showed."""
        before = self.hand
        self.run()
        self.look()
        assert self.hand == before, f"after {self.log[-6:]} a run by itself changed the document"


def _worded(widget: Any, value: Any) -> Any:
    words = getattr(widget, "format_func", None)
    if words is None:
        return pytest.approx(value) if isinstance(value, float) else value
    return [words(each) for each in value] if isinstance(value, list) else words(value)


def _choices(kind: str, widget: Any, key: str) -> Iterator[tuple[str, Any]]:
    """(what to call it, value) of what a widget is to be brought to."""
    match kind:
        case "slider" | "number_input":
            values = [widget.min, widget.max]
        case "select_slider":
            values = [widget.options[0], widget.options[-1]]
        case "selectbox" | "radio":
            many = len(widget.options)
            values = list(widget.options) if many <= 16 else [widget.options[i] for i in (0, many // 2, many - 1)]
        case "button_group":
            single = widget._is_single_select
            values = list(widget.options) if single else [[], widget.options[:1], list(widget.options)]
        case "toggle" | "checkbox":
            values = [True, False]
        case "text_input":
            most = widget.proto.max_chars or 10_000
            values = [text[:most] for text in (NAMES if "name" in key else NUMBERS)]
        case "text_area":
            values = list(TABLES)
        case _:
            values = [None]
    return ((str(value), value) for value in values)


def _sentences(at: AppTest) -> list[re.Pattern[str]]:
    lang = at.query_params["lang"]
    return _SENTENCES[lang[0] if isinstance(lang, list) else lang]


_SENTENCES = {
    code: [
        re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(sentence)), re.DOTALL)
        for key, sentence in language.words.items() if key.startswith(("refusal.", "data."))
    ]
    for code, language in LANGUAGES.items()
}

@pytest.fixture
def visitor(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visitor]:
    held_by_the_browser(monkeypatch)
    return partial(Visitor, canvas)


@pytest.mark.parametrize("lang", LANGUAGES if WALK == "all" else ["en"])
@pytest.mark.parametrize("page", [entry.key for entry in shell.PAGES])
def test_every_widget_of_every_page_goes_to_its_ends(
    page: str, lang: str, visitor: Callable[..., Visitor],
) -> None:
    visit = visitor(lang)
    visit.page(page)
    visit.look()
    chance = random.Random(page)
    for step in range(SLOW.get(page, MOST_STEPS)):
        left = [press for press in visit.presses()
                if press.name not in visit.tried and press.name[1] != "shell.language"]
        if not left:
            break
        here = [press for press in left if not press.way] or left
        visit.do(chance.choice(here))
        if step % 5 == 4:
            visit.look_again()
        if visit.at.title and visit.at.title[0].value != LANGUAGES[lang](f"page.{page}.heading"):
            visit.page(page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", [entry.key for entry in shell.PAGES])
def test_every_page_has_a_way_out_of_the_projector_view(
    page: str, lang: str, visitor: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = Wall(monkeypatch)
    visit = visitor(lang, present="1")
    visit.page(page)
    visit.look()
    wall.press(visit.at, "leave")
    assert wall.bar is None
    visit.look()
    assert "present" not in visit.at.query_params
    assert visit.at.title[0].value == LANGUAGES[lang](f"page.{page}.heading")


# --- anyone, anywhere ----------------------------------------------------------------------------

QUICK = ("home", "studio", "neuron", "training", "activations", "article")


class Wanderer(RuleBasedStateMachine):
    """A visitor who goes from page to page, presses what is there, undoes it, and opens links in between."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        held_by_the_browser(self.patch)
        self.canvas = Canvas()
        self.patch.setattr(live_plot, "_canvas", self.canvas)
        self.visit = Visitor(self.canvas)

    def teardown(self) -> None:
        self.patch.undo()
        assert self.canvas.faults == []

    @initialize(key=st.sampled_from(QUICK))
    def open(self, key: str) -> None:
        self.go(key)

    @rule(key=st.sampled_from(QUICK))
    def go(self, key: str) -> None:
        self.visit.log.append(("page", key, ""))
        self.visit.page(key)

    @rule(which=st.integers(0, 999))
    def press(self, which: int) -> None:
        presses = [press for press in self.visit.presses() if press.name[1] != "shell.language"]
        if presses:
            self.visit.do(presses[which % len(presses)])

    @rule(which=st.integers(0, 99))
    def look_elsewhere(self, which: int) -> None:
        """Another panel, another layer, another part: what the browser still holds of the last one comes along."""
        ways = [press for press in self.visit.presses() if press.way]
        if ways:
            self.visit.do(ways[which % len(ways)])

    @rule(what=st.sampled_from(("undo", "redo", "reset")))
    def take_back(self, what: str) -> None:
        for press in self.visit.presses():
            if press.name[0] == "canvas" and press.name[2] == f"{what} ":
                self.visit.do(press)
                return

    @rule(lang=st.sampled_from(sorted(LANGUAGES)))
    def speak(self, lang: str) -> None:
        self.visit.log.append(("language", lang, ""))
        before = self.visit.hand
        self.visit.at.query_params["lang"] = lang
        self.visit.run()
        assert self.visit.hand == before

    @rule(link=st.sampled_from([*(codec.to_link(preset.document) for preset in PRESETS.values()), "1broken", "<b>"]))
    def open_link(self, link: str) -> None:
        self.visit.log.append(("link", link[:12], ""))
        self.visit.at.query_params["doc"] = link
        self.visit.run()

    @rule(present=st.booleans())
    def present(self, present: bool) -> None:
        self.visit.log.append(("present", str(present), ""))
        if present:
            self.visit.at.query_params["present"] = "1"
        else:
            self.visit.at.query_params.pop("present", None)
        self.visit.run()
        if present:
            assert any(button.key == "studio.leave" for button in self.visit.at.button), "there is no way out"

    @invariant()
    def all_is_well(self) -> None:
        self.visit.look_again()


# The same on every machine; more, and others each time, where one asks for it.
Wanderer.TestCase.settings = settings(
    max_examples=60 if WALK == "all" else 3, stateful_step_count=40 if WALK == "all" else 20, deadline=None,
    derandomize=WALK != "all", suppress_health_check=list(HealthCheck), print_blob=True,
)
TestWanderer = Wanderer.TestCase
