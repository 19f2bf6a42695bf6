// On a projector: no letter of a figure is smaller than can be read from the last row.

import {shared} from "./shared.js"

const LEAST_ON_WALL_PX = 20
const CLEAR = "rgba(0,0,0,0)"

/** @typedef {import("./objects.js").Plain} Plain */

/**
 * @param {Plain | undefined} font
 * @returns {Plain}
 */
const legible = (font) => ({...font, size: Math.max(LEAST_ON_WALL_PX, font?.size ?? 0)})

/**
 * An axis or a colour bar: fewer numbers along it, and those large.
 * @param {Plain} each
 * @returns {Plain}
 */
const scale = (each) => ({
  ...each,
  tickfont: legible(each.tickfont),
  nticks: 4,
  ...(each.title?.text ? {title: {...each.title, font: legible(each.title.font)}} : {}),
})

/**
 * A layout as a wall needs it, with margins that hold the larger letters; as it is elsewhere.
 * @param {Plain} layout
 * @returns {Plain}
 */
export const layoutOnWall = (layout) => {
  if (!shared.present) return layout
  /** @type {Plain} */
  const out = {...layout, font: legible(layout.font)}
  let numbered = false
  for (const name of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
    const axis = layout[name]
    if (axis.visible === false || axis.showticklabels === false) continue
    out[name] = scale(axis)
    // Ticks that are not seen keep the first numbers of the two axes apart.
    if (name.startsWith("y") && !axis.ticks) Object.assign(out[name], {ticks: "outside", ticklen: 8, tickcolor: CLEAR})
    numbered = true
  }
  if (numbered) {
    const {l, r, t, b} = layout.margin
    out.margin = {...layout.margin, l: l + 24, r: r + 12, t: t + 6, b: b + 30}
  }
  if (layout.legend) out.legend = {...layout.legend, font: legible(layout.legend.font)}
  if (layout.annotations)
    out.annotations = layout.annotations.map((/** @type {Plain} */ note) => ({...note, font: legible(note.font)}))
  return out
}

/**
 * A trace as a wall needs it: what is written in it, and its colour bar.
 * @param {Plain} trace
 * @returns {Plain}
 */
export const traceOnWall = (trace) => {
  if (!shared.present) return trace
  const out = {...trace}
  if (trace.textfont) out.textfont = legible(trace.textfont)
  if (trace.colorbar) out.colorbar = scale(trace.colorbar)
  return out
}
