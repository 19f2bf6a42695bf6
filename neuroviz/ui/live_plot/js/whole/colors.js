// What a neuron is filled with: ramps from nothing to the strongest, of each sign.

import {rgbOf} from "../digits/images.js"
import {mix} from "../network/live.js"

/** @typedef {[red: number, green: number, blue: number]} Rgb */
/** @typedef {"lit" | "sum" | "ink"} Ramp of an activation, of a sum, of an image */

const STEPS = 32

export class Colors {
  constructor() {
    this.palette = ""
    /** @type {Record<string, Rgb[]>} */
    this.ramps = {}
  }

  /** @param {Record<string, string>} palette */
  of(palette) {
    const key = JSON.stringify(palette)
    if (this.palette === key) return this
    const ramp = (/** @type {string} */ to, /** @type {number} */ most) =>
      Array.from({length: STEPS + 1}, (_, k) => rgbOf(mix(palette.zero, to, (most * k) / STEPS)))
    this.palette = key
    this.ramps = {
      lit: ramp(palette.positive, 0.9),
      lit_negative: ramp(palette.negative, 0.9),
      sum: ramp(palette.positive_soft, 1),
      sum_negative: ramp(palette.negative_soft, 1),
      ink: ramp(palette.ink, 1),
      alarm: [rgbOf(palette.alarm)],
    }
    return this
  }

  /**
   * @param {Ramp} ramp
   * @param {number} share from −1 to 1
   */
  at(ramp, share) {
    if (!Number.isFinite(share)) return this.ramps.alarm[0]
    const steps = this.ramps[share < 0 && ramp !== "ink" ? `${ramp}_negative` : ramp]
    // What is not nothing is seen not to be.
    return steps[share ? Math.max(1, Math.min(STEPS, Math.round(Math.abs(share) * STEPS))) : 0]
  }
}
