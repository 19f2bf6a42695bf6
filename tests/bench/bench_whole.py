"""Models of any width: python -m tests.bench.bench_whole

1. What reading a file, handing its numbers over and making the view cost Python, beside one pass through the model.
2. From the drop of a file to the painted picture of its model, of three sizes up to a million numbers, beside the same
   page's picture of its own example and Streamlit's own floor: a button that changes a text.
3. Frames a second while the signal plays, and the browser's own work in each, at a million numbers.
4. From a move of an input's slider to the frame in which the answer has followed, and how many frames that takes.

Printed, never asserted; what depends on the machine stands beside something measured in the same run.
"""

from __future__ import annotations

import io
import statistics
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page

from neuroviz.document.models.arranging import Wish
from neuroviz.document.models.opening import read_model
from neuroviz.document.models.whole import Whole, packed, whole_model
from neuroviz.i18n import LANGUAGES
from neuroviz.nn import forward
from neuroviz.viz.palette import PALETTES
from neuroviz.viz.whole.whole_view import whole_view
from tests.bench._browser import COUNT_FRAMES, chromium, open_floor, painted, playing, served, watch_moves
from tests.bench._timing import medians
from tests.browser.tabs import EXPERIENCED

SIZES = ((784, 128, 64, 10), (1024, 512, 256, 10), (1024, 768, 256, 10))
DROPS, MOVES = 5, 40
WINDOW = {"width": 1440, "height": 900}
SETTLED_MS = 3000
TARGET_FRAMES, TARGET_MOVES = 50, 2

# The page's own clock at the moment when a file is chosen, and when the picture of these sizes has been painted.
WATCH_DROP = """() => {
  window.dropped = null
  addEventListener("change", (e) => { if (e.target.type === "file") window.dropped = performance.now() }, true)
}"""
SHOWN = """async (sizes) => {
  const label = () => document.querySelector(".nv-whole-stage")?.getAttribute("aria-label") ?? ""
  while (!label().replace(/(?<=\\d)[^\\d](?=\\d{3})/g, "").includes(sizes))
    await new Promise((done) => requestAnimationFrame(done))
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  return performance.now() - window.dropped
}"""

# ms of script in each second while the signal plays: what the browser is busy with between its frames.
BUSY = """async (ms) => {
  let busy = 0, frames = 0, going = true
  const tick = () => {
    if (!going) return
    frames++
    const start = performance.now(), {port1, port2} = new MessageChannel()
    port1.onmessage = () => { busy += performance.now() - start; port1.close() }
    port2.postMessage(0)
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
  await new Promise((done) => setTimeout(done, ms))
  going = false
  return [busy / frames, frames / (ms / 1000)]
}"""


def file_of(sizes: tuple[int, ...]) -> bytes:
    """A model's file: PyTorch's names, 32 bits a number."""
    rng, made = np.random.default_rng(len(sizes)), io.BytesIO()
    arrays = {}
    for place, (n_in, n_out) in enumerate(zip(sizes, sizes[1:], strict=False)):
        arrays[f"{place}.weight"] = (rng.normal(size=(n_out, n_in)) / np.sqrt(n_in)).astype("<f4")
        arrays[f"{place}.bias"] = np.zeros(n_out, "<f4")
    np.savez(made, activations=["relu"] * (len(sizes) - 2) + ["softmax"], **arrays)
    return made.getvalue()


def opened(data: bytes) -> Whole:
    """The model of a file."""
    return whole_model(read_model({"m.npz": data}), Wish())


def named(sizes: tuple[int, ...]) -> str:
    """Its sizes, as the page writes them."""
    return "-".join(map(str, sizes))


def in_python() -> None:
    """1."""
    t = LANGUAGES["en"]
    words, activations = t.under("whole.figure"), t.under("activation")
    print("1. In Python:")
    for sizes in SIZES:
        data = file_of(sizes)
        whole = opened(data)
        once, read, pack, view = medians(
            lambda whole=whole: forward(whole.now, whole.input), lambda data=data: opened(data),
            lambda whole=whole: packed(whole.network),
            lambda whole=whole: whole_view(whole, "", words, activations, PALETTES["light"]), rounds=9, warm_up=2)
        print(f"   {named(sizes)}, {whole.count:,} numbers: one pass {1e3 * once:.2f} ms; read from a file "
              f"{1e3 * read:.0f} ms, handed over {1e3 * pack:.1f} ms, view {1e3 * view:.1f} ms")


def dropped(page: Page, floor: Page) -> None:
    """2."""
    print("2. From the drop to the painted picture:")
    floors = [painted(floor, "[data-testid=stText]", None, "#more") for _ in range(DROPS)]
    print(f"   Streamlit's own floor: {statistics.median(floors):.0f} ms")
    page.bring_to_front()
    page.evaluate(WATCH_DROP)
    for sizes in SIZES:
        took = []
        data = file_of(sizes)
        for turn in range(DROPS):
            # Another model between two of the same: the picture has to be another one.
            for name, content, wanted in (
                (f"other-{turn}.npz", file_of((40, 33, 2)), (40, 33, 2)), (f"model-{turn}.npz", data, sizes),
            ):
                page.locator("input[type=file]").set_input_files(
                    {"name": name, "mimeType": "application/octet-stream", "buffer": content})
                ms = page.evaluate(SHOWN, ", ".join(map(str, wanted)))
                page.wait_for_timeout(800)
            took.append(ms)
        print(f"   {named(sizes)}, {len(data) / 1e6:.1f} MB: {statistics.median(took):.0f} ms at the median, "
              f"{max(took):.0f} at the most")


def played(page: Page) -> None:
    """3."""
    idle = page.evaluate(COUNT_FRAMES, 2000)
    for unit in ("layer", "neuron"):
        with playing(page, unit):
            busy, frames = page.evaluate(BUSY, 5000)
        print(f"3. Playing {named(SIZES[-1])} by {unit}: {frames:.0f} frames a second (target: {TARGET_FRAMES}), "
              f"at rest {idle:.0f}; {busy:.1f} ms of script and painting each")


def by_hand(page: Page) -> None:
    """4."""
    page.get_by_test_id("player-last").click()
    page.get_by_test_id("whole-layer").select_option("0")
    page.get_by_test_id("whole-number").fill("500")
    page.get_by_test_id("whole-number").press("Enter")
    page.wait_for_timeout(SETTLED_MS)
    label = "document.querySelector('.nv-whole-stage').getAttribute('aria-label')"
    watch_moves(page, f"{label} + document.querySelector('[data-testid=equation]').textContent", "input", first=True)
    slider = page.get_by_test_id("whole-slider")
    for move in range(MOVES):
        slider.evaluate(
            "(e, share) => { e.value = String(Number(e.min) + share * (e.max - e.min)); "
            "e.dispatchEvent(new Event('input', {bubbles: true})) }", (move % 20) / 20)
        page.wait_for_timeout(60)
    answers = page.evaluate("() => window.answers")
    took = sorted(ms for ms, _ in answers)
    print(f"4. A move of an input at {named(SIZES[-1])}: {statistics.median(took):.0f} ms at the median, "
          f"{statistics.median(count for _, count in answers):.0f} frames (target: {TARGET_MOVES}); "
          f"{len(took)} of {MOVES} moves were followed by themselves")


def in_browser(browser: Browser, url: str, bare: str) -> None:
    """2 to 4."""
    page = browser.new_page(viewport=WINDOW)
    page.set_default_timeout(120_000)
    page.add_init_script(EXPERIENCED)
    floor = browser.new_page()
    open_floor(floor, bare)
    page.goto(f"{url}/whole?lang=en")
    page.wait_for_selector("[data-testid=whole-graph][data-rev]")
    page.wait_for_timeout(SETTLED_MS)
    dropped(page, floor)
    floor.close()
    played(page)
    by_hand(page)


def main() -> None:
    """Print all of it."""
    in_python()
    with (
        tempfile.TemporaryDirectory() as folder, served("app.py", Path(folder) / "log") as url,
        served("tests/bench/apps/floor.py", Path(folder) / "floor") as bare, chromium() as browser,
    ):
        in_browser(browser, url, bare)


if __name__ == "__main__":
    main()
