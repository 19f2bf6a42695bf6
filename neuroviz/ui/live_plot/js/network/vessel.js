// A neuron as a vessel for its sum: it fills from its zero line, upwards for a positive sum and downwards for a negative
// one; and then what is in it becomes what the activation makes of it, by the same measure.

import {clamp} from "../lib/math.js"

/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */
/** @typedef {{layer: number, phase: string, moment?: number, neuron: number | null}} Moment */
/** @typedef {{neuron: number, from: number, to: number}} Level as shares of the fullest, −1 to 1 */

// The fullest vessel of a layer is filled to this share of its radius.
const FULL = 0.9

/**
 * The sums of a neuron after each of its terms; with its bias, they are z.
 * @param {NetworkPart} network
 * @param {number} layer
 * @param {number} neuron
 */
export const partialsOf = ({weights, input, a}, layer, neuron) => {
  const sources = layer === 1 ? input : a[layer - 2]
  let sum = 0
  return weights[layer - 1][neuron].map((w, i) => {
    sum += w * (sources[i] ?? Number.NaN)
    return sum
  })
}

/**
 * From where to where the vessels rise in a step. The measure is the same for a whole layer, sums and activations, so
 * that they can be compared.
 * @param {NetworkPart} network
 * @param {Moment} step
 * @param {boolean} single whether the layer's terms are added one by one
 * @returns {Level[]}
 */
export const levelsOf = (network, {layer, phase, moment = 0, neuron}, single) => {
  const neurons = [...network.ys[layer].keys()]
  const all = neurons.map((j) => {
    const z = network.z[layer - 1][j] ?? Number.NaN,
      a = network.a[layer - 1][j] ?? Number.NaN
    return {partials: single ? partialsOf(network, layer, j) : [], z, a}
  })
  const sizes = all.flatMap(({partials, z, a}) => [...partials, z, a].filter(Number.isFinite).map(Math.abs))
  const largest = Math.max(0, ...sizes) || 1
  return neurons
    .filter((j) => neuron == null || j === neuron)
    .flatMap((j) => {
      const {partials, z, a} = all[j]
      const [from, to] =
        phase === "add"
          ? [partials[moment - 2] ?? 0, partials[moment - 1]]
          : phase === "sum"
            ? [partials.at(-1) ?? 0, z]
            : phase === "activate"
              ? [z, a]
              : [0, 0]
      if (!Number.isFinite(from) || !Number.isFinite(to)) return []
      return [{neuron: j, from: from / largest, to: to / largest}]
    })
}

/**
 * The part of a disc between its zero line and a level.
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} level −1 to 1
 */
export const filled = (x, y, radius, level) => {
  const up = radius * FULL * clamp(level, -1, 1),
    half = Math.sqrt(radius * radius - up * up),
    sweep = up > 0 ? 1 : 0,
    n = (/** @type {number} */ value) => value.toFixed(2),
    arc = `A${n(radius)},${n(radius)} 0 0 ${sweep} `
  return (
    `M${n(x - radius)},${n(y)}${arc}${n(x - half)},${n(y - up)}` +
    `L${n(x + half)},${n(y - up)}${arc}${n(x + radius)},${n(y)}Z`
  )
}
