// Marks along a scrubber, with names where there is room for them.

import {el} from "./dom.js"

/** @typedef {{at: number, name: string}} Tick at: a value of the scrubber */
/** @typedef {{left: number, width: number}} Name in pixels */

const AIR_PX = 8

/**
 * Which names are shown, and where: each begins at its tick, none leaves the line or touches another. Those with the
 * longest stretch until the next tick come first.
 * @param {number[]} places of the ticks in pixels
 * @param {number[]} widths of the names
 * @param {number} whole length of the line
 * @returns {(Name | null)[]}
 */
export const fitting = (places, widths, whole) => {
  /** @type {(Name | null)[]} */
  const names = places.map(() => null)
  const stretch = (/** @type {number} */ i) => (places[i + 1] ?? whole) - places[i]
  const order = [...places.keys()].sort((a, b) => stretch(b) - stretch(a) || a - b)
  for (const i of order) {
    const width = widths[i],
      left = Math.max(0, Math.min(places[i], whole - width))
    const free = names.every(
      (other) => !other || left + width + AIR_PX <= other.left || other.left + other.width + AIR_PX <= left,
    )
    if (width <= whole && free) names[i] = {left, width}
  }
  return names
}

export class Ticks {
  /**
   * @param {HTMLInputElement} scrub
   * @param {number} inset how far its ends are from where its thumb stands first and last
   */
  constructor(scrub, inset) {
    this.scrub = scrub
    this.inset = inset
    this.marks = el("span", "nv-ticks")
    this.marks.setAttribute("aria-hidden", "true")
    this.root = el("span", "nv-scrub-box")
    this.root.append(scrub, this.marks)
    /** @type {Tick[]} */
    this.ticks = []
    this.fitted = ""
  }

  /** @param {Tick[]} ticks */
  show(ticks) {
    this.ticks = ticks
    this.fitted = ""
    this.fit()
  }

  // Where the thumb stands for a value, in pixels.
  /** @param {number} value */
  place(value) {
    const most = Number(this.scrub.max) || 1
    return this.inset + (value / most) * (this.root.clientWidth - 2 * this.inset)
  }

  // In the width that the line has now.
  fit() {
    const width = this.root.clientWidth,
      {ticks} = this
    if (!width || this.fitted === String(width)) return
    this.fitted = String(width)
    const names = ticks.map(({name}) => el("span", "nv-tick-name", name)),
      places = ticks.map(({at}) => this.place(at))
    const lines = places.map((left) => {
      const line = el("i", "nv-tick")
      line.style.left = `${left}px`
      return line
    })
    this.marks.replaceChildren(...lines, ...names)
    const shown = fitting(
      places,
      names.map((name) => name.offsetWidth),
      width,
    )
    names.forEach((name, i) => {
      if (shown[i]) name.style.left = `${shown[i].left}px`
      else name.remove()
    })
  }

  /** @param {number} value where the thumb stands now */
  at(value) {
    this.root.style.setProperty("--nv-at", `${this.place(value)}px`)
    this.fit()
  }
}
