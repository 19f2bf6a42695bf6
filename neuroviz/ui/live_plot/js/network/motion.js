// How the signal's steps move: pulses come out of their neurons and fly, each in its own time; their values keep out of
// each other's way; the neuron that takes them in fills. Plotly draws pulses, values and neurons, and what they are when
// a step is over; between, this moves them, and adds light to them.

import {Ticker} from "../lib/ticker.js"
import {made, placesOf} from "./flight.js"
import {FlightPlans, isOfSignal, OF_PULSES, pairs} from "./flight_plans.js"
import {Light} from "./light.js"
import {pillAt} from "./pills.js"
import {boxesOf} from "./placed.js"
import {BLANK} from "./steps.js"
import {tweenOf} from "./tween.js"
import {levelsOf} from "./vessel.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("./steps.js").Change} Change */
/** @typedef {import("./flight.js").Flight} Flight */
/** @typedef {[x: number, y: number]} Place as the axes count */

// A sum rises when its pulse arrives, in this last share of the step.
const RISES = 0.65
const LEAST_VESSEL_PX = 9
// More comets than these would be a fog.
const MOST_COMETS = 160

export class Motion {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player
    this.plans = new FlightPlans(player)
    this.light = new Light(player.mount.graph, player.network.traces)
    /** @type {((share: number) => void) | null} */
    this.draws = null
    /** @type {(() => void) | null} */
    this.ends = null
    this.passed = 0
    this.lasts = 1
    this.ticker = new Ticker({advance: (ms) => this.advance(ms), changed: () => {}})
  }

  get network() {
    return this.player.network
  }

  /** The traces that change while the signal runs: the glow, pulses, and neurons. */
  get lively() {
    const {traces, live, ys} = this.network
    return [live.traces.halo, traces.pulses, ...ys.map((_, layer) => traces.layer + layer)]
  }

  // The numbers at the connections stand on ground of their own.
  ground() {
    const {room, plot} = this.player.mount,
      {weights} = this.network.live.traces,
      trace = plot.shown?.[weights]
    if (!room || !trace) return
    const boxes = boxesOf(trace, room.px, room.wide).filter((_, i) => trace.text[i].trim())
    this.light.grounds(weights, boxes.map(slim))
  }

  // --- on their way ----------------------------------------------------------------------------------

  /**
   * A step begins as a movement.
   * @param {Step} step
   * @param {Change} change that it makes, dressed
   * @param {number} ms it lasts; 0: all is at its end at once
   * @returns {Change} what is drawn of it at once, before `set` puts all where it leaves
   */
  begin(step, change, ms) {
    this.finish()
    const {mount} = this.player,
      {plot} = mount,
      plan = this.plans.of(step)
    if (!ms || !isOfSignal(step) || plot.lacks.length) {
      this.settle()
      return change
    }
    const trace = this.network.traces.pulses,
      [traces, data] = change,
      at = traces.indexOf(trace)
    const few = !!plan && plan.emit.from.length <= MOST_COMETS,
      before = few ? this.pulsesAt(this.player.step - 1) : undefined,
      after = few ? this.pulsesAt(this.player.step) : undefined
    /** @type {Flight | null} */
    const flight = plan && (step.phase === "emit" ? plan.emit : step.phase === "travel" ? plan.travel : null)
    const drawings = plot.drawings
    /** @type {((share: number) => void)[] | undefined} */
    let tweens
    const were = traces.map((each) => plot.shown?.[each] ?? {})
    this.draws = (share) => {
      // What was drawn meanwhile as a whole shows the step at its end.
      if (plot.drawings !== drawings) return this.settle()
      tweens ??= traces.flatMap((each, i) =>
        each === trace && flight ? [] : (tweenOf(mount.graph, each, were[i], plot.shown?.[each] ?? {}) ?? []),
      )
      for (const tween of tweens) tween(share)
      this.fill(step, share)
      if (flight && plan) {
        const shares = made(flight, share),
          places = placesOf(flight, shares)
        const flying = step.phase === "travel"
        const shown = plan.sides.map((side, i) => !!side && (flying ? side.flying || share >= 1 : shares[i] >= 1))
        if (plot.place(trace, places, shown)) this.lit(step, places, flight.from, shares, after, shown)
      } else if (after && before && before.x.length === after.x.length) {
        const from = pairs(before),
          to = pairs(after)
        const places = placesOf(
          {from, to, spans: []},
          from.map(() => share),
        )
        this.lit(
          step,
          places,
          from,
          from.map((/** @type {Place} */ one, /** @type {number} */ i) => (one[0] === to[i][0] ? 1 : share)),
          after,
        )
      }
    }
    if (flight && at >= 0)
      this.ends = () => plot.arrive(trace, {x: flight.to.map(([x]) => x), y: flight.to.map(([, y]) => y)})
    this.passed = 0
    this.lasts = ms
    this.ticker.start()
    if (!flight || at < 0) return change
    if (step.phase === "travel") return [traces.toSpliced(at, 1), data.toSpliced(at, 1)]
    const start = {x: flight.from.map(([x]) => x), y: flight.from.map(([, y]) => y)}
    return [traces, data.with(at, {...data[at], ...start})]
  }

  // What begins is where it was.
  set() {
    this.draws?.(0)
  }

  /** @param {number} ms */
  advance(ms) {
    this.passed += ms
    const over = this.passed >= this.lasts
    if (over) this.finish()
    else this.draws?.(this.passed / this.lasts)
    return over
  }

  // What is on its way is there.
  finish() {
    this.draws?.(1)
    const {ends} = this
    this.draws = this.ends = null
    this.ticker.stop()
    ends?.()
  }

  // The step as it is when it is over, whatever drew it.
  settle() {
    this.draws = this.ends = null
    this.ticker.stop()
    const {player} = this,
      step = player.steps[player.step]
    this.player.mount.plot.unhide(this.network.traces.pulses)
    this.light.clear()
    if (!step || !isOfSignal(step)) return
    this.fill(step, 1)
    const after = this.pulsesAt(player.step)
    if (after && OF_PULSES.has(step.phase)) {
      const places = pairs(after)
      this.lit(
        step,
        places,
        places,
        places.map(() => 1),
        after,
      )
    }
  }

  /**
   * Where all has arrived no pulse is left, not even unseen: an edit would have to draw it.
   * @param {Map<number, Plain>} state of a step
   * @param {number} at which
   */
  rest(state, at) {
    const {steps, frames} = this.player,
      {pulses} = this.network.traces
    if (at < steps.length - 1 || !isOfSignal(steps[at])) return
    const [{traces, data}] = frames
    state.set(pulses, data[traces.indexOf(pulses)])
  }

  /**
   * The pulses as a step leaves them.
   * @param {number} at
   * @returns {Plain | undefined}
   */
  pulsesAt(at) {
    const pulses = at < 0 ? undefined : this.player.stateAt(at).get(this.network.traces.pulses)
    return pulses && this.player.mount.scaled(pulses)
  }

  /**
   * @param {Step} step
   * @param {Place[]} places
   * @param {Place[]} from
   * @param {number[]} shares
   * @param {Plain | undefined} pulses
   * @param {boolean[]} [shown] whether each one's value is
   */
  lit(step, places, from, shares, pulses, shown) {
    const plan = this.plans.of(step)
    // Of more pulses than these, none has a value.
    if (!pulses || !plan || places.length > MOST_COMETS) return
    const {marker, text} = pulses,
      {opacity} = marker,
      px = this.player.mount.scaled({textfont: {size: this.player.mount.room?.pulse_px}}).textfont.size
    const comets = places.flatMap((at, i) => {
      const seen = (Array.isArray(opacity) ? opacity[i] : opacity) || (shares[i] > 0 && shares[i] < 1)
      return seen
        ? [{at, from: from[i], made: shares[i], radius: marker.size[i] / 2, sign: Math.sign(marker.color[i])}]
        : []
    })
    const pills = places.flatMap((at, i) => {
      const side = plan.sides[i],
        label = plan.labels[i]
      if (!side || !label || text[i] === BLANK || (shown && !shown[i])) return []
      return [{at, box: pillAt(side.side, label, px), sign: Math.sign(marker.color[i])}]
    })
    this.light.pulses(comets, pills)
  }

  /**
   * @param {Step} step
   * @param {number} share of it that has passed
   */
  fill(step, share) {
    const {layer} = step,
      room = this.player.mount.room,
      radius = (room?.node_px ?? 0) / 2 - 2
    if (radius < LEAST_VESSEL_PX) return
    const single = this.player.frames.some((frame) => frame.layer === layer && frame.phase === "add"),
      risen = step.phase === "activate" ? Math.min(1, 2 * share) : Math.max(0, (share - 1 + RISES) / RISES),
      eased = risen * risen * (3 - 2 * risen)
    this.light.vessels(
      layer,
      levelsOf(this.network, step, single).map(({neuron, from, to}) => ({
        at: /** @type {Place} */ ([layer, this.network.ys[layer][neuron]]),
        radius,
        level: from + eased * (to - from),
      })),
    )
  }

  destroy() {
    this.ticker.destroy()
    this.light.clear()
  }
}

/**
 * A line of letters without the air above and below it.
 * @param {import("./pills.js").Box} box
 */
const slim = ({x, y, w, h}) => ({x: x - 2, y: y + 0.1 * h, w: w + 4, h: 0.8 * h})
