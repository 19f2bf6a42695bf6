// The bar of the projector view: it comes with mouse, touch or key and goes when all is quiet. What it does to the page
// alone is done here; another example, and the way out, are Python's.

import {setIcon} from "../lib/buttons.js"
import {el} from "../lib/dom.js"
import {Settings} from "../lib/settings.js"
import {live, shared} from "../lib/shared.js"
import {wallSize} from "../lib/wall.js"
import {Idle} from "./idle.js"
import {nextSize} from "./letters.js"
import {Curtain, Spotlight} from "./light.js"
import {Sheet} from "./sheet.js"
import {wallKey} from "./wall_keys.js"

const IDLE_MS = 3000
// Which button of a player makes which move.
const PLAYER = {toggle: "play", back: "back", forward: "forward", first: "first", last: "last"}

/** @typedef {import("../protocol.js").PresenterData} PresenterData */
/** @typedef {(name: "leave" | "choose", value: unknown) => void} Say */

/**
 * @param {import("../lib/keys.js").Move} move
 * @returns whether there was one
 */
const pressPlayer = (move) => {
  const buttons = [
    .../** @type {NodeListOf<HTMLButtonElement>} */ (
      document.querySelectorAll(`.nv-canvas [data-testid="player-${PLAYER[move]}"]`)
    ),
  ]
  const seen = buttons.find((button) => {
    const {top, bottom, width} = /** @type {Element} */ (button.closest(".nv-canvas")).getBoundingClientRect()
    return width > 0 && bottom > 0 && top < window.innerHeight
  })
  seen?.click()
  return !!seen
}

export class Presenter {
  /**
   * @param {PresenterData} data
   * @param {Say} say
   */
  constructor(data, say) {
    this.data = data
    this.say = say
    this.settings = new Settings("neuroviz.present", {letters: 1})
    this.bar = el("div", "nv-presenter", null, "presenter")
    this.bar.setAttribute("role", "toolbar")
    this.title = el("p", "nv-presenter-title")
    this.spotlight = new Spotlight((on) => this.pressed("spotlight", on))
    this.curtain = new Curtain((on) => this.pressed("black", on))
    this.sheet = new Sheet()
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {}
    this.bar.append(
      this.button("previous"),
      this.title,
      this.button("next"),
      ...["room", "smaller", "larger", "spotlight", "black", "full", "keys", "leave"].map((name) => this.button(name)),
    )
    this.parts = [this.bar, this.spotlight.veil, this.curtain.veil, this.sheet.box]
    ;(document.querySelector(".stApp") ?? document.body).append(...this.parts)
    this.idle = new Idle(
      IDLE_MS,
      (seen) => this.bar.classList.toggle("nv-away", !seen),
      () => this.bar.matches(":hover, :focus-within"),
    )
    this.listening = new AbortController()
    this.listen()
    this.size()
    this.update(data, say)
    this.idle.wake()
  }

  /** @param {string} name */
  button(name) {
    const button = el("button", "nv-presenter-button", null, `present-${name}`)
    button.type = "button"
    button.onclick = () => {
      this.do(name)
      // A mouse leaves no focus behind: it would hold the bar in the picture, and take the space key from the player.
      if (!button.matches(":focus-visible")) button.blur()
    }
    this.buttons[name] = button
    return button
  }

  listen() {
    const {signal} = this.listening
    const wake = () => this.idle.wake()
    for (const type of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(type, wake, {signal})
    document.addEventListener("keydown", (e) => this.lift(e), {signal, capture: true})
    document.addEventListener("keydown", (e) => this.key(e), {signal})
    document.addEventListener("keyup", (e) => e.key.toLowerCase() === "s" && this.spotlight.hold(false), {signal})
    document.addEventListener("fullscreenchange", () => this.pressed("full", !!document.fullscreenElement), {signal})
    window.addEventListener("resize", () => this.size(), {signal})
    window.addEventListener("blur", () => this.spotlight.hold(false), {signal})
  }

  /**
   * What is shown, in the visitor's language.
   * @param {PresenterData} data
   * @param {Say} say
   */
  update(data, say) {
    Object.assign(this, {data, say})
    const {title, chosen, words, previous, next} = data
    this.title.textContent = chosen ? `${title} · ${chosen}` : title
    this.bar.setAttribute("aria-label", words.bar)
    for (const name in this.buttons) setIcon(this.buttons[name], name, words)
    for (const [name, to] of /** @type {[string, string | null][]} */ ([
      ["previous", previous],
      ["next", next],
    ])) {
      this.buttons[name].hidden = previous == null && next == null
      this.buttons[name].disabled = to == null
      if (to != null) this.buttons[name].title = to
    }
    this.sheet.write(data.keys, words)
  }

  /**
   * @param {string} name
   * @param {boolean} on
   */
  pressed(name, on) {
    this.buttons[name]?.setAttribute("aria-pressed", String(on))
  }

  /**
   * While all is dark, whatever is pressed only brings the picture back.
   * @param {KeyboardEvent} e
   */
  lift(e) {
    if (!this.curtain.on || ["Shift", "Control", "Alt", "Meta"].includes(e.key) || e.ctrlKey || e.metaKey) return
    this.curtain.set(false)
    e.preventDefault()
    e.stopPropagation()
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (this.sheet.box.open) {
      if (e.key === "?") this.sheet.box.close()
      return
    }
    const asked = wallKey(e)
    if (!asked) return
    e.preventDefault()
    if (asked.move) {
      // Where nothing plays, there is a next part.
      if (!pressPlayer(asked.move)) this.turn(asked.move)
      return
    }
    if (asked.act === "spotlight") {
      if (e.repeat) return
      this.spotlight.pinned ? this.spotlight.pin(false) : this.spotlight.hold(true)
      return
    }
    this.idle.wake()
    if (asked.act === "leave") this.back()
    else if (asked.act && !e.repeat) this.do(asked.act)
  }

  /** @param {import("../lib/keys.js").Move} move */
  turn(move) {
    if (move === "forward" && this.data.next != null) this.do("next")
    if (move === "back" && this.data.previous != null) this.do("previous")
  }

  // Escape takes back the last thing first.
  back() {
    if (this.spotlight.on) this.spotlight.pin(false)
    else if (document.fullscreenElement) void document.exitFullscreen()
    else this.do("leave")
  }

  /** @param {string} name */
  do(name) {
    const {letters} = this.settings.values
    if (name === "previous" || name === "next") this.say("choose", name === "next" ? 1 : -1)
    else if (name === "smaller" || name === "larger") {
      this.settings.set("letters", nextSize(letters, name === "larger" ? 1 : -1))
      this.size()
    } else if (name === "spotlight") this.spotlight.pin(!this.spotlight.on)
    else if (name === "black") {
      this.curtain.set(true)
      this.idle.hide()
    } else if (name === "keys") this.sheet.box.showModal()
    else if (name === "full") this.full()
    else if (name === "room") shared.openRoom?.()
    else if (name === "leave") this.say("leave", true)
  }

  full() {
    // Where the browser refuses, all stays as it is.
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()
    done?.catch(() => {})
  }

  // Everything that is written follows the wall and the letters that were chosen: the page's by the root's font, the
  // pictures' by what is shared.
  size() {
    shared.letters = this.settings.values.letters * wallSize()
    document.documentElement.style.fontSize = `${shared.letters * 100}%`
    for (const canvas of live) canvas.refit()
  }

  destroy() {
    this.listening.abort()
    this.idle.destroy()
    for (const part of this.parts) part.remove()
    this.spotlight.destroy()
    document.documentElement.style.fontSize = ""
    shared.letters = undefined
    if (document.fullscreenElement) void document.exitFullscreen()
  }
}
