// What is said of a step and of a neuron, and a neuron's line of arithmetic.

import {equationOf} from "../digits/arithmetic.js"
import {stateOf} from "../digits/steps.js"
import {el} from "../lib/dom.js"
import {named, percent} from "../lib/format.js"
import {short} from "../lib/numbers.js"
import {shared} from "../lib/shared.js"

/** @typedef {import("./picture.js").Scene} Scene */
/** @typedef {import("./picture.js").Neuron} Neuron */
/** @typedef {import("../protocol/whole.js").WholeView} View */

/** @param {number} count */
export const thousands = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f")

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]))

/**
 * @param {View} view
 * @param {Neuron} at
 */
export const nameOf = ({words, layers, sizes, input_names, output_names}, {layer, neuron}) => {
  const name = layer === 0 ? input_names[neuron] : layer === sizes.length - 1 ? output_names[neuron] : ""
  return filled(name ? words.called : words.neuron, {layer: layers[layer], number: neuron + 1, name: name ?? ""})
}

/**
 * The name of a neuron in a table.
 * @param {View} view
 * @param {Neuron} at
 */
export const briefly = ({input_names}, {layer, neuron}) =>
  (layer === 0 && input_names[neuron]) || `${layer ? "a" : "x"}${neuron + 1}`

/**
 * An output as it is written: a share in percent, all else as a number.
 * @param {View} view
 * @param {number} value
 */
export const outputOf = ({activations}, value) =>
  activations[activations.length - 1] === "softmax" && Number.isFinite(value) ? percent(value) : short(value)

/** @param {Scene} scene */
export const answerOf = ({view, signal: {a}}) => {
  const out = a[a.length - 1],
    best = out.reduce((most, value, i) => (value > out[most] ? i : most), 0)
  return {name: view.output_names[best] || String(best + 1), value: outputOf(view, out[best])}
}

/**
 * @param {Scene} scene
 * @param {number} at
 * @param {number} of
 */
export const sentenceOf = (scene, at, of) => {
  const {view, step} = scene,
    {words, layers, sizes, gs} = view,
    {layer, neuron, phase} = step,
    last = sizes.length - 1,
    arrived = phase === "activate" && stateOf(step, last, sizes[last] - 1) === "lit",
    key = arrived ? (sizes[last] > 1 ? "answer" : "answer_one") : phase,
    {name, value} = answerOf(scene)
  const sentence = filled(words[key], {
    count: thousands(layer ? sizes[layer - 1] * sizes[layer] : sizes[0]),
    source: layers[layer - 1] ?? "",
    layer: layers[layer],
    g: gs[layer - 1] ?? "",
    name,
    value,
  })
  const said =
    neuron === null || arrived ? sentence : named(shared.words.named, nameOf(view, {layer, neuron}), sentence)
  return `${at + 1}/${of} · ${said}`
}

/**
 * What a neuron computes; what is not yet known at this step stands back.
 * @param {Scene} scene
 * @param {Neuron} at
 */
export const lineOf = ({view, signal, step, numbers}, at) => {
  const who = el("b", "nv-who", nameOf(view, at)),
    {layer, neuron} = at
  if (!layer) return [who, ` x = ${short(signal.a[0][neuron])}`]
  const state = stateOf(step, layer, neuron),
    row = Array.from(numbers.row(layer, neuron)),
    brain = {
      sizes: [],
      activations: [],
      weights: {[layer - 1]: {[neuron]: row}},
      biases: {[layer - 1]: numbers.biases[layer - 1]},
    },
    plain = {z: signal.z, a: {[layer - 1]: Array.from(signal.a[layer - 1]), [layer]: signal.a[layer]}}
  // A million numbers are not made into lists of lists for the sake of one neuron.
  const pieces = equationOf(
    /** @type {any} */ (brain),
    /** @type {any} */ (plain),
    layer,
    neuron,
    view.activations[layer - 1] === "linear" ? "z" : view.heads[layer - 1],
    view.words.others,
  ).map(([text, when, sign]) => {
    const piece = el("span", sign > 0 ? "nv-positive" : sign < 0 ? "nv-negative" : "", text)
    if ((when === "z" && state === "idle") || (when === "a" && state !== "lit")) piece.classList.add("nv-later")
    return piece
  })
  return [who, " ", ...pieces]
}
