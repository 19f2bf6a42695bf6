// The player: one clock over the frames that Python made. A frame holds what changes; the state at a
// step is the sum of all frames up to it. By layer the frames are played as they are; by neuron each
// is played once for each target, with the pulses and values of that target alone.

const REST_MS = 1400
const REPLAY_AFTER_MS = 450
const BLANK = "\u00a0"
const SPEEDS = [0.25, 0.5, 1, 2, 4]
const SETTINGS = "neuroviz.player"

const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z", back: "M17 5 7 12l10 7z", play: "M7 4v16l13-8z", pause: "M7 4v16M17 4v16",
  forward: "M7 5l10 7-10 7z", last: "M18 5v14M5 5l10 7-10 7z",
  undo: "M9 14 4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-4", redo: "M15 14l5-5-5-5M20 9H10a5.5 5.5 0 0 0 0 11h4",
  reset: "M4 12a8 8 0 1 0 2.5-5.8M4 4v5h5",
  restart: "M4 12a8 8 0 1 0 2.5-5.8M4 4v5h5", batch: "M7 12h.01M12 12h.01M17 12h.01M5 6h14v12H5z",
  best: "m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z",
  loop: "M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5",
}

const isObject = (x) => x !== null && typeof x === "object" && !Array.isArray(x)
const merged = (base, more) => {
  const out = {...base}
  for (const key in more) out[key] = isObject(more[key]) && isObject(out[key]) ? merged(out[key], more[key]) : more[key]
  return out
}
// Every array of length n in a frame's trace, mapped; the rest as it is.
const mapArrays = (trace, n, f, path = []) => {
  const out = {}
  for (const key in trace) {
    const value = trace[key]
    out[key] = Array.isArray(value) && value.length === n ? f(value, [...path, key])
      : isObject(value) ? mapArrays(value, n, f, [...path, key]) : value
  }
  return out
}
const at = (object, path) => path.reduce((o, key) => o?.[key], object)

// A button with an icon, named in the visitor's language.
const setIcon = (button, name, words) => {
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`
  button.setAttribute("aria-label", words[name])
  button.title = words[name]
}
const iconButton = (name, words, act) => {
  const button = el("button", "nv-button")
  button.type = "button"
  button.dataset.testid = `player-${name}`
  button.onclick = act
  setIcon(button, name, words)
  return button
}

// Undo and redo from anywhere on the page, but not where a text field has an undo of its own.
const undoKey = (e, buttons) => {
  if (!buttons || !(e.ctrlKey || e.metaKey) || e.target.closest?.("input:not([type=range]):not([type=checkbox]), textarea, [contenteditable]")) return
  const redo = e.key.toLowerCase() === "y" || (e.shiftKey && e.key.toLowerCase() === "z")
  if (!redo && e.key.toLowerCase() !== "z") return
  e.preventDefault()
  const button = buttons[redo ? 1 : 0]
  if (!button.disabled) button.click()
}

class Player {
  constructor(mount, root, words) {
    this.mount = mount
    this.words = words
    this.settings = {speed: 1, loop: false, auto: !matchMedia("(prefers-reduced-motion: reduce)").matches, byNeuron: false,
      ...JSON.parse(sessionStorage.getItem(SETTINGS) ?? "{}")}
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
    this.scrub.min = 0
    this.scrub.dataset.testid = "player-scrub"
    this.scrub.setAttribute("aria-label", this.words.scrub)
    this.scrub.oninput = () => { this.pause(); this.jump(Number(this.scrub.value)) }
    this.speed = el("select", "nv-select")
    this.speed.dataset.testid = "player-speed"
    this.speed.setAttribute("aria-label", this.words.speed)
    for (const s of SPEEDS) this.speed.append(new Option(`${s}×`, s, false, s === this.settings.speed))
    this.speed.onchange = () => this.set("speed", Number(this.speed.value))
    this.unit = el("select", "nv-select")
    this.unit.dataset.testid = "player-unit"
    this.unit.setAttribute("aria-label", this.words.unit)
    this.unit.append(new Option(this.words.by_layer, "layer"), new Option(this.words.by_neuron, "neuron", false, this.settings.byNeuron))
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
    bar.append(button("first", () => this.go(0)), button("back", () => this.go(this.step - 1)), this.playButton,
      button("forward", () => this.go(this.step + 1, true)), button("last", () => this.go(this.steps.length - 1)),
      this.scrub, this.loopButton, this.speed, this.unit, auto)
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
    this.explainer = new Explain(this.mount, root)
  }

  set(name, value) {
    this.settings[name] = value
    sessionStorage.setItem(SETTINGS, JSON.stringify(this.settings))
    this.refresh()
  }

  refresh() {
    setIcon(this.playButton, this.playing ? "pause" : "play", this.words)
    this.playButton.setAttribute("aria-pressed", !!this.playing)
    this.loopButton.setAttribute("aria-pressed", this.settings.loop)
  }

  setUnit(byNeuron) {
    const {layer, phase} = this.steps[this.step]
    this.set("byNeuron", byNeuron)
    this.unit.value = byNeuron ? "neuron" : "layer"
    this.makeSteps()
    this.jump(Math.max(0, this.steps.findIndex((s) => s.layer === layer && s.phase === phase)))
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
    if (this.mount.gestures.drag) { this.replay = setTimeout(() => this.replayNow(), REPLAY_AFTER_MS); return }
    this.play(true)
  }

  makeSteps() {
    if (!this.settings.byNeuron) {
      this.steps = this.frames.map((frame) => ({...frame, neuron: null}))
    } else {
      this.steps = [{...this.frames[0], neuron: null}]
      const layers = Math.max(...this.frames.map((f) => f.layer))
      for (let layer = 1; layer <= layers; layer++) {
        const own = this.frames.filter((f) => f.layer === layer && !f.whole)
        for (let neuron = 0; neuron < this.mount.view.network.ys[layer].length; neuron++)
          for (const frame of own) this.steps.push({...frame, neuron})
      }
      // The way back goes layer by layer.
      for (const frame of this.frames) if (frame.whole) this.steps.push({...frame, neuron: null})
    }
    this.scrub.max = this.steps.length - 1
  }

  // What the step changes: [traces, data], cut down to one target where it goes neuron by neuron.
  change(step) {
    const {traces: index, ys} = this.mount.view.network
    const own = this.frames.filter((f) => f.layer === step.layer && !f.whole)
    if (step.whole) return [step.traces, step.data]
    if (step.neuron == null) {
      // Of very many pulses at once, nobody could read the labels.
      return [step.traces, own[0].crowded ? step.data.map((trace, i) => step.traces[i] === index.pulses && trace.text
        ? {...trace, text: trace.text.map(() => BLANK)} : trace) : step.data]
    }
    const {offsets} = own[0], total = offsets.at(-1)
    const from = offsets[step.neuron], to = offsets[step.neuron + 1]
    const size = ys[step.layer].length, target = index.layer + step.layer
    const lit = own.at(-1).data[own.at(-1).traces.indexOf(target)]
    const idle = this.frames[0].data[this.frames[0].traces.indexOf(target)]
    return [step.traces, step.data.map((trace, i) => {
      if (step.traces[i] === target)
        return mapArrays(trace, size, (values, path) => values.map((v, j) =>
          j < step.neuron ? at(lit, path)[j] : j > step.neuron ? at(idle, path)[j] : v))
      if (step.traces[i] === index.pulses) return mapArrays(trace, total, (values) => values.slice(from, to))
      return mapArrays(trace, size, (values) => values.slice(step.neuron, step.neuron + 1))
    })]
  }

  // Everything that moved up to step i: trace index -> what differs from the figure at rest.
  stateAt(i) {
    const state = new Map()
    for (const step of this.steps.slice(0, i + 1)) {
      const [traces, data] = this.change(step)
      traces.forEach((trace, k) => state.set(trace, merged(state.get(trace) ?? {}, data[k])))
    }
    return state
  }

  // The figure's traces as they stand at the present step.
  figureNow(data) {
    const state = this.stateAt(this.step)
    return data.map((trace, i) => state.has(i) ? merged(trace, this.mount.scaled(state.get(i))) : trace)
  }

  animate(traces, data, ms) { this.mount.plot.move(traces, data.map((d) => this.mount.scaled(d)), ms) }

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
    await new Promise((done) => { this.timer = setTimeout(done, ms) })
  }

  async play(fromStart = false) {
    clearTimeout(this.replay)
    const run = this.playing = {}
    const rest = (ms) => new Promise((done) => setTimeout(done, ms / this.settings.speed))
    const begin = () => { this.jump(0); return rest(this.steps[0].ms) }
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
    if (this.playing === run) { this.playing = null; this.refresh() }
  }

  pause() {
    clearTimeout(this.replay)
    this.playing = null
    this.refresh()
  }

  toggle() { this.playing ? this.pause() : this.play() }

  // A step by hand. Forward by one is shown as movement; anything else at once.
  go(i, moving = false) {
    this.pause()
    if (i < 0 || i >= this.steps.length) return
    moving && i === this.step + 1 ? this.forward() : this.jump(i)
  }

  explain() {
    const step = this.steps[this.step], net = this.mount.view.network
    this.scrub.value = this.step
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
      " ": () => this.toggle(), ArrowLeft: () => this.go(this.step - 1), ArrowRight: () => this.go(this.step + 1, true),
      Home: () => this.go(0), End: () => this.go(this.steps.length - 1),
    }[e.key]
    if (!act || e.defaultPrevented || !this.mount.graph._fullLayout) return
    act()
    e.preventDefault(); e.stopPropagation()
  }

  destroy() {
    document.removeEventListener("keydown", this.shortcut)
    this.pause(); clearTimeout(this.timer); this.explainer.destroy()
    for (const part of this.parts) part.remove()
  }
}
