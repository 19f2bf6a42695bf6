// When each pulse is where on its way: those of the first source leave first, and a long connection takes longer than a
// short one. All have arrived when their step is over.

import {clamp} from "../lib/math.js"

/** @typedef {[x: number, y: number]} Place in pixels */
/** @typedef {{from: Place[], to: Place[], spans: [leaves: number, arrives: number][]}} Flight spans: shares of the step */

// Of a step, so much passes before the next source's pulses leave, but all have left after this share of it.
const APART = 0.09
const ALL_LEFT = 0.4
// A connection that is much shorter than the longest takes this share of its time at least.
const SHORTEST = 0.35

/**
 * @param {Place[]} from
 * @param {Place[]} to
 * @param {number[]} sources which neuron of the layer before each pulse comes from
 * @returns {Flight}
 */
export const flightOf = (from, to, sources) => {
  const order = [...new Set(sources)].sort((a, b) => a - b)
  const apart = Math.min(APART, ALL_LEFT / Math.max(1, order.length - 1))
  const lengths = from.map(([x, y], i) => Math.hypot(to[i][0] - x, to[i][1] - y))
  const longest = Math.max(...lengths) || 1
  const time = 1 - apart * (order.length - 1)
  return {
    from,
    to,
    spans: sources.map((source, i) => {
      const leaves = apart * order.indexOf(source)
      return [leaves, leaves + time * Math.max(SHORTEST, lengths[i] / longest)]
    }),
  }
}

/**
 * How far each pulse is when this share of the step has passed.
 * @param {Flight} flight
 * @param {number} share
 */
export const made = ({spans}, share) =>
  spans.map(([leaves, arrives]) => clamp((share - leaves) / (arrives - leaves), 0, 1))

/**
 * Where the pulses are then.
 * @param {Flight} flight
 * @param {number[]} shares of each one's way
 * @returns {Place[]}
 */
export const placesOf = ({from, to}, shares) =>
  from.map(([x, y], i) => [x + shares[i] * (to[i][0] - x), y + shares[i] * (to[i][1] - y)])

/**
 * The neurons that pulses come from: where the line through two places of each meets the layer before.
 * @param {number[][]} first x of each, then y, as the axes count
 * @param {number[][]} second
 * @param {number} layer that they go to
 * @param {number[]} heights of the layer before
 */
export const sourcesOf = ([x, y], [u, v], layer, heights) =>
  x.map((at, i) => {
    const share = (layer - 1 - at) / (u[i] - at)
    const height = y[i] + share * (v[i] - y[i])
    return heights.reduce((near, h, k) => (Math.abs(h - height) < Math.abs(heights[near] - height) ? k : near), 0)
  })
