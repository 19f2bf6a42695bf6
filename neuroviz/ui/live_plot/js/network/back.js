// What the pulses carry on the way back, from the error to the first weights: each value keeps its side all the way, as
// on the way forth, and what stands at the connections gives way to it.

import {merged} from "../lib/objects.js"
import {meet, sidesOf} from "./pills.js"
import {boxesOf} from "./placed.js"
import {BLANK, changeOf} from "./steps.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("./pills.js").Side} Side */

// Looked at so often on their way: they all move at once, in straight lines.
const MOMENTS = 9

export class WayBack {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player
    /** @type {Map<string, Side[] | null>} */
    this.plans = new Map()
  }

  /**
   * The change of the pulses with each value on its side, or blank.
   * @param {Step} step
   * @param {Plain} pulses
   * @returns {Plain}
   */
  dressed(step, pulses) {
    if (step.phase !== "back_emit" && step.phase !== "back_travel") return pulses
    const sides = this.sides(step.layer)
    if (!sides) return pulses
    if (step.phase === "back_emit")
      return {
        ...pulses,
        textposition: sides.map((side) => side?.side ?? "top center"),
        text: pulses.text.map((/** @type {string} */ one, /** @type {number} */ i) =>
          sides[i]?.leaving ? one : BLANK,
        ),
      }
    const {text} = this.change(step.layer, "back_emit")
    return {
      ...pulses,
      text: text.map((/** @type {string} */ one, /** @type {number} */ i) => (sides[i]?.flying ? one : BLANK)),
    }
  }

  /**
   * @param {number} layer
   * @param {string} phase
   * @returns {Plain} the pulses' change, as Python has made it
   */
  change(layer, phase) {
    const {steps, frames, network} = this.player,
      step = steps.find((one) => one.book === "back" && one.layer === layer && one.phase === phase),
      [traces, data] = step ? changeOf(step, frames, network) : [[], []]
    return data[traces.indexOf(network.traces.pulses)]
  }

  /**
   * @param {number} layer that they go to
   * @returns {Side[] | null}
   */
  sides(layer) {
    const {mount} = this.player,
      {room} = mount
    if (!room) return null
    const key = [layer, room.of].join(),
      known = this.plans.get(key)
    if (known !== undefined) return known
    const out = this.change(layer, "back_emit"),
      on = this.change(layer, "back_travel")
    /** @type {Side[] | null} */
    let sides = null
    if (out?.x && on?.x && out.text.some((/** @type {string} */ text) => text !== BLANK)) {
      const {textfont, marker} = mount.scaled({textfont: {size: room.pulse_px}, marker: {size: out.marker.size}}),
        radius = (/** @type {number} */ i) => (Array.isArray(marker.size) ? marker.size[i] : marker.size) / 2
      const moments = Array.from({length: MOMENTS}, (_, k) => {
        const share = k / (MOMENTS - 1)
        return out.x.map((/** @type {number} */ x, /** @type {number} */ i) =>
          room.px([x + share * (on.x[i] - x), out.y[i] + share * (on.y[i] - out.y[i])]),
        )
      })
      const labels = out.text.map((/** @type {string} */ text, /** @type {number} */ i) =>
        text === BLANK ? null : {w: room.wide(text, textfont.size), radius: radius(i), first: false},
      )
      sides = sidesOf(moments, labels, textfont.size, {
        boxes: room.names,
        discs: [layer, layer + 1].flatMap((at) => room.discs[at].map((disc) => ({...disc, r: disc.r + 2}))),
        frame: room.frame,
        soft: [],
      })
    }
    this.plans.set(key, sides)
    return sides
  }
}

/**
 * The numbers at connections that what the pulses carry, or what the names say, lies on.
 * @param {import("./player.js").Player} player
 * @returns {Set<number>}
 */
export const coveredBack = (player) => {
  const {network, view, mount} = player,
    {room} = mount,
    state = player.stateAt(player.step)
  const at = (/** @type {number} */ trace) => {
    const now = mount.scaled(merged(view.spec.data[trace], state.get(trace) ?? {}))
    return room && Array.isArray(now.text) && now.x?.length
      ? boxesOf(now, room.px, room.wide).map((box, i) => (now.text[i].trim() ? box : null))
      : []
  }
  const values = [...at(network.traces.pulses), ...at(network.live.traces.names)]
  return new Set(
    at(network.live.traces.weights).flatMap((box, i) =>
      box && values.some((one) => one && meet(box, one)) ? [i] : [],
    ),
  )
}
