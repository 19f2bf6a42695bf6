"""Going through the epochs of three networks in a real browser: python -m tests.bench.bench_overfitting_page

From the scrubber's event to the painted frame of all three, without the server: curves (sine, 700 epochs) and maps
(moons, 300 epochs); then with a lever pulled, so that six networks are computed. The figures depend on the machine.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from neuroviz.i18n import LANGUAGES
from tests.bench._browser import chromium, scrubbed, served

SCRUBS = 150
ALL = 10_000
SETTLED_MS = 4000


def report(page: Page, name: str) -> None:
    page.wait_for_timeout(SETTLED_MS)
    page.get_by_test_id("player-first").click()
    times = scrubbed(page, SCRUBS, ALL)
    print(
        f"{name}: a scrubbed frame is painted in {statistics.median(times):.0f} ms, 19 of 20 within "
        f"{statistics.quantiles(times, n=20)[-1]:.0f} ms (target: at most 100 at the median)"
    )


def main() -> None:
    t = LANGUAGES["en"]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        url = stack.enter_context(served("app.py", Path(folder) / "ours"))
        page = stack.enter_context(chromium()).new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(f"{url}/overfitting?lang=en")
        graph = page.get_by_test_id("overfit-large")
        for dataset in ("sine", "moons"):
            if dataset != "sine":
                page.locator("[class*=st-key-overfitting-dataset] input").click()
                page.get_by_role("option", name=t(f"training.dataset.{dataset}")).click()
            page.wait_for_selector("[data-testid=overfit-large][data-rev]")
            report(page, dataset)
            before = graph.get_attribute("data-rev")
            page.locator("[class*=st-key-overfitting-points]").get_by_role("slider").press("ArrowRight")
            page.wait_for_function(
                "before => document.querySelector('[data-testid=overfit-large]').dataset.rev !== before", arg=before)
            report(page, f"{dataset}, held against the run without the lever")


if __name__ == "__main__":
    main()
