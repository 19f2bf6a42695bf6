// How large things are in a network's picture: everything follows from the canvas's own size, and what one chose.

import {clamp} from "../lib/math.js"
import {chosenLetters} from "../lib/wall.js"

/** @typedef {import("../protocol.js").Plain} Plain */

const MOST_SCALE = 2.6
const LEAST_LETTER_PX = 9

/**
 * How large markers, letters and lines are, beside those in the room that they were made for: on a narrow canvas they
 * shrink with the columns.
 * @param {import("../protocol.js").NetworkPart} network
 * @param {number} width of the canvas, in pixels
 * @param {number} height
 */
export const scaleFor = ({ys, live}, width, height) => {
  const [across, up] = live.drawn_for
  return clamp(
    Math.min(Math.max(width / across, Math.min(1, width / (ys.length * 150))), height / up),
    0.45,
    MOST_SCALE,
  )
}

/**
 * A trace so many times as large; letters have the size that was chosen for the wall, too.
 * @param {Plain} trace
 * @param {number} scale
 * @returns {Plain}
 */
export const scaledBy = (trace, scale) => {
  if (scale === 1 && chosenLetters() === 1) return trace
  const out = {...trace}
  const times = (/** @type {number | number[]} */ v, /** @type {number} */ low) =>
    Array.isArray(v) ? v.map((x) => x && Math.max(low, x * scale)) : v && Math.max(low, v * scale)
  if (out.marker?.size != null) out.marker = {...out.marker, size: times(out.marker.size, 4)}
  if (out.line?.width) out.line = {...out.line, width: times(out.line.width, 0.5)}
  if (out.textfont?.size) {
    const letters = (/** @type {number} */ px) => Math.max(LEAST_LETTER_PX, px * scale * chosenLetters()),
      {size} = out.textfont
    out.textfont = {...out.textfont, size: Array.isArray(size) ? size.map(letters) : letters(size)}
  }
  return out
}
