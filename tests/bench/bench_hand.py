"""The hand and the first picture, near the server and far from it: python -m tests.bench.bench_hand

1. From a pointer's move to the frame in which the output neuron's new number stands, dragging its bias, 4-8-8-2.
2. From the address to Streamlit's own first button, to the network in its place, and to its first movement.

Each in turn with the server on this machine and 75 ms away, each way. Printed, never asserted.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from neuroviz.viz.studio.network_figure import Traces
from tests.bench._browser import chromium, server_process, watch_moves
from tests.bench.bench_studio import network, open_studio
from tests.delay import delayed

DELAY_S = 0.075
MOVES = 60
VISITS = 9

WATCH_FIRST = """(() => {
    const found = (window.first = {}), now = () => performance.now()
    const look = () => {
        const stage = document.querySelector('.nv-stage')
        if (document.querySelector('[data-testid=stButton] button')) found.button ??= now()
        if (document.querySelector('.nv-first-picture circle, [data-testid=network-graph] .points path'))
            found.network ??= now()
        if (stage?.dataset.step != null) {
            found.step ??= stage.dataset.step
            if (found.step !== stage.dataset.step) found.moves ??= now()
        }
        if (!found.moves) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
})()"""


def hand(page: Page, url: str) -> None:
    document = network((4, 8, 8, 2))
    open_studio(page, url, document)
    place = page.evaluate("""(trace) => {
        const graph = document.querySelector('[data-testid=network-graph]'), {xaxis, yaxis} = graph._fullLayout
        const box = graph.getBoundingClientRect(), {x, y} = graph.data[trace]
        return [box.left + xaxis._offset + xaxis.d2p(x[0]), box.top + yaxis._offset + yaxis.d2p(y[0])]
    }""", Traces.FIRST_LAYER + 3)
    traces = "document.querySelectorAll('[data-testid=network-graph] .scatterlayer > .trace')"
    watch_moves(page, f"[...{traces}].at(-1).textContent", "mousemove", first=False)
    page.mouse.move(*place)
    page.mouse.down()
    for move in range(1, MOVES + 1):
        page.mouse.move(place[0], place[1] - 4 * move)  # 0.04 each
        page.wait_for_timeout(60)
    page.mouse.up()
    answers = page.evaluate("() => window.answers")
    took = sorted(ms for ms, _ in answers)
    print(
        f"   {statistics.median(took):4.0f} ms at the median, p95 {took[int(0.95 * len(took))]:4.0f} ms, "
        f"{statistics.median(count for _, count in answers):.0f} frames; {len(took)} of {MOVES} moves changed it")


def first(browser: Browser, addresses: dict[str, str]) -> None:
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in addresses}
    for _ in range(VISITS):
        for name, url in addresses.items():
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.add_init_script(WATCH_FIRST)
            page.goto(f"{url}/studio?lang=en", wait_until="commit")
            page.wait_for_function("() => window.first.moves")
            seen[name].append(page.evaluate("() => window.first"))
            context.close()
    for name, visits in seen.items():
        button, network, moves = ([visit[what] for visit in visits] for what in ("button", "network", "moves"))
        behind = [
            statistics.median(ms - first for ms, first in zip(times, button, strict=True)) for times in (network, moves)
        ]
        print(
            f"   {name}: button {statistics.median(button):5.0f} ms, network {statistics.median(network):5.0f} ms "
            f"({behind[0]:+.0f}; 300 asked), moves {statistics.median(moves):5.0f} ms ({behind[1]:+.0f}; 1000 asked)")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder, chromium() as browser,
        server_process("app.py", Path(folder) / "log") as (port, _), delayed(port, DELAY_S) as far,
    ):
        addresses = {"here": f"http://127.0.0.1:{port}", "75 ms away": f"http://127.0.0.1:{far}"}
        for name, url in addresses.items():
            print(f"1. A move of the hand, {name}:")
            hand(browser.new_page(viewport={"width": 1440, "height": 900}), url)
        print("2. The first picture:")
        first(browser, addresses)


if __name__ == "__main__":
    main()
