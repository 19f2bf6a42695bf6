"""Live training in a real browser, and going back in time: python -m tests.bench.bench_training_page

1. Epochs a second at the fastest pace, and how often the picture changes: 250 training points, batches of 10, SGD.
   TensorFlow Playground reached 44 (2-4-2-1) and 17 (2-8-8-8-1) epochs a second in the same browser on a two-core
   machine, with its own picture on.
2. Scrubbing through 500 epochs: from the scrubber's event to the painted frame, without the server.

The figures depend on the machine; the ratio to TensorFlow Playground's holds only on a machine like that one.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page

from neuroviz.document import codec
from neuroviz.document.presets import PRESETS
from neuroviz.document.settings.training import Training
from tests.bench._browser import chromium, scrubbed, served

PLAYGROUND = {(4, 2): 44.0, (8, 8, 8): 17.0}
EPOCHS = 2000
FIRST, LAST = 600, 1800
"""The epochs between which it is timed: not the first requests, and not the end."""
SCRUBS = 100
FARTHEST = 500

WATCH = """([first, last]) => new Promise((done) => {
  const root = document.querySelector(".nv-trainer")
  let began, from, pictures = 0
  const watch = new MutationObserver(() => {
    const epoch = Number(root.dataset.epoch), now = performance.now()
    if (epoch < first) return
    if (!began) { began = now; from = epoch; return }
    pictures++
    if (epoch < last) return
    watch.disconnect()
    const seconds = (now - began) / 1000
    done([(epoch - from) / seconds, pictures / seconds])
  })
  watch.observe(root, {attributes: true, attributeFilter: ["data-epoch"]})
  document.querySelector("[data-testid=player-play]").click()
})"""
OVER = "document.querySelector('[data-testid=player-play]').getAttribute('aria-pressed') === 'false'"


def open_page(page: Page, url: str, hidden: tuple[int, ...]) -> None:
    training = Training(hidden=hidden, optimizer="sgd", epochs=EPOCHS)
    document = replace(PRESETS["xor"].document, training=training)
    page.goto(f"{url}/training?lang=en&doc={codec.to_link(document)}")
    page.wait_for_selector("[data-testid=train-network][data-rev]")
    page.wait_for_timeout(2000)
    page.get_by_test_id("player-pace").select_option("fast")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        url = stack.enter_context(served("app.py", Path(folder) / "ours"))
        browser = stack.enter_context(chromium())
        for hidden, playground in PLAYGROUND.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            open_page(page, url, hidden)
            epochs, pictures = page.evaluate(WATCH, [FIRST, LAST])
            name = "-".join(map(str, (2, *hidden, 1)))
            print(
                f"{name}: {epochs:.0f} epochs and {pictures:.0f} pictures a second; "
                f"{epochs / playground:.1f} times TensorFlow Playground's {playground:.0f} (targets: 10 and 10)"
            )
            page.wait_for_function(OVER)
            times = scrubbed(page, SCRUBS, FARTHEST)
            print(f"{name}: a scrubbed frame is painted in {statistics.median(times):.0f} ms (target: at most 100)")
            page.close()


if __name__ == "__main__":
    main()
