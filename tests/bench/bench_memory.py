"""What a long lesson keeps in the browser: python -m tests.bench.bench_memory [MINUTES] [EDITS]

The studio plays all the time (10 minutes unless told; a lesson has 60), and among it, evenly, weights are changed by
keys (1,000 times).
Printed at each tenth: the heap after a full collection, the document's nodes and listeners. The first tenth is the
warm-up that all others are held against.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from tests.bench._browser import chromium, served
from tests.bench.bench_studio import network, open_studio

MINUTES, EDITS = 10.0, 1000
PARTS = 10


def kept(session: CDPSession) -> dict[str, float]:
    """The heap in MB, nodes and listeners, after a collection."""
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    heap = metrics["JSHeapUsedSize"] / 1e6
    return {"heap": heap, "nodes": metrics["Nodes"], "listeners": metrics["JSEventListeners"]}


def lesson(page: Page, minutes: float, count: int) -> None:
    """One tenth of the time: play, and a key now and then."""
    end = time.monotonic() + 60 * minutes / PARTS
    each = max(1, count // PARTS)
    for done in range(each):
        page.locator(".nv-stage").focus()
        page.keyboard.press("ArrowUp" if done % 2 else "ArrowDown")
        left = end - time.monotonic()
        page.wait_for_timeout(max(50.0, 1000 * left / (each - done)))
        play = page.get_by_test_id("player-play")
        if play.get_attribute("aria-pressed") == "false":
            play.click()


def main() -> None:
    minutes, count = (kind(given) for kind, given in zip(
        (float, int), [*sys.argv[1:], *([MINUTES, EDITS][len(sys.argv) - 1:])], strict=False))
    with tempfile.TemporaryDirectory() as folder, served("app.py", Path(folder) / "log") as url, chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        open_studio(page, url, network((4, 8, 8, 2)))
        if page.get_by_test_id("player-loop").get_attribute("aria-pressed") == "false":
            page.get_by_test_id("player-loop").click()
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        first: dict[str, float] = {}
        for part in range(PARTS):
            lesson(page, minutes, int(count))
            now = kept(session)
            first = first or now
            print(f"{(part + 1) * minutes / PARTS:5.1f} min, {(part + 1) * int(count) // PARTS:5d} edits: "
                  + ", ".join(f"{name} {value:,.1f} ({value / first[name]:.2f})" for name, value in now.items()),
                  flush=True)


if __name__ == "__main__":
    main()
