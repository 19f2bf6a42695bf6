// Training, watched: the network with what each neuron sees, the output's map of the data, and the curves, all at the
// epoch under the scrubber. The weights of every kept epoch are here, so scrubbing waits for nobody; playing asks Python
// for the next epochs each time the last ones have come. The scrubber is as long as the whole training: its thumb is at
// the epoch that is written beside it, and behind it a bar says how far has been learnt.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {epochOf} from "../lib/format.js"
import {floats} from "../lib/forward.js"
import {playerKey} from "../lib/keys.js"
import {clamp} from "../lib/math.js"
import {PlayerBar, playsByItself, rewordBar} from "../lib/player_bar.js"
import {axesOf} from "../lib/plotly_internals.js"
import {Settings} from "../lib/settings.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"
import {FIRST_AFTER_MS} from "../lib/timing.js"
import {epochMs, paceOptions} from "./paces.js"
import {Pictures} from "./pictures.js"

// How many epochs are asked for at each pace: a few ahead of those that are shown, or as many as come.
/** @type {Record<string, number | "many">} */
const ASKED = {slow: 2, medium: 10, fast: "many"}
// At full speed, how long what has come is seen.
const FASTEST_MS = 70
const TELL_AFTER_MS = 200

// On a page that was opened just now, training begins by itself; once, and never again after the visitor's own hand.
let began = false
const reloaded = () =>
  performance.getEntriesByType("navigation").some((entry) => "type" in entry && entry.type === "reload")

/** @typedef {import("../protocol.js").TrainingView} View */
/** @typedef {import("./pictures.js").Frame} Frame */

/** @extends {Canvas<View>} */
export class Training extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-trainer")
    this.root.tabIndex = 0
    this.root.setAttribute("role", "group")
    this.pictures = new Pictures(this.root, (what) => this.say("build", what))
    /** @type {Settings<{pace: string}>} */
    this.settings = new Settings("neuroviz.trainer", {pace: "medium"})
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      changed: (playing) => {
        this.bar.show(playing)
        if (!playing) this.rested()
      },
    })
    /** @type {Frame[]} */
    this.frames = []
    // Which frame is shown, and how long until the next.
    this.at = 0
    this.due = 0
    /** @type {number | null} the epoch that play is on its way to */
    this.goal = null
    /** @type {number | undefined} */
    this.run = undefined
    // Whether Python has been asked for more.
    this.asked = false
    /** @type {number | undefined} the frame that Python was told of */
    this.told = undefined
    /** @type {number | undefined} */
    this.telling = undefined
    this.laidOut = false
    this.legend = el("p", "nv-legend", null, "legend")
    this.bar = this.makeBar()
    this.controls = this.controlsOf(this.bar)
    this.root.append(this.pictures.top, this.legend, this.controls, this.bar.caption, this.pictures.bottom)
    this.root.addEventListener("keydown", (e) => {
      if (this.view) playerKey(e, this.moves)
    })
    for (const type of ["pointerdown", "keydown"])
      this.root.addEventListener(
        type,
        () => {
          began = true
        },
        true,
      )
    this.pictures.panes.map.pane.addEventListener("click", (e) => this.addPoint(e))
  }

  get graphs() {
    return this.pictures.graphs
  }

  get held() {
    return this.ticker.playing
  }

  makeBar() {
    const {words} = shared
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {label: words.epoch, seek: (epoch) => this.goTo(epoch)},
      moves: this.moves,
      act: {
        restart: () => {
          this.ticker.stop()
          this.say("restart", {})
        },
        batch: () => this.forward("batch"),
        predict: () => shared.predict?.(),
      },
      now: "epoch",
      choices: {pace: {options: paceOptions(words)}},
      say: (kind) => this.say(kind, {}),
      keepsRoom: true,
    })
  }

  /** @param {PlayerBar} bar */
  controlsOf(bar) {
    const names = ["restart", "back", "play", "forward", "batch", "last", "predict", "now", "scrub", "pace", "history"]
    return bar.bar("nv-player", names)
  }

  /** @type {Record<import("../lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => this.toggle(),
    back: () => {
      this.ticker.stop()
      this.show(this.at - 1)
    },
    forward: () => this.forward("epoch"),
    first: () => {
      this.ticker.stop()
      this.show(0)
    },
    last: () => this.goTo(Infinity),
  }

  /** @param {View} view */
  async take(view) {
    const before = this.view,
      same = view.run === this.run,
      stillRuns = same && before?.state === "running"
    Object.assign(this, {view})
    this.pictures.view = view
    this.dress(view)
    this.root.setAttribute("aria-label", shared.words.training)
    this.legend.textContent = view.legend
    this.root.dataset.state = view.state
    this.pictures.panes.map.pane.classList.toggle("nv-takes-points", view.data.own)
    const atEnd = this.at >= this.frames.length - 1
    // Frames of another run, or of one that was begun anew, are none of this one.
    this.frames.length = same ? Math.min(view.from, this.frames.length) : 0
    if (!same && this.run) this.ticker.stop()
    if (!same || !view.from) this.told = undefined
    this.run = view.run
    if (view.from > this.frames.length) {
      this.say("more", {run: this.run, have: this.frames.length, steps: 0})
      return
    }
    const flat = floats(view.weights_b64),
      size = view.parameters
    view.epochs.forEach((epoch, i) => {
      this.frames.push({
        epoch,
        weights: flat.subarray(i * size, (i + 1) * size),
        numbers: view.numbers[i],
      })
    })
    this.asked = false
    this.pictures.curvesOf = -1
    // Before these are drawn: Python learns on meanwhile.
    if (this.ticker.playing) this.askInTime()
    this.pictures.bottom.classList.toggle("nv-with-details", !!this.frames[0].numbers.confusion)
    if (before?.layout !== view.layout || !this.laidOut) await this.lay()
    if (this.gone) return
    this.bar.enable(view.history)
    if (this.ticker.playing) return
    // An early stop goes back to the best epoch, whoever took the last step.
    this.show(atEnd || (stillRuns && view.state === "early_stop") ? this.home : this.at)
    if (!before) this.beginByItself()
    else if (view.arrived !== before.arrived) this.arrive()
  }

  // The first screen moves: where nothing has been learnt yet, no link was opened and nothing reloaded.
  beginByItself() {
    const {state, keep} = this.shown
    if (began || shared.led || !playsByItself() || keep?.link || reloaded()) return
    if (state !== "running" || this.last.epoch > 0) return
    began = true
    this.ticker.later(() => this.play(), FIRST_AFTER_MS)
  }

  // A table of the visitor's is learnt from: wherever its panel stands, that is what is looked at now.
  arrive() {
    this.root.scrollIntoView({block: "start", behavior: playsByItself() ? "smooth" : "auto"})
    if (playsByItself() && !shared.led) this.ticker.later(() => this.play(), FIRST_AFTER_MS)
  }

  // The frame that one is left with.
  get home() {
    const {state, best} = this.shown
    return state === "early_stop" ? this.frames.findIndex(({epoch}) => epoch === best) : this.frames.length - 1
  }

  // The frame that came last: wherever this is asked, there is one.
  get last() {
    return this.frames[this.frames.length - 1]
  }

  // Where the scrubber ends: training as it was planned, or as far as it went.
  get end() {
    return this.shown.state === "running" ? this.shown.total : Math.max(1, this.last.epoch)
  }

  /** @param {number | "batch" | "many"} steps */
  ask(steps) {
    if (this.asked || this.shown.state !== "running") return
    this.asked = true
    this.told = this.at
    // Where it is on its way to an epoch, no farther: who follows a presenter has learnt as much.
    const until = this.goal != null && Number.isFinite(this.goal) ? {until: Math.ceil(this.goal)} : {}
    this.say("more", {run: this.run, have: this.frames.length, steps, frame: this.at, ...until})
  }

  // On the way to an epoch that was asked for, everything as it comes.
  get paceNow() {
    const pace = this.goal == null ? this.settings.values.pace : "fast"
    return {every: epochMs(pace, FASTEST_MS), ask: ASKED[pace]}
  }

  /**
   * To an epoch: at once where it has been learnt, else as soon as it is.
   * @param {number} epoch
   */
  goTo(epoch) {
    this.ticker.stop()
    if (!this.frames.length) return
    const there = this.frames.findLastIndex((frame) => frame.epoch <= epoch)
    this.show(there)
    if (epoch > this.last.epoch && this.shown.state === "running") this.play(epoch)
  }

  // Python is told where the scrubber rests: what is opened elsewhere is what is seen here.
  tell() {
    clearTimeout(this.telling)
    if (this.ticker.playing || this.at === (this.told ?? this.home)) return
    this.telling = window.setTimeout(() => this.flush(), TELL_AFTER_MS)
  }

  flush() {
    clearTimeout(this.telling)
    if (this.gone || this.ticker.playing || this.at === (this.told ?? this.home)) return
    this.told = this.at
    this.say("seen", {run: this.run, frame: this.at, gesture: "seen"})
  }

  // How many of the epochs that have come are still to be shown.
  get left() {
    return this.frames.length - 1 - this.at
  }

  // The next epochs are learnt while those that have come are shown.
  askInTime() {
    const {ask} = this.paceNow
    // Nobody watches a hidden tab: what is learnt there would be missed.
    if (document.hidden || (this.goal != null && this.last.epoch >= this.goal)) return
    if (this.shown.state === "running" && (ask === "many" || this.left < ask / 2)) this.ask(ask)
  }

  async lay() {
    this.laidOut = true
    this.width = this.root.clientWidth
    if (!(await this.pictures.paint(() => this.gone))) return
    this.bar.makeRoom()
    this.pictures.place()
  }

  /**
   * Everything as it was at one of the kept epochs.
   * @param {number} i
   */
  show(i) {
    if (!this.frames.length) return
    this.at = clamp(i, 0, this.frames.length - 1)
    const frame = this.frames[this.at]
    const {scrub} = this.bar
    scrub.max = String(this.end)
    scrub.style.setProperty("--nv-at", `${(100 * frame.epoch) / this.end}%`)
    scrub.style.setProperty("--nv-learnt", `${(100 * this.last.epoch) / this.end}%`)
    this.bar.at(frame.epoch, epochOf(shared.words.epoch_of, frame.epoch, this.end))
    this.root.dataset.epoch = String(frame.epoch)
    this.pictures.show(frame)
    this.pictures.drawCurves(this.frames, this.ticker.playing)
    this.pictures.moveCursors(frame.epoch)
    this.bar.tell(this.sentence(frame))
    this.tell()
  }

  /** @param {Frame} frame */
  sentence({numbers}) {
    /** @type {Record<string, unknown>} */
    const values = {...numbers}
    const fill = (/** @type {string} */ template) =>
      template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "–"))
    return [fill(this.shown.sentence), this.shown.message].filter(Boolean).join(" ")
  }

  toggle() {
    this.ticker.playing ? this.ticker.stop() : this.play()
  }

  /**
   * Forward from where the scrubber is: through what is kept, then on with new epochs, to the end or to `goal`.
   * @param {number | null} [goal]
   */
  play(goal = null) {
    if (!this.frames.length) return
    this.goal = goal
    this.due = 0
    this.ticker.start()
  }

  /**
   * In step with the clock, not with the screen's frames.
   * @param {number} ms
   */
  advance(ms) {
    const {every, ask} = this.paceNow,
      {left, goal} = this
    this.due -= ms
    this.askInTime()
    if (left > 0 && this.due <= 0) {
      this.due = Math.max(this.due + every, 0)
      const next = this.at + (ask === "many" ? Math.ceil(left / 8) : 1)
      const there = goal == null ? -1 : this.frames.findIndex(({epoch}) => epoch >= goal)
      this.show(there < 0 ? next : Math.min(next, there))
      return this.at === there
    }
    if (left || this.shown.state === "running") return false
    this.at = this.home
    return true
  }

  // Of what poured in, all is drawn, and Python hears where one stands.
  rested() {
    this.goal = null
    if (this.frames.length && this.laidOut) this.show(this.at)
  }

  /** @param {"epoch" | "batch"} unit */
  forward(unit) {
    this.ticker.stop()
    if (!this.frames.length) return
    if (unit === "epoch" && this.at < this.frames.length - 1) {
      this.show(this.at + 1)
      return
    }
    this.show(this.frames.length - 1)
    this.ask(unit === "batch" ? "batch" : 1)
  }

  /**
   * The visitor's own data: a click puts a point there.
   * @param {MouseEvent} e
   */
  addPoint(e) {
    const {graph} = this.pictures.panes.map
    const axes = axesOf(graph)
    if (!this.view?.data.own || !axes) return
    const box = graph.getBoundingClientRect(),
      x = axes.x.value(e.clientX - box.left),
      y = axes.y.value(e.clientY - box.top)
    const [[x0, x1], [y0, y1]] = this.shown.data.domain
    if (x < x0 || x > x1 || y < y0 || y > y1) return
    this.say("point", {x: Number(x.toFixed(3)), y: Number(y.toFixed(3))})
  }

  reword() {
    if (!this.view) return
    rewordBar(this)
    this.show(this.at)
  }

  async relay() {
    await this.lay()
    if (this.gone) return
    // The curves are as wide as their column is now.
    this.pictures.curvesOf = -1
    this.show(this.at)
  }

  destroy() {
    super.destroy()
    this.ticker.destroy()
    this.bar.destroy()
  }
}
