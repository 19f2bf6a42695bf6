"""The studio against Streamlit's own ways, in one run: python -m tests.bench.bench_studio

1. Server work of one weight edit, 4-8-8-2, against the same figure through go.Figure and st.plotly_chart.
2. Edit to painted in headless Chromium, against a button that changes a text, taking turns.
3. Frames a second during play, and the size of the figure's data.

Only ratios mean much: the machine may be shared. They are printed, never asserted.
"""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import orjson
from playwright.sync_api import Page, sync_playwright

import run
from neuroviz.document import Document, Fill, Layer, codec, edits
from neuroviz.i18n import LANGUAGES
from neuroviz.viz.network_figure import Traces, Words
from neuroviz.viz.network_view import network_view
from neuroviz.viz.palette import PALETTES

ROUNDS = 40
ROOT = Path(__file__).parents[2]

# From the act to the first frame that shows it, by the page's own clock.
ACT_AND_WAIT = """async ([target, attribute, act]) => {
  const node = document.querySelector(target)
  const changed = new Promise((done) => {
    const watch = new MutationObserver(() => { watch.disconnect(); done() })
    watch.observe(node, attribute ? {attributes: true, attributeFilter: [attribute]}
      : {subtree: true, characterData: true, childList: true})
  })
  const start = performance.now()
  if (act === "key") document.querySelector(".nv-stage").dispatchEvent(
    new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true, cancelable: true}))
  else [...document.querySelectorAll("button")].find((b) => b.textContent.includes("more")).click()
  await changed
  // The canvas changes data-rev after it has painted; a text is painted in the frame after it changed.
  if (!attribute) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  return performance.now() - start
}"""

COUNT_FRAMES = """async (ms) => {
  let frames = 0, going = true
  const tick = () => { frames++; if (going) requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
  const start = performance.now()
  await new Promise((done) => setTimeout(done, ms))
  going = false
  return frames / ((performance.now() - start) / 1000)
}"""


def network(sizes: tuple[int, ...]) -> Document:
    """A tanh network of these sizes with weights of all digits."""
    layers = tuple(
        Layer(((0.0,) * n_in,) * n_out, (0.0,) * n_out, "tanh") for n_in, n_out in zip(sizes, sizes[1:], strict=False)
    )
    empty = Document(layers=layers, input=tuple(0.1 * (i + 1) for i in range(sizes[0])))
    return edits.fill(empty, Fill("xavier", 1.0, 1))


@contextlib.contextmanager
def served(script: str, log: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "tests.bench.apps.serve", str(log), script, "--server.address=127.0.0.1",
            f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none",
        ],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                direct.open(f"{url}/_stcore/health", timeout=5).read()
                break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def runs(log: Path) -> list[float]:
    return [float(line) for line in log.read_text().split()]


def open_studio(page: Page, url: str, document: Document) -> None:
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
    args = ["--disable-gpu", *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, contextlib.ExitStack() as stack:
        logs = {name: Path(folder) / name for name in ("ours", "usual", "floor")}
        ours = stack.enter_context(served("app.py", logs["ours"]))
        usual = stack.enter_context(served("tests/bench/apps/plotly_chart.py", logs["usual"]))
        floor = stack.enter_context(served("tests/bench/apps/floor.py", logs["floor"]))
        browser = playwright.chromium.launch(executable_path=run.find_chromium(), args=args)
        pages = {name: browser.new_page(viewport={"width": 1440, "height": 900}) for name in logs}
        open_studio(pages["ours"], ours, document)
        for name, url in (("usual", usual), ("floor", floor)):
            pages[name].goto(url)
            pages[name].wait_for_selector("button")
            pages[name].wait_for_timeout(1500)
        before = {name: len(runs(log)) for name, log in logs.items()}
        painted: dict[str, list[float]] = {"ours": [], "floor": []}
        for _ in range(ROUNDS):
            pages["ours"].bring_to_front()
            painted["ours"].append(pages["ours"].evaluate(
                ACT_AND_WAIT, ["[data-testid=network-graph]", "data-rev", "key"],
            ))
            pages["ours"].wait_for_timeout(150)
            pages["floor"].bring_to_front()
            painted["floor"].append(pages["floor"].evaluate(ACT_AND_WAIT, ["[data-testid=stText]", None, "click"]))
            pages["floor"].wait_for_timeout(150)
            pages["usual"].bring_to_front()
            pages["usual"].get_by_role("button", name="more").click()
            pages["usual"].wait_for_timeout(350)
        server = {name: statistics.median(runs(log)[before[name]:]) * 1000 for name, log in logs.items()}
        print(
            f"server work of an edit, 4-8-8-2: {server['ours']:.1f} ms; go.Figure and st.plotly_chart "
            f"{server['usual']:.1f} ms: ratio {server['usual'] / server['ours']:.1f} "
            "(target: at least 5, and 15 ms at most)"
        )
        medians = {name: statistics.median(times) for name, times in painted.items()}
        print(
            f"edit to painted: {medians['ours']:.0f} ms; Streamlit's button to text {medians['floor']:.0f} ms: "
            f"ratio {medians['ours'] / medians['floor']:.2f} (target: at most 1.6)"
        )
        for page in (pages["usual"], pages["floor"]):
            page.close()
        for sizes, target in (((4, 8, 8, 2), 50), ((16,) * 8, 30)):
            frames_a_second(pages["ours"], ours, network(sizes), target)
        browser.close()
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
