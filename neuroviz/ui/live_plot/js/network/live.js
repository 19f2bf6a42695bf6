// What follows from a network's numbers, computed again while the hand moves one of them: neurons' numbers and colours,
// edges, equations and matrices. Python's way to the same is neuroviz/viz/studio; tests/js/test_live.py holds the two
// together, digit by digit. The way of the signal (its pulses) waits for Python, which hears of an edit when the hand
// rests.

import {bracketed, brief, decimals, fixed, MINUS, short, subscript} from "../lib/numbers.js"
import {merged} from "../lib/objects.js"
import {forward} from "./signal.js"
import {BLANK} from "./steps.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */
/** @typedef {import("../protocol.js").Live} Live */
/** @typedef {[text: string, when: number, sign: number]} Piece */

const DIGITS = 6

/**
 * A view's network with everything that follows from its weights, biases and input made anew; its figure and its last
 * frames too. The view is changed in place.
 * @param {{network: NetworkPart & {live: Live}, spec: import("../protocol.js").Spec, frames: import("../protocol.js").Frame[]}} view
 */
export const recompute = ({network, spec, frames}) => {
  const {live} = network
  const {z, a} = forward(network.weights, network.biases, live.activations, network.input)
  network.z = z.map((layer) => layer.map(plotted))
  network.a = a.slice(1).map((layer) => layer.map(plotted))
  const layers = [...live.activations.keys()]
  network.equations = layers.map((layer) => z[layer].map((_, neuron) => equation(network, z, a, layer, neuron)))
  network.matrices = layers.map((layer) => ({...network.matrices[layer], ...matrix(network, z, a, layer)}))

  const lit = a.map((values, layer) => litLayer(live, values, layer))
  const glow = lit.map(({marker}, layer) => halo(network, a[layer], marker.line.color))
  const change = (/** @type {number} */ trace, /** @type {Plain} */ data) => {
    spec.data[trace] = merged(spec.data[trace], data)
  }
  edges(network).forEach((edge, i) => {
    change(i, edge)
  })
  change(live.traces.weights, weightLabels(network, spec.data[live.traces.weights].text))
  change(live.traces.names, nameLabels(network, spec.data[live.traces.names].text))
  lit.forEach((layer, i) => {
    change(network.traces.layer + i, layer)
  })
  for (const frame of frames) {
    if (frame.phase !== "start" && frame.phase !== "activate") continue
    frame.traces.forEach((trace, k) => {
      const layer = trace - network.traces.layer
      if (layer === frame.layer) frame.data[k] = merged(frame.data[k], lit[layer])
      if (trace === live.traces.halo && frame.phase === "activate")
        frame.data[k] = merged(frame.data[k], glow[frame.layer])
    })
  }
}

/** @param {number} value */
const plotted = (value) => (Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null)

/** @param {number} value */
export const sign = (value) => (value > 0 ? 1 : value < 0 ? -1 : 0)

// --- the figure ------------------------------------------------------------------------------------

/**
 * @param {Live} live
 * @param {number[]} values
 * @param {number} layer
 */
const litLayer = (live, values, layer) => {
  const {colors, room} = live
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs)) || 1
  const scale = layer > 0 && live.bounded[layer - 1] ? 1 : largest
  return {
    text: values.map((value) => (room ? brief(value, room) : BLANK)),
    marker: {
      color: values.map((value) => fill(colors, value, scale)),
      line: {color: values.map((value) => stroke(colors, value))},
    },
  }
}

/**
 * @param {Live["colors"]} colors
 * @param {number} value
 * @param {number} scale
 */
const fill = (colors, value, scale) =>
  Number.isNaN(value)
    ? colors.alarm
    : mix(colors.zero, value > 0 ? colors.positive_soft : colors.negative_soft, Math.min(1, Math.abs(value) / scale))

/**
 * @param {Live["colors"]} colors
 * @param {number} value
 */
export const stroke = (colors, value) =>
  !Number.isFinite(value) ? colors.alarm : value > 0 ? colors.positive : value < 0 ? colors.negative : colors.muted

/** @param {string} color */
const parts = (color) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16))

/**
 * The colour so far on the way from one to another, as neuroviz.viz.palette.mix: halves go to the even number.
 * @param {string} low
 * @param {string} high
 * @param {number} share
 */
export const mix = (low, high, share) => {
  const to = parts(high)
  const mixed = parts(low).map((from, i) => {
    const value = from + (to[i] - from) * share
    const down = Math.floor(value)
    const rest = value - down
    const near = rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down
    return near.toString(16).padStart(2, "0")
  })
  return `#${mixed.join("")}`
}

/**
 * @param {NetworkPart} network
 * @param {number[]} values
 * @param {string[]} colors
 */
const halo = ({node_px}, values, colors) => ({
  marker: {
    size: values.map((value) => {
      const strength = Number.isFinite(value) ? Math.min(1, Math.abs(value)) : 1
      return strength ? Number(decimals(node_px * (1 + 0.55 * strength), 1)) : 0
    }),
    color: colors,
  },
})

/**
 * Every edge by its sign and width. Each trace begins with an unseen point, so that none is ever empty.
 * @param {NetworkPart & {live: Live}} network
 */
const edges = ({weights, ys, live}) => {
  const classes = live.widths
  const largest = Math.max(0, ...weights.flat(2).map(Math.abs))
  /** @type {(number | null)[][]} */
  const x = Array.from({length: 2 * classes + 1}, () => [0, null])
  /** @type {(number | null)[][]} */
  const y = Array.from({length: 2 * classes + 1}, () => [ys[0][0], null])
  weights.forEach((rows, layer) => {
    rows.forEach((row, j) => {
      row.forEach((w, i) => {
        const width = Math.min(classes - 1, Math.floor(classes * (Math.abs(w) / largest)))
        const slot = w === 0 ? 2 * classes : width + (w < 0 ? classes : 0)
        x[slot].push(layer, layer + 1, null)
        y[slot].push(ys[layer][i], ys[layer + 1][j], null)
      })
    })
  })
  return x.map((_, slot) => ({x: x[slot], y: y[slot]}))
}

/**
 * The weights beside the edges: those that have a place, in their order.
 * @param {NetworkPart & {live: Live}} network
 * @param {string[]} shown
 */
const weightLabels = ({weights, live}, shown) => {
  const labelled = weights.filter((_, layer) => live.labelled[layer]).flat(2)
  return {
    text: labelled.map((w, i) => (shown[i] === BLANK ? BLANK : brief(w))),
    textfont: {color: labelled.map((w) => stroke(live.colors, w))},
  }
}

/**
 * The biases under the neurons, behind their names.
 * @param {NetworkPart & {live: Live}} network
 * @param {string[]} shown
 */
const nameLabels = ({biases, ys, live}, shown) => {
  if (!live.room) return {}
  const text = [...shown]
  let at = 0
  ys.forEach((column, layer) => {
    at++ // the layer's heading
    for (const neuron of column.keys()) {
      if (layer) text[at] = text[at].replace(/ · b \S+$/, ` · b ${short(biases[layer - 1][neuron])}`)
      at++
    }
  })
  return {text}
}

// --- arithmetic in words ---------------------------------------------------------------------------

/**
 * Indices of the terms that are written; null stands for those left out.
 * @param {number} terms
 * @param {number} most
 * @returns {(number | null)[]}
 */
const written = (terms, most) => (terms <= most ? [...Array(terms).keys()] : [0, 1, 2, null, terms - 1])

/**
 * As neuroviz.viz.studio.equation: the pieces of a neuron's line, and its running sums.
 * @param {NetworkPart & {live: Live}} network
 * @param {number[][]} z
 * @param {number[][]} a
 * @param {number} layer from 0, the first after the input
 * @param {number} neuron
 * @returns {[pieces: Piece[], partials: string[]]}
 */
const equation = ({weights, biases, live}, z, a, layer, neuron) => {
  const row = weights[layer][neuron]
  const bias = biases[layer][neuron]
  const {most_terms: most, sum: done, activated: lit} = live.moments
  const shown = written(row.length, most)
  const letter = layer === 0 ? "x" : "a"
  const symbols = `${shown
    .map((i) => (i === null ? "⋯" : `w${subscript(i + 1)}${letter}${subscript(i + 1)}`))
    .join(" + ")} + b`
  const numbers = terms(row, bias, a[layer], shown)
  const head = live.heads[layer]
  /** @type {Piece[]} */
  let pieces
  if (live.activations[layer] === "softmax") {
    const own = subscript(neuron + 1)
    const listed = z[layer].slice(0, most).map(short)
    if (z[layer].length > most) listed.push("⋯")
    pieces = [
      [`z${own} = ${symbols} = `, 0, 0],
      ...numbers,
      [` = ${short(z[layer][neuron])}`, done, 0],
      [`,  a${own} = softmax${own}(${listed.join(", ")})`, done, 0],
    ]
  } else if (head)
    pieces = [
      [`a = ${head}(${symbols}) = ${head}(`, 0, 0],
      ...numbers,
      [")", 0, 0],
      [` = ${head}(${short(z[layer][neuron])})`, done, 0],
    ]
  else pieces = [[`a = z = ${symbols} = `, 0, 0], ...numbers]
  pieces.push([` = ${fixed(a[layer + 1][neuron])}`, lit, 0])
  return [pieces, partials(row, bias, a[layer], most)]
}

/**
 * @param {number[]} row
 * @param {number} bias
 * @param {number[]} sources
 * @param {(number | null)[]} shown
 */
const terms = (row, bias, sources, shown) => {
  /** @type {Piece[]} */
  const pieces = []
  for (const i of shown) {
    if (i === null) {
      pieces.push([" + ⋯", row.length - 1, 0])
      continue
    }
    const minus = row[i] < 0
    const joint = pieces.length ? (minus ? ` ${MINUS} ` : " + ") : minus ? MINUS : ""
    pieces.push([`${joint}${short(Math.abs(row[i]))}·${bracketed(sources[i])}`, i + 1, sign(row[i] * sources[i])])
  }
  pieces.push([` ${bias < 0 ? MINUS : "+"} ${short(Math.abs(bias))}`, row.length + 1, sign(bias)])
  return pieces
}

/**
 * @param {number[]} row
 * @param {number} bias
 * @param {number[]} sources
 * @param {number} most
 */
const partials = (row, bias, sources, most) => {
  if (row.length > most) return []
  let total = 0
  return [...row.map((w, i) => w * sources[i]), bias].map((term) => {
    total += term
    return short(total)
  })
}

/**
 * The numbers of a layer's line of linear algebra.
 * @param {NetworkPart & {live: Live}} network
 * @param {number[][]} z
 * @param {number[][]} a
 * @param {number} layer
 */
const matrix = ({weights, biases, live}, z, a, layer) => {
  const most = live.moments.most_terms
  const rows = written(weights[layer].length, most)
  const columns = written(a[layer].length, most)
  const column = (/** @type {number[]} */ values, /** @type {(number | null)[]} */ shown) =>
    shown.map((i) => (i === null ? "⋯" : short(values[i])))
  return {
    z: column(z[layer], rows),
    W: rows.map((i) => (i === null ? columns.map(() => "⋯") : column(weights[layer][i], columns))),
    x: column(a[layer], columns),
    b: column(biases[layer], rows),
  }
}
