// The pair's clock and its buttons: t in ms of the neuron's time, how fast it runs, and what is said when.

import {iconButton, setIcon, undoKey} from "../lib/buttons.js"
import {el, subscripted} from "../lib/dom.js"
import {figures} from "../lib/format.js"
import {clamp, firstFrom} from "../lib/math.js"
import {shared} from "../lib/shared.js"
import {REPLAY_AFTER_MS} from "../lib/timing.js"

const CLOCK_SETTINGS = "neuroviz.clock"
const RATES = [1, 2, 5, 10, 20, 50, 100] // ms of the neuron in a second on the screen
const SLOW_RATE = 2
const SPANS = [0, 100, 20, 5] // ms that the rows show; 0: all
const WORDS_EVERY_MS = 70
const END_REST_MS = 1500

export class Clock {
  constructor(duet) {
    this.duet = duet
    this.words = shared.words
    this.t = 0
    this.settings = {
      rate: 20,
      slow: "first",
      loop: true,
      auto: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      span: 0,
      ...JSON.parse(sessionStorage.getItem(CLOCK_SETTINGS) ?? "{}"),
    }
    this.build()
    this.shortcut = (e) => undoKey(e, this.history)
    document.addEventListener("keydown", this.shortcut)
  }

  build() {
    const {words} = this
    const button = (name, act) => iconButton(name, words, act)
    this.playButton = button("play", () => this.toggle())
    this.loopButton = button("loop", () => this.set("loop", !this.settings.loop))
    this.scrub = el("input", "nv-scrub")
    this.scrub.type = "range"
    this.scrub.min = "0"
    this.scrub.step = "any"
    this.scrub.dataset.testid = "player-scrub"
    this.scrub.setAttribute("aria-label", words.time)
    this.scrub.oninput = () => {
      this.pause()
      this.seek(Number(this.scrub.value))
    }
    const select = (name, label, options) => {
      const box = el("select", "nv-select")
      box.dataset.testid = `player-${name}`
      box.setAttribute("aria-label", label)
      box.title = label
      for (const [value, text] of options)
        box.append(new Option(text, value, false, String(value) === String(this.settings[name])))
      box.onchange = () => {
        this.set(name, typeof this.settings[name] === "number" ? Number(box.value) : box.value)
        this.page(true)
        this.seek(this.t)
      }
      return box
    }
    const rates = select(
      "rate",
      words.rate,
      RATES.map((r) => [r, words.rate_option.replace("{ms}", String(r))]),
    )
    const slow = select(
      "slow",
      words.slow,
      ["off", "first", "all"].map((s) => [s, words[`slow_${s}`]]),
    )
    const span = select(
      "span",
      words.span,
      SPANS.map((s) => [s, s ? words.span_option.replace("{ms}", String(s)) : words.span_all]),
    )
    const auto = el("label", "nv-check")
    this.auto = el("input")
    this.auto.type = "checkbox"
    this.auto.checked = this.settings.auto
    this.auto.dataset.testid = "player-auto"
    this.auto.onchange = () => {
      clearTimeout(this.replay)
      this.set("auto", this.auto.checked)
    }
    auto.append(this.auto, words.auto)
    const bar = el("div", "nv-player")
    bar.setAttribute("role", "group")
    bar.setAttribute("aria-label", words.player)
    this.now = el("output", "nv-now-ms")
    this.now.dataset.testid = "clock"
    const group = el("span", "nv-history")
    this.history = ["undo", "redo", "reset"].map((name) => button(name, () => this.duet.say(name, {})))
    group.append(...this.history)
    bar.append(
      button("first", () => {
        this.pause()
        this.seek(0)
      }),
      button("back", () => this.step(-1)),
      this.playButton,
      button("forward", () => this.step(1)),
      button("last", () => {
        this.pause()
        this.seek(this.duration)
      }),
      this.now,
      this.scrub,
      this.loopButton,
      rates,
      slow,
      span,
      auto,
      group,
    )
    this.caption = el("p", "nv-caption")
    this.caption.dataset.testid = "caption"
    this.caption.setAttribute("aria-live", "off")
    this.parts = [bar, this.caption]
    this.refresh()
  }

  get duration() {
    return this.duet.view?.clock.duration ?? 1
  }

  set(name, value) {
    this.settings[name] = value
    sessionStorage.setItem(CLOCK_SETTINGS, JSON.stringify(this.settings))
    this.refresh()
  }

  refresh() {
    setIcon(this.playButton, this.playing ? "pause" : "play", this.words)
    this.playButton.setAttribute("aria-pressed", String(!!this.playing))
    this.loopButton.setAttribute("aria-pressed", String(this.settings.loop))
    // While it plays, nobody could listen to every arrival.
    this.caption.setAttribute("aria-live", this.playing ? "off" : "polite")
    for (const b of this.history) b.disabled = !this.duet.view?.history?.[b.dataset.testid.slice("player-".length)]
  }

  // A new view: after an edit it is played from the start, unless the visitor wants rest.
  load(view, first, changed) {
    this.scrub.max = String(this.duration)
    this.t = Math.min(this.t, this.duration)
    this.refresh()
    this.page(true)
    this.seek(first || changed ? (this.settings.auto ? 0 : this.duration) : this.t)
    if (!changed && !first) return
    clearTimeout(this.replay)
    this.pause()
    if (this.settings.auto && !view.problem) this.replay = setTimeout(() => this.play(), first ? 300 : REPLAY_AFTER_MS)
  }

  // The rows' window: all of the time, or the page of it that t is on.
  window() {
    const {span} = this.settings
    if (!span || span >= this.duration) return [0, this.duration]
    const start = Math.floor(Math.min(this.t, this.duration - 1e-6) / span) * span
    return [start, start + span]
  }

  page(always = false) {
    const [start, stop] = this.window(),
      {graph, plot} = this.duet.panes.below
    if (!graph._fullLayout || (!always && this.paged === start)) return
    this.paged = start
    const [low, high] = graph._fullLayout.xaxis.range
    if (low !== start || high !== stop) plot.stretch([start, stop])
  }

  // ms of the neuron in a second, now: less where a spike is to be watched.
  rate() {
    const {rate, slow} = this.settings,
      {spikes, delay} = this.duet.view.clock
    if (slow === "off" || rate <= SLOW_RATE) return rate
    const after = 2 + Math.min(delay, 4)
    const i = firstFrom(spikes, this.t - after)
    const near = i < spikes.length && spikes[i] - 1 <= this.t && (slow === "all" || i === 0)
    return near ? SLOW_RATE : rate
  }

  play() {
    clearTimeout(this.replay)
    if (!this.duet.view || this.duet.view.problem) return
    const run = {}
    this.playing = run
    this.refresh()
    if (this.t >= this.duration) this.seek(0)
    let last = performance.now(),
      resting = 0
    const tick = (now) => {
      if (this.playing !== run) return
      const passed = Math.min(now - last, 100)
      last = now
      if (this.t < this.duration) this.seek(this.t + (passed / 1000) * this.rate())
      else if (!this.settings.loop) {
        this.pause()
        return
      } else {
        resting += passed
        if (resting > END_REST_MS) {
          resting = 0
          this.seek(0)
        }
      }
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  }

  pause() {
    clearTimeout(this.replay)
    if (!this.playing) return
    this.playing = null
    this.refresh()
    this.say(true)
  }

  toggle() {
    this.playing ? this.pause() : this.play()
  }

  seek(t) {
    this.t = clamp(t, 0, this.duration)
    this.page()
    this.duet.at(this.t)
    this.scrub.value = String(this.t)
    this.say(!this.playing)
  }

  // To the next thing that happens, or the one before.
  step(by) {
    this.pause()
    const times = this.duet.view.clock.events.map(([t]) => t)
    const next = by > 0 ? times.find((t) => t > this.t + 1e-6) : times.findLast((t) => t < this.t - 1e-6)
    if (next != null) this.seek(next)
  }

  // Words and numbers, not so often that they cannot be read.
  say(atOnce) {
    const now = performance.now()
    if (!atOnce && now - (this.said ?? 0) < WORDS_EVERY_MS) return
    this.said = now
    const {clock, formulas} = this.duet.view,
      {duet, t} = this
    this.now.textContent = `${figures(t, 1)} ms`
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
    if (this.caption.textContent !== text) this.caption.textContent = text
    this.scrub.setAttribute("aria-valuetext", `${figures(t, 1)} ms`)
    const so_far = firstFrom(clock.spikes, t + 1e-9)
    const value = (name) => (name === "spikes" ? so_far : name === "now" ? t : duet.line(name, t))
    const filled = (template) =>
      template.replace(/\{(\w+):(\d)\}/g, (_, name, digits) => figures(value(name), Number(digits)))
    for (const side of ["left", "right"]) {
      const {formula} = duet.panes[side]
      while (formula.children.length > formulas[side].length) formula.lastChild.remove()
      formulas[side].forEach((template, i) => {
        const line = formula.children[i] ?? formula.appendChild(el("p"))
        const said = filled(template)
        if (line.said === said) return
        line.said = said
        subscripted(line, said)
      })
    }
    duet.root.dataset.t = t.toFixed(3)
  }

  key(e) {
    // A button is pressed by the space bar: that is not the player's.
    if (e.key === " " && e.target.closest("button")) return false
    const act = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      Home: () => {
        this.pause()
        this.seek(0)
      },
      End: () => {
        this.pause()
        this.seek(this.duration)
      },
    }[e.key]
    act?.()
    return !!act
  }

  destroy() {
    document.removeEventListener("keydown", this.shortcut)
    this.pause()
  }
}
