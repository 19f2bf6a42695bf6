"""Whether what a canvas has drawn, edit by edit, is what Plotly draws of the same data at once.

It costs a fifth of a fresh page, and tells what is drawn wrongly; a fresh page tells whether the data are right, too.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

NEAR_PX = 0.6
"""Positions that differ by less are the same."""
LOOKS = 3
"""How often it is looked, until what moves has arrived."""

# Everything that can be seen of a figure. Lines in pieces are one line, wherever Plotly parts them.
SEEN = """
const numbers = (text) => (text ?? "").match(/-?[\\d.]+(e-?\\d+)?/g)?.map(Number) ?? []
// A piece of one point cannot be seen.
const pieces = (path) => path.getAttribute("d").split("M").filter((piece) => /[A-LN-Y]/.test(piece))
const words = (root, selector) => [...root.querySelectorAll(selector)].map((node) => node.textContent)
const look = (root) => ({
  traces: [...root.querySelectorAll(".scatterlayer > .trace")].map((group) => {
    const lines = [...group.querySelectorAll("path.js-line")], points = [...group.querySelectorAll("path.point")]
    return {
      trace: group.__data__[0].trace.index,
      line: lines.flatMap(pieces).flatMap(numbers),
      strokes: [...new Set(lines.filter((path) => pieces(path).length)
        .map(({style}) => [style.stroke, style.strokeWidth, style.strokeDasharray].join()))],
      points: points.map((point) => numbers(point.getAttribute("transform"))),
      shapes: points.map((point) => point.getAttribute("d")),
      colors: points.map(({style}) => [style.fill, style.stroke, style.opacity].join()),
      texts: words(group, ".text text"),
    }
  }).sort((a, b) => a.trace - b.trace),
  bars: root.querySelectorAll(".barlayer path, .heatmaplayer image").length,
  contours: root.querySelectorAll(".contourlayer path").length,
  legend: words(root, ".legend .traces"),
  symbols: [...root.querySelectorAll(".legend .traces path")].map((path) =>
    [path.className.baseVal, path.style.stroke, path.style.fill, path.style.strokeDasharray].join()),
  titles: words(root, ".infolayer text:not(.legendtext)"),
  ticks: words(root, ".xtick text, .ytick text, .x2tick text, .y2tick text"),
})
"""
AS_SHOWN = f"""() => {{ {SEEN}
  const graphs = [...document.querySelectorAll(".nv-graph")]
  return Object.fromEntries(graphs.map((graph) => [graph.dataset.testid, look(graph)]))
}}"""
ANEW = f"""async () => {{ {SEEN}
  const found = {{}}
  for (const graph of document.querySelectorAll(".nv-graph")) {{
    const box = document.createElement("div")
    Object.assign(box.style, {{position: "fixed", left: "0", top: "0", width: `${{graph.clientWidth}}px`}})
    document.body.append(box)
    const {{data, layout}} = JSON.parse(JSON.stringify({{data: graph.data, layout: graph.layout}}))
    await Plotly.newPlot(box, data, layout, {{responsive: false, staticPlot: true, displayModeBar: false}})
    found[graph.dataset.testid] = look(box)
    Plotly.purge(box)
    box.remove()
  }}
  return found
}}"""


def close(ours: list[Any], theirs: list[Any]) -> bool:
    flat = [[n for each in side for n in (each if isinstance(each, list) else [each])] for side in (ours, theirs)]
    return len(flat[0]) == len(flat[1]) and all(abs(a - b) <= NEAR_PX for a, b in zip(*flat, strict=True))


def assert_same(ours: dict[str, Any], theirs: dict[str, Any], after: str) -> None:
    """Both as `look` saw them, by figure."""
    assert ours.keys() == theirs.keys(), after
    for name, shown in ours.items():
        wanted, where = theirs[name], f"{name}, {after}"
        for what in ("bars", "contours", "legend", "symbols", "titles", "ticks"):
            assert shown[what] == wanted[what], f"{where}: {what}"
        assert [t["trace"] for t in shown["traces"]] == [t["trace"] for t in wanted["traces"]], f"{where}: the traces"
        for one, other in zip(shown["traces"], wanted["traces"], strict=True):
            for what in ("strokes", "shapes", "colors", "texts"):
                assert one[what] == other[what], f"{where}: {what} of trace {one['trace']}"
            for what in ("line", "points"):
                assert close(one[what], other[what]), f"{where}: {what} of trace {one['trace']}"


def drawn_as_if_anew(page: Page, after: str) -> dict[str, Any]:
    """What is drawn, by figure, once all that moves has arrived; fails where it is not what would be drawn anew."""
    for left in reversed(range(LOOKS)):
        page.wait_for_timeout(300)
        shown: dict[str, Any] = page.evaluate(AS_SHOWN)
        try:
            assert_same(shown, page.evaluate(ANEW), after)
        except AssertionError:
            # On a busy machine what moves arrives later.
            if not left:
                raise
        else:
            return shown
    raise AssertionError(after)
