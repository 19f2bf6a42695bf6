// What each kind of canvas gives to a picture: how a second one comes to stand as the first, what of it belongs into a
// picture, and its film, moment by moment.

import {painted} from "../lib/dom.js"
import {epochMs} from "../training/paces.js"
import {countOf, lengths, pictures} from "./film.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {any} Any a canvas of the kind; what is asked of it is what its own module has */

/**
 * How a kind is taken.
 * @typedef {object} Kind
 * @property {(from: Any, view: Plain) => Plain} [view] the view with which another is to be like `from`
 * @property {(to: Any, from: Any) => void} [of] before it comes, `to` gets what `from` has
 * @property {(to: Any, from: Any) => void} [stand] `to` stands where `from` does
 * @property {(canvas: Any) => Element[]} parts what belongs into a picture, in the order in which it is drawn
 * @property {(canvas: Any) => boolean} [films] whether it moves
 * @property {(canvas: Any, every: number) => number} [count] how many pictures its film has
 * @property {(canvas: Any, every: number) => AsyncGenerator<unknown>} [film] each of them is there after a yield
 */

const LAST_MS = 1200
const RUN_MS = 9000
const LONGEST_RUN_MS = 12_000
// A training at full speed: each epoch for so long.
const FASTEST_MS = 40
const MOST_PICTURES = 1500

/** A rest at the end of a film. @param {number} every */
const rest = (every) => Math.max(1, Math.round(LAST_MS / every))

/**
 * A film that goes from 0 to 1 in so many ms, and rests there.
 * @param {number} ms
 * @param {(share: number) => void} draw
 * @param {number} every
 */
async function* even(ms, draw, every) {
  const count = Math.max(1, Math.round(ms / every))
  for (let k = 0; k <= count; k++) {
    draw(k / count)
    yield k
  }
  for (let k = 0; k < rest(every); k++) yield k
}

/** @param {number} ms @param {number} every */
const evenCount = (ms, every) => Math.max(1, Math.round(ms / every)) + 1 + rest(every)

/** @param {Any} canvas */
const speedOf = (canvas) => canvas.player?.settings?.values.speed ?? canvas.settings?.values.speed ?? 1

/** @param {Any} player of a network or a walk */
const still = (player) => {
  player.pause()
  player.ticker.wait()
}

/** @type {Kind} */
const figure = {
  stand: (to, from) => {
    if (!to.player) return
    still(to.player)
    if (from?.player) {
      to.player.settings.values.byNeuron = from.player.settings.values.byNeuron
      to.player.settings.values.speed = from.player.settings.values.speed
      to.player.makeSteps()
    }
    const {hills} = to.player
    if (hills) {
      Object.assign(hills, {touched: true, turn: from?.player?.hills?.turn ?? hills.turn})
      hills.tilt = from?.player?.hills?.tilt ?? hills.tilt
    }
    to.player.jump(from?.player?.step ?? to.player.steps.length - 1)
  },
  parts: (canvas) => {
    if (canvas.view.network && !canvas.view.walk) return [canvas.graph]
    canvas.player?.hills?.draw()
    return [canvas.root]
  },
  films: (canvas) => !!canvas.player,
  count: ({player}, every) => countOf(lengths(player, player.settings.values.speed), every),
  film: ({player}, every) => pictures(player, player.settings.values.speed, every),
}

/** How often the clock is moved on by so much until it is at its end. @param {Any} player @param {number} every */
const ticksOf = (player, every) => {
  const {t} = player
  let count = 0
  for (player.t = 0; player.t < player.duration && count < MOST_PICTURES; count++)
    player.t += (every / 1000) * player.rate()
  player.t = t
  return count
}

/** @type {Kind} */
const neuron = {
  stand: (to, from) => {
    to.player.ticker.destroy()
    if (!from) return
    Object.assign(to.player.settings.values, from.player.settings.values)
    to.player.seek(from.player.t)
    const {shownPart, shown} = from,
      part = shownPart && to.shown.parts[shown.parts.indexOf(shownPart)]
    if (part) to.show(part)
  },
  parts: (canvas) => [canvas.root],
  films: (canvas) => !canvas.view.problem,
  count: ({player}, every) => ticksOf(player, every) + 1 + rest(every),
  film: async function* ({player}, every) {
    for (player.seek(0); player.t < player.duration; player.seek(player.t + (every / 1000) * player.rate())) {
      player.say(true)
      yield
    }
    player.seek(player.duration)
    player.say(true)
    for (let k = 0; k <= rest(every); k++) yield
  },
}

/** @param {Any} canvas */
const trainingMs = (canvas) => {
  const every = epochMs(canvas.settings.values.pace, FASTEST_MS)
  return Math.min(LONGEST_RUN_MS, every * Math.max(1, canvas.frames.length - 1))
}

/** @type {Kind} */
const training = {
  // What has been learnt is here already.
  view: (from, view) => ({
    ...view,
    run: from.run,
    from: from.frames.length,
    epochs: [],
    numbers: [],
    weights_b64: "",
  }),
  of: (to, from) => Object.assign(to, {frames: [...from.frames], run: from.run}),
  stand: (to, from) => {
    to.ticker.destroy()
    if (from) to.show(from.at)
  },
  parts: (canvas) => [canvas.root],
  films: (canvas) => canvas.frames.length > 1,
  count: (canvas, every) => evenCount(trainingMs(canvas), every),
  film: (canvas, every) =>
    even(trainingMs(canvas), (share) => canvas.show(Math.round(share * (canvas.frames.length - 1))), every),
}

/** @type {Kind} */
const overfitting = {
  of: (to, from) => {
    to.tracks = from.tracks
  },
  stand: (to, from) => {
    to.ticker.destroy()
    if (from) to.seek(Math.min(from.p, to.total))
  },
  parts: (canvas) => [canvas.root],
  films: () => true,
  count: (canvas, every) => evenCount(RUN_MS / speedOf(canvas), every),
  film: (canvas, every) => even(RUN_MS / speedOf(canvas), (share) => canvas.seek(share * canvas.total), every),
}

/** @type {Kind} */
const digits = {
  view: (from, view) => {
    const {example, example_label, example_b64} = from.view
    return {...view, strokes: from.pad.strokes, width: from.pad.width, example, example_label, example_b64}
  },
  stand: (to, from) => {
    to.player.ticker.destroy()
    if (from) {
      Object.assign(to, {empty: from.empty, pixelsOfExample: from.pixelsOfExample})
      to.eye.selected = from.eye.selected
      to.compute()
    }
    to.player.jump(from?.player.step ?? to.player.steps.length - 1)
  },
  parts: (canvas) => [canvas.top, canvas.player.bar.caption, canvas.equation, canvas.legend],
  films: () => true,
  count: ({player}, every) =>
    player.steps.reduce(
      (/** @type {number} */ all, /** @type {{ms: number}} */ {ms}) =>
        all + Math.max(1, Math.round(ms / player.settings.values.speed / every)),
      rest(every),
    ),
  film: async function* ({player}, every) {
    for (let step = 0; step < player.steps.length; step++) {
      player.begin(step)
      await painted()
      const count = Math.max(1, Math.round(player.lasting() / every))
      for (let k = 1; k <= count; k++) {
        player.told.moved(Math.min(1, k / count / 0.9))
        yield
      }
    }
    player.told.stepped(false)
    for (let k = 0; k < rest(every); k++) yield
  },
}

/** @type {Kind} */
const inside = {
  stand: (to, from) => {
    to.film.ticker.destroy()
    if (from) to.film.jump(from.film.at)
  },
  parts: (canvas) => [canvas.row],
}

/** @type {Record<string, Kind>} */
export const KINDS = {figure, neuron, training, overfitting, digits, inside}
