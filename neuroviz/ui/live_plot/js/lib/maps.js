// A network's answers as a picture.

import {MAP} from "./forward.js"
import {clamp} from "./math.js"

/**
 * Orange below, blue above, nothing in the middle.
 * @param {HTMLCanvasElement} c
 * @param {ArrayLike<number>} values MAP × MAP, row by row
 * @param {[low: number, high: number]} range
 * @param {import("../protocol.js").MapColors} colors
 */
export const paintMap = (c, values, [low, high], {negative, middle, positive}) => {
  const context = /** @type {CanvasRenderingContext2D} */ (c.getContext("2d")),
    image = context.createImageData(MAP, MAP),
    half = (high - low) / 2
  for (let k = 0; k < MAP * MAP; k++) {
    const s = clamp((values[k] - low) / half - 1, -1, 1),
      to = s < 0 ? negative : positive,
      t = Math.abs(s)
    for (let ch = 0; ch < 3; ch++) image.data[4 * k + ch] = middle[ch] + (to[ch] - middle[ch]) * t
    image.data[4 * k + 3] = 255
  }
  context.putImageData(image, 0, 0)
}
