// A network with an image as its first layer: its parameters, what it makes of an image, and what each connection carries.

import {floats} from "../lib/forward.js"
import {forward} from "../network/signal.js"

/**
 * @typedef {object} Brain
 * @property {number[]} sizes
 * @property {string[]} activations of each layer after the image
 * @property {number[][][]} weights
 * @property {number[][]} biases
 */

/** @typedef {import("../network/signal.js").Signal} Signal */

/**
 * @param {string} pack four bytes a number, layer by layer, neuron by neuron: the weights into it, then its bias
 * @param {number[]} sizes
 * @param {string[]} activations
 * @returns {Brain}
 */
export const brainOf = (pack, sizes, activations) => {
  const flat = floats(pack)
  let at = 0
  /** @type {number[][][]} */
  const weights = []
  /** @type {number[][]} */
  const biases = []
  for (let layer = 1; layer < sizes.length; layer++) {
    const wide = sizes[layer - 1]
    const rows = Array.from({length: sizes[layer]}, () => {
      const row = [...flat.subarray(at, at + wide + 1)]
      at += wide + 1
      return row
    })
    weights.push(rows.map((row) => row.slice(0, -1)))
    biases.push(rows.map((row) => row[wide]))
  }
  return {sizes, activations, weights, biases}
}

/**
 * @param {Brain} brain
 * @param {number[]} pixels
 * @param {number} most the largest value of a pixel
 * @returns {Signal}
 */
export const signalOf = ({weights, biases, activations}, pixels, most) =>
  forward(
    weights,
    biases,
    activations,
    pixels.map((value) => value / most),
  )

/**
 * The connections into a neuron that carry most, the strongest first; without a signal, those with the largest weights.
 * @param {number[]} row weights
 * @param {number[]} values of the layer before
 * @param {number} count
 */
export const strongest = (row, values, count) => {
  const carried = row.map((w, i) => Math.abs(w * values[i]))
  const shown = carried.some((value) => value > 0) ? carried : row.map(Math.abs)
  // A few of very many: not all are put in order.
  /** @type {number[]} */
  const best = []
  for (let i = 0; i < shown.length; i++) {
    if (!shown[i] || (best.length === count && shown[i] <= shown[best[count - 1]])) continue
    let at = best.length === count ? count - 1 : best.length
    while (at > 0 && shown[best[at - 1]] < shown[i]) at--
    best.splice(at, 0, i)
    if (best.length > count) best.pop()
  }
  return best
}

/** @param {number[]} values */
export const largestOf = (values) => values.reduce((best, value, i) => (value > values[best] ? i : best), 0)
