"""The page of the two neurons against Streamlit's own floor: python -m tests.bench.bench_neuron_page

1. A number changed in the picture, to painted, in headless Chromium, against a button that changes a text; a slider of
   the side panel, to painted, against a slider that changes a text (Streamlit waits a moment before it sends one):
   the least that Streamlit does. All take turns.
2. Server work of an edit, and the size of the view.
3. Frames a second during play.

Only ratios mean much: the machine may be shared. They are printed, never asserted.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Locator, Page

from neuroviz.document import codec
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.document.settings.neuron import Neuron
from neuroviz.i18n import LANGUAGES
from neuroviz.lab.comparison.run import run
from neuroviz.ui import live_plot
from neuroviz.viz.neuron.comparison_view import comparison_view
from neuroviz.viz.palette import PALETTES
from tests.bench._browser import COUNT_FRAMES, PAUSE_MS, chromium, open_floor, painted, runs, served
from tests.bench._timing import medians

ROUNDS = 30
FRAMES_MS = 8000
NEURONS = {
    "integrate-and-fire": Neuron(),
    "Hodgkin-Huxley": Neuron(model="hodgkin_huxley", duration_ms=100.0),
}
GRAPH = "[data-testid=time-graph]"
TEXT = "[data-testid=stText]"


def open_page(page: Page, url: str, neuron: Neuron, *, play: bool = False) -> None:
    page.goto(f"{url}/neuron?lang=en&doc={codec.to_link(replace(PRESETS[FIRST].document, neuron=neuron))}")
    page.wait_for_selector(f"{GRAPH}[data-rev]")
    page.wait_for_timeout(2500)
    page.get_by_test_id("player-auto").set_checked(play)
    page.get_by_test_id("player-first").click()


def edit_to_painted(pages: dict[str, Page], ours: str, logs: dict[str, Path], name: str) -> None:
    page = pages["ours"]
    open_page(page, ours, NEURONS[name])
    handle = page.locator(".st-key-neuron-bias-slider, [class*='st-key-neuron-bias-slider-']").get_by_role("slider")
    times: dict[str, list[float]] = {"canvas": [], "button": [], "panel": [], "slider": []}
    server: dict[str, list[float]] = {"canvas": [], "panel": []}
    for _ in range(ROUNDS):
        done = len(runs(logs["ours"]))
        times["canvas"].append(painted(page, GRAPH, "data-rev", ".nv-duet", "ArrowUp"))
        server["canvas"].append(runs(logs["ours"])[done])
        times["button"].append(painted(pages["floor"], TEXT, None, "#more"))
        # The canvas has the panel follow it: that must be over.
        page.wait_for_timeout(300)
        done = len(runs(logs["ours"]))
        times["panel"].append(slid(page, handle, "ArrowLeft", GRAPH, "data-rev"))
        server["panel"].append(runs(logs["ours"])[done])
        times["slider"].append(slid(pages["floor"], pages["floor"].get_by_role("slider"), "ArrowRight", TEXT, None))
    ms = {what: statistics.median(taken) for what, taken in times.items()}
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(
        f"{name}: number in the picture to painted {ms['canvas']:.0f} ms; Streamlit's button to text "
        f"{ms['button']:.0f} ms: ratio {ms['canvas'] / ms['button']:.2f} (target: at most 2.5; load {load:.1f})"
    )
    print(
        f"{name}: slider of the panel to painted {ms['panel']:.0f} ms; Streamlit's slider to text "
        f"{ms['slider']:.0f} ms: ratio {ms['panel'] / ms['slider']:.2f} (target: at most 2.5)"
    )
    print(
        f"{name}: run of the script on the server {1000 * statistics.median(server['canvas']):.1f} ms from the "
        f"picture, {1000 * statistics.median(server['panel']):.1f} ms from the panel"
    )


def slid(page: Page, handle: Locator, key: str, target: str, attribute: str | None) -> float:
    """ms from an arrow key on a slider to the frame that shows the change of `target`; then a rest."""
    page.bring_to_front()
    handle.focus()
    page.evaluate("""([target, attribute]) => {
      window.nvEdit = new Promise((done) => {
        let start
        document.addEventListener("keydown", () => { start = performance.now() }, {once: true, capture: true})
        const watch = new MutationObserver(() => {
          watch.disconnect()
          const shown = () => done(performance.now() - start)
          // A canvas changes data-rev after it has painted; a text is painted in the frame after it changed.
          attribute ? shown() : requestAnimationFrame(() => setTimeout(shown))
        })
        watch.observe(document.querySelector(target), attribute ? {attributes: true, attributeFilter: [attribute]}
          : {subtree: true, characterData: true, childList: true})
      })
    }""", [target, attribute])
    page.keyboard.press(key)
    took: float = page.evaluate("() => window.nvEdit")
    page.wait_for_timeout(PAUSE_MS)
    return took


def frames_a_second(page: Page, url: str, name: str) -> None:
    open_page(page, url, NEURONS[name], play=True)
    page.get_by_test_id("player-play").click()
    rate = page.evaluate(COUNT_FRAMES, FRAMES_MS)
    assert page.get_by_test_id("player-play").get_attribute("aria-pressed") == "true"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{name}: play at {rate:.0f} frames a second (target: at least 50; load {load:.1f})")


def sizes_and_work() -> None:
    t = LANGUAGES["en"]
    words = {**t.under("neuron.figure"), **{f"activation_{name}": word for name, word in t.under("activation").items()}}
    for name, neuron in NEURONS.items():
        bias = iter(range(10**6))

        def edit(neuron: Neuron = neuron, bias: object = bias) -> bytes:
            changed = run(replace(neuron, bias=0.2 + 1e-6 * next(bias)))  # type: ignore[call-overload]
            return live_plot.encode(comparison_view(changed, words, PALETTES["light"]))

        (seconds,) = medians(edit, rounds=21)
        print(f"{name}: run, view and JSON of an edit {1000 * seconds:.1f} ms; the view {len(edit()) / 1000:.1f} kB")


def main() -> None:
    sizes_and_work()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, contextlib.ExitStack() as stack:
        logs = {name: Path(folder) / name for name in ("ours", "floor")}
        ours = stack.enter_context(served("app.py", logs["ours"]))
        floor = stack.enter_context(served("tests/bench/apps/floor.py", logs["floor"]))
        pages = {name: browser.new_page(viewport={"width": 1440, "height": 900}) for name in logs}
        open_floor(pages["floor"], floor)
        for name in NEURONS:
            edit_to_painted(pages, ours, logs, name)
        pages["floor"].close()
        for name in NEURONS:
            frames_a_second(pages["ours"], ours, name)


if __name__ == "__main__":
    main()
