// The player: one clock over the frames that Python made. A frame holds what changes; the state at a
// step is the sum of all frames up to it. By layer the frames are played as they are; by neuron each
// is played once for each target, with the pulses and values of that target alone.

import {el} from "../lib/dom.js"
import {named} from "../lib/format.js"
import {playerKey} from "../lib/keys.js"
import {clamp} from "../lib/math.js"
import {merged} from "../lib/objects.js"
import {PlayerBar, playsByItself} from "../lib/player_bar.js"
import {isDrawn} from "../lib/plotly_internals.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"
import {FIRST_AFTER_MS, REPLAY_AFTER_MS} from "../lib/timing.js"
import {oneByOne, paceAndUnit, settings} from "./chosen.js"
import {Explain} from "./explain.js"
import {focused} from "./focus.js"
import {gazeOf, hushedBy} from "./gaze.js"
import {Inspector} from "./inspector.js"
import {Motion} from "./motion.js"
import {changeOf, stateOf, stepsOf, ticksOf} from "./steps.js"

const REST_MS = 1400
// Of a step, so much is movement.
const MOVES_FOR = 0.92

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../protocol.js").FigureView} FigureView */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("./steps.js").Change} Change */
/** @typedef {{show(step: Step, byNeuron: boolean, words: Record<string, string>): void, destroy(): void}} Explainer */

export class Player {
  /**
   * @param {import("./network.js").NetworkCanvas} mount
   * @param {HTMLElement} root
   * @param {Record<string, string>} words
   */
  constructor(mount, root, words) {
    this.mount = mount
    this.root = root
    this.words = words
    this.settings = settings()
    /** @type {import("../protocol.js").Frame[]} */
    this.frames = []
    /** @type {Step[]} */
    this.steps = []
    this.step = 0
    /** @type {number | undefined} what the signal is; another is played anew */
    this.signal = undefined
    /** @type {number | undefined} how many documents had been opened */
    this.opened = undefined
    /** @type {Inspector | undefined} */
    this.inspector = undefined
    // How much longer the present step is shown before the next.
    this.left = 0
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      begin: () => this.begin(),
      rest: () => (this.settings.values.loop ? REST_MS / this.settings.values.speed : null),
      changed: (playing) => this.bar.show(playing),
    })
    this.bar = this.makeBar()
    this.parts = this.layOut()
    this.explainer = this.beside(this.parts[this.parts.length - 1])
    this.motion = this.view.network ? new Motion(this) : null
    this.keys = (/** @type {KeyboardEvent} */ e) => {
      if (isDrawn(mount.graph)) playerKey(e, this.moves)
    }
    root.addEventListener("keydown", this.keys)
  }

  /** @returns {FigureView} */
  get view() {
    return this.mount.shown
  }

  makeBar() {
    const {words} = this,
      {history} = this.view
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {
        label: words.scrub,
        ticks: !!this.view.network,
        seek: (step) => {
          this.pause()
          this.jump(step)
          this.mount.coach?.did("scrub")
        },
      },
      moves: this.moves,
      act: this.view.network && history ? {predict: () => shared.predict?.()} : {},
      choices: paceAndUnit(words, this.settings.values.byNeuron, (byNeuron) => this.setUnit(byNeuron)),
      autoChanged: () => this.ticker.wait(),
      ...(history && {say: (/** @type {string} */ kind) => this.mount.say(kind, {})}),
    })
  }

  layOut() {
    const {simple, history, fixed, network} = this.view
    const predicts = network && history && !simple ? ["predict"] : []
    const moves = ["first", "back", "play", ...(simple ? ["caption"] : []), "forward", "last", ...predicts],
      // What cannot be changed is not played anew.
      choices = ["scrub", "loop", "speed", "unit", ...(fixed ? [] : ["auto"]), ...(history ? ["history"] : [])]
    const bar = this.bar.bar("nv-player", [...moves, ...choices])
    const parts = [bar, ...(network ? [] : [this.bar.caption]), el("div", "nv-explain")]
    this.root.append(...parts)
    return parts
  }

  /** @type {Record<import("../lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => {
      if (this.ticker.playing) return this.pause()
      this.mount.coach?.did("play")
      this.play()
    },
    back: () => this.go(this.step - 1),
    forward: () => this.go(this.step + 1, true),
    first: () => this.go(0),
    last: () => this.go(this.steps.length - 1),
  }

  /**
   * What stands below in step with the picture.
   * @param {HTMLElement} root
   * @returns {Explainer}
   */
  beside(root) {
    if (!this.view.simple) {
      root.append(this.bar.caption)
      this.inspector = new Inspector(this.mount, root, this.words)
    }
    return new Explain(this.mount, root)
  }

  chooseUnit() {
    const {settings, view} = this
    settings.values.byNeuron = oneByOne(view, settings)
    this.bar.choices.unit.value = settings.values.byNeuron ? "neuron" : "layer"
  }

  /** @param {boolean} byNeuron */
  setUnit(byNeuron) {
    const {layer, phase} = this.steps[this.step]
    this.settings.set("byNeuron", byNeuron)
    this.makeSteps()
    const at = this.steps.findIndex((s) => s.layer === layer && s.phase === phase)
    this.jump(Math.max(0, at))
  }

  /**
   * A new view: where play stood is kept; after an edit of the signal it is played anew.
   * @param {FigureView} view
   * @param {boolean} first whether the canvas has shown nothing before
   * @param {boolean} made whether the player has only just been made
   */
  load(view, first, made) {
    const before = this.signal
    // A walk's frames name no traces: of them, the walker knows.
    this.frames = /** @type {import("../protocol.js").Frame[]} */ (view.frames ?? [])
    this.signal = view.signal
    const atEnd = made || this.step >= this.steps.length - 1
    // A picture to look at goes round and round by itself, unless the visitor's system asks for stillness.
    if (view.simple) this.settings.values.loop = true
    this.chooseUnit()
    this.motion?.plans.forget()
    this.mount.plot.lively = this.motion?.lively ?? []
    this.makeSteps()
    this.step = atEnd ? this.steps.length - 1 : Math.min(this.step, this.steps.length - 1)
    const edited = first || (!made && before !== view.signal)
    // What was only just opened begins at its beginning: the end would give away what the way there is to show.
    const opened = first || (!made && this.opened !== view.history?.opened)
    this.opened = view.history?.opened
    if (edited) {
      this.pause()
      // What the edit led to is seen at once; then the way there is shown.
      const auto = this.settings.values.auto && !shared.led
      this.step = opened && auto ? 0 : this.steps.length - 1
      if (auto) this.ticker.later(() => this.replayNow(), first ? FIRST_AFTER_MS : REPLAY_AFTER_MS)
    }
    this.bar.show(this.ticker.playing)
    this.bar.enable(view.history)
  }

  replayNow() {
    if (this.mount.gestures.drag) {
      this.ticker.later(() => this.replayNow(), REPLAY_AFTER_MS)
      return
    }
    this.play(true)
  }

  makeSteps() {
    this.steps = stepsOf(this.frames, this.network.ys, this.settings.values.byNeuron)
    this.bar.scrub.max = String(this.steps.length - 1)
    this.bar.ticks?.show(ticksOf(this.steps, this.network.layers))
  }

  // What is played, where it is a network.
  get network() {
    return /** @type {NetworkPart} */ (this.view.network)
  }

  /**
   * What the step changes.
   * @param {Step} step
   * @returns {Change}
   */
  change(step) {
    const change = changeOf(step, this.frames, this.network)
    return this.motion?.plans.dressed(step, change) ?? change
  }

  /**
   * Everything that moved up to step i: trace index -> what differs from the figure at rest.
   * @param {number} i
   */
  stateAt(i) {
    const state = stateOf(this.steps.slice(0, i + 1).map((step) => this.change(step)))
    this.motion?.rest(state, i)
    return state
  }

  /**
   * The figure's traces as they stand at the present step.
   * @param {Plain[]} data
   */
  figureNow(data) {
    const state = this.stateAt(this.step)
    const now = data.map((trace, i) => {
      const moved = state.get(i)
      return moved ? merged(trace, this.mount.scaled(moved)) : trace
    })
    return this.view.network ? this.mount.seenWith(now, this.network, gazeOf(this), hushedBy(this)) : now
  }

  // The eye is elsewhere; nothing else has changed.
  look() {
    // What is being drawn, looks by itself.
    if (!this.mount.working) this.see()
  }

  see() {
    const {mount} = this
    if (!this.view.network || !mount.plot.shown) return
    const base = mount.shown.spec.data.map((trace, i) => merged(trace, this.written(i)))
    mount.plot.put(...focused(base, this.network, gazeOf(this), hushedBy(this)))
    this.motion?.ground()
  }

  /**
   * What the steps up to here have written at the connections.
   * @param {number} trace
   */
  written(trace) {
    return trace === this.network.live.traces.weights ? (this.stateAt(this.step).get(trace) ?? {}) : {}
  }

  /**
   * @param {number[]} traces
   * @param {Plain[]} data
   * @param {number} ms
   */
  animate(traces, data, ms) {
    this.mount.plot.move(
      traces,
      data.map((d) => this.mount.scaled(d)),
      ms,
    )
  }

  /** @param {number} i */
  jump(i) {
    this.step = clamp(i, 0, this.steps.length - 1)
    this.look()
    const state = this.stateAt(this.step)
    // The numbers at the connections are written by whoever follows the eye.
    if (this.view.network) state.delete(this.network.live.traces.weights)
    this.motion?.finish()
    this.animate([...state.keys()], [...state.values()], 0)
    this.motion?.settle()
    this.explain()
  }

  // The next step, as a movement.
  forward() {
    const step = this.steps[++this.step],
      ms = this.lasting()
    this.explain()
    const change = this.change(step),
      // Who has asked for stillness sees each step as it is when it is over.
      lasts = this.motion && !playsByItself() ? 0 : ms * MOVES_FOR
    this.look()
    const [traces, data] = this.motion?.begin(step, change, lasts) ?? change
    // What moves by itself, Plotly is not told of: it would draw it as it last knew it, all the while.
    if (traces.length)
      this.animate(traces, data, this.motion?.draws || step.at_once || step.phase === "start" ? 0 : lasts)
    this.motion?.set()
  }

  /** The next step, for a film: somebody else says how much of it has passed, and when it is over. */
  filmed() {
    const step = this.steps[++this.step]
    this.explain()
    const change = this.change(step)
    this.look()
    const [traces, data] = this.motion?.begin(step, change, step.ms) ?? change
    this.motion?.ticker.stop()
    if (traces.length) this.animate(traces, data, 0)
    this.motion?.set()
    return {
      draw: (/** @type {number} */ share) => this.motion?.draws?.(share),
      end: () => this.motion?.finish(),
    }
  }

  // How long the present step is shown, in ms.
  lasting() {
    return this.steps[this.step].ms / this.settings.values.speed
  }

  begin() {
    this.jump(0)
    this.left = this.lasting()
  }

  play(fromStart = false) {
    this.ticker.wait()
    if (fromStart || this.step >= this.steps.length - 1) this.begin()
    else {
      this.forward()
      this.left = this.lasting()
    }
    this.ticker.start()
  }

  /**
   * One step in a frame at most: each is seen.
   * @param {number} ms
   */
  advance(ms) {
    this.left -= ms
    if (this.left > 0) return false
    if (this.step >= this.steps.length - 1) return true
    this.forward()
    this.left = this.lasting()
    return false
  }

  pause() {
    this.ticker.stop()
  }

  // What the hand changes is seen where the signal has arrived.
  toEnd() {
    this.pause()
    this.step = this.steps.length - 1
  }

  /**
   * A step by hand. Forward by one is shown as movement; anything else at once.
   * @param {number} i
   * @param {boolean} [moving]
   */
  go(i, moving = false) {
    this.pause()
    if (i < 0 || i >= this.steps.length) return
    moving && i === this.step + 1 ? this.forward() : this.jump(i)
  }

  explain() {
    const step = this.steps[this.step]
    const {layer, neuron, caption} = step,
      said = neuron == null ? caption : named(this.words.named, this.network.names[layer][neuron], caption),
      sentence = `${this.step + 1}/${this.steps.length} · ${said}`
    this.bar.at(this.step, sentence)
    this.bar.tell(sentence)
    this.mount.stage.dataset.step = String(this.step)
    this.mount.stage.dataset.phase = step.phase
    this.inspector?.show()
    // Where all has arrived, the eye is on what is selected.
    if (this.step === this.steps.length - 1 && this.view.network?.selection?.layer)
      this.explainer.show({...step, neuron: null}, false, this.words)
    else this.explainer.show(step, this.settings.values.byNeuron, this.words)
  }

  destroy() {
    this.motion?.destroy()
    this.ticker.destroy()
    this.bar.destroy()
    this.root.removeEventListener("keydown", this.keys)
    this.explainer.destroy()
    for (const part of this.parts) part.remove()
  }
}
