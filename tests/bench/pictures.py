"""The moving pictures of the README, taken from the app as it is: python -m tests.bench.pictures

Each is played at a quarter of its speed, photographed as fast as the machine can, and shown four times as fast.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.bench._browser import chromium, served
from tests.browser.tabs import EXPERIENCED

DOCS = Path(__file__).parents[2] / "docs"
SIZE = {"width": 1440, "height": 900}
COLORS = 160
SLOWER = 4
EVERY_MS = 320


def photographed(page: Page, count: int) -> list[Image.Image]:
    """So many pictures of the canvas, as far as the window shows it."""
    box = page.locator(".nv-canvas").first.bounding_box()
    assert box is not None
    clip = {**box, "height": min(box["height"], SIZE["height"] - box["y"])}
    taken = []
    for _ in range(count):
        start = page.evaluate("() => performance.now()")
        taken.append(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB"))
        page.wait_for_timeout(max(0.0, EVERY_MS - (page.evaluate("() => performance.now()") - start)))
    return taken


def save(pictures: list[Image.Image], name: str) -> None:
    """As one GIF that runs for ever; all its pictures share the colours that cover some of them."""
    width, height = pictures[0].size
    some = pictures[:: max(1, len(pictures) // 8)]
    seen = Image.new("RGB", (width, height * len(some)))
    for k, picture in enumerate(some):
        seen.paste(picture, (0, k * height))
    # By coverage: a few orange pixels matter as much as much white.
    colors = seen.quantize(COLORS, Image.Quantize.MAXCOVERAGE)
    shown = [picture.quantize(palette=colors, dither=Image.Dither.NONE) for picture in pictures]
    shown[0].save(
        DOCS / name, save_all=True, append_images=shown[1:], duration=EVERY_MS // SLOWER, loop=0, optimize=False)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served("app.py", Path(folder) / "log") as url, chromium() as browser:
        page = browser.new_page(viewport=SIZE)
        page.add_init_script(EXPERIENCED)
        page.goto(f"{url}/studio?lang=en")
        page.get_by_test_id("player-play").wait_for()
        page.wait_for_timeout(3000)
        page.get_by_test_id("player-speed").select_option("0.25")
        page.get_by_test_id("player-first").click()
        page.get_by_test_id("player-play").click()
        page.wait_for_timeout(8000)
        save(photographed(page, 64), "studio.gif")
        page.goto(f"{url}/neuron?lang=en")
        page.get_by_test_id("player-play").wait_for()
        page.wait_for_timeout(3000)
        page.get_by_test_id("player-rate").select_option("5")
        save(photographed(page, 56), "neurons.gif")


if __name__ == "__main__":
    main()
