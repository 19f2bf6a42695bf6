// The signal's way from the pixels to the answer, as steps: by layer, or neuron by neuron; and what each leaves behind.

/** @typedef {"start" | "travel" | "sum" | "activate"} Phase */
/** @typedef {{layer: number, neuron: number | null, phase: Phase, ms: number}} Step */
/** @typedef {"idle" | "summed" | "lit"} State of a neuron */

const MS = {start: 1100, travel: 1100, sum: 650, activate: 750}
const ONE_MS = {start: 1100, travel: 420, sum: 240, activate: 240}
const PHASES = /** @type {const} */ (["travel", "sum", "activate"])

/**
 * @param {number[]} sizes of the layers, the image first
 * @param {boolean} byNeuron
 * @returns {Step[]}
 */
export const stepsOf = (sizes, byNeuron) => {
  /** @type {Step[]} */
  const steps = [{layer: 0, neuron: null, phase: "start", ms: MS.start}]
  for (let layer = 1; layer < sizes.length; layer++)
    for (const neuron of byNeuron ? [...Array(sizes[layer]).keys()] : [null])
      for (const phase of PHASES) steps.push({layer, neuron, phase, ms: (byNeuron ? ONE_MS : MS)[phase]})
  return steps
}

/**
 * How far a neuron of a layer after the image is when a step is over.
 * @param {Step} step
 * @param {number} layer
 * @param {number} neuron
 * @returns {State}
 */
export const stateOf = (step, layer, neuron) => {
  if (layer !== step.layer) return layer < step.layer ? "lit" : "idle"
  if (step.neuron !== null && neuron !== step.neuron) return neuron < step.neuron ? "lit" : "idle"
  return step.phase === "activate" ? "lit" : step.phase === "sum" ? "summed" : "idle"
}

/**
 * Where each layer's steps begin.
 * @param {Step[]} steps
 * @param {string[]} names of the layers
 */
export const ticksOf = (steps, names) =>
  steps.flatMap(({layer}, at) => (steps[at - 1]?.layer === layer ? [] : [{at, name: names[layer]}]))
