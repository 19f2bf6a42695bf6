// The forward pass in the browser: what neuroviz.nn.forward computes, in the same 64 bits, for the one input that is
// shown. And the curve of an activation that a neuron's sum lies on.

import {ACTIVATION} from "../lib/forward.js"

/**
 * @typedef {object} Signal
 * @property {number[][]} z the sums of each layer after the input
 * @property {number[][]} a the activations of each layer, the input first
 */

/**
 * @param {number[][][]} weights
 * @param {number[][]} biases
 * @param {string[]} activations
 * @param {number[]} input
 * @returns {Signal}
 */
export const forward = (weights, biases, activations, input) => {
  /** @type {Signal} */
  const signal = {z: [], a: [input]}
  weights.forEach((rows, layer) => {
    const before = signal.a[layer]
    const z = rows.map((row, j) => row.reduce((sum, w, i) => sum + w * before[i], 0) + biases[layer][j])
    signal.z.push(z)
    signal.a.push(activated(activations[layer], z))
  })
  return signal
}

/**
 * A layer's activations, given its sums.
 * @param {string} name
 * @param {number[]} z
 */
export const activated = (name, z) => {
  if (name !== "softmax") return z.map(ACTIVATION[name])
  const top = z.some(Number.isNaN) ? Number.NaN : Math.max(...z)
  const shares = z.map((value) => Math.exp(value - top))
  const whole = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => share / whole)
}

const SAMPLES = 49
const LEAST_REACH = 4
const MOST_REACH = 1e6

/**
 * How far a curve's axis reaches to both sides of 0: few steps, so that it stands still under a hand that drags.
 * @param {number[]} z the layer's sums
 */
export const reachOf = (z) => {
  const furthest = 1.1 * Math.max(0, ...z.filter(Number.isFinite).map(Math.abs))
  if (furthest <= LEAST_REACH) return LEAST_REACH
  const power = 10 ** Math.floor(Math.log10(furthest))
  const reach = [1, 1.5, 2.5, 4, 6, 10].map((step) => step * power).find((step) => step >= furthest)
  return Math.min(MOST_REACH, /** @type {number} */ (reach))
}

/**
 * The activation of one neuron over a range that holds its layer's sums, the other sums as they are.
 * @param {string} name
 * @param {number[]} z the layer's sums
 * @param {number} neuron
 */
export const curveOf = (name, z, neuron) => {
  const reach = reachOf(z)
  const x = Array.from({length: SAMPLES}, (_, k) => reach * ((2 * k) / (SAMPLES - 1) - 1))
  const y = x.map((at) => (name === "softmax" ? activated(name, z.with(neuron, at))[neuron] : ACTIVATION[name](at)))
  return {x, y}
}
