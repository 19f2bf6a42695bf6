// What is known of a step's pulses before they leave: their way, the side of each on which its value stands for the whole
// flight, and the numbers at connections that give way to these values.

import {coveredBack, WayBack} from "./back.js"
import {flightOf, made, placesOf, sourcesOf} from "./flight.js"
import {followed} from "./focus.js"
import {meet, pillAt, sidesOf, touches} from "./pills.js"
import {BLANK, changeOf} from "./steps.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("./steps.js").Change} Change */
/** @typedef {import("./pills.js").Side} Side */
/** @typedef {import("./pills.js").Label} Label */
/** @typedef {import("./flight.js").Flight} Flight */
/** @typedef {[x: number, y: number]} Place as the axes count */

/**
 * What is known of the pulses into a layer, or into one of its neurons, before they leave.
 * @typedef {object} Plan
 * @property {Flight} emit out of their neurons, in the axes' units
 * @property {Flight} travel
 * @property {(Label | null)[]} labels
 * @property {Side[]} sides
 * @property {Record<string, Set<number>>} covered numbers at connections that a pill lies on, by the steps' phases
 */

/** The steps in which pulses are seen. */
export const OF_PULSES = new Set(["emit", "travel", "add", "sum"])
const OF_SUM = new Set([...OF_PULSES, "activate"])
// Looked at so often on their way.
const MOMENTS = 25

/**
 * Whether it is one of the signal's own steps; the way back moves by itself.
 * @param {Step} step
 */
export const isOfSignal = (step) => step.layer > 0 && step.book !== "back" && !step.whole && OF_SUM.has(step.phase)

/**
 * The places of a change.
 * @param {Plain} change
 */
export const pairs = ({x, y}) =>
  x.map((/** @type {number} */ at, /** @type {number} */ i) => /** @type {Place} */ ([at, y[i]]))

export class FlightPlans {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player
    /** @type {Map<string, Plan | null>} */
    this.known = new Map()
    this.back = new WayBack(player)
  }

  get network() {
    return this.player.network
  }

  // Something else is shown, or in another room: nothing that was reckoned holds.
  forget() {
    this.known.clear()
    this.back.plans.clear()
  }

  /**
   * @param {Step} step
   * @returns {Plan | null}
   */
  of(step) {
    const {mount} = this.player,
      room = mount.room
    if (!room || !isOfSignal(step)) return null
    const key = [step.layer, step.neuron, room.of].join()
    const known = this.known.get(key)
    if (known !== undefined) return known
    const plan = this.reckon(step)
    this.known.set(key, plan)
    return plan
  }

  /**
   * @param {Step} step
   * @returns {Plan | null}
   */
  reckon({layer, neuron}) {
    const {player, network} = this,
      {mount, steps, frames} = player,
      room = /** @type {import("./placed.js").Room} */ (mount.room)
    const change = (/** @type {string} */ phase) => {
      const step = steps.find((one) => one.layer === layer && one.neuron === neuron && one.phase === phase)
      const [traces, data] = step && isOfSignal(step) ? changeOf(step, frames, network) : [[], []]
      return data[traces.indexOf(network.traces.pulses)]
    }
    const [out, on] = [change("emit"), change("travel")]
    if (!out?.x || !on?.x) return null
    const heights = network.ys[layer - 1],
      sources = sourcesOf([out.x, out.y], [on.x, on.y], layer, heights)
    const from = sources.map((source) => /** @type {Place} */ ([layer - 1, heights[source]]))
    const flight = (/** @type {Place[]} */ a, /** @type {Place[]} */ b) => ({
      ...flightOf(a.map(room.px), b.map(room.px), sources),
      from: a,
      to: b,
    })
    const emit = flight(from, pairs(out)),
      travel = flight(pairs(out), pairs(on))
    const {textfont, marker} = mount.scaled({textfont: {size: room.pulse_px}, marker: {size: out.marker.size}})
    const offsets = frames.find((frame) => frame.layer === layer && frame.offsets)?.offsets ?? [],
      eye = network.selection?.layer === layer ? network.selection.neuron : 0
    const labels = out.text.map((/** @type {string} */ text, /** @type {number} */ i) =>
      text === BLANK
        ? null
        : {
            w: room.wide(text, textfont.size),
            radius: marker.size[i] / 2,
            first: neuron != null || (i >= offsets[eye] && i < offsets[eye + 1]),
          },
    )
    // Where no pulse has a value, there is nothing to place.
    if (!labels.some(Boolean)) return {emit, travel, labels: [], sides: [], covered: {}}
    const moments = Array.from({length: MOMENTS}, (_, k) =>
      placesOf(travel, made(travel, k / (MOMENTS - 1))).map(room.px),
    )
    const seen = followed(network, {layer, neuron})
    const kept = {
      boxes: room.names,
      discs: [layer - 1, layer].flatMap((at) => room.discs[at].map((disc) => ({...disc, r: disc.r + 2}))),
      frame: room.frame,
      soft: room.weights.flatMap(({index, box}) => (seen.has(index) ? [box] : [])),
    }
    const sides = sidesOf(moments, labels, textfont.size, kept)
    // On its way a pulse runs over the number at its own connection; where it waits, it covers none.
    const covered = (/** @type {number[]} */ at, still = true) =>
      new Set(
        room.weights.flatMap(({index, box}) =>
          at.some((k) =>
            labels.some((/** @type {Label | null} */ label, /** @type {number} */ i) => {
              const [x, y] = moments[k][i]
              return (
                meets(box, sides[i], label, [x, y], textfont.size) ||
                (still && touches(box, {x, y, r: marker.size[i] / 2 + 1}))
              )
            }),
          )
            ? [index]
            : [],
        ),
      )
    const waits = covered([MOMENTS - 1])
    return {
      emit,
      travel,
      labels,
      sides,
      covered: {emit: covered([0]), travel: covered([...moments.keys()], false), add: waits, sum: waits},
    }
  }

  /**
   * A step's change with each value on its side, or blank.
   * @param {Step} step
   * @param {Change} change
   * @returns {Change}
   */
  dressed(step, [traces, data]) {
    const at = traces.indexOf(this.network.traces.pulses)
    if (step.book === "back") return [traces, at < 0 ? data : data.with(at, this.back.dressed(step, data[at]))]
    const plan = OF_PULSES.has(step.phase) ? this.of(step) : null
    if (!plan?.sides.length || at < 0) return [traces, data]
    const {sides} = plan,
      {text} = data[at]
    /** @type {Plain} */
    const more = {}
    if (step.phase === "emit") more.textposition = sides.map((side) => side?.side ?? "top center")
    if (text?.length === sides.length)
      more.text = text.map((/** @type {string} */ one, /** @type {number} */ i) =>
        (step.phase === "emit" ? sides[i]?.leaving : sides[i]) ? one : BLANK,
      )
    return [traces, data.with(at, {...data[at], ...more})]
  }

  /**
   * The numbers at connections that a pill lies on in this step.
   * @param {Step} step
   */
  covered(step) {
    if (step.book === "back") return coveredBack(this.player)
    return this.of(step)?.covered[step.phase] ?? new Set()
  }
}

/**
 * Whether a pill lies on a box.
 * @param {import("./pills.js").Box} box
 * @param {Side} side
 * @param {Label | null} label
 * @param {Place} place
 * @param {number} px
 */
const meets = (box, side, label, [x, y], px) => {
  if (!side || !label) return false
  const pill = pillAt(side.side, label, px)
  return meet(box, {...pill, x: pill.x + x, y: pill.y + y})
}
