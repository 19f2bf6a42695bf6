// The number of what is selected: a slider that acts while it is moved, and a field for exactness. Where nothing can be
// changed, the number alone.

import {el} from "../lib/dom.js"
import {plain} from "../lib/format.js"
import {forHand} from "../lib/hand.js"

/** @typedef {import("../protocol.js").Part} Part */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */

export class Inspector {
  /**
   * @param {import("./network.js").NetworkCanvas} mount
   * @param {HTMLElement} root
   * @param {Record<string, string>} words
   */
  constructor(mount, root, words) {
    this.mount = mount
    /** @type {string | null} what the events of one movement share */
    this.gesture = null
    /** @type {string | undefined} what the field showed last */
    this.shown = undefined
    /** @type {string | null} and of which part */
    this.shownPart = null
    this.words = words
    this.root = el("div", "nv-inspector", null, "inspector")
    this.label = el("span", "nv-what")
    this.slider = el("input", "nv-scrub", null, "inspector-slider")
    this.slider.type = "range"
    this.field = el("input", "nv-field", null, "inspector-field")
    this.field.autocomplete = "off"
    this.field.spellcheck = false
    this.hint = el("p", "nv-hint")
    this.wrong = el("p", "nv-error")
    this.wrong.setAttribute("role", "alert")
    this.value = el("output", "nv-value", null, "inspector-value")
    const row = el("div", "nv-row")
    row.append(this.label, ...(mount.shown.fixed ? [this.value] : [this.slider, this.field]))
    this.row = row
    this.root.append(row, this.wrong, this.hint)
    root.append(this.root)
    this.slider.oninput = () => this.slide(false)
    this.slider.onchange = () => this.slide(true)
    this.field.onfocus = () => this.field.select()
    this.field.onkeydown = (e) => {
      if (e.key === "Enter") this.type()
      if (e.key === "Escape") {
        this.field.value = this.text()
        this.field.blur()
      }
    }
    this.field.onblur = () => this.type()
  }

  get network() {
    return /** @type {NetworkPart} */ (this.mount.shown.network)
  }

  get part() {
    return this.network.selection
  }

  text() {
    return this.part ? plain(this.mount.gestures.valueOf(this.part)) : ""
  }

  /** @param {boolean} last */
  slide(last) {
    const value = Number(this.slider.value)
    if (!this.part) return
    this.gesture ??= `slider-${Date.now()}`
    this.mount.gestures.change(this.part, value)
    this.mount.gestures.send("value", {...this.part, value, gesture: this.gesture}, last)
    if (last) this.gesture = null
    this.field.value = this.text()
  }

  type() {
    if (!this.part || this.field.value === this.shown) return
    this.shown = this.field.value
    this.mount.say("typed", {...this.part, text: this.field.value})
  }

  /**
   * A neuron's name: several hidden layers each have an h₁.
   * @param {number} layer
   * @param {number} neuron
   */
  called(layer, neuron) {
    const {layers, names} = this.network,
      name = names[layer][neuron]
    return layers.length > 3 && layer && layer < layers.length - 1
      ? this.words.in_layer.replace("{name}", name).replace("{layer}", layers[layer])
      : name
  }

  show() {
    const {part, words} = this,
      {wrong} = this.network
    // It keeps its place while nothing is selected, so that what stands below stays where it is.
    this.row.classList.toggle("nv-idle", !part)
    this.slider.disabled = this.field.disabled = !part
    this.hint.textContent = forHand(words, this.mount.shown.fixed ? "keys_fixed" : part ? "keys_selected" : "keys")
    this.wrong.textContent = (part && wrong?.message) || ""
    if (!part) {
      this.label.textContent = words.nothing
      this.field.value = this.value.value = ""
      this.shownPart = null
      return
    }
    const who = this.called(part.layer, part.neuron)
    this.label.textContent =
      part.source != null
        ? words.weight.replace("{source}", this.called(part.layer - 1, part.source)).replace("{target}", who)
        : (part.layer ? words.bias : words.input).replace("{name}", who)
    const value = this.mount.gestures.valueOf(part),
      size = Math.abs(value)
    this.value.value = `= ${this.text()}`
    this.slider.setAttribute("aria-label", this.label.textContent)
    this.field.setAttribute("aria-label", words.exact.replace("{name}", this.label.textContent))
    this.field.setAttribute("aria-invalid", String(!!wrong))
    // Neither what is being moved nor what is being typed is pulled from under the hand.
    if (!this.gesture) {
      const reach = size <= 2 ? 2 : 10 ** Math.ceil(Math.log10(size))
      Object.assign(this.slider, {min: -reach, max: reach, step: reach / 200})
      this.slider.value = String(value)
    }
    const key = JSON.stringify(part),
      typing = document.activeElement === this.field && this.field.value !== this.shown
    if (!typing || key !== this.shownPart) {
      this.shownPart = key
      this.shown = wrong ? wrong.text : this.text()
      this.field.value = this.shown
    }
  }
}
