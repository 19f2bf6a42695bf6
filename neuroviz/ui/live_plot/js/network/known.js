// Python hears of an edit when the hand rests. What follows from it is computed and shown here by then: so Python is told
// what is shown, and where that is right it says so, in place of the whole picture. It makes the same sum of the numbers in
// viz/studio/network_view.py; the signal's way is that of viz/studio/timeline.py. tests/js/test_known.py holds both.

import {brief, compact, decimals} from "../lib/numbers.js"
import {merged} from "../lib/objects.js"
import {sign, stroke} from "./live.js"
import {forward} from "./signal.js"
import {BLANK} from "./steps.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */

/**
 * The CRC-32 of a network's numbers as 64-bit floats: each layer's weights and biases, then the input.
 * @param {Pick<NetworkPart, "weights" | "biases" | "input">} network
 */
export const numbersSum = ({weights, biases, input}) => {
  const numbers = [...weights.flatMap((rows, layer) => [...rows.flat(), ...biases[layer]]), ...input]
  let sum = ~0
  for (const byte of new Uint8Array(Float64Array.from(numbers).buffer)) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1))
  }
  return ~sum >>> 0
}

/**
 * What pulses show of the values that they carry.
 * @param {number[]} values
 */
const pulses = (values) => {
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs)) || 1
  return {
    text: values.map((value) => (value > 0 ? "+" : "") + compact(value)),
    marker: {
      size: values.map((value) =>
        Number.isFinite(value) ? Number(decimals(4 + 14 * Math.sqrt(Math.abs(value) / largest), 0)) : 18,
      ),
      symbol: values.map((value) => (Number.isFinite(value) ? (value < 0 ? 2 : 0) : 4)),
      color: values.map(sign),
    },
  }
}

/**
 * The way of the signal through the numbers as they are now: what pulses carry, and what sums come to. What else a view's
 * frames show of them, `recompute` has made. The view is changed in place.
 * @param {{network: NetworkPart, spec: import("../protocol.js").Spec, frames: import("../protocol.js").Frame[]}} view
 */
export const carry = ({network, spec, frames}) => {
  const {weights, biases, input, live, traces} = network,
    {z, a} = forward(weights, biases, live.activations, input)
  const glow = (/** @type {number} */ layer) => ({
    marker: {color: spec.data[traces.layer + layer].marker.line.color},
  })
  const summed = (/** @type {number[]} */ sums) => ({
    text: sums.map((sum) => (live.room ? `<i>${brief(sum, live.room)}</i>` : BLANK)),
    marker: {
      line: {color: sums.map((sum) => stroke(live.colors, sum))},
    },
  })
  /** @type {ReturnType<typeof pulses>} */
  let sent
  /** @type {number[]} */
  let totals = []
  for (const frame of frames) {
    const {layer, phase} = frame,
      rows = weights[layer - 1]
    const set = (/** @type {number} */ trace, /** @type {(now: Plain) => Plain} */ change) => {
      const k = frame.traces.indexOf(trace)
      if (k >= 0) frame.data[k] = merged(frame.data[k], change(frame.data[k]))
    }
    if (phase === "emit") {
      sent = pulses(rows.flatMap((row) => row.map((w, i) => w * a[layer - 1][i])))
      totals = rows.map(() => 0)
      set(traces.pulses, () => sent)
    }
    if (phase === "add") {
      const term = (frame.moment ?? 0) - 1
      totals = totals.map((total, j) => total + rows[j][term] * a[layer - 1][term])
      set(traces.layer + layer, () => summed(totals))
      // Those that wait keep their numbers.
      set(traces.pulses, ({marker, text}) => ({
        text: marker.opacity ? sent.text.map((label, i) => (marker.opacity[i] ? label : BLANK)) : text,
      }))
    }
    if (phase === "sum") set(traces.layer + layer, () => summed(z[layer - 1]))
    const lights = {start: 1, emit: layer}[phase]
    if (lights) set(live.traces.halo, () => glow(lights))
  }
}

/**
 * Whether Python has found right what a canvas shows. Then pulses carry the new numbers, and nothing else is to be drawn.
 * @param {import("./network.js").NetworkCanvas} canvas
 * @param {import("../protocol.js").KnownView} view
 */
export const settle = (canvas, {history, keep, stale, signal, shape, numbers}) => {
  const {player, shown, outbox, gestures, held} = canvas,
    {network, spec, frames = []} = shown ?? {}
  if (network?.shape !== shape) return false
  // What is newer than Python's answer, it has not heard of yet.
  const newer = held || gestures.unsent || outbox.pending.length
  if (!newer && numbersSum(network) !== numbers) return false
  Object.assign(shown, {history, keep, stale, signal})
  if (canvas.coming) canvas.recompute()
  carry({network, spec, frames: /** @type {import("../protocol.js").Frame[]} */ (frames)})
  const step = player?.step
  player?.load(shown, false, false)
  if (player && player.step !== step) player.jump(player.step)
  return true
}
