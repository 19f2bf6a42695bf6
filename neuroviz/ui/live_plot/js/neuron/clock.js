// The pair's clock and its buttons: t in ms of the neuron's time, how fast it runs, and what is said when.

import {el, subscripted} from "../lib/dom.js"
import {figures} from "../lib/format.js"
import {clamp, firstFrom} from "../lib/math.js"
import {PlayerBar, playsByItself} from "../lib/player_bar.js"
import {axisOf} from "../lib/plotly_internals.js"
import {Settings} from "../lib/settings.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"
import {FIRST_AFTER_MS, REPLAY_AFTER_MS} from "../lib/timing.js"

const RATES = [1, 2, 5, 10, 20, 50, 100] // ms of the neuron in a second on the screen
const SLOW_RATE = 2
const SPANS = [0, 100, 20, 5] // ms that the rows show; 0: all
const NARROW = "(max-width: 1200px)" // windows whose player has no place for undo, redo and reset in its row
const WORDS_EVERY_MS = 70
const END_REST_MS = 1500
const SIDES = /** @type {const} */ (["left", "right"])

export class Clock {
  /** @param {import("./neuron.js").NeuronCanvas} owner */
  constructor(owner) {
    this.owner = owner
    this.t = 0
    /** @type {number | undefined} where the window begins that the rows show */
    this.paged = undefined
    // When words were said last.
    this.said = 0
    /** @type {WeakMap<Element, string>} what each line of the formulas says */
    this.lines = new WeakMap()
    /** @type {Settings<{rate: number, slow: string, loop: boolean, auto: boolean, span: number}>} */
    this.settings = new Settings("neuroviz.clock", {
      rate: 20,
      slow: "first",
      loop: true,
      auto: playsByItself(),
      span: 0,
    })
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      begin: () => this.seek(0),
      rest: () => (this.settings.values.loop ? END_REST_MS : null),
      changed: (playing) => {
        this.bar.show(playing)
        if (!playing) this.say(true)
      },
    })
    this.bar = this.makeBar()
    const names = ["first", "back", "play", "forward", "last", "now", "scrub", "loop", "rate"]
    const drawer = this.bar.drawer(["predict", "slow", "span", "auto"])
    this.parts = [this.bar.bar("nv-player nv-pair-player", [...names, drawer, "history"]), this.bar.caption]
    this.narrow = matchMedia(NARROW)
    this.fold = () => (this.narrow.matches ? this.bar.panel : this.parts[0])?.append(this.bar.history)
    this.narrow.addEventListener("change", this.fold)
    this.fold()
  }

  makeBar() {
    const {words} = shared
    const chosen = () => {
      this.page(true)
      this.seek(this.t)
    }
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {
        label: words.time,
        step: "any",
        seek: (t) => {
          this.ticker.stop()
          this.seek(t)
        },
      },
      moves: this.moves,
      act: {predict: () => shared.predict?.()},
      now: "clock",
      choices: {
        rate: {options: RATES.map((r) => [r, words.rate_option.replace("{ms}", String(r))]), chosen},
        slow: {options: ["off", "first", "all"].map((s) => [s, words[`slow_${s}`]]), chosen},
        span: {
          options: SPANS.map((s) => [s, s ? words.span_option.replace("{ms}", String(s)) : words.span_all]),
          chosen,
        },
      },
      autoChanged: () => this.ticker.wait(),
      keepsRoom: true,
      say: (kind) => this.owner.say(kind, {}),
    })
  }

  /** @type {Record<import("../lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => (this.ticker.playing ? this.ticker.stop() : this.play()),
    back: () => this.step(-1),
    forward: () => this.step(1),
    first: () => {
      this.ticker.stop()
      this.seek(0)
    },
    last: () => {
      this.ticker.stop()
      this.seek(this.duration)
    },
  }

  get duration() {
    return this.owner.view?.clock.duration ?? 1
  }

  /**
   * A new view: after an edit it is played from the start, unless the visitor wants rest.
   * @param {import("../protocol.js").NeuronView} view
   * @param {boolean} first
   * @param {boolean} changed
   */
  load(view, first, changed) {
    const auto = this.settings.values.auto && !shared.led
    this.bar.scrub.max = String(this.duration)
    this.bar.enable(view.history)
    this.t = Math.min(this.t, this.duration)
    this.page(true)
    this.seek(first || changed ? (auto ? 0 : this.duration) : this.t)
    if (!changed && !first) return
    this.ticker.stop()
    if (auto && !view.problem) this.ticker.later(() => this.play(), first ? FIRST_AFTER_MS : REPLAY_AFTER_MS)
  }

  /**
   * The rows' window: all of the time, or the page of it that t is on.
   * @returns {[start: number, stop: number]}
   */
  window() {
    const {span} = this.settings.values
    if (!span || span >= this.duration) return [0, this.duration]
    const start = Math.floor(Math.min(this.t, this.duration - 1e-6) / span) * span
    return [start, start + span]
  }

  page(always = false) {
    const [start, stop] = this.window(),
      {graph, plot} = this.owner.panes.below,
      axis = axisOf(graph, "x")
    if (!axis || (!always && this.paged === start)) return
    this.paged = start
    const [low, high] = axis.range
    if (low !== start || high !== stop) plot.stretch([start, stop])
  }

  // ms of the neuron in a second, now: less where a spike is to be watched.
  rate() {
    const {rate, slow} = this.settings.values,
      {spikes, delay} = this.owner.shown.clock
    if (slow === "off" || rate <= SLOW_RATE) return rate
    const after = 2 + Math.min(delay ?? 0, 4)
    const i = firstFrom(spikes, this.t - after)
    const near = i < spikes.length && spikes[i] - 1 <= this.t && (slow === "all" || i === 0)
    return near ? SLOW_RATE : rate
  }

  play() {
    if (!this.owner.view || this.owner.view.problem) return
    if (this.t >= this.duration) this.seek(0)
    this.ticker.start()
  }

  /** @param {number} ms */
  advance(ms) {
    if (this.t >= this.duration) return true
    this.seek(this.t + (ms / 1000) * this.rate())
    return false
  }

  /** @param {number} t */
  seek(t) {
    this.t = clamp(t, 0, this.duration)
    this.page()
    this.owner.at(this.t)
    this.bar.scrub.value = String(this.t)
    this.say(!this.ticker.playing)
  }

  /**
   * To the next thing that happens, or the one before.
   * @param {1 | -1} by
   */
  step(by) {
    this.ticker.stop()
    const times = this.owner.shown.clock.events.map(([t]) => t)
    const next = by > 0 ? times.find((t) => t > this.t + 1e-6) : times.findLast((t) => t < this.t - 1e-6)
    if (next != null) this.seek(next)
  }

  /**
   * Words and numbers, not so often that they cannot be read.
   * @param {boolean} atOnce
   */
  say(atOnce) {
    const now = performance.now()
    if (!atOnce && now - this.said < WORDS_EVERY_MS) return
    this.said = now
    const {clock, formulas} = this.owner.shown,
      {owner, t} = this
    this.bar.place(`${figures(t, 1)} ms`)
    const events = clock.events
    const text =
      clock.sentences[
        events[
          Math.max(
            0,
            events.findLastIndex(([when]) => when <= t + 1e-6),
          )
        ][1]
      ]
    this.bar.tell(text)
    const so_far = firstFrom(clock.spikes, t + 1e-9)
    const value = (/** @type {string} */ name) =>
      name === "spikes" ? so_far : name === "now" ? t : owner.line(name, t)
    const filled = (/** @type {string} */ template) =>
      template.replace(/\{(\w+):(\d)\}/g, (_, name, digits) => figures(value(name), Number(digits)))
    for (const side of SIDES) {
      const {formula} = owner.panes[side]
      while (formula.children.length > formulas[side].length) formula.lastChild?.remove()
      formulas[side].forEach((template, i) => {
        const line = formula.children[i] ?? formula.appendChild(el("p")),
          said = filled(template)
        if (this.lines.get(line) === said) return
        this.lines.set(line, said)
        subscripted(line, said)
      })
    }
    owner.root.dataset.t = t.toFixed(3)
  }

  destroy() {
    this.narrow.removeEventListener("change", this.fold)
    this.ticker.destroy()
    this.bar.destroy()
  }
}
