// The player of the signal's way through the network: one clock over its steps.

import {clamp} from "../lib/math.js"
import {PlayerBar, playsByItself} from "../lib/player_bar.js"
import {Settings} from "../lib/settings.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"
import {paceAndUnit} from "../network/chosen.js"
import {stepsOf, ticksOf} from "./steps.js"

/** @typedef {import("./steps.js").Step} Step */

// Of a step, so much is movement; then it is looked at.
const MOVES_FOR = 0.9

export class DigitsPlayer {
  /**
   * @param {object} told
   * @param {(moving: boolean) => void} told.stepped another step is shown
   * @param {(share: number) => void} told.moved so much of the step has passed
   * @param {(kind: string) => void} told.say
   * @param {string} [name] under which its settings are kept
   */
  constructor(told, name = "neuroviz.digits") {
    this.told = told
    /** @type {Settings<{speed: number, auto: boolean, byNeuron: boolean}>} */
    this.settings = new Settings(name, {speed: 1, auto: playsByItself(), byNeuron: false})
    /** @type {number[]} */
    this.sizes = []
    /** @type {string[]} */
    this.layers = []
    /** @type {Step[]} */
    this.steps = []
    this.step = 0
    this.passed = 0
    // A single step forward moves, and then rests.
    this.single = false
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      begin: () => this.jump(0),
      changed: () => this.bar.show(this.ticker.playing && !this.single),
    })
    this.bar = this.makeBar()
    this.root = this.layOut()
  }

  makeBar() {
    const {words} = shared
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {label: words.scrub, ticks: true, seek: (step) => this.go(step)},
      moves: this.moves,
      choices: paceAndUnit(words, this.settings.values.byNeuron, (byNeuron) => this.setUnit(byNeuron)),
      autoChanged: () => this.ticker.wait(),
      say: this.told.say,
      keepsRoom: true,
    })
  }

  layOut() {
    return this.bar.bar("nv-player", [
      "first",
      "back",
      "play",
      "forward",
      "last",
      "scrub",
      "speed",
      "unit",
      "auto",
      "history",
    ])
  }

  /** @type {Record<import("../lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => (this.ticker.playing && !this.single ? this.pause() : this.play()),
    back: () => this.go(this.step - 1),
    forward: () => this.forward(),
    first: () => this.go(0),
    last: () => this.go(this.steps.length - 1),
  }

  /**
   * The way through these layers.
   * @param {number[]} sizes
   * @param {string[]} layers
   */
  load(sizes, layers) {
    const same = this.sizes.join() === sizes.join()
    if (same && this.layers.join() === layers.join()) return
    Object.assign(this, {sizes, layers})
    this.steps = stepsOf(sizes, this.settings.values.byNeuron)
    this.bar.scrub.max = String(this.steps.length - 1)
    this.bar.ticks?.show(ticksOf(this.steps, layers))
    if (!same) this.step = this.steps.length - 1
  }

  /** @returns {Step} */
  get now() {
    return this.steps[this.step]
  }

  get atEnd() {
    return this.step >= this.steps.length - 1
  }

  /** @param {boolean} byNeuron */
  setUnit(byNeuron) {
    const {layer, phase} = this.now
    this.settings.set("byNeuron", byNeuron)
    const {sizes, layers} = this
    this.sizes = []
    this.load(sizes, layers)
    const at = this.steps.findIndex((step) => step.layer === layer && step.phase === phase)
    this.go(Math.max(0, at))
  }

  lasting() {
    return this.now.ms / this.settings.values.speed
  }

  /** @param {number} i */
  jump(i) {
    this.step = clamp(i, 0, this.steps.length - 1)
    this.passed = 0
    this.told.stepped(false)
  }

  /** @param {number} i */
  go(i) {
    this.pause()
    this.jump(i)
  }

  forward() {
    this.pause()
    if (this.atEnd) return
    if (!playsByItself()) return this.jump(this.step + 1)
    this.single = true
    this.begin(this.step + 1)
    this.ticker.start()
  }

  /** @param {number} step */
  begin(step) {
    this.step = step
    this.passed = 0
    this.told.stepped(true)
    this.told.moved(0)
  }

  play(fromStart = false) {
    this.ticker.wait()
    this.ticker.stop()
    this.single = false
    this.begin(fromStart || this.atEnd ? 0 : this.step + 1)
    this.ticker.start()
  }

  /** @param {number} ms */
  advance(ms) {
    this.passed += ms
    const lasts = this.lasting(),
      moving = MOVES_FOR * lasts
    if (this.passed < lasts) {
      this.told.moved(Math.min(1, this.passed / moving))
      return false
    }
    if (this.single || this.atEnd) {
      this.told.stepped(false)
      return true
    }
    this.begin(this.step + 1)
    return false
  }

  pause() {
    if (this.ticker.playing) {
      this.ticker.stop()
      this.told.stepped(false)
    }
    this.ticker.wait()
    this.single = false
  }

  // What the hand changes is seen where all has arrived.
  toEnd() {
    this.ticker.stop()
    this.step = this.steps.length - 1
  }

  reword() {
    const {bar, root} = this
    this.bar = this.makeBar()
    this.root = this.layOut()
    bar.destroy()
    root.replaceWith(this.root)
    bar.caption.replaceWith(this.bar.caption)
    const {sizes, layers} = this
    this.layers = []
    this.load(sizes, layers)
    this.bar.show(this.ticker.playing)
  }

  destroy() {
    this.ticker.destroy()
    this.bar.destroy()
  }
}
