// The player: one clock over the frames that Python made. A frame holds what changes; the state at a
// step is the sum of all frames up to it. By layer the frames are played as they are; by neuron each
// is played once for each target, with the pulses and values of that target alone.

import {iconButton, setIcon, undoKey} from "../lib/buttons.js"
import {el} from "../lib/dom.js"
import {clamp} from "../lib/math.js"
import {merged} from "../lib/objects.js"
import {REPLAY_AFTER_MS, SPEEDS} from "../lib/timing.js"
import {Explain} from "./explain.js"
import {Inspector} from "./inspector.js"
import {changeOf, stateOf, stepsOf} from "./steps.js"

const REST_MS = 1400
const SETTINGS = "neuroviz.player"

export class Player {
  constructor(mount, root, words) {
    this.mount = mount
    this.words = words
    this.settings = {
      speed: 1,
      loop: false,
      auto: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      byNeuron: false,
      ...JSON.parse(sessionStorage.getItem(SETTINGS) ?? "{}"),
    }
    this.build(root)
    mount.stage.addEventListener("keydown", (e) => this.key(e))
    this.shortcut = (e) => undoKey(e, this.history)
    document.addEventListener("keydown", this.shortcut)
  }

  build(root) {
    const button = (name, act) => iconButton(name, this.words, act)
    this.playButton = button("play", () => this.toggle())
    this.loopButton = button("loop", () => this.set("loop", !this.settings.loop))
    this.scrub = el("input", "nv-scrub")
    this.scrub.type = "range"
    this.scrub.min = "0"
    this.scrub.dataset.testid = "player-scrub"
    this.scrub.setAttribute("aria-label", this.words.scrub)
    this.scrub.oninput = () => {
      this.pause()
      this.jump(Number(this.scrub.value))
    }
    this.speed = el("select", "nv-select")
    this.speed.dataset.testid = "player-speed"
    this.speed.setAttribute("aria-label", this.words.speed)
    for (const s of SPEEDS) this.speed.append(new Option(`${s}×`, String(s), false, s === this.settings.speed))
    this.speed.onchange = () => this.set("speed", Number(this.speed.value))
    this.unit = el("select", "nv-select")
    this.unit.dataset.testid = "player-unit"
    this.unit.setAttribute("aria-label", this.words.unit)
    this.unit.append(
      new Option(this.words.by_layer, "layer"),
      new Option(this.words.by_neuron, "neuron", false, this.settings.byNeuron),
    )
    this.unit.onchange = () => this.setUnit(this.unit.value === "neuron")
    const auto = el("label", "nv-check")
    this.auto = el("input")
    this.auto.type = "checkbox"
    this.auto.checked = this.settings.auto
    this.auto.dataset.testid = "player-auto"
    this.auto.onchange = () => this.set("auto", this.auto.checked)
    auto.append(this.auto, this.words.auto)
    const bar = el("div", "nv-player")
    bar.setAttribute("role", "group")
    bar.setAttribute("aria-label", this.words.player)
    bar.append(
      button("first", () => this.go(0)),
      button("back", () => this.go(this.step - 1)),
      this.playButton,
      button("forward", () => this.go(this.step + 1, true)),
      button("last", () => this.go(this.steps.length - 1)),
      this.scrub,
      this.loopButton,
      this.speed,
      this.unit,
    )
    // What cannot be changed is not played anew.
    if (!this.mount.view.fixed) bar.append(auto)
    if (this.mount.view.history) {
      const group = el("span", "nv-history")
      this.history = ["undo", "redo", "reset"].map((name) => button(name, () => this.mount.say(name, {})))
      group.append(...this.history)
      bar.append(group)
    }
    this.caption = el("p", "nv-caption")
    this.caption.dataset.testid = "caption"
    this.caption.setAttribute("aria-live", "polite")
    const explain = el("div", "nv-explain")
    this.parts = [bar, this.caption, explain]
    root.append(...this.parts)
    if (this.mount.view.simple) this.playButton.after(this.caption)
    this.beside(explain)
    this.refresh()
  }

  // What stands below in step with the picture.
  beside(root) {
    if (!this.mount.view.simple) this.inspector = new Inspector(this.mount, root, this.words)
    /** @type {{show(step: any, byNeuron: boolean, words: any): void, destroy(): void}} */
    this.explainer = new Explain(this.mount, root)
  }

  set(name, value) {
    this.settings[name] = value
    sessionStorage.setItem(SETTINGS, JSON.stringify(this.settings))
    this.refresh()
  }

  refresh() {
    setIcon(this.playButton, this.playing ? "pause" : "play", this.words)
    this.playButton.setAttribute("aria-pressed", String(!!this.playing))
    this.loopButton.setAttribute("aria-pressed", String(this.settings.loop))
  }

  setUnit(byNeuron) {
    const {layer, phase} = this.steps[this.step]
    this.set("byNeuron", byNeuron)
    this.unit.value = byNeuron ? "neuron" : "layer"
    this.makeSteps()
    this.jump(
      Math.max(
        0,
        this.steps.findIndex((s) => s.layer === layer && s.phase === phase),
      ),
    )
  }

  // A new view: where play stood is kept; after an edit of the signal it is played anew.
  load(view, first, made) {
    const before = this.signal
    this.frames = view.frames
    this.signal = view.signal
    const atEnd = made || this.step >= this.steps.length - 1
    // A picture to look at goes round and round by itself, unless the visitor's system asks for stillness.
    if (view.simple) this.settings.loop = true
    this.makeSteps()
    this.step = atEnd ? this.steps.length - 1 : Math.min(this.step, this.steps.length - 1)
    const edited = first || (!made && before !== view.signal)
    // What was only just opened begins at its beginning: the end would give away what the way there is to show.
    const opened = first || (!made && this.opened !== view.history?.opened)
    this.opened = view.history?.opened
    if (edited) {
      this.pause()
      // What the edit led to is seen at once; then the way there is shown.
      this.step = opened && this.settings.auto ? 0 : this.steps.length - 1
      clearTimeout(this.replay)
      if (this.settings.auto) this.replay = setTimeout(() => this.replayNow(), first ? 300 : REPLAY_AFTER_MS)
    }
    this.refresh()
    for (const b of this.history ?? []) b.disabled = !view.history[b.dataset.testid.slice("player-".length)]
  }

  replayNow() {
    if (this.mount.gestures.drag) {
      this.replay = setTimeout(() => this.replayNow(), REPLAY_AFTER_MS)
      return
    }
    this.play(true)
  }

  makeSteps() {
    this.steps = stepsOf(this.frames, this.mount.view.network?.ys, this.settings.byNeuron)
    this.scrub.max = String(this.steps.length - 1)
  }

  // What the step changes: [traces, data].
  change(step) {
    return changeOf(step, this.frames, this.mount.view.network)
  }

  // Everything that moved up to step i: trace index -> what differs from the figure at rest.
  stateAt(i) {
    return stateOf(this.steps.slice(0, i + 1).map((step) => this.change(step)))
  }

  // The figure's traces as they stand at the present step.
  figureNow(data) {
    const state = this.stateAt(this.step)
    return data.map((trace, i) => (state.has(i) ? merged(trace, this.mount.scaled(state.get(i))) : trace))
  }

  animate(traces, data, ms) {
    this.mount.plot.move(
      traces,
      data.map((d) => this.mount.scaled(d)),
      ms,
    )
  }

  // What the hand changes is seen where the signal has arrived.
  toEnd() {
    this.pause()
    this.step = this.steps.length - 1
  }

  jump(i) {
    this.step = clamp(i, 0, this.steps.length - 1)
    const state = this.stateAt(this.step)
    this.animate([...state.keys()], [...state.values()], 0)
    this.explain()
  }

  async forward() {
    const step = this.steps[++this.step]
    const ms = step.ms / this.settings.speed
    this.explain()
    this.animate(...this.change(step), step.at_once || ["emit", "start"].includes(step.phase) ? 0 : ms * 0.92)
    await new Promise((done) => {
      this.timer = setTimeout(done, ms)
    })
  }

  async play(fromStart = false) {
    clearTimeout(this.replay)
    const run = {}
    this.playing = run
    const rest = (ms) => new Promise((done) => setTimeout(done, ms / this.settings.speed))
    const begin = () => {
      this.jump(0)
      return rest(this.steps[0].ms)
    }
    this.refresh()
    if (fromStart || this.step >= this.steps.length - 1) await begin()
    while (this.playing === run) {
      if (this.step < this.steps.length - 1) await this.forward()
      else if (!this.settings.loop) break
      else {
        await rest(REST_MS)
        if (this.playing === run) await begin()
      }
    }
    if (this.playing === run) {
      this.playing = null
      this.refresh()
    }
  }

  pause() {
    clearTimeout(this.replay)
    this.playing = null
    this.refresh()
  }

  toggle() {
    this.playing ? this.pause() : this.play()
  }

  // A step by hand. Forward by one is shown as movement; anything else at once.
  go(i, moving = false) {
    this.pause()
    if (i < 0 || i >= this.steps.length) return
    moving && i === this.step + 1 ? this.forward() : this.jump(i)
  }

  explain() {
    const step = this.steps[this.step],
      net = this.mount.view.network
    this.scrub.value = String(this.step)
    const who = step.neuron == null ? "" : `${net.names[step.layer][step.neuron]}: `
    this.caption.textContent = `${this.step + 1}/${this.steps.length} · ${who}${step.caption}`
    this.scrub.setAttribute("aria-valuetext", step.caption)
    this.mount.stage.dataset.step = this.step
    this.mount.stage.dataset.phase = step.phase
    this.inspector?.show()
    this.explainer.show(step, this.settings.byNeuron, this.words)
  }

  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const act = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.go(this.step - 1),
      ArrowRight: () => this.go(this.step + 1, true),
      Home: () => this.go(0),
      End: () => this.go(this.steps.length - 1),
    }[e.key]
    if (!act || e.defaultPrevented || !this.mount.graph._fullLayout) return
    act()
    e.preventDefault()
    e.stopPropagation()
  }

  destroy() {
    document.removeEventListener("keydown", this.shortcut)
    this.pause()
    clearTimeout(this.timer)
    this.explainer.destroy()
    for (const part of this.parts) part.remove()
  }
}
