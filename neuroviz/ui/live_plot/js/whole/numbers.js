// A model's weights and biases as they came, what a visitor changed of them, and what they make of an input.

import {ACTIVATION} from "../lib/forward.js"

/** @typedef {{z: Float64Array[], a: Float64Array[]}} Signal z: of each layer after the input; a[0]: the input */
/** @typedef {[layer: number, neuron: number, source: number, value: number]} Change source: −1 for a bias */

export class Numbers {
  /**
   * @param {string} name
   * @param {string} kind "<f4" or "<f8"
   * @param {number[]} sizes
   * @param {Uint8Array} bytes layer by layer, the matrix row by row, then the biases
   */
  constructor(name, kind, sizes, bytes) {
    this.name = name
    this.sizes = sizes
    // Of what has come no place is promised to begin at a multiple of eight.
    const {buffer} = bytes.slice()
    const flat = kind === "<f4" ? Float64Array.from(new Float32Array(buffer)) : new Float64Array(buffer)
    /** @type {Float64Array[]} */
    this.weights = []
    /** @type {Float64Array[]} */
    this.biases = []
    let at = 0
    for (let layer = 1; layer < sizes.length; layer++) {
      const count = sizes[layer] * sizes[layer - 1]
      this.weights.push(flat.subarray(at, at + count))
      this.biases.push(flat.subarray(at + count, at + count + sizes[layer]))
      at += count + sizes[layer]
    }
    /** @type {Map<string, [values: Float64Array, at: number, before: number]>} */
    this.changed = new Map()
  }

  /**
   * @param {number} layer
   * @param {number} neuron
   * @param {number} source
   * @returns {[values: Float64Array, at: number]}
   */
  where(layer, neuron, source) {
    return source < 0
      ? [this.biases[layer - 1], neuron]
      : [this.weights[layer - 1], neuron * this.sizes[layer - 1] + source]
  }

  /**
   * The numbers as they came, but for these.
   * @param {Change[]} changes
   */
  change(changes) {
    for (const [values, at, before] of this.changed.values()) values[at] = before
    this.changed.clear()
    for (const [layer, neuron, source, value] of changes) {
      const [values, at] = this.where(layer, neuron, source)
      this.changed.set(`${layer},${neuron},${source}`, [values, at, values[at]])
      values[at] = value
    }
  }

  /**
   * The weights into a neuron.
   * @param {number} layer
   * @param {number} neuron
   */
  row(layer, neuron) {
    const n = this.sizes[layer - 1]
    return this.weights[layer - 1].subarray(neuron * n, (neuron + 1) * n)
  }

  /**
   * As neuroviz.nn.forward.
   * @param {Float64Array} input
   * @param {string[]} activations
   * @returns {Signal}
   */
  forward(input, activations) {
    /** @type {Signal} */
    const signal = {z: [], a: [input]}
    for (let layer = 1; layer < this.sizes.length; layer++) {
      const before = signal.a[layer - 1],
        n = before.length,
        weights = this.weights[layer - 1],
        z = new Float64Array(this.sizes[layer])
      for (let j = 0, at = 0; j < z.length; j++) {
        let sum = 0
        for (let i = 0; i < n; i++, at++) sum += weights[at] * before[i]
        z[j] = sum + this.biases[layer - 1][j]
      }
      signal.z.push(z)
      signal.a.push(activated(z, activations[layer - 1]))
    }
    return signal
  }

  /**
   * The connections into a layer that carry most, |w·a|, the strongest first: [neuron, source].
   * @param {number} layer
   * @param {Float64Array} values of the layer before
   * @param {number} count
   * @returns {[neuron: number, source: number][]}
   */
  strongest(layer, values, count) {
    // A million of them between two frames: no function is called for one that is not kept.
    const weights = this.weights[layer - 1],
      sizes = values.map(Math.abs),
      kept = new Kept(count)
    for (let at = 0, j = 0; j < this.sizes[layer]; j++)
      for (let i = 0; i < sizes.length; i++, at++) {
        const size = Math.abs(weights[at]) * sizes[i]
        if (size > kept.least) kept.put(at, size)
      }
    return kept.inOrder().map((at) => [Math.floor(at / sizes.length), at % sizes.length])
  }

  /**
   * Those into one neuron; without a signal, those with the largest weights.
   * @param {number} layer
   * @param {number} neuron
   * @param {Float64Array} values
   * @param {number} count
   * @returns {[neuron: number, source: number][]}
   */
  strongestInto(layer, neuron, values, count) {
    const row = this.row(layer, neuron)
    let found = largest(row.length, count, (i) => Math.abs(row[i] * values[i]))
    if (!found.length) found = largest(row.length, count, (i) => Math.abs(row[i]))
    return found.map((i) => [neuron, i])
  }

  /**
   * Those from one neuron of the layer before; without a signal, those with the largest weights.
   * @param {number} layer that they go to
   * @param {number} source
   * @param {Float64Array} values
   * @param {number} count
   * @returns {[neuron: number, source: number][]}
   */
  strongestFrom(layer, source, values, count) {
    const weights = this.weights[layer - 1],
      n = values.length,
      by = Math.abs(values[source]) || 1
    return largest(this.sizes[layer], count, (j) => Math.abs(weights[j * n + source]) * by).map((j) => [j, source])
  }
}

/**
 * @param {Float64Array} z
 * @param {string} name
 */
const activated = (z, name) => {
  if (name !== "softmax") return z.map(ACTIVATION[name])
  const top = z.reduce((most, value) => Math.max(most, value), -Infinity),
    a = z.map((value) => Math.exp(value - top)),
    sum = a.reduce((total, value) => total + value, 0)
  return a.map((value) => value / sum)
}

/** The largest of very many, above 0; of equals, the first. The smallest of those that are kept is at a heap's root. */
class Kept {
  /** @param {number} count */
  constructor(count) {
    this.count = count
    /** what is not larger is not kept */
    this.least = 0
    /** @type {[place: number, size: number][]} */
    this.heap = []
  }

  /**
   * @param {number} i
   * @param {number} j
   */
  below(i, j) {
    const [one, other] = [this.heap[i], this.heap[j]]
    return one[1] < other[1] || (one[1] === other[1] && one[0] > other[0])
  }

  /**
   * @param {number} i
   * @param {number} j
   */
  swap(i, j) {
    const one = this.heap[i]
    this.heap[i] = this.heap[j]
    this.heap[j] = one
  }

  /**
   * @param {number} place
   * @param {number} size larger than `least`
   */
  put(place, size) {
    const {heap} = this
    if (heap.length < this.count) {
      heap.push([place, size])
      for (let i = heap.length - 1; i > 0 && this.below(i, (i - 1) >> 1); i = (i - 1) >> 1) this.swap(i, (i - 1) >> 1)
    } else {
      heap[0] = [place, size]
      this.sink()
    }
    if (heap.length === this.count) this.least = heap[0][1]
  }

  sink() {
    for (let i = 0; ; ) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < this.heap.length && this.below(child, least)) least = child
      if (least === i) return
      this.swap(i, least)
      i = least
    }
  }

  inOrder() {
    return this.heap.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([place]) => place)
  }
}

/**
 * @param {number} length
 * @param {number} count
 * @param {(at: number) => number} size
 */
const largest = (length, count, size) => {
  const kept = new Kept(count)
  for (let at = 0; at < length; at++) {
    const value = size(at)
    if (value > kept.least) kept.put(at, value)
  }
  return kept.inOrder()
}
