// What is seen of a player, the same for every picture: buttons by name, a scrubber, choices, "play after an edit",
// undo, redo and reset, and the sentence that says what is seen. What playing means is the picture's own.

import {iconButton, setIcon} from "./buttons.js"
import {el} from "./dom.js"
import {undoKey} from "./keys.js"
import {bars, shared} from "./shared.js"
import {Ticks} from "./ticks.js"

/** @typedef {import("./settings.js").Values} Values */
/** @typedef {{values: Values, chosen: Values, set(name: string, value: Values[string]): void}} AnySettings */
/** @typedef {[value: string | number, text: string][]} Options */

/**
 * A box to choose a setting from.
 * @typedef {object} Choice
 * @property {Options} options
 * @property {string} [value] which it is now, where no setting has this name
 * @property {(value: string) => void} [chosen] what is done instead of only keeping it
 */

/**
 * @typedef {object} Plan
 * @property {Record<string, string>} words
 * @property {AnySettings} settings
 * @property {{label: string, seek: (value: number) => void, step?: string, ticks?: boolean}} scrub ticks: whether it has a
 *   line of its own, with marks along it
 * @property {Record<import("./keys.js").Move, () => void>} moves what keys and buttons alike do
 * @property {Record<string, () => void>} [act] what further buttons do, by their names
 * @property {string} [now] the test id of what is written beside the scrubber
 * @property {Record<string, Choice>} [choices]
 * @property {() => void} [autoChanged]
 * @property {(kind: string) => void} [say] for undo, redo and reset
 * @property {boolean} [keepsRoom] whether the sentence keeps the height that it once had
 */

const MOVES = /** @type {const} */ (["first", "back", "forward", "last"])
export const HISTORY = /** @type {const} */ (["undo", "redo", "reset"])

// Of a scrubber with a line of its own, the thumb's radius.
const THUMB_PX = 10

const stillness = () => matchMedia("(prefers-reduced-motion: reduce)")

/** Whether a picture may play by itself: not where the visitor's system asks for stillness. */
export const playsByItself = () => !stillness().matches

/**
 * In another language: a bar and its controls made anew, in the place of those that were there.
 * @param {{bar: PlayerBar, controls: HTMLElement, makeBar(): PlayerBar, controlsOf(bar: PlayerBar): HTMLElement,
 *   shown: import("../protocol.js").Common, ticker: {playing: boolean}}} owner
 */
export const rewordBar = (owner) => {
  const {bar, controls} = owner
  owner.bar = owner.makeBar()
  owner.controls = owner.controlsOf(owner.bar)
  bar.destroy()
  controls.replaceWith(owner.controls)
  bar.caption.replaceWith(owner.bar.caption)
  owner.bar.scrub.max = bar.scrub.max
  owner.bar.enable(owner.shown.history)
  owner.bar.show(owner.ticker.playing)
}

export class PlayerBar {
  /** @param {Plan} plan */
  constructor(plan) {
    const {words, settings, scrub, choices = {}, moves} = plan
    this.plan = plan
    this.playing = false
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {}
    /** @type {Record<string, () => void>} */
    const act = {...plan.act, play: moves.toggle}
    for (const name of MOVES) act[name] = moves[name]
    if ("loop" in settings.values) act.loop = () => this.toggleLoop()
    for (const name in act) this.buttons[name] = iconButton(name, words, act[name])
    this.scrub = el("input", "nv-scrub")
    Object.assign(this.scrub, {type: "range", min: "0", max: "0", step: scrub.step ?? "1"})
    this.scrub.dataset.testid = "player-scrub"
    this.scrub.setAttribute("aria-label", scrub.label)
    this.scrub.oninput = () => scrub.seek(Number(this.scrub.value))
    this.ticks = scrub.ticks ? new Ticks(this.scrub, THUMB_PX) : null
    this.now = el("output", "nv-now-ms")
    if (plan.now) this.now.dataset.testid = plan.now
    /** @type {Record<string, HTMLSelectElement>} */
    this.choices = {}
    for (const name in choices) this.choices[name] = this.choice(name, choices[name])
    this.auto = el("input", "", null, "player-auto")
    this.auto.type = "checkbox"
    this.auto.onchange = () => {
      plan.settings.set("auto", this.auto.checked)
      plan.autoChanged?.()
    }
    this.check = el("label", "nv-check")
    this.check.append(this.auto, words.auto)
    this.history = el("span", "nv-history")
    if (plan.say) for (const name of HISTORY) this.buttons[name] = iconButton(name, words, () => plan.say?.(name))
    this.history.append(...HISTORY.flatMap((name) => this.buttons[name] ?? []))
    this.caption = el("p", "nv-caption", null, "caption")
    /** @type {HTMLElement | null} what is chosen seldom */
    this.panel = null
    this.shortcut = (/** @type {KeyboardEvent} */ e) => undoKey(e, this.buttons)
    document.addEventListener("keydown", this.shortcut)
    this.elsewhere = (/** @type {PointerEvent} */ e) => {
      if (!this.panel?.parentElement?.contains(/** @type {Node} */ (e.target))) this.unfold(false)
    }
    document.addEventListener("pointerdown", this.elsewhere)
    this.media = stillness()
    this.stilled = () => this.followSystem()
    this.media.addEventListener("change", this.stilled)
    this.show(false)
    bars.add(this)
  }

  /**
   * @param {string} name of the setting
   * @param {Choice} choice
   */
  choice(name, {options, value: other, chosen}) {
    const box = el("select", "nv-select"),
      {settings, words} = this.plan,
      label = words[name]
    box.dataset.testid = `player-${name}`
    box.setAttribute("aria-label", label)
    box.title = label
    const setting = settings.values[name],
      now = setting ?? other
    for (const [value, text] of options)
      box.append(new Option(text, String(value), false, String(value) === String(now)))
    box.onchange = () => {
      if (setting !== undefined) settings.set(name, typeof setting === "number" ? Number(box.value) : box.value)
      chosen?.(box.value)
    }
    return box
  }

  /**
   * Parts side by side, in this order: buttons and choices by their names, now, scrub, auto, history, caption.
   * @param {string} kind
   * @param {(string | HTMLElement)[]} names
   */
  row(kind, names) {
    const row = el("div", kind)
    /** @type {Record<string, HTMLElement>} */
    const parts = {
      now: this.now,
      scrub: this.ticks?.root ?? this.scrub,
      auto: this.check,
      history: this.history,
      caption: this.caption,
    }
    row.append(
      ...names.map((name) =>
        typeof name === "string" ? (parts[name] ?? this.buttons[name] ?? this.choices[name]) : name,
      ),
    )
    return row
  }

  /**
   * What is chosen seldom, behind one button.
   * @param {string[]} names
   */
  drawer(names) {
    const drawer = el("span", "nv-drawer")
    this.panel = this.row("nv-drawer-panel", names)
    this.buttons.more = iconButton("more", this.plan.words, () => this.unfold(!!this.panel?.hidden))
    drawer.append(this.buttons.more, this.panel)
    drawer.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || this.panel?.hidden) return
      // It closes the drawer, and nothing else that Escape closes.
      e.stopPropagation()
      this.unfold(false)
      this.buttons.more.focus()
    })
    this.unfold(false)
    return drawer
  }

  /** @param {boolean} open */
  unfold(open) {
    if (!this.panel) return
    this.panel.hidden = !open
    this.buttons.more.setAttribute("aria-expanded", String(open))
  }

  /**
   * The row with the buttons: a group of its own to who cannot see it.
   * @param {string} kind
   * @param {(string | HTMLElement)[]} names
   */
  bar(kind, names) {
    const bar = this.row(kind, names)
    bar.setAttribute("role", "group")
    bar.setAttribute("aria-label", this.plan.words.player)
    return bar
  }

  /**
   * Whether it plays, and what follows from the settings.
   * @param {boolean} playing
   */
  show(playing) {
    const {play, loop} = this.buttons,
      {words, settings} = this.plan
    this.playing = playing
    if (play) {
      setIcon(play, playing ? "pause" : "play", words)
      play.setAttribute("aria-pressed", String(playing))
    }
    loop?.setAttribute("aria-pressed", String(!!settings.values.loop))
    this.auto.checked = !!settings.values.auto
    // While it plays, nobody could listen to every sentence.
    this.caption.setAttribute("aria-live", playing ? "off" : "polite")
  }

  /** Whether it begins again at its end: where there is such a setting, there is a button for it. */
  toggleLoop() {
    const {settings} = this.plan
    settings.set("loop", !settings.values.loop)
    this.show(this.playing)
  }

  /**
   * What can be taken back.
   * @param {import("../protocol.js").Common["history"]} history
   */
  enable(history) {
    for (const name of HISTORY) if (this.buttons[name]) this.buttons[name].disabled = !history?.[name]
  }

  /**
   * Where it stands.
   * @param {number} value
   * @param {string} text the same in words
   */
  at(value, text) {
    this.scrub.value = String(value)
    this.ticks?.at(value)
    this.place(text)
  }

  /** @param {string} text */
  place(text) {
    if (this.now.textContent !== text) this.now.textContent = text
    this.scrub.setAttribute("aria-valuetext", text)
    shared.stood?.()
  }

  /** @param {string} sentence */
  tell(sentence) {
    const {caption} = this
    if (caption.textContent === sentence) return
    caption.textContent = sentence
    // What is below keeps its place, whether the sentence takes one line or two.
    if (this.plan.keepsRoom) caption.style.minHeight = `${caption.offsetHeight}px`
  }

  // In another width, sentences have other heights.
  makeRoom() {
    const {caption} = this
    caption.style.minHeight = ""
    if (this.plan.keepsRoom && caption.textContent) caption.style.minHeight = `${caption.offsetHeight}px`
  }

  // The visitor's system asks for stillness now, or no more: unless the visitor has chosen here, that counts.
  followSystem() {
    const {settings, moves} = this.plan,
      {auto} = settings.values
    if (auto === undefined) return
    if (!("auto" in settings.chosen)) settings.values.auto = playsByItself()
    if (!playsByItself() && this.playing) moves.toggle()
    this.show(this.playing)
  }

  destroy() {
    bars.delete(this)
    document.removeEventListener("keydown", this.shortcut)
    document.removeEventListener("pointerdown", this.elsewhere)
    this.media.removeEventListener("change", this.stilled)
  }
}
