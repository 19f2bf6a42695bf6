// The view of the page "The whole model" (viz/whole/whole_view.py); what each part means stands in Python's
// protocol/whole.py.

/** @typedef {import("../protocol.js").Common & WholeParts & {kind: "whole"}} WholeView */

/**
 * @typedef {object} WholeParts
 * @property {string} pack
 * @property {number[]} sizes
 * @property {string[]} activations
 * @property {string[]} heads
 * @property {string[]} gs
 * @property {string[]} layers
 * @property {number} side
 * @property {string[]} input_names
 * @property {string[]} output_names
 * @property {(number | null)[]} input
 * @property {[layer: number, neuron: number, source: number, value: number][]} changed
 * @property {number} signal
 * @property {Record<string, string>} palette
 * @property {Record<string, string>} words
 */

export {}
