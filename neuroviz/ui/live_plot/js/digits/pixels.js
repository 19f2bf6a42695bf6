// From a pen's strokes to an image, as the images were made that the network has learnt from: what neuroviz.nn.digits.pad
// does and says, in the same order of the same operations. tests/js/test_pixels.py holds the two together, bit by bit.

import {clamp, firstFrom} from "../lib/math.js"

/** @typedef {number[]} Stroke x, y, x, y, ... */

export const PAD = 1000

const SAMPLES = 8
const [BOX, FIELD, MIDDLE] = [20, 28, 14]
const [DOTS, BLOCK, DOTS_OF_INK, WIDE] = [32, 4, 312, 20]
const MOST_LEAN = 0.5
const LEAN_SEEN_AT = 4
const HALVINGS = 7

/** @param {Stroke[]} strokes */
const boxOf = (strokes) => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const stroke of strokes)
    for (let i = 0; i < stroke.length; i += 2) {
      left = Math.min(left, stroke[i])
      right = Math.max(right, stroke[i])
      top = Math.min(top, stroke[i + 1])
      bottom = Math.max(bottom, stroke[i + 1])
    }
  return {left, top, right, bottom}
}

/**
 * Whether ink lies at the middle of each of count × count squares with sides of `step`, the first one's corner at (x, y).
 * @param {Stroke[]} strokes
 * @param {number} radius
 * @param {number} x
 * @param {number} y
 * @param {number} step
 * @param {number} count
 */
const inked = (strokes, radius, x, y, step, count) => {
  const ink = new Uint8Array(count * count),
    across = Float64Array.from({length: count}, (_, i) => x + (i + 0.5) * step),
    down = Float64Array.from({length: count}, (_, i) => y + (i + 0.5) * step),
    reach = radius * radius
  for (const stroke of strokes) {
    const last = Math.max(2, stroke.length - 2)
    for (let i = 0; i < last; i += 2) {
      const [ax, ay] = [stroke[i], stroke[i + 1]],
        [bx, by] = stroke.length > 2 ? [stroke[i + 2], stroke[i + 3]] : [ax, ay]
      const [dx, dy] = [bx - ax, by - ay],
        length = dx * dx + dy * dy
      const from = firstFrom(across, Math.min(ax, bx) - radius),
        to = firstFrom(across, Math.max(ax, bx) + radius + step)
      const first = firstFrom(down, Math.min(ay, by) - radius),
        end = firstFrom(down, Math.max(ay, by) + radius + step)
      for (let row = first; row < end; row++) {
        const v = down[row] - ay
        for (let column = from; column < to; column++) {
          const u = across[column] - ax
          const along = length ? clamp((u * dx + v * dy) / length, 0, 1) : 0
          const [offX, offY] = [u - along * dx, v - along * dy]
          if (offX * offX + offY * offY <= reach) ink[row * count + column] = 1
        }
      }
    }
  }
  return ink
}

/**
 * How much ink lies in each of side × side blocks.
 * @param {Uint8Array} ink
 * @param {number} side
 * @param {number} block
 */
const counted = (ink, side, block) => {
  const counts = new Array(side * side).fill(0),
    wide = side * block
  for (let i = 0; i < ink.length; i++)
    if (ink[i]) counts[Math.floor(Math.floor(i / wide) / block) * side + Math.floor((i % wide) / block)]++
  return counts
}

/**
 * Grey levels from 0 to 255, 28 by 28.
 * @param {Stroke[]} strokes
 * @param {number} width of the pen
 * @returns {number[]}
 */
export const mnistPixels = (strokes, width) => {
  const image = new Array(FIELD * FIELD).fill(0)
  if (!strokes.length) return image
  const radius = width / 2,
    {left, top, right, bottom} = boxOf(strokes)
  const step = Math.max(right - left + width, bottom - top + width) / (BOX * SAMPLES)
  const counts = counted(inked(strokes, radius, left - radius, top - radius, step, BOX * SAMPLES), BOX, SAMPLES)
  let [total, across, down] = [0, 0, 0]
  counts.forEach((count, i) => {
    total += count
    across += count * (2 * (i % BOX) + 1)
    down += count * (2 * Math.floor(i / BOX) + 1)
  })
  if (!total) return image
  // The least whole number of pixels after which the centre of mass is not before the middle.
  const [over, below] = [across, down].map((moment) => Math.ceil((2 * MIDDLE * total - moment) / (2 * total)))
  counts.forEach((count, i) => {
    const [row, column] = [Math.floor(i / BOX) + below, (i % BOX) + over]
    if (row >= 0 && row < FIELD && column >= 0 && column < FIELD)
      image[row * FIELD + column] = Math.floor((count * 255) / SAMPLES ** 2 + 0.5)
  })
  return image
}

/**
 * 32 by 32 dots with strokes `thick` dots wide, put upright by `lean`.
 * @param {Stroke[]} strokes
 * @param {number} thick
 * @param {number} lean
 */
const bitmap = (strokes, thick, lean) => {
  const {left, top, right, bottom} = boxOf(strokes),
    tall = Math.max(bottom - top, 1),
    wide = Math.max(right - left, 1)
  const down = (DOTS - thick) / tall,
    across = Math.min(down, Math.max(WIDE - thick, 1) / wide)
  const [middle, half] = [(left + right) / 2, (top + bottom) / 2]
  const chains = strokes.map((stroke) =>
    stroke.map((place, i) => {
      if (i % 2) return (place - half) * down
      const y = (stroke[i + 1] - half) * down
      return (place - middle) * across + lean * y
    }),
  )
  const box = boxOf(chains),
    shift = (box.left + box.right) / 2
  return inked(chains, thick / 2, shift - DOTS / 2, -DOTS / 2, 1, DOTS)
}

/** @param {Uint8Array} dots */
const leanOf = (dots) => {
  const first = dots.indexOf(1),
    last = dots.lastIndexOf(1),
    [top, bottom] = [Math.floor(first / DOTS), Math.floor(last / DOTS)]
  if (first < 0 || top === bottom) return 0
  const lowest = dots.indexOf(1, bottom * DOTS) % DOTS
  return clamp(((first % DOTS) - lowest) / (bottom - top), -MOST_LEAN, MOST_LEAN)
}

/** @param {Uint8Array} dots */
const inkOf = (dots) => dots.reduce((sum, dot) => sum + dot, 0)

/**
 * Counts from 0 to 16, 8 by 8. The pen's width plays no part.
 * @param {Stroke[]} strokes
 * @returns {number[]}
 */
export const optdigitsPixels = (strokes) => {
  if (!strokes.length) return new Array(64).fill(0)
  const lean = leanOf(bitmap(strokes, LEAN_SEEN_AT, 0))
  let [low, high] = [1, WIDE]
  for (let i = 0; i < HALVINGS; i++) {
    const thick = (low + high) / 2
    if (inkOf(bitmap(strokes, thick, lean)) < DOTS_OF_INK) low = thick
    else high = thick
  }
  return counted(bitmap(strokes, high, lean), DOTS / BLOCK, BLOCK)
}

/** @type {Record<string, (strokes: Stroke[], width: number) => number[]>} */
export const PIXELS = {mnist: mnistPixels, optdigits: optdigitsPixels}
