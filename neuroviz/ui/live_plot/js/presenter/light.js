// What is done to the light in the room: all dark, or dark but for a spot that follows the hand.

import {el} from "../lib/dom.js"

export class Curtain {
  /** @param {(on: boolean) => void} changed */
  constructor(changed) {
    this.changed = changed
    this.on = false
    this.veil = el("div", "nv-curtain", null, "curtain")
    this.veil.hidden = true
    this.veil.onpointerdown = () => this.set(false)
  }

  /** @param {boolean} on */
  set(on) {
    this.on = on
    this.veil.hidden = !on
    this.changed(on)
  }
}

export class Spotlight {
  /** @param {(on: boolean) => void} changed */
  constructor(changed) {
    this.changed = changed
    this.held = false
    this.pinned = false
    this.veil = el("div", "nv-spotlight", null, "spotlight")
    this.veil.hidden = true
    this.follow = (/** @type {PointerEvent} */ e) => {
      this.veil.style.setProperty("--nv-x", `${e.clientX}px`)
      this.veil.style.setProperty("--nv-y", `${e.clientY}px`)
    }
    document.addEventListener("pointermove", this.follow)
  }

  get on() {
    return this.held || this.pinned
  }

  /** @param {boolean} held */
  hold(held) {
    this.held = held
    this.show()
  }

  /** @param {boolean} pinned */
  pin(pinned) {
    this.pinned = pinned
    this.held = false
    this.show()
  }

  show() {
    this.veil.hidden = !this.on
    this.changed(this.on)
  }

  destroy() {
    document.removeEventListener("pointermove", this.follow)
  }
}
