// The parameters of the runs: those that were kept, and between two of them.

import {floats, forwardAll} from "../lib/forward.js"
import {firstFrom} from "../lib/math.js"

/** @typedef {import("../protocol.js").Track & {weights: Float32Array[], flat: Float32Array}} Weighed */

/**
 * The view's tracks, each from the view or from the ones before; null where one is missing.
 * @param {Record<string, import("../protocol.js").Track>} tracks
 * @param {Map<string, Weighed>} before
 */
export const unpack = (tracks, before) => {
  /** @type {Map<string, Weighed>} */
  const found = new Map()
  for (const name in tracks) {
    const {weights_b64, ...track} = tracks[name],
      flat = weights_b64 == null ? before.get(name)?.flat : floats(weights_b64)
    if (!flat) return null
    const size = flat.length / track.epochs.length
    found.set(name, {
      ...track,
      weights_b64,
      flat,
      weights: track.epochs.map((_, i) => flat.subarray(i * size, (i + 1) * size)),
    })
  }
  return found
}

/**
 * The epoch of the network that there is at p: a run that is over does not change any more.
 * @param {Weighed} track
 * @param {number} p
 */
export const epochAt = (track, p) => (p > track.last ? track.end : p)

/**
 * Its parameters: those that were kept, or between two of them. None where a run has diverged.
 * @param {Weighed} track
 * @param {number} p
 */
const thetaAt = (track, p) => {
  const {epochs, weights, broke} = track
  if (broke != null && p >= broke) return null
  const here = epochAt(track, p),
    i = Math.min(firstFrom(epochs, here), epochs.length - 1)
  if (epochs[i] === here || !i) return weights[i]
  const t = (here - epochs[i - 1]) / (epochs[i] - epochs[i - 1]),
    a = weights[i - 1],
    b = weights[i]
  return a.map((value, k) => value + (b[k] - value) * t)
}

/**
 * What a run's network says on the grid at p, or nothing.
 * @param {Weighed | null | undefined} track
 * @param {number} p
 * @param {{count: number, inputs: Float32Array}} grid
 */
export const outputsAt = (track, p, {inputs, count}) => {
  const theta = track && thetaAt(track, p)
  return track && theta && forwardAll(theta, track.sizes, track.activations, inputs, count).at(-1)
}
