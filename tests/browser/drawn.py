"""What is drawn on a page: every point, line and word of its live graphs, as the screen has it.

For the rule that after any edit a page looks as it would if it had just been opened: what was drawn before and should
still be drawn is drawn, and nothing else is.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

NEAR_PX = 1.5
"""Positions that differ by less are the same: lines and letters fall on whole and half pixels."""

Graphs = list[dict[str, list[list[Any]]]]

_LOOK = """() => [...document.querySelectorAll('.nv-canvas .js-plotly-plot')].map(graph => {
    const box = graph.getBoundingClientRect()
    const place = node => { const b = node.getBoundingClientRect()
        return [b.left + b.width / 2 - box.left, b.top + b.height / 2 - box.top, b.width, b.height] }
    const seen = node => { for (let n = node; n !== graph; n = n.parentNode) {
        const style = getComputedStyle(n)
        if (style.opacity === '0' || style.display === 'none' || style.visibility === 'hidden') return false
    } return true }
    const found = {points: [], lines: [], words: []}
    for (const trace of graph.querySelectorAll('.scatterlayer > .trace')) {
        const index = trace.__data__?.[0]?.trace?.index
        for (const node of trace.querySelectorAll('.points path.point')) {
            const [x, y, width] = place(node)
            if (width > 0.1 && seen(node)) found.points.push([index, getComputedStyle(node).fill, x, y, width])
        }
        // A broken line may be one path, or one a piece: what is seen is its pieces.
        for (const node of trace.querySelectorAll('.lines path.js-line'))
            for (const piece of (node.getAttribute('d') ?? '').match(/M[^M]*/g) ?? []) {
                const at = piece.match(/-?[\\d.]+(e-?\\d+)?/g)?.map(Number) ?? []
                if (at.length > 2 && seen(node)) found.lines.push([
                    index, getComputedStyle(node).stroke, at.length / 2, at[0], at[1], at.at(-2), at.at(-1)])
            }
        for (const node of trace.querySelectorAll('.text text')) {
            const words = node.textContent.replace(/\\u00a0/g, ' ').trim()
            if (words && seen(node)) found.words.push([index, words, ...place(node).slice(0, 2)])
        }
    }
    for (const node of graph.querySelectorAll('.infolayer text, .xtick text, .ytick text, .annotation-text')) {
        const words = node.textContent.trim()
        if (words && seen(node)) found.words.push(['frame', words, ...place(node).slice(0, 2)])
    }
    return found
})"""


def drawn(page: Page) -> Graphs:
    """Of each graph that a canvas shows, in the order of the page: points [trace, colour, x, y, width], lines [trace,
    colour, points, from x, y, to x, y] and words [trace, text, x, y]; pixels from the graph's corner. What nobody can
    see is left out."""
    graphs: Graphs = page.evaluate(_LOOK)
    return graphs


def differences(now: Graphs, fresh: Graphs, most: int = 12) -> list[str]:
    """What is drawn now and would not be on a fresh page, or the other way round; positions may be a pixel off."""
    said: list[str] = []
    if len(now) != len(fresh):
        said.append(f"{len(now)} graphs, and {len(fresh)} on a fresh page")
    for number, (here, there) in enumerate(zip(now, fresh, strict=False)):
        for kind in there:
            left = list(there[kind])
            for mark in here[kind]:
                match = next((other for other in left if _alike(mark, other)), None)
                if match is None:
                    said.append(f"graph {number}, {kind}: {mark} is drawn, and is not on a fresh page")
                else:
                    left.remove(match)
            said += [f"graph {number}, {kind}: {mark} is missing" for mark in left]
    return said[:most] + ([f"… and {len(said) - most} more"] if len(said) > most else [])


def _alike(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= NEAR_PX if isinstance(a, float | int) and isinstance(b, float | int) else a == b
        for a, b in zip(one, other, strict=True)
    )
