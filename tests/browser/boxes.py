"""What can be read on a page, where it stands, and what of it lies on something else.

Measured in the page, all at once: a picture's letters as the screen has them, whatever drew them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from playwright.sync_api import Page


class Box(TypedDict):
    """A piece of text, or a thing drawn, in pixels of the window: its left, top, width and height."""

    text: str
    x: float
    y: float
    w: float
    h: float


LEAST_OPACITY = 0.3
"""What is fainter is not there to be read."""

SLACK_PX = 1.0
"""Letters have air above and below them: boxes may touch by so much."""

# The letters of a text, not its line: what is measured is an em high around the middle of a line.
_TEXTS = """([root, least]) => {
    const roots = root ? [...document.querySelectorAll(root)] : [document.body]
    const found = []
    const see = (node) => { let much = 1
        for (let n = node; n instanceof Element; n = n.parentNode) {
            const style = getComputedStyle(n)
            if (style.display === 'none' || style.visibility === 'hidden') return 0
            much *= Number(style.opacity)
        }
        return much }
    const clean = (text) => text.replace(/\\u00a0/g, ' ').trim()
    const add = (text, boxes, size) => { for (const b of boxes) if (b.width > 0.5 && b.height > 0.5) {
        const h = Math.min(b.height, size * 0.8)
        found.push({text, x: b.left, y: b.top + (b.height - h) / 2, w: b.width, h})
    } }
    for (const top of roots) {
        for (const node of top.querySelectorAll('svg text')) {
            const text = clean(node.textContent)
            if (!text || see(node) <= least || node.closest('.modebar')) continue
            const lines = [...node.querySelectorAll('tspan.line')]
            const size = parseFloat(getComputedStyle(node).fontSize)
            for (const line of lines.length ? lines : [node])
                if (clean(line.textContent)) add(clean(line.textContent), [line.getBoundingClientRect()], size)
        }
        const walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT)
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const text = clean(node.nodeValue), home = node.parentElement
            if (!text || !home || home.closest('svg, script, style, select, option') || see(home) <= least) continue
            const range = document.createRange()
            range.selectNodeContents(node)
            add(text, [...range.getClientRects()], parseFloat(getComputedStyle(home).fontSize))
        }
    }
    return found
}"""


def texts(page: Page, root: str = "") -> list[Box]:
    """All texts that can be seen below the elements that `root` selects; of the whole page without it. A text of
    several lines is several boxes."""
    found: list[Box] = page.evaluate(_TEXTS, [root, LEAST_OPACITY])
    return found


def overlap(one: Box, other: Box, slack: float = SLACK_PX) -> bool:
    """Whether two boxes share more than `slack` pixels each way."""
    across = min(one["x"] + one["w"], other["x"] + other["w"]) - max(one["x"], other["x"])
    up = min(one["y"] + one["h"], other["y"] + other["h"]) - max(one["y"], other["y"])
    return across > slack and up > slack


def overlaps(found: Sequence[Box], slack: float = SLACK_PX) -> list[tuple[str, str]]:
    """The pairs of texts of which one lies on the other."""
    return [
        (one["text"], other["text"])
        for i, one in enumerate(found) for other in found[i + 1 :] if overlap(one, other, slack)
    ]


def outside(found: Sequence[Box], frame: Box, slack: float = SLACK_PX) -> list[str]:
    """The texts that leave `frame`, even by a part."""
    return [
        box["text"] for box in found
        if box["x"] < frame["x"] - slack or box["x"] + box["w"] > frame["x"] + frame["w"] + slack
        or box["y"] < frame["y"] - slack or box["y"] + box["h"] > frame["y"] + frame["h"] + slack
    ]
