"""What the benchmarks in a browser share: servers, a window, and the page's own clock."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import run

ROOT = Path(__file__).parents[2]
PAUSE_MS = 150

# From an act to the first frame that shows it, by the page's own clock; what is sent to the server counts from its
# sending, for a canvas waits until the hand rests. The act: a key on `element`, or a click on it.
ACT_AND_WAIT = """async ([target, attribute, element, key]) => {
  const node = document.querySelector(target)
  const changed = new Promise((done) => {
    const watch = new MutationObserver(() => { watch.disconnect(); done() })
    watch.observe(node, attribute ? {attributes: true, attributeFilter: [attribute]}
      : {subtree: true, characterData: true, childList: true})
  })
  const start = performance.now()
  let sent = null
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (...what) { sent ??= performance.now(); return send.apply(this, what) }
  if (key) document.querySelector(element).dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))
  else document.querySelector(element).click()
  await changed
  WebSocket.prototype.send = send
  // A canvas changes data-rev after it has painted; a text is painted in the frame after it changed.
  if (!attribute) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  return performance.now() - (sent ?? start)
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

# ms from the scrubber's event to the painted frame, for so many places on it, none farther than the last number.
SCRUB = """async ([count, farthest]) => {
  const scrub = document.querySelector("[data-testid=player-scrub]"), times = []
  for (let i = 0; i < count; i++) {
    scrub.value = Math.floor(Math.random() * Math.min(farthest, Number(scrub.max)))
    const start = performance.now()
    scrub.dispatchEvent(new Event("input"))
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    times.push(performance.now() - start)
  }
  return times
}"""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    args = ["--disable-gpu", *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=run.find_chromium(), args=args)
        yield browser
        browser.close()


@contextlib.contextmanager
def server_process(script: str, log: Path, *options: str) -> Iterator[tuple[int, int]]:
    """A server of `script`; its port and its process's number. The time of every run goes to `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "tests.bench.apps.serve", str(log), script, "--server.address=127.0.0.1",
            f"--server.port={port}", "--server.headless=true", *options,
        ],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                direct.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).read()
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def served(script: str, log: Path) -> Iterator[str]:
    """The address of a `server_process`."""
    with server_process(script, log) as (port, _):
        yield f"http://127.0.0.1:{port}"


def runs(log: Path) -> list[float]:
    """Seconds of each run of the script so far."""
    return [float(line) for line in log.read_text().split()]


def painted(page: Page, target: str, attribute: str | None, element: str, key: str | None = None) -> float:
    """ms from an act on `element`, or its sending, to the frame that shows the change of `target`; then a rest."""
    page.bring_to_front()
    took: float = page.evaluate(ACT_AND_WAIT, [target, attribute, element, key])
    page.wait_for_timeout(PAUSE_MS)
    return took


def scrubbed(page: Page, count: int, farthest: int) -> list[float]:
    """ms of each of `count` frames that a canvas' scrubber was pulled to."""
    page.bring_to_front()
    times: list[float] = page.evaluate(SCRUB, [count, farthest])
    return times


@contextlib.contextmanager
def playing(page: Page, unit: str) -> Iterator[None]:
    """While the signal plays slowly from its beginning, by "layer" or by "neuron"."""
    page.get_by_test_id("player-unit").select_option(unit)
    page.get_by_test_id("player-speed").select_option("0.25")
    page.get_by_test_id("player-first").click()
    page.get_by_test_id("player-play").click()
    yield
    page.get_by_test_id("player-play").click()


def open_floor(page: Page, url: str) -> None:
    """Streamlit's own floor: apps/floor.py."""
    page.goto(url)
    page.wait_for_selector("button:has-text('more')")
    page.wait_for_timeout(1500)
    page.locator("button:has-text('more')").evaluate("button => { button.id = 'more' }")


_WATCH_MOVES = """(first) => {
  const said = () => SAID
  let moved = null, frames = 0, before = said()
  window.answers = []
  addEventListener("EVENT", (e) => {
    if (first && moved != null) return
    moved = e.timeStamp
    frames = 0
  }, true)
  const look = () => {
    frames++
    const now = said()
    if (now !== before && moved != null) {
      const since = moved, count = frames
      setTimeout(() => window.answers.push([performance.now() - since, count]))
      moved = null
    }
    before = now
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}"""


def watch_moves(page: Page, said: str, event: str, *, first: bool) -> None:
    """Let `window.answers` grow with each move that a frame answers: ms to that frame's end, and frames until it.

    said   JavaScript for what changes with the answer
    event  name of the move's event
    first  whether the first move that has no answer yet counts, instead of the last
    """
    page.evaluate(_WATCH_MOVES.replace("SAID", said).replace("EVENT", event), first)
