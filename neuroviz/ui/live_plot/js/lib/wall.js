// On a projector: no letter of a figure is smaller than can be read from the last row, and no value than from afar.
// Sizes are those of a wall of 1920 by 1080 pixels. They grow and shrink with the wall and with the letters that were
// chosen for it: the page's by the root's font, the figures' here.

import {shared} from "./shared.js"

const LEAST_ON_WALL_PX = 20
const VALUE_ON_WALL_PX = 28
const WALL_PX = [1920, 1080]
const LEAST_WALL = 2 / 3
const CLEAR = "rgba(0,0,0,0)"
const NUMBER = /^[−+]?[\d.]+(e[−+]?\d+)?( mV)?$/

/** @typedef {import("./objects.js").Plain} Plain */

/** How large the window's letters are, beside those of a wall of full size. */
export const wallSize = () =>
  Math.max(LEAST_WALL, Math.min(window.innerWidth / WALL_PX[0], window.innerHeight / WALL_PX[1]))

/**
 * A length on a wall of full size, in pixels of this one; as it is elsewhere.
 * @param {number} px
 */
export const wallPx = (px) => (shared.present ? px * (shared.letters ?? wallSize()) : px)

/**
 * Nothing scrolls on a wall: a long line is written smaller, by its style's --nv-shrunk.
 * @param {HTMLElement} line
 */
export const fitToWall = (line) => {
  line.style.minHeight = ""
  for (let size = 1; size > 0.5; size *= 0.92) {
    line.style.setProperty("--nv-shrunk", String(size))
    if (line.getBoundingClientRect().bottom <= window.innerHeight) return
  }
}

/** How large the letters are that were chosen for this wall, beside its own. */
export const chosenLetters = () => (shared.present && shared.letters ? shared.letters / wallSize() : 1)

/**
 * The least size of letters that say this, in pixels; nothing where the page is not on a wall.
 * @param {unknown} text one, or all those of a trace
 */
export const leastLetters = (text) => {
  const said = [text].flat().filter((each) => typeof each === "string" && each)
  // What is written later on the way are values.
  const values = said.every((each) => NUMBER.test(String(each).replace(/<[^>]*>/g, "")))
  return shared.present ? wallPx(values ? VALUE_ON_WALL_PX : LEAST_ON_WALL_PX) : 0
}

/**
 * @param {Plain | undefined} font
 * @param {number} [least]
 * @returns {Plain}
 */
const legible = (font, least = wallPx(LEAST_ON_WALL_PX)) => ({...font, size: Math.max(least, font?.size ?? 0)})

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
    if (name.startsWith("y") && !axis.ticks)
      Object.assign(out[name], {ticks: "outside", ticklen: wallPx(8), tickcolor: CLEAR})
    numbered = true
  }
  if (numbered) {
    const {l, r, t, b} = layout.margin
    out.margin = {...layout.margin, l: l + wallPx(24), r: r + wallPx(12), t: t + wallPx(6), b: b + wallPx(30)}
  }
  if (layout.legend) out.legend = {...layout.legend, font: legible(layout.legend.font)}
  if (layout.annotations)
    out.annotations = layout.annotations.map((/** @type {Plain} */ note) => ({
      ...note,
      // What a point says of itself is a value, and stands farther off, so that the point is still seen.
      ...(note.showarrow === false || note.axref
        ? {}
        : {ax: wallPx(1.5 * (note.ax ?? 0)), ay: wallPx(1.5 * (note.ay ?? 0))}),
      font: legible(note.font, wallPx(/\d/.test(note.text) ? VALUE_ON_WALL_PX : LEAST_ON_WALL_PX)),
    }))
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
  if (trace.textfont) out.textfont = legible(trace.textfont, leastLetters(trace.text))
  if (trace.colorbar) out.colorbar = scale(trace.colorbar)
  return out
}
