// Where the eye is: the neuron that the pointer is over, or the chosen one, or those that compute.

import {largestOf} from "./brain.js"

/** @typedef {import("./picture.js").Scene} Scene */
/** @typedef {import("./picture.js").Focus} Focus */
/** @typedef {{layer: number, neuron: number}} Neuron */
/** @typedef {Pick<import("./player.js").DigitsPlayer, "now" | "atEnd" | "ticker">} Player */

export class Eye {
  /**
   * @param {import("./picture.js").Picture} picture
   * @param {() => void} changed it is elsewhere
   */
  constructor(picture, changed) {
    this.picture = picture
    this.changed = changed
    /** @type {import("../protocol/digits.js").DigitsView | null} */
    this.view = null
    /** @type {Neuron | null} */
    this.selected = null
    /** @type {Neuron | null} what the pointer is over */
    this.pointed = null
    const {stage} = picture
    stage.addEventListener("pointermove", (e) => {
      if (e.pointerType !== "touch") this.point(this.at(e))
    })
    stage.addEventListener("pointerleave", () => this.point(null))
    stage.addEventListener("click", (e) => {
      const found = this.at(e)
      this.select(found && JSON.stringify(found) === JSON.stringify(this.selected) ? null : found)
    })
  }

  /**
   * What can be chosen now.
   * @param {import("../protocol/digits.js").DigitsView} view
   */
  among(view) {
    this.view = view
    const {selected} = this
    if (selected && !(selected.neuron < (view.sizes[selected.layer] ?? 0))) this.selected = null
    this.pointed = null
  }

  /**
   * @param {MouseEvent} e
   * @returns {Neuron | null}
   */
  at(e) {
    const box = this.picture.stage.getBoundingClientRect()
    return this.view && this.picture.neuronAt(this.view, [e.clientX - box.left, e.clientY - box.top])
  }

  /** @param {Neuron | null} neuron */
  point(neuron) {
    if (JSON.stringify(neuron) === JSON.stringify(this.pointed)) return
    this.pointed = neuron
    this.picture.stage.style.cursor = neuron ? "pointer" : ""
    this.changed()
  }

  /** @param {Neuron | null} neuron */
  select(neuron) {
    this.selected = neuron
    this.changed()
  }

  /**
   * Whether a key is one of those that choose.
   * @param {string} key
   * @param {number[]} sizes
   */
  key(key, sizes) {
    if (key === "Escape" && this.selected) this.select(null)
    else if (key === "[" || key === "]") this.selectBy(key === "]" ? 1 : -1, sizes)
    else return false
    return true
  }

  /**
   * @param {number} by
   * @param {number[]} sizes
   */
  selectBy(by, sizes) {
    const all = sizes.slice(1).flatMap((size, l) => Array.from({length: size}, (_, neuron) => ({layer: l + 1, neuron})))
    const at = all.findIndex(({layer, neuron}) => layer === this.selected?.layer && neuron === this.selected.neuron)
    this.select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length])
  }

  /**
   * Whose connections stand out.
   * @param {Scene} scene
   * @param {Player} player
   * @returns {Focus | null}
   */
  focus({step}, {atEnd, ticker}) {
    if (!ticker.playing && this.pointed) return this.pointed
    if (!atEnd || ticker.playing) return step.layer ? {layer: step.layer, neuron: step.neuron} : null
    return this.selected
  }

  /**
   * Whose arithmetic is shown: where no neuron is chosen, the most active one of the layer that computes.
   * @param {Scene} scene
   * @param {Player} player
   * @returns {Neuron}
   */
  on({step, signal, view}, {atEnd, ticker}) {
    if (this.pointed && !ticker.playing) return this.pointed
    if (step.neuron !== null && !atEnd) return {layer: step.layer, neuron: step.neuron}
    if (this.selected) return this.selected
    const layer = step.layer || 1,
      last = view.sizes.length - 1
    return {layer, neuron: largestOf(layer === last ? signal.a[last] : signal.a[layer].map(Math.abs))}
  }

  /**
   * Whose pictures are shown: where none is chosen, those of the first layer's most active one.
   * @param {Scene} scene
   * @param {Player} player
   * @returns {Neuron}
   */
  within(scene, player) {
    const alone = scene.step.neuron !== null && !player.atEnd
    if (this.pointed || this.selected || alone) return this.on(scene, player)
    return {layer: 1, neuron: largestOf(scene.signal.a[1].map(Math.abs))}
  }
}
