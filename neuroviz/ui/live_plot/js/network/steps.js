// The arithmetic of the player's steps: by layer the frames are played as they are; by neuron each is played once for
// each target, with the pulses and values of that target alone.

import {at, mapArrays, merged} from "../lib/objects.js"

/** What stands where nothing is written. */
export const BLANK = "\u00a0"

/** @typedef {import("../protocol.js").Frame} Frame */
/** @typedef {Frame & {neuron: number | null}} Step */
/** @typedef {import("../protocol.js").WalkFrame & {neuron: null}} WalkStep */
/** @typedef {[traces: number[], data: import("../lib/objects.js").Plain[]]} Change */

/**
 * The steps of a figure's frames.
 * @param {Frame[]} frames
 * @param {number[][]} ys the neurons of each layer
 * @param {boolean} byNeuron
 * @returns {Step[]}
 */
export const stepsOf = (frames, ys, byNeuron) => {
  if (!byNeuron) return frames.map((frame) => ({...frame, neuron: null}))
  /** @type {Step[]} */
  const steps = [{...frames[0], neuron: null}]
  const layers = Math.max(...frames.map((f) => f.layer))
  for (let layer = 1; layer <= layers; layer++) {
    const own = frames.filter((f) => f.layer === layer && !f.whole)
    for (let neuron = 0; neuron < ys[layer].length; neuron++) for (const frame of own) steps.push({...frame, neuron})
  }
  // The way back goes layer by layer.
  for (const frame of frames) if (frame.whole) steps.push({...frame, neuron: null})
  return steps
}

/**
 * Where each layer's steps begin, there and back.
 * @param {Step[]} steps
 * @param {string[]} names of the layers
 * @returns {import("../lib/ticks.js").Tick[]}
 */
export const ticksOf = (steps, names) =>
  steps.flatMap(({layer, book}, at) => {
    const before = steps[at - 1]
    return before?.layer === layer && before.book === book ? [] : [{at, name: names[layer]}]
  })

/**
 * What a step changes, cut down to one target where it goes neuron by neuron.
 * @param {Step} step
 * @param {Frame[]} frames
 * @param {{traces: {layer: number, pulses: number}, ys: number[][]}} network
 * @returns {Change}
 */
export const changeOf = (step, frames, {traces: index, ys}) => {
  const own = frames.filter((f) => f.layer === step.layer && !f.whole)
  if (step.whole) return [step.traces, step.data]
  const {neuron} = step
  if (neuron == null) {
    // Of very many pulses at once, nobody could read the labels.
    return [
      step.traces,
      own[0].crowded
        ? step.data.map((trace, i) =>
            step.traces[i] === index.pulses && trace.text ? {...trace, text: trace.text.map(() => BLANK)} : trace,
          )
        : step.data,
    ]
  }
  const offsets = /** @type {number[]} */ (own[0].offsets),
    total = /** @type {number} */ (offsets.at(-1))
  const from = offsets[neuron],
    to = offsets[neuron + 1]
  const size = ys[step.layer].length,
    target = index.layer + step.layer
  const last = /** @type {Frame} */ (own.at(-1))
  const lit = last.data[last.traces.indexOf(target)]
  const idle = frames[0].data[frames[0].traces.indexOf(target)]
  return [
    step.traces,
    step.data.map((trace, i) => {
      if (step.traces[i] === target)
        return mapArrays(trace, size, (values, path) =>
          values.map((v, j) => (j < neuron ? at(lit, path)[j] : j > neuron ? at(idle, path)[j] : v)),
        )
      if (step.traces[i] === index.pulses) return mapArrays(trace, total, (values) => values.slice(from, to))
      return mapArrays(trace, size, (values) => values.slice(neuron, neuron + 1))
    }),
  ]
}

/**
 * Everything that the changes up to here moved: trace index -> what differs from the figure at rest.
 * @param {Change[]} changes
 */
export const stateOf = (changes) => {
  /** @type {Map<number, import("../lib/objects.js").Plain>} */
  const state = new Map()
  for (const [traces, data] of changes)
    for (const [k, trace] of traces.entries()) state.set(trace, merged(state.get(trace) ?? {}, data[k]))
  return state
}
