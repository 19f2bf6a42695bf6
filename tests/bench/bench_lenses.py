"""Lenses, dreams, private training and the pad: python -m tests.bench.bench_lenses

1. What a lens costs Python, beside one pass of the digit through the network, and a dream, step by step.
2. From the press of a lens to its painted picture, beside Streamlit's own floor: a button that changes a text; from the
   press of "Dreaming" to its first image; how long the film lasts, and how many of its images are seen.
3. From a move of the pen to the frame in which the outputs have followed, 784-16-16-10, and how many frames that takes.
4. Frames a second while the signal plays by layer and by neuron.
5. From the address to Streamlit's own first button, and to the first picture of digits and lenses, beside the studio's.
6. What a network of the page "Privacy" costs, ordinary and private, beside one epoch of it.

Printed, never asserted; what depends on the machine stands beside something measured in the same run.
"""

from __future__ import annotations

import inspect
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page

from neuroviz.document.settings.digits import Digits
from neuroviz.document.settings.inside import TESTS, Inside
from neuroviz.document.settings.privacy import Privacy
from neuroviz.lab import look_inside, privacy_runs
from neuroviz.nn import forward
from neuroviz.nn.lenses import lesion
from neuroviz.nn.lenses.dreaming import Hill, dream
from neuroviz.nn.lenses.occlusion import occlusion
from neuroviz.nn.lenses.question import NeuronQuestion, gradient_times_input, input_gradient
from tests.bench._browser import COUNT_FRAMES, chromium, open_floor, painted, playing, served, watch_moves
from tests.bench._timing import medians
from tests.browser.tabs import EXPERIENCED

LENSES = ("saliency", "occlusion", "lesion")
PRESSES, MOVES, VISITS = 12, 60, 5
SIZE = {"width": 1440, "height": 900}
SETTLED_MS = 3000

# ms from a press to the painted change, by the page's own clock.
PRESS = """async ([button, attribute, of]) => {
  const node = document.querySelector(of), start = performance.now()
  const changed = new Promise((done) => {
    const watch = new MutationObserver(() => { watch.disconnect(); done() })
    watch.observe(node, {attributes: true, attributeFilter: [attribute]})
  })
  document.querySelector(button).click()
  await changed
  return performance.now() - start
}"""

# The film of a dream that is chosen now: ms to its first image and to its last, and how many were seen.
DREAM = """async () => {
  const scrub = document.querySelector("[data-testid=player-scrub]"), start = performance.now(), seen = new Set()
  const lens = document.querySelector(".nv-look")
  document.querySelector("[data-testid=look-dream]").click()
  let first = null
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done))
    if (lens.dataset.lens !== "dream" || Number(scrub.max) < 1) continue
    first ??= performance.now() - start
    seen.add(scrub.value)
    if (scrub.value === scrub.max) return [first, performance.now() - start - first, seen.size]
  }
}"""

WATCH_FIRST = """(() => {
  const found = (window.first = {}), now = () => performance.now()
  const there = "[data-testid=network-graph] .points path, [data-testid=digits-graph][data-rev], .nv-look-row[data-rev]"
  const look = () => {
    if (document.querySelector("[data-testid=stButton] button")) found.button ??= now()
    if (document.querySelector(there)) found.picture ??= now()
    if (!found.picture || !found.button) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()"""


def lenses() -> None:
    """Each lens on the digit that the page begins with, in turn with one forward pass."""
    digits = Digits()
    hand = look_inside.hand_of(digits)
    network, x = hand.network, hand.x
    asked = NeuronQuestion(len(network.sizes) - 1, hand.answer)
    ways = {
        "gradient": lambda: input_gradient(network, x, asked),
        "gradient × input": lambda: gradient_times_input(network, x, asked),
        "occlusion, 5 × 5, every place": lambda: occlusion(network, x, asked, 5),
        "lesion of each neuron": lambda: lesion.neuron_falls(network, x, asked),
        "lesion of each connection": lambda: lesion.connection_falls(network, x, asked),
        "dream, 80 steps": lambda: dream(Hill(network, asked, 0.1, 0.3), np.zeros(len(x)), look_inside.DREAM_STEPS),
    }
    once, *each = medians(lambda: forward(network, x), *ways.values(), rounds=21)
    print(f"1. One pass of the digit: {1e6 * once:.0f} µs")
    for name, seconds in zip(ways, each, strict=True):
        print(f"   {name}: {1e3 * seconds:.2f} ms, as long as {seconds / once:.0f} passes")
    look = inspect.unwrap(look_inside.look_of)
    usual = inspect.unwrap(look_inside._usual)
    for lens in (*LENSES, "dream"):
        inside = Inside(lens=lens)
        quick = lens != "dream"
        both, averaged = medians(
            lambda inside=inside: look(digits, inside),
            lambda inside=inside, quick=quick: usual(digits.images, digits.epochs, inside) if quick else None, rounds=7)
        print(f"   the page's {lens}: {1e3 * both:.1f} ms with its rival; {1e3 * averaged:.1f} ms more the first time, "
              f"for the mean over {look_inside.USUAL} digits" if quick else
              f"   the page's {lens}: {1e3 * both:.1f} ms with its rival (target: at most 1000)")


def pressed(page: Page, url: str, floor: Page) -> None:
    page.goto(f"{url}/inside?lang=en")
    page.wait_for_selector(".nv-look-row[data-rev]")
    page.wait_for_timeout(SETTLED_MS)
    took: dict[str, list[float]] = {lens: [] for lens in LENSES}
    floors = []
    for turn in range(PRESSES):
        floors.append(painted(floor, "[data-testid=stText]", None, "#more"))
        page.bring_to_front()
        for lens in (*LENSES[1:], LENSES[0]):
            ms = page.evaluate(PRESS, [f"[data-testid=look-{lens}]", "data-rev", ".nv-look-row"])
            page.wait_for_timeout(150)
            if turn:
                took[lens].append(ms)
        # Another digit each time: nothing of it has been computed yet.
        page.get_by_test_id("look-hard").click()
        page.wait_for_timeout(900)
    once = statistics.median(floors)
    print(f"   Streamlit's own floor: {once:.0f} ms")
    for lens, times in took.items():
        ms = statistics.median(times)
        print(f"   {lens}: {ms:.0f} ms at the median, {ms / once:.1f} times the floor (target: 100)")
    for test in TESTS[1:]:
        ms = page.evaluate(PRESS, [f"[data-testid=look-{test}]", "data-rev", ".nv-look-row"])
        print(f"   held against {test}, the first time: {ms:.0f} ms")
        page.wait_for_timeout(300)
    dreams = []
    for digit in (1, 2, 3):
        page.get_by_test_id("look-saliency").click()
        page.wait_for_timeout(400)
        page.get_by_test_id(f"ask-{digit}").click()
        page.wait_for_timeout(600)
        dreams.append(page.evaluate(DREAM))
    first, lasts, seen = (statistics.median(each) for each in zip(*dreams, strict=True))
    print(f"   dreaming: the first image after {first:.0f} ms, the last {lasts:.0f} ms later, {seen:.0f} images seen")


def pen(page: Page, url: str) -> None:
    page.goto(f"{url}/digits?lang=en")
    page.wait_for_selector("[data-testid=digits-graph][data-rev]")
    page.wait_for_timeout(SETTLED_MS)
    page.get_by_test_id("pad-clear").click()
    page.wait_for_timeout(600)
    box = page.get_by_test_id("pad").bounding_box()
    assert box is not None
    stage = "document.querySelector('.nv-digits-stage')"
    watch_moves(page, f"{stage}.textContent + {stage}.getAttribute('aria-label')", "pointermove", first=True)
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    for move in range(1, MOVES + 1):
        # Across, then down, like a seven.
        along = move / MOVES
        x, y = (0.2 + 1.2 * along, 0.2) if along < 0.5 else (0.8 - 0.6 * (along - 0.5), 0.2 + 1.3 * (along - 0.5))
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.wait_for_timeout(60)
    page.mouse.up()
    answers = page.evaluate("() => window.answers")
    took = sorted(ms for ms, _ in answers)
    print(f"3. A move of the pen: {statistics.median(took):.0f} ms at the median, "
          f"{statistics.median(count for _, count in answers):.0f} frames (target: 2); "
          f"{len(took)} of {MOVES} moves were followed by themselves")


def played(page: Page) -> None:
    idle = page.evaluate(COUNT_FRAMES, 2000)
    for unit in ("layer", "neuron"):
        with playing(page, unit):
            frames = page.evaluate(COUNT_FRAMES, 5000)
        print(f"4. Playing by {unit}: {frames:.0f} frames a second (target: 50); at rest {idle:.0f}")


def first(browser: Browser, url: str) -> None:
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in ("studio", "digits", "inside")}
    for _ in range(VISITS):
        for name, times in seen.items():
            context = browser.new_context(viewport=SIZE)
            context.set_default_timeout(120_000)
            page = context.new_page()
            page.add_init_script(EXPERIENCED)
            page.add_init_script(WATCH_FIRST)
            page.goto(f"{url}/{name}?lang=en", wait_until="commit")
            page.wait_for_function("() => window.first.picture && window.first.button")
            found = page.evaluate("() => window.first")
            times.append((found["button"], found["picture"]))
            context.close()
    print("5. The first picture:")
    for name, times in seen.items():
        button, picture = (statistics.median(each) for each in zip(*times, strict=True))
        print(f"   {name}: button {button:.0f} ms, picture {picture:.0f} ms ({picture - button:+.0f})")


def networks() -> None:
    train = inspect.unwrap(privacy_runs._trained)
    start = Privacy()
    ways = {
        "ordinary training, 60 images": start,
        "with 600 images": replace(start, points=600),
        "with noise (DP-SGD), 60 images": replace(start, noise=1.0),
        "with noise, 1,400 images": replace(start, noise=1.0, points=1400),
    }
    epoch, *each = medians(lambda: train(replace(start, epochs=5)), *(
        lambda settings=settings: train(settings) for settings in ways.values()), rounds=3, warm_up=1)
    print(f"6. Five epochs of 60 images: {1e3 * epoch:.0f} ms")
    for name, seconds in zip(ways, each, strict=True):
        print(f"   {name}: {1e3 * seconds:.0f} ms, as long as {seconds / epoch:.1f} times that")


def main() -> None:
    lenses()
    with (
        tempfile.TemporaryDirectory() as folder, served("app.py", Path(folder) / "log") as url,
        served("tests/bench/apps/floor.py", Path(folder) / "floor") as bare, chromium() as browser,
    ):
        page = browser.new_page(viewport=SIZE)
        page.add_init_script(EXPERIENCED)
        print("2. From a press to the painted picture:")
        floor = browser.new_page()
        open_floor(floor, bare)
        pressed(page, url, floor)
        floor.close()
        pen(page, url)
        played(page)
        page.close()
        first(browser, url)
    networks()


if __name__ == "__main__":
    main()
