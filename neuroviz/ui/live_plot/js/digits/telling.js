// What is said of a step, and a neuron's line of arithmetic.

import {el} from "../lib/dom.js"
import {named, percent} from "../lib/format.js"
import {shared} from "../lib/shared.js"
import {equationOf} from "./arithmetic.js"
import {largestOf} from "./brain.js"
import {nameOf} from "./inside.js"
import {stateOf} from "./steps.js"

/** @typedef {import("./picture.js").Scene} Scene */

/**
 * The network's answer, and its share.
 * @param {Scene} scene
 */
export const answerOf = ({signal: {a}}) => {
  const shares = a[a.length - 1],
    answer = largestOf(shares)
  return {answer, share: percent(shares[answer])}
}

/**
 * @param {Scene} scene
 * @param {number} at which step
 * @param {number} of how many
 */
export const sentenceOf = (scene, at, of) => {
  const {view, signal, step} = scene,
    {words, layers, sizes, gs} = view,
    last = sizes.length - 1,
    {answer, share} = answerOf(scene),
    inked = signal.a[0].filter(Boolean).length
  /** @type {Record<string, string>} */
  const values = {
    count: String(step.layer ? sizes[step.layer - 1] * sizes[step.layer] : sizes[0]),
    inked: String(inked),
    source: layers[step.layer - 1] ?? "",
    layer: layers[step.layer],
    g: gs[step.layer - 1] ?? "",
    answer: String(answer),
    share,
  }
  const arrived = step.phase === "activate" && stateOf(step, last, sizes[last] - 1) === "lit",
    key = arrived ? (inked ? "answer" : "empty") : step.phase
  const {layer, neuron} = step,
    sentence = words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]),
    said = neuron === null || arrived ? sentence : named(shared.words.named, nameOf(view, {layer, neuron}), sentence)
  return `${at + 1}/${of} · ${said}`
}

/**
 * What a neuron computes; what is not yet known at this step stands back.
 * @param {Scene} scene
 * @param {{layer: number, neuron: number}} eye
 */
export const lineOf = ({view, signal, step, brain}, eye) => {
  const state = stateOf(step, eye.layer, eye.neuron),
    {heads, words} = view
  const pieces = equationOf(brain, signal, eye.layer, eye.neuron, heads[eye.layer - 1], words.others).map(
    ([text, when, sign]) => {
      const piece = el("span", sign > 0 ? "nv-positive" : sign < 0 ? "nv-negative" : "", text)
      if ((when === "z" && state === "idle") || (when === "a" && state !== "lit")) piece.classList.add("nv-later")
      return piece
    },
  )
  return [el("b", "nv-who", nameOf(view, eye)), " ", ...pieces]
}
