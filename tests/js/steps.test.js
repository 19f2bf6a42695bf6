// The player's steps: by layer, by neuron, and what each changes.

import assert from "node:assert/strict"
import {test} from "node:test"
import {alike, mapArrays, merged} from "../../neuroviz/ui/live_plot/js/lib/objects.js"
import {changeOf, stateOf, stepsOf} from "../../neuroviz/ui/live_plot/js/network/steps.js"

/** @typedef {import("../../neuroviz/ui/live_plot/js/protocol.js").Frame} Frame */

// Two inputs, three neurons, one output. Trace 0 holds the pulses, traces 1 to 3 the layers.
const network = {ys: [[0, 1], [0, 1, 2], [0]], traces: {pulses: 0, layer: 1}}

/**
 * @param {number} layer
 * @param {string} phase
 * @param {Partial<Frame>} more
 * @returns {Frame}
 */
const frame = (layer, phase, more) => ({layer, phase, ms: 100, caption: phase, traces: [], data: [], ...more})

// Neuron k of layer 1 gets its pulses 2k and 2k + 1.
const idle = {marker: {color: ["i0", "i1", "i2"]}, text: ["", "", ""]}
const lit = {marker: {color: ["l0", "l1", "l2"]}, text: ["a0", "a1", "a2"]}
const frames = [
  frame(0, "start", {traces: [1, 2, 3], data: [{}, idle, {marker: {color: ["i"]}, text: [""]}]}),
  frame(1, "emit", {
    traces: [0],
    data: [{x: [0, 1, 2, 3, 4, 5], text: ["0", "1", "2", "3", "4", "5"]}],
    offsets: [0, 2, 4, 6],
  }),
  frame(1, "activate", {traces: [2], data: [lit], offsets: [0, 2, 4, 6]}),
  frame(2, "emit", {traces: [0], data: [{x: [0, 1, 2]}], offsets: [0, 3]}),
  frame(2, "activate", {traces: [3], data: [{marker: {color: ["l"]}, text: ["out"]}], offsets: [0, 3]}),
  frame(1, "back", {traces: [2], data: [{text: ["d0", "d1", "d2"]}], whole: true}),
]

test("by layer, every frame is a step", () => {
  const steps = stepsOf(frames, network.ys, false)
  assert.deepEqual(
    steps.map(({phase}) => phase),
    frames.map(({phase}) => phase),
  )
  assert.ok(steps.every(({neuron}) => neuron === null))
})

test("by neuron, each target has every frame of its layer, and the way back goes layer by layer", () => {
  const steps = stepsOf(frames, network.ys, true)
  assert.deepEqual(
    steps.map(({layer, phase, neuron}) => `${layer} ${phase} ${neuron}`),
    [
      "0 start null",
      "1 emit 0",
      "1 activate 0",
      "1 emit 1",
      "1 activate 1",
      "1 emit 2",
      "1 activate 2",
      "2 emit 0",
      "2 activate 0",
      "1 back null",
    ],
  )
})

test("a neuron's step has its own pulses alone, its layer is lit as far as it has come", () => {
  const steps = stepsOf(frames, network.ys, true)
  const second = steps.filter(({layer, neuron}) => layer === 1 && neuron === 1)
  assert.deepEqual(changeOf(second[0], frames, network), [[0], [{x: [2, 3], text: ["2", "3"]}]])
  assert.deepEqual(changeOf(second[1], frames, network), [
    [2],
    [{marker: {color: ["l0", "l1", "i2"]}, text: ["a0", "a1", ""]}],
  ])
  const back = steps.at(-1)
  assert.ok(back)
  assert.deepEqual(changeOf(back, frames, network), [[2], [{text: ["d0", "d1", "d2"]}]])
})

test("very many pulses at once have no labels; one neuron's have", () => {
  const crowded = frames.map((one) => ({...one, crowded: true}))
  const [, layer] = stepsOf(crowded, network.ys, false)
  assert.deepEqual(changeOf(layer, crowded, network)[1][0].text, Array(6).fill("\u00a0"))
  const [, neuron] = stepsOf(crowded, network.ys, true)
  assert.deepEqual(changeOf(neuron, crowded, network)[1][0].text, ["0", "1"])
})

test("both ways lead to the same end", () => {
  const end = (/** @type {boolean} */ byNeuron) =>
    stateOf(stepsOf(frames, network.ys, byNeuron).map((step) => changeOf(step, frames, network)))
  const [layers, neurons] = [end(false), end(true)]
  for (const trace of [2, 3]) assert.deepEqual(neurons.get(trace), layers.get(trace))
})

test("the state at a step is all that moved up to it, later over earlier", () => {
  const state = stateOf([
    [
      [1, 2],
      [{x: [0], marker: {size: 3, color: "a"}}, {x: [5]}],
    ],
    [[1], [{marker: {color: "b"}}]],
  ])
  assert.deepEqual(
    [...state],
    [
      [1, {x: [0], marker: {size: 3, color: "b"}}],
      [2, {x: [5]}],
    ],
  )
})

test("merging changes neither side, and arrays are replaced as a whole", () => {
  const base = {a: {b: 1, c: [1, 2]}, d: 1}
  const more = {a: {c: [3]}, d: {e: 2}}
  assert.deepEqual(merged(base, more), {a: {b: 1, c: [3]}, d: {e: 2}})
  assert.deepEqual(base, {a: {b: 1, c: [1, 2]}, d: 1})
  assert.deepEqual(more, {a: {c: [3]}, d: {e: 2}})
})

test("arrays of another length are left alone", () => {
  const found = mapArrays({x: [1, 2], y: [1], marker: {size: [3, 4], color: "red"}}, 2, (v, path) => [
    path.join("."),
    ...v,
  ])
  assert.deepEqual(found, {x: ["x", 1, 2], y: [1], marker: {size: ["marker.size", 3, 4], color: "red"}})
  assert.ok(alike({a: [1]}, {a: [1]}))
  assert.ok(!alike({a: [1]}, {a: [2]}))
})
