// The view of the page of digits (viz/digits/digits_view.py); what each part means stands in Python's protocol/digits.py.

/** @typedef {import("../protocol.js").Common & DigitsParts & {kind: "digits"}} DigitsView */

/**
 * @typedef {object} DigitsParts
 * @property {string} images
 * @property {number} side
 * @property {number} most
 * @property {number} pad
 * @property {number[]} pens
 * @property {number[]} sizes
 * @property {string[]} activations
 * @property {string[]} heads
 * @property {string[]} gs
 * @property {boolean[]} bounded
 * @property {string[]} layers
 * @property {number} signal
 * @property {number[][]} strokes
 * @property {number} width
 * @property {number} example
 * @property {string} example_b64
 * @property {number} example_label
 * @property {import("../protocol.js").Spec} spec
 * @property {number[]} columns
 * @property {number[][]} ys
 * @property {number[]} bars
 * @property {Record<string, number>} traces
 * @property {string} weights
 * @property {string} pictures
 * @property {Record<string, string>} packs
 * @property {Record<string, string>} palette
 * @property {import("../protocol.js").MapColors} map_colors
 * @property {Learning} learning
 * @property {Record<string, string>} words
 */

/**
 * @typedef {object} Learning
 * @property {number} epochs
 * @property {number} kept
 * @property {number} last
 * @property {boolean} more
 * @property {[epoch: number, share: number][]} stops
 * @property {number} count
 * @property {string} answers
 * @property {number[][]} confusion
 * @property {number[]} hard
 * @property {number[]} wrong
 * @property {number[][][]} exciting
 */

export {}
