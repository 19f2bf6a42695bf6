// Where the eye is: the connections into one neuron, or into the layer that is being computed, stand out and carry their
// weights; all others recede. Where the eye is nowhere, the picture is as Python drew it.

import {mix} from "./live.js"
import {BLANK} from "./steps.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */
/** @typedef {import("./steps.js").Change} Change */

/**
 * A neuron, one connection into it, or (without a neuron) a layer.
 * @typedef {{layer: number, neuron: number | null, source?: number | null}} Focus
 */

// Of a connection's colour; edges are drawn a little faint already, and so recede to about an eighth.
const RECEDING = 0.22

/**
 * @param {Focus | null} focus
 * @param {number} layer
 * @param {number} neuron
 * @param {number} source
 */
const follows = (focus, layer, neuron, source) =>
  !focus ||
  (focus.layer === layer &&
    (focus.neuron == null || focus.neuron === neuron) &&
    (focus.source == null || focus.source === source))

/**
 * Which of the numbers at connections a focus shows.
 * @param {NetworkPart} network
 * @param {Focus | null} focus
 */
export const followed = ({weights, live}, focus) => {
  const all = weights.flatMap((rows, layer) =>
    live.labelled[layer]
      ? rows.flatMap((row, neuron) => row.map((_, source) => follows(focus, layer + 1, neuron, source)))
      : [],
  )
  return new Set(all.flatMap((shown, at) => (shown ? [at] : [])))
}

/**
 * What a focus changes in a figure.
 * @param {Plain[]} data its traces as they would be without it
 * @param {NetworkPart} network
 * @param {Focus | null} focus
 * @param {(at: number) => boolean} hushed whether there is no room for the weight with this number
 * @returns {Change}
 */
export const focused = (data, network, focus, hushed) => {
  const {weights, ys, live, paper} = network
  const classes = live.widths
  const {focus: first, weights: labels} = live.traces
  /** @type {number[]} */
  const traces = []
  /** @type {Plain[]} */
  const changes = []
  const strong = Array.from({length: 2 * classes + 1}, () => ({
    x: /** @type {(number | null)[]} */ ([0, null]),
    y: /** @type {(number | null)[]} */ ([ys[0][0], null]),
  }))
  const largest = Math.max(0, ...weights.flat(2).map(Math.abs))
  const rows = focus?.layer ? weights[focus.layer - 1] : []
  rows.forEach((row, j) => {
    row.forEach((w, i) => {
      if (!focus || !follows(focus, focus.layer, j, i)) return
      const width = Math.min(classes - 1, Math.floor(classes * (Math.abs(w) / largest)))
      const {x, y} = strong[w === 0 ? 2 * classes : width + (w < 0 ? classes : 0)]
      x.push(focus.layer - 1, focus.layer, null)
      y.push(ys[focus.layer - 1][i], ys[focus.layer][j], null)
    })
  })
  strong.forEach((places, slot) => {
    const {color} = data[slot].line
    traces.push(slot, first + slot)
    changes.push({line: {color: focus ? mix(paper, color, RECEDING) : color}}, places)
  })
  const seen = followed(network, focus),
    text = data[labels].text.map((/** @type {string} */ one, /** @type {number} */ at) =>
      hushed(at) || !seen.has(at) ? BLANK : one,
    )
  traces.push(labels)
  changes.push({text})
  return [traces, changes]
}
