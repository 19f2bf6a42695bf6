"""On a wall every page is read from the last row, and nothing scrolls, is cut off or lies under the bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from neuroviz.i18n import LANGUAGES
from neuroviz.ui.common.shell import PAGES
from tests.browser.conftest import wait_until_idle
from tests.examples import EVERYTHING

pytestmark = pytest.mark.thorough

Visit = Callable[..., Page]

MOST_PARTS = 99 if EVERYTHING else 3
"""Of everything that a page can begin with."""
TEXT_PARTS = ("article", "questions", "teaching", "privacy")
"""Pages of text: all their parts are looked at."""
WALLS = [(1920, 1080), (1280, 720)]

# Of what is written: how large it is, where it stands, and whether something cuts it off.
WRITTEN = r"""() => {
    const home = document.querySelector('.stApp'), found = []
    const walk = document.createTreeWalker(home, NodeFilter.SHOW_TEXT)
    const seen = (node) => { for (let n = node; n instanceof Element; n = n.parentElement) {
        const {display, visibility, opacity} = getComputedStyle(n)
        if (display === 'none' || visibility === 'hidden' || Number(opacity) < 0.3) return false } return true }
    const blocks = []
    const blockOf = (node) => {
        const block = node.closest('p, li, td, th, h1, h2, h3, h4, label, button, div')
        if (!blocks.includes(block)) blocks.push(block)
        return blocks.indexOf(block)
    }
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const text = node.nodeValue.trim(), of = node.parentElement
        if (!text || !seen(of)) continue
        if (of.closest('script, style, select, option, annotation, .katex-mathml, .modebar')) continue
        // What is folded away has its place all the same.
        if (of.closest('details:not([open])') && !of.closest('summary')) continue
        if (of.closest('.st-key-neuroviz_plotly, .nv-presenter, .nv-keys, [data-testid=stSkipToContent]')) continue
        if (of.closest('[data-testid=stIconMaterial], [data-testid=stExpanderIcon], .vlist-s')) continue
        const range = document.createRange(); range.selectNodeContents(node)
        const box = range.getBoundingClientRect()
        if (box.width < 1 || box.height < 1) continue
        const at = (one) => one && of.closest(one) !== null
        const cut = (() => { for (let n = of; n && n !== home; n = n.parentElement) {
            if (n instanceof SVGElement || !/auto|scroll|hidden|clip/.test(getComputedStyle(n).overflow)) continue
            const b = n.getBoundingClientRect()
            // Letters have air above and below them.
            if (box.left < b.left - 2 || box.right > b.right + 2 || box.top < b.top - 12 || box.bottom > b.bottom + 12)
                return n.className || n.tagName
        } return '' })()
        const number = /^[−+]?[\d.]+(e[−+]?\d+)?( mV)?$/.test(text)
        const axis = at('[class*=axislayer], .cbaxis, .nv-scale, .nv-curve')
        found.push({text, size: parseFloat(getComputedStyle(of).fontSize), top: box.top, bottom: box.bottom,
            left: box.left, right: box.right, cut, free: of.closest('svg, .katex, .nv-canvas') ? null : blockOf(of),
            stage: number && at('.nv-stage') && at('.textpoint'),
            equation: at('.nv-line, .nv-formula, .katex-display') && !at('sub, .katex .msupsub, .katex .vlist'),
            value: !axis && (at('.nv-caption, .nv-now-ms, [data-testid=stMetricValue], .nv-digits-all') ||
                at('[data-testid=stMarkdown] td') && /^[−+]?[\d.]+%?$|^∞$/.test(text) ||
                at('.nv-canvas') && number && !at('.nv-stage'))})
    }
    // Words on words; those of a figure are looked at where figures are.
    const lines = found.filter(({free}) => free !== null), over = []
    lines.forEach((a, i) => { for (const b of lines.slice(i + 1)) {
        if (a.free === b.free) continue
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (wide > 2 && tall > 0.35 * Math.min(a.bottom - a.top, b.bottom - b.top)) over.push(`${a.text} | ${b.text}`)
    } })
    const main = document.querySelector('[data-testid=stMain]')
    const bar = document.querySelector('.nv-presenter').getBoundingClientRect().bottom
    return {found, over, bar, scrolls: [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth]}
}"""


def faults(page: Page, height: int) -> list[str]:
    """What cannot be read from the last row, or not whole."""
    seen: dict[str, Any] = page.evaluate(WRITTEN)
    # What stands at connections has the room that there is; a neuron's own number is the largest of the picture.
    drawn = [each["size"] for each in seen["found"] if each["stage"]]
    size, wrong = height / 1080, [f"scrolls by {px}" for px in seen["scrolls"] if px > 1]
    assert seen["found"]
    wrong += [f"one over the other: {both}" for both in seen["over"]]
    if drawn and max(drawn) < 28 * size - 0.2:
        wrong.append(f"a neuron's number is {max(drawn) / size:.1f}")
    for each in seen["found"]:
        least = 40 if each["equation"] else 28 if each["value"] else 20
        name = f"{each['text'][:30]!r}"
        if each["size"] < least * size - 0.2:
            wrong.append(f"{name} is {each['size'] / size:.1f} and not {least}")
        if each["cut"]:
            wrong.append(f"{name} is cut off by {each['cut']}")
        if each["bottom"] > height + 2 or each["left"] < -2 or each["right"] > page.viewport_size["width"] + 2:  # type: ignore[index]
            wrong.append(f"{name} leaves the wall")
        if each["top"] + 4 < seen["bar"]:
            wrong.append(f"{name} lies under the bar")
    return wrong


def parts_of(page: Page, key: str) -> Iterator[int]:
    """Whatever the page can begin with, one after the other, by the bar's arrow."""
    for part in range(99 if key in TEXT_PARTS else MOST_PARTS):
        wait_until_idle(page)
        yield part
        button = page.get_by_test_id("present-next")
        if button.get_attribute("hidden") is not None or button.is_disabled():
            return
        title = page.locator(".nv-presenter > .nv-presenter-title").inner_text()
        page.evaluate("() => document.querySelector('[data-testid=present-next]').click()")
        expect(page.locator(".nv-presenter > .nv-presenter-title")).not_to_have_text(title)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_everything_is_read_from_the_last_row(still_visit: Visit, key: str, lang: str) -> None:
    path = next(entry.path for entry in PAGES if entry.key == key)
    page = still_visit(path, lang=lang, present="1", width=WALLS[0][0], height=WALLS[0][1])
    expect(page.get_by_test_id("presenter")).to_be_visible()
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
    expect(page.get_by_role("button", name=LANGUAGES[lang]("present.leave"))).to_be_visible()
    wrong: list[str] = []
    for part in parts_of(page, key):
        # What fits one wall fits another of its shape; the longer words are held to that.
        for width, height in WALLS if EVERYTHING or lang == "en" else WALLS[:1]:
            page.set_viewport_size({"width": width, "height": height})
            # The page hears of it in its next frame.
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            wait_until_idle(page)
            wrong += [f"{part} at {height}: {fault}" for fault in faults(page, height)]
    assert not wrong, "\n".join(wrong)
    # Every page can be left, also one that nobody would put on a wall: an address can ask for it.
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Escape")
    # While Streamlit draws the page anew, its title may be there twice.
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(LANGUAGES[lang](f"page.{key}.heading"))
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(sum(entry.listed for entry in PAGES))
    assert "present" not in parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_part_of_words_alone_fills_the_wall(still_visit: Visit, lang: str) -> None:
    page = still_visit("questions", lang=lang, present="1", width=WALLS[0][0], height=WALLS[0][1])
    for part in parts_of(page, "questions"):
        words: dict[str, float] = page.evaluate("""() => {
            const all = [...document.querySelectorAll('.st-key-neuroviz_slide p')].filter(p => p.checkVisibility())
            const boxes = all.map(p => p.getBoundingClientRect())
            return {least: Math.min(...all.map(p => parseFloat(getComputedStyle(p).fontSize))),
                top: Math.min(...boxes.map(b => b.top)), bottom: Math.max(...boxes.map(b => b.bottom))} }""")
        assert words["least"] >= 36, part
        bar = page.get_by_test_id("presenter").bounding_box()
        assert bar is not None
        above, below = words["top"] - bar["y"] - bar["height"], WALLS[0][1] - words["bottom"]
        assert abs(above - below) < 0.1 * WALLS[0][1], part
