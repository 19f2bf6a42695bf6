// The images that training never saw, and small pictures of pixels.

import {clamp} from "../lib/math.js"

/** @typedef {{labels: Uint8Array, pixels: Uint8Array, area: number}} Images */
/** @typedef {[red: number, green: number, blue: number]} Rgb */

/** @param {string} text base64 */
export const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))

/**
 * @param {string} pack deflated: the digits of all images, then their pixels
 * @param {number} count
 * @param {number} side
 * @returns {Promise<Images>}
 */
export const imagesOf = async (pack, count, side) => {
  const stream = new Blob([bytes(pack)]).stream().pipeThrough(new DecompressionStream("deflate"))
  const raw = new Uint8Array(await new Response(stream).arrayBuffer())
  return {labels: raw.subarray(0, count), pixels: raw.subarray(count), area: side * side}
}

/**
 * @param {Images} images
 * @param {number} i
 */
export const imageAt = ({pixels, area}, i) => [...pixels.subarray(i * area, (i + 1) * area)]

/** @param {string} color #rrggbb @returns {Rgb} */
export const rgbOf = (color) => /** @type {Rgb} */ ([1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16)))

/**
 * Paint a square of pixels, each between two colours.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} shares from −1 to 1: below 0 towards `negative`, above towards `positive`
 * @param {{negative: Rgb, middle: Rgb, positive: Rgb}} colors
 * @param {number} [wide] cells in a row; without it, the picture is a square
 */
export const paintPixels = (
  canvas,
  shares,
  {negative, middle, positive},
  wide = Math.round(Math.sqrt(shares.length)),
) => {
  const tall = Math.ceil(shares.length / wide)
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== tall) canvas.height = tall
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = context.createImageData(wide, tall)
  for (let k = 0; k < shares.length; k++) {
    const share = clamp(shares[k], -1, 1),
      to = share < 0 ? negative : positive,
      t = Math.abs(share)
    for (let ch = 0; ch < 3; ch++) image.data[4 * k + ch] = middle[ch] + (to[ch] - middle[ch]) * t
    image.data[4 * k + 3] = 255
  }
  context.putImageData(image, 0, 0)
}
