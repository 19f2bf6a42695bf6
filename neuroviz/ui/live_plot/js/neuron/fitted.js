// A picture whose lengths are in units, as large as its place allows: sizes that Plotly wants in pixels grow with it.

import {leastLetters, wallPx} from "../lib/wall.js"

const UNIT_PX = 50 // that Python gives sizes for (viz/neuron/comparison_figure.py)

/** @typedef {import("../protocol.js").Plain} Plain */

/** @param {Plain} spec @returns {[wide: number, tall: number]} in units */
export const extent = ({layout: {xaxis, yaxis}}) => [xaxis.range[1] - xaxis.range[0], yaxis.range[1] - yaxis.range[0]]

/**
 * @param {unknown} size a number, or one a point
 * @param {number} by
 * @param {number} [least]
 */
const times = (size, by, least = 0) =>
  Array.isArray(size)
    ? size.map((each) => Math.max(least, each * by))
    : typeof size === "number"
      ? Math.max(least, size * by)
      : size

/**
 * The same spec with `unit` pixels a unit, in a place so wide.
 * @param {{data: Plain[], layout: Plain}} spec
 * @param {number} unit
 * @param {number} width
 * @param {number} letters pixels that no letter is smaller than, where the page is not on a wall
 */
export const fitted = (spec, unit, width, letters) => {
  const [wide, tall] = extent(spec),
    by = unit / UNIT_PX,
    side = Math.max(0, (width - unit * wide) / 2)
  const data = spec.data.map((trace) => {
    const {marker, line, textfont} = trace
    /** @type {Plain} */
    const sized = {...trace}
    if (marker) sized.marker = {...marker, size: times(marker.size, by)}
    if (line) sized.line = {...line, width: times(line.width, Math.max(by, 0.8))}
    if (textfont) sized.textfont = {...textfont, size: times(textfont.size, by, leastLetters(trace.text) || letters)}
    return sized
  })
  const layout = {...spec.layout, height: Math.round(unit * tall), margin: {l: side, r: side, t: 0, b: 0, pad: 0}}
  return {data, layout}
}

/**
 * The line of the present, as a background: across each row, and not across the names between them.
 * @param {Plain} layout
 */
export const lineAcross = (layout) => {
  const {height, margin} = layout,
    inner = height - margin.t - margin.b,
    stops = Object.keys(layout)
      .filter((name) => name.startsWith("yaxis") && layout[name].visible !== false)
      .map((name) => (layout[name].domain ?? [0, 1]).map((/** @type {number} */ at) => margin.t + (1 - at) * inner))
      .sort(([, one], [, other]) => one - other)
      .map(([bottom, top]) => {
        const [from, to] = [top, bottom].map((px) => `${px.toFixed(1)}px`)
        return `transparent ${from}, var(--nv-ink) ${from} ${to}, transparent ${to}`
      })
  return `linear-gradient(to bottom, ${stops.join(", ")})`
}

/**
 * On a wall the membrane potential alone, in letters that are read from the last row: what else there is to see over
 * time has the page.
 * @param {{data: Plain[]}} spec
 * @param {Plain} layout
 * @param {number} height
 */
export const onWall = (spec, layout, height) => {
  const letters = Math.round(wallPx(20)),
    kept = ["xaxis", "yaxis"]
  /** @type {Plain} */
  const wall = {}
  for (const name in layout)
    wall[name] = name.includes("axis") && !kept.includes(name) ? {...layout[name], visible: false} : layout[name]
  Object.assign(wall, {
    height,
    margin: {l: 4 * letters, r: 12, t: 1.6 * letters, b: 2.7 * letters},
    annotations: layout.annotations
      .slice(0, 1)
      .map((/** @type {Plain} */ row) => ({...row, y: 1, font: {...row.font, size: letters}})),
    xaxis: {
      ...layout.xaxis,
      anchor: "y",
      tickfont: {size: letters},
      title: {...layout.xaxis.title, font: {size: letters}},
    },
    yaxis: {...layout.yaxis, domain: [0, 1], tickfont: {size: letters}, nticks: 4},
  })
  const data = spec.data.map((trace) => (trace.yaxis === "y" ? trace : {...trace, visible: false}))
  return {data, layout: wall}
}
