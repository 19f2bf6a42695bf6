// What of a figure's changes can be drawn by hand, and how.

import {shape} from "./dom.js"
import {alike} from "./objects.js"
import {internals} from "./plotly_internals.js"

/** @typedef {import("./objects.js").Plain} Plain */
/** @typedef {Pick<import("./plotly_internals.js").Axis, "inside">} Axis */
/** @typedef {ArrayLike<number | null>} Places */

// What of a trace is drawn by hand.
export const PATCHED = new Set(["x", "y", "line", "marker", "text", "textfont"])
// What of a trace Plotly draws anew where it moves some traces and leaves the rest: its own places, colours and letters.
// All else it keeps as it was: a name in a legend, a legend's symbols, whether a trace is there at all, a colour bar.
const MOVED = new Set([...PATCHED, "textposition"])
const IN_LEGEND = ["line", "marker"]

/**
 * Whether a trace differs in what Plotly can move alone.
 * @param {Plain} before
 * @param {Plain} after
 * @param {boolean} legend whether the trace stands in a legend
 */
export const movable = (before, after, legend) =>
  Object.keys({...before, ...after}).every(
    (key) => (MOVED.has(key) && !(legend && IN_LEGEND.includes(key))) || alike(before[key], after[key]),
  )

/**
 * A line's path, as Plotly writes it; null in x or y is a gap.
 * @param {Places} x
 * @param {Places} y
 * @param {Axis} xaxis
 * @param {Axis} yaxis
 */
export const linePath = (x, y, xaxis, yaxis) => {
  let path = ""
  let pen = "M"
  for (let i = 0; i < x.length; i++) {
    const across = x[i]
    const up = y[i]
    if (across == null || up == null) {
      pen = "M"
      continue
    }
    path += `${pen}${xaxis.inside(across).toFixed(2)},${yaxis.inside(up).toFixed(2)}`
    pen = "L"
  }
  return path || "M0,0"
}

/** @param {Plain | undefined} part a line, letters or a marker */
const uncolored = (part) => ({...part, color: 0, line: {...part?.line, color: 0}})

/** @param {Plain | undefined} marker without what is drawn by hand */
const bare = (marker) => ({...uncolored(marker), size: 0, opacity: 0})

/** @param {Plain | undefined} marker */
const colors = (marker) => [marker?.color, marker?.line?.color]

/**
 * The n-th of a list, or the one for all.
 * @template T
 * @param {T | T[]} values
 * @param {number} i
 * @returns {T}
 */
export const nth = (values, i) => (Array.isArray(values) ? values[i] : values)

/**
 * What is written, where it is plain or as a whole in italics; null for anything else.
 * @param {string | null | undefined} words
 */
const written = (words) => {
  const [, italic, plain] = words?.match(/^(?:<i>([^<&\n]+)<\/i>|([^<&\n]+))$/) ?? []
  return italic || plain ? {italic: !!italic, text: italic || plain} : null
}

/**
 * A circle's path, as Plotly writes it.
 * @param {number} size
 */
const circle = (size) => {
  const r = Math.round(50 * size) / 100
  return `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`
}

/**
 * How points become as large and as faint as they are now; null where they have a shape of their own.
 * @param {SVGPathElement[]} points
 * @param {Plain} before
 * @param {Plain} after their markers
 */
const resized = (points, before, after) => {
  const grown = !alike(before.size, after.size),
    faded = !alike(before.opacity, after.opacity)
  if (grown && !(Array.isArray(after.size) && after.symbol === undefined)) return null
  return () => {
    for (const [i, point] of points.entries()) {
      if (grown) point.setAttribute("d", circle(after.size[i]))
      if (faded) point.style.opacity = String(nth(after.opacity, i))
    }
  }
}

/**
 * @param {Element} node
 * @param {{italic: boolean, text: string} | null} words
 */
const write = (node, words) => {
  const {italic, text} = words ?? {italic: false, text: ""}
  if (!italic) {
    node.textContent = text
    return
  }
  const span = shape("tspan", "", {style: "font-style:italic"})
  span.textContent = text
  node.replaceChildren(span)
}

/**
 * How a scatter trace that Plotly has drawn becomes another one that differs in places, colours or letters alone; null
 * where more differs, or where Plotly has drawn it in some way not known here.
 * @param {Element | undefined} group the trace's element
 * @param {Plain} before
 * @param {Plain} after
 * @param {(name: string) => Axis | null} axis by the name that traces call it
 * @returns {(() => void) | null}
 */
export const patchOf = (group, before, after, axis) => {
  if (!group) return null
  if (Object.keys({...before, ...after}).some((key) => !PATCHED.has(key) && !alike(before[key], after[key])))
    return null
  /** @type {(() => void)[]} */
  const acts = []
  const has = (/** @type {string} */ part) => after.mode.split("+").includes(part)
  const {marker, line, text} = after
  const moved = !alike(before.x, after.x) || !alike(before.y, after.y)
  const remarked = !alike(before.marker, marker),
    recolored = remarked && !alike(colors(before.marker), colors(marker))
  if (!alike(uncolored(before.textfont), uncolored(after.textfont))) return null
  if (!alike(bare(before.marker), bare(marker)) || !alike(uncolored(before.line), uncolored(line))) return null
  const points = internals.points(group)
  const letters = internals.letters(group)
  const lines = internals.lines(group)
  if ((moved || remarked) && has("markers") && points.length !== after.x.length) return null
  if (has("text") && letters.length !== after.x.length) return null
  if (moved) {
    const xaxis = axis(after.xaxis ?? "x")
    const yaxis = axis(after.yaxis ?? "y")
    const [path] = lines
    if (!xaxis || !yaxis) return null
    if (after.fill || letters.some((node) => node.children.length)) return null
    if (has("lines")) {
      if (!path || line.shape) return null
      acts.push(() => {
        path.setAttribute("d", linePath(after.x, after.y, xaxis, yaxis))
        // Plotly draws each piece of a broken line as a path of its own.
        while (path.nextSibling) path.nextSibling.remove()
      })
    }
    acts.push(() => {
      for (const [i, point] of points.entries())
        point.setAttribute("transform", `translate(${xaxis.inside(after.x[i])},${yaxis.inside(after.y[i])})`)
      for (const [i, node] of letters.entries()) {
        node.setAttribute("x", String(xaxis.inside(after.x[i])))
        node.setAttribute("y", String(yaxis.inside(after.y[i])))
      }
    })
  }
  if (remarked) {
    const resize = resized(points, before.marker, marker)
    if (!resize) return null
    acts.push(resize)
  }
  if (recolored) {
    // A number is a place on a scale, and a colour that can be seen through is two styles.
    if (![marker.color, marker.line?.color ?? []].flat().every((color) => /^#/.test(color))) return null
    acts.push(() => {
      for (const [i, point] of points.entries()) {
        point.style.fill = nth(marker.color, i)
        if (marker.line?.color) point.style.stroke = nth(marker.line.color, i)
      }
    })
  }
  if (has("lines") && before.line.color !== line.color)
    acts.push(() => {
      for (const path of lines) path.style.stroke = line.color
    })
  if (!alike(before.textfont, after.textfont)) {
    const {color} = after.textfont
    if (!has("text") || ![color].flat().every((one) => /^#/.test(one))) return null
    acts.push(() => {
      for (const [i, node] of letters.entries()) if (node instanceof SVGElement) node.style.fill = nth(color, i)
    })
  }
  if (!alike(before.text, text)) {
    if (!has("text")) return null
    const changed = letters.flatMap((node, i) => (text[i] === before.text[i] ? [] : [{node, now: written(text[i]), i}]))
    if (changed.some(({now, i}) => !now || !written(before.text[i]))) return null
    acts.push(() => {
      for (const {node, now} of changed) write(node, now)
    })
  }
  return () => {
    for (const act of acts) act()
  }
}

/** @typedef {[number, number]} Stretch */

/**
 * The layout of a map in this width, with a unit of its first two axes as long up as across. Plotly can do that too,
 * but then keeps an axis's range from one figure to the next.
 * @param {Plain} layout
 * @param {number} width
 */
export const isometric = (layout, width) => {
  const {l, r, t, b} = layout.margin
  const {height, xaxis, yaxis} = layout
  const x = xaxis.domain ?? [0, 1]
  const y = yaxis.domain ?? [0, 1]
  const unit = (/** @type {Stretch} */ [from, to], /** @type {number} */ px, /** @type {Stretch} */ [low, high]) =>
    ((to - from) * px) / (high - low)
  const across = unit(x, width - l - r, xaxis.range)
  const up = unit(y, height - t - b, yaxis.range)
  const both = Math.min(across, up)
  const about = (/** @type {Stretch} */ [from, to], /** @type {number} */ share) =>
    [(1 + share) * from + (1 - share) * to, (1 - share) * from + (1 + share) * to].map((v) => v / 2)
  return {...layout, xaxis: {...xaxis, domain: about(x, both / across)}, yaxis: {...yaxis, domain: about(y, both / up)}}
}
