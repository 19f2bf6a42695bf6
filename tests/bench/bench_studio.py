"""The studio against Streamlit's own ways, in one run: python -m tests.bench.bench_studio

1. Server work of one weight edit, 4-8-8-2, against the same figure through go.Figure and st.plotly_chart.
2. An edit, from its sending to painted, in headless Chromium, against a button that changes a text, taking turns.
3. Frames a second during play, and the size of the figure's data.

Only ratios mean much: the machine may be shared. They are printed, never asserted.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from pathlib import Path

import orjson
from playwright.sync_api import Page

from neuroviz.document import Document, Fill, Layer, codec, edits
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.studio.network_figure import Traces, Words
from neuroviz.viz.studio.network_view import network_view
from tests.bench._browser import COUNT_FRAMES, PAUSE_MS, chromium, open_floor, painted, runs, served
from tests.browser.tabs import EXPERIENCED

ROUNDS = 40


def network(sizes: tuple[int, ...]) -> Document:
    """A tanh network of these sizes with weights of all digits."""
    layers = tuple(
        Layer(((0.0,) * n_in,) * n_out, (0.0,) * n_out, "tanh") for n_in, n_out in zip(sizes, sizes[1:], strict=False)
    )
    empty = Document(layers=layers, input=tuple(0.1 * (i + 1) for i in range(sizes[0])))
    return edits.fill(empty, Fill("xavier", 1.0, 1))


def open_studio(page: Page, url: str, document: Document) -> None:
    """Open a studio in which nothing plays, for somebody who has been there: the first steps are not shown."""
    page.add_init_script(EXPERIENCED)
    page.goto(f"{url}/studio?lang=en&doc={codec.to_link(document)}")
    page.wait_for_selector("[data-testid=network-graph][data-rev]")
    page.wait_for_timeout(1500)
    page.get_by_test_id("player-auto").uncheck()
    page.get_by_test_id("player-last").click()
    # An edge: a neuron of the first hidden layer, then its first connection.
    page.locator(".nv-stage").focus()
    for _ in range(document.sizes[0] + 1):
        page.keyboard.press("]")
    page.keyboard.press("}")
    page.wait_for_timeout(1500)


def main() -> None:
    document = network((4, 8, 8, 2))
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, contextlib.ExitStack() as stack:
        logs = {name: Path(folder) / name for name in ("ours", "usual", "floor")}
        ours = stack.enter_context(served("app.py", logs["ours"]))
        usual = stack.enter_context(served("tests/bench/apps/plotly_chart.py", logs["usual"]))
        floor = stack.enter_context(served("tests/bench/apps/floor.py", logs["floor"]))
        pages = {name: browser.new_page(viewport={"width": 1440, "height": 900}) for name in logs}
        open_studio(pages["ours"], ours, document)
        open_floor(pages["floor"], floor)
        pages["usual"].goto(usual)
        pages["usual"].wait_for_selector("button")
        pages["usual"].wait_for_timeout(1500)
        before = {name: len(runs(log)) for name, log in logs.items()}
        times: dict[str, list[float]] = {"ours": [], "floor": []}
        for _ in range(ROUNDS):
            times["ours"].append(
                painted(pages["ours"], "[data-testid=network-graph]", "data-rev", ".nv-stage", "ArrowUp"))
            times["floor"].append(painted(pages["floor"], "[data-testid=stText]", None, "#more"))
            pages["usual"].bring_to_front()
            pages["usual"].get_by_role("button", name="more").click()
            pages["usual"].wait_for_timeout(PAUSE_MS + 200)
        server = {name: statistics.median(runs(log)[before[name]:]) * 1000 for name, log in logs.items()}
        print(
            f"server work of an edit, 4-8-8-2: {server['ours']:.1f} ms; go.Figure and st.plotly_chart "
            f"{server['usual']:.1f} ms: ratio {server['usual'] / server['ours']:.1f} "
            "(target: at least 5, and 15 ms at most)"
        )
        medians = {name: statistics.median(taken) for name, taken in times.items()}
        print(
            f"edit sent to painted: {medians['ours']:.0f} ms; Streamlit's button to text {medians['floor']:.0f} ms: "
            f"ratio {medians['ours'] / medians['floor']:.2f} (target: at most 1.3)"
        )
        for page in (pages["usual"], pages["floor"]):
            page.close()
        for sizes, target in (((4, 8, 8, 2), 58), ((16,) * 8, 50), ((32,) * 10, 30)):
            frames_a_second(pages["ours"], ours, network(sizes), target)
    for sizes, limit in (((4, 8, 8, 2), 25), ((16,) * 8, 250)):
        data_size(network(sizes), limit)


def frames_a_second(page: Page, url: str, document: Document, target: int) -> None:
    name = "-".join(map(str, document.sizes))
    page.goto(f"{url}/studio?lang=en")
    page.wait_for_selector("[data-testid=network-graph][data-rev]")
    page.get_by_role("radio", name="Share").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "network.json", "mimeType": "application/json", "buffer": codec.to_json(document).encode()}
    )
    page.wait_for_function(
        "(layers) => document.querySelector('[data-testid=network-graph]')?.data?.length === layers",
        arg=Traces.FIRST_LAYER + len(document.sizes),
    )
    page.wait_for_timeout(2500)
    if page.get_by_test_id("player-loop").get_attribute("aria-pressed") == "false":
        page.get_by_test_id("player-loop").click()
    if page.get_by_test_id("player-play").get_attribute("aria-pressed") == "false":
        page.get_by_test_id("player-play").click()
    rate = page.evaluate(COUNT_FRAMES, 8000)
    print(f"play at {name}: {rate:.0f} frames a second (target: at least {target})")


def data_size(document: Document, limit: int) -> None:
    t = LANGUAGES["en"]
    words = Words(t("graph.input"), t("graph.hidden"), t("graph.output"), t.under("activation"))
    view = network_view(document, PALETTES["light"], words, t.under("caption"))
    figure = len(orjson.dumps([view["spec"], view["frames"]])) / 1000
    name = "-".join(map(str, document.sizes))
    print(
        f"data of {name}: figure and frames {figure:.1f} kB (target: under {limit}), "
        f"with all equations and weights {len(orjson.dumps(view)) / 1000:.1f} kB"
    )


if __name__ == "__main__":
    main()
