// A neuron's arithmetic with its numbers: of hundreds of terms the strongest, the rest in one, and nothing left out.

import {bracketed, fixed, MINUS, short} from "../lib/numbers.js"
import {strongest} from "./brain.js"

const TERMS = 4

/** @typedef {"z" | "a"} Known from when on a piece is true: once the sum is complete, once the activation has acted */
/** @typedef {[text: string, when: Known | "", sign: number]} Piece */

/** @param {number} value */
const signed = (value) => `${value < 0 ? MINUS : "+"} ${short(Math.abs(value))}`

/**
 * z = Σ wᵢxᵢ + b = 0.83·1 − 0.5·0.9 + … + 1.04 (127 others) − 0.31 = 2.13, a = tanh(2.13) = 0.9723
 * @param {import("./brain.js").Brain} brain
 * @param {import("./brain.js").Signal} signal
 * @param {number} layer from 1
 * @param {number} neuron
 * @param {string} head the activation before a bracket; "z" for none, "" for softmax
 * @param {string} others a word for the rest of the terms, with {count}
 * @returns {Piece[]}
 */
export const equationOf = ({weights, biases}, {z, a}, layer, neuron, head, others) => {
  const row = weights[layer - 1][neuron],
    bias = biases[layer - 1][neuron],
    values = a[layer - 1],
    sum = z[layer - 1][neuron],
    terms = row.map((w, i) => w * values[i])
  const shown = strongest(row, values, TERMS).filter((i) => terms[i])
  const count = terms.filter(Boolean).length - shown.length
  const symbol = layer === 1 ? "x" : "a"
  /** @type {Piece[]} */
  const pieces = [[`z = Σ wᵢ${symbol}ᵢ + b = `, "", 0]]
  shown.forEach((i, k) => {
    const minus = row[i] < 0,
      joint = k ? (minus ? ` ${MINUS} ` : " + ") : minus ? MINUS : ""
    pieces.push([`${joint}${short(Math.abs(row[i]))}·${bracketed(values[i])}`, "", Math.sign(terms[i])])
  })
  if (count) {
    const chosen = new Set(shown),
      rest = terms.reduce((total, term, i) => (chosen.has(i) ? total : total + term), 0)
    pieces.push([` ${signed(rest)} `, "", Math.sign(rest)], [others.replace("{count}", String(count)), "", 0])
  }
  pieces.push([shown.length ? ` ${signed(bias)}` : short(bias), "", Math.sign(bias)])
  pieces.push([` = ${short(sum)}`, "z", 0])
  const acted = head === "z" ? head : head ? `${head}(${short(sum)})` : "softmax(z)"
  pieces.push([`,  a = ${acted}`, "z", 0])
  pieces.push([` = ${fixed(a[layer][neuron])}`, "a", 0])
  return pieces
}
