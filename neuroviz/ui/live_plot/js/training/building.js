// What the network that learns is built with, in its picture: below each hidden layer a neuron more or less, behind the
// last one a layer more or less, below the inputs a list of all that it could get. What is pressed is said to Python,
// which begins the training anew with another network.

import {el} from "../lib/dom.js"
import {shared} from "../lib/shared.js"

/** @typedef {import("../protocol.js").TrainingView} View */
/** @typedef {(what: import("../protocol.js").Plain) => void} Say */

// Of a row of buttons below the picture, for a pointer and for a finger; and of each button in it.
const ROW_PX = 34
const TOUCH_ROW_PX = 52
const BUTTON_PX = 28
const TOUCH_PX = 44
const GAP_PX = 4

const coarse = matchMedia("(pointer: coarse), (max-width: 640px)")

export class Building {
  /** @param {Say} say */
  constructor(say) {
    this.say = say
    this.root = el("div", "nv-build")
    /** Whether the list of inputs is unfolded: it stays so through an edit. */
    this.unfolded = false
    this.root.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || !this.unfolded) return
      e.stopPropagation()
      this.unfold(false)
      this.inputs?.querySelector("button")?.focus()
    })
  }

  get button() {
    return coarse.matches ? TOUCH_PX : BUTTON_PX
  }

  /**
   * How much of the picture's height it takes; 0 where there is no room for it, or nobody to build.
   * @param {View} view
   * @param {number} width of the picture
   */
  height(view, width) {
    const apart = width / (view.network.sizes.length - 1 + 0.8),
      fits = apart >= 2 * this.button + 3 * GAP_PX
    if (!view.build || shared.present || !fits || this.root.closest(".nv-offstage")) return 0
    return coarse.matches ? TOUCH_ROW_PX : ROW_PX
  }

  /**
   * @param {View} view
   * @param {{top: number, height: number, x: (layer: number) => number, width: number}} at where the row is, and where in
   *   it a layer stands
   */
  place(view, at) {
    const {build} = view
    this.root.hidden = !build || !at.height
    if (!build || !at.height) return
    Object.assign(this.root.style, {top: `${at.top}px`, height: `${at.height}px`})
    const held = this.root.contains(document.activeElement) ? document.activeElement : null,
      focus = held instanceof HTMLElement ? held.dataset.testid : ""
    const hidden = view.network.sizes.slice(1, -1)
    this.root.replaceChildren(
      this.listed(build, at.x(0)),
      ...hidden.map((size, i) => this.neurons(build, i + 1, size, at.x(i + 1))),
      ...this.layers(build, hidden.length, at),
    )
    const again = focus && this.root.querySelector(`[data-testid="${focus}"]`)
    if (again instanceof HTMLElement) again.focus()
  }

  /**
   * @param {string} testid
   * @param {string} text
   * @param {string} name
   * @param {boolean} can
   * @param {() => void} act
   */
  press(testid, text, name, can, act) {
    const button = el("button", "nv-build-button", text, testid)
    button.type = "button"
    button.title = name
    button.setAttribute("aria-label", name)
    button.disabled = !can
    button.onclick = act
    return button
  }

  /**
   * @param {NonNullable<View["build"]>} build
   * @param {number} layer
   * @param {number} size
   * @param {number} x
   */
  neurons({words, most_neurons}, layer, size, x) {
    const group = el("div", "nv-build-group"),
      said = (/** @type {string} */ text) => text.replace("{n}", String(layer))
    group.style.left = `${x}px`
    group.append(
      this.press(`build-fewer-${layer}`, "−", said(words.fewer), size > 1, () =>
        this.say({part: "neurons", layer, count: -1}),
      ),
      this.press(`build-more-${layer}`, "+", said(words.more), size < most_neurons, () =>
        this.say({part: "neurons", layer, count: 1}),
      ),
    )
    return group
  }

  /**
   * Between the last hidden layer and the output, where there is room for it.
   * @param {NonNullable<View["build"]>} build
   * @param {number} count of hidden layers
   * @param {{x: (layer: number) => number, width: number}} at
   */
  layers({words, most_layers}, count, {x, width}) {
    const group = el("div", "nv-build-group nv-build-layers"),
      left = x(count) + this.button + 2 * GAP_PX
    if (width - left < 2 * this.button + 48) return []
    group.append(
      this.press("build-layer-fewer", "−", words.layer_fewer, count > 0, () => this.say({part: "layers", count: -1})),
      el("span", "", words.layer),
      this.press("build-layer-more", "+", words.layer_more, count < most_layers, () =>
        this.say({part: "layers", count: 1}),
      ),
    )
    return [group]
  }

  /**
   * @param {NonNullable<View["build"]>} build
   * @param {number} x
   */
  listed({words, inputs}, x) {
    const group = el("div", "nv-build-inputs"),
      open = this.press("build-inputs", words.inputs, words.inputs_all, true, () => this.unfold(!this.unfolded)),
      list = el("div", "nv-build-list"),
      one = inputs.filter(({on}) => on).length < 2
    group.style.left = `${Math.max(0, x - 40)}px`
    list.setAttribute("role", "group")
    list.setAttribute("aria-label", words.inputs_all)
    for (const {name, label, on} of inputs) {
      const input = this.press(`build-input-${name}`, label, label, !(on && one), () =>
        this.say({part: "input", field: name, value: on ? 0 : 1}),
      )
      input.setAttribute("aria-pressed", String(on))
      list.append(input)
    }
    group.append(open, list)
    this.inputs = group
    this.unfold(this.unfolded)
    return group
  }

  /** @param {boolean} on */
  unfold(on) {
    this.unfolded = on
    this.inputs?.querySelector("button")?.setAttribute("aria-expanded", String(on))
    const list = this.inputs?.querySelector(".nv-build-list")
    if (list instanceof HTMLElement) list.hidden = !on
  }
}
