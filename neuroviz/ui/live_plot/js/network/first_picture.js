// A figure drawn before Plotly is there: its lines, points and letters where Plotly will put them. Plotly's bundle is
// most of what a page waits for; the network need not wait for it.

import {el, shape} from "../lib/dom.js"

/** @typedef {import("../protocol.js").Plain} Plain */

// As Plotly draws letters: their lines' distance, and how far they stand off a point.
const LINE_EM = 1.3
const DASHES = /** @type {Record<string, (width: number) => string>} */ ({
  dot: (width) => `${Math.max(3, width)}px,${Math.max(3, width)}px`,
  dash: (width) => `${Math.max(9, 3 * width)}px,${Math.max(9, 3 * width)}px`,
})

/**
 * @param {Plain[]} data scatter traces, their places on the layout's two axes
 * @param {Plain} layout
 * @param {number} width of the picture in pixels
 * @param {string} family of its letters
 */
export const firstPicture = (data, layout, width, family) => {
  const {height, margin, xaxis, yaxis, font} = layout
  const across = scale(xaxis.range, margin.l, width - margin.r)
  const up = scale(yaxis.range, height - margin.b, margin.t)
  const svg = shape("svg", "nv-first-picture", {width, height, "aria-hidden": "true", "font-family": family})
  for (const trace of data) {
    const group = shape("g", "", {opacity: trace.opacity ?? 1})
    const has = (/** @type {string} */ part) => trace.mode.split("+").includes(part)
    if (has("lines")) group.append(line(trace, across, up))
    for (const [i, x] of trace.x.entries()) {
      if (x == null) continue
      const place = /** @type {[number, number]} */ ([across(x), up(trace.y[i])])
      const radius = has("markers") ? nth(trace.marker.size, i) / 2 : 0
      if (radius) group.append(point(trace.marker, i, place, radius))
      const text = has("text") ? trace.text?.[i] : ""
      if (text?.trim()) group.append(letters(trace, i, text, place, radius, font.color))
    }
    svg.append(group)
  }
  return svg
}

/**
 * From a stretch of numbers to a stretch of pixels.
 * @param {[low: number, high: number]} range
 * @param {number} from
 * @param {number} to
 */
const scale =
  ([low, high], from, to) =>
  (/** @type {number} */ value) =>
    from + ((value - low) / (high - low)) * (to - from)

/**
 * The i-th of a list, or the one for all.
 * @param {any} values
 * @param {number} i
 */
const nth = (values, i) => (Array.isArray(values) ? values[i] : values)

/**
 * @param {Plain} trace
 * @param {(value: number) => number} across
 * @param {(value: number) => number} up
 */
const line = ({x, y, line: {color, width, dash}}, across, up) => {
  let path = ""
  let pen = "M"
  for (const [i, at] of x.entries()) {
    if (at != null) path += `${pen}${across(at).toFixed(2)},${up(y[i]).toFixed(2)}`
    pen = at == null ? "M" : "L"
  }
  const dashes = dash == null || dash === "solid" ? "none" : (DASHES[dash]?.(width) ?? dash)
  return shape("path", "", {d: path, fill: "none", stroke: color, "stroke-width": width, "stroke-dasharray": dashes})
}

/**
 * @param {Plain} marker
 * @param {number} i
 * @param {[x: number, y: number]} place
 * @param {number} r
 */
const point = (marker, i, [cx, cy], r) =>
  shape("circle", "", {
    cx,
    cy,
    r,
    fill: nth(marker.color, i),
    opacity: nth(marker.opacity ?? 1, i),
    stroke: nth(marker.line?.color, i) ?? "none",
    "stroke-width": nth(marker.line?.width, i) ?? 0,
  })

/**
 * One or more lines of letters at a point, as Plotly places them.
 * @param {Plain} trace
 * @param {number} i
 * @param {string} text a little HTML: <b>, <i>, <br>, coloured <span> and entities
 * @param {[x: number, y: number]} place
 * @param {number} radius of the point that they stand at
 * @param {string} ink
 */
const letters = (trace, i, text, [x, y], radius, ink) => {
  const {color, shadow, weight} = trace.textfont,
    size = nth(trace.textfont.size, i)
  const off = radius ? radius / 0.8 + 1 : 0
  const lines = text.split("<br>")
  const side = nth(trace.textposition, i)
  const way = side.startsWith("top") ? -1 : side.startsWith("bottom") ? 1 : 0
  const rows = (lines.length - 1) * LINE_EM + 1
  const dy = size * 0.75 + way * off + ((way - 1) * rows * size) / 2
  const node = shape("text", "", {
    y: y + dy,
    fill: nth(color, i) ?? ink,
    "text-anchor": side.endsWith("left") ? "end" : side.endsWith("right") ? "start" : "middle",
    "font-size": size,
    "font-weight": weight ?? "normal",
  })
  if (shadow && shadow !== "none") node.style.textShadow = shadow
  lines.forEach((words, k) => {
    const read = el("span")
    read.innerHTML = words
    const row = shape("tspan", "", {x, dy: k ? `${LINE_EM}em` : 0})
    for (const part of read.childNodes) {
      const run = shape("tspan", "", {})
      run.textContent = part.textContent
      if (part.nodeName === "B") run.setAttribute("font-weight", "bold")
      if (part.nodeName === "I") run.setAttribute("font-style", "italic")
      if (part instanceof HTMLElement && part.style.color) run.setAttribute("fill", part.style.color)
      row.append(run)
    }
    node.append(row)
  })
  return node
}
