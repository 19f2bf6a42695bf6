// The pair's numbers by hand: an input, a weight or the bias is chosen in the picture or by its chip, and changed by
// dragging it up and down, by a slider, by keys, or by typing.

import {el} from "../lib/dom.js"
import {plain} from "../lib/format.js"
import {isPlain, keptByField} from "../lib/keys.js"
import {clamp} from "../lib/math.js"
import {shared} from "../lib/shared.js"
import {SEND_EVERY_MS} from "../lib/timing.js"

const KNOB_STEP = 0.05
const KNOB_PX = 4 // of a drag, for one step

/** @typedef {import("../protocol.js").NeuronPart & {edit: import("../protocol.js").NeuronEdit}} Editable */

export class Knob {
  /** @param {import("./neuron.js").NeuronCanvas} owner */
  constructor(owner) {
    this.owner = owner
    /** @type {string | null} what the events of one movement share */
    this.gesture = null
    /** @type {{y: number, from: number, gesture: string, moved: boolean} | null} */
    this.drag = null
    /** @type {(import("../protocol.js").NeuronEdit & {gesture: string | null}) | null} */
    this.unsent = null
    /** @type {number | undefined} the timer of what is sent a little later */
    this.later = undefined
    this.sent = 0
    // Keys in one go are one movement.
    this.held = ""
    this.heldAt = -1e9
    /** @type {string | undefined} what the field showed last, and of which part */
    this.shown = undefined
    /** @type {string | undefined} */
    this.shownPart = undefined
    // What was in the hand stays there when Streamlit mounts the canvas anew, as after a lost connection.
    this.chosen = shared.chosen
    this.root = el("div", "nv-row nv-knob", null, "knob")
    this.label = el("span", "nv-what")
    this.slider = el("input", "nv-scrub", null, "knob-slider")
    this.slider.type = "range"
    this.field = el("input", "nv-field", null, "knob-field")
    this.field.autocomplete = "off"
    this.field.spellcheck = false
    this.wrong = el("p", "nv-error")
    this.wrong.setAttribute("role", "alert")
    this.root.append(this.label, this.slider, this.field, this.wrong)
    this.slider.oninput = () => {
      this.gesture ??= `slider-${Date.now()}`
      this.set(Number(this.slider.value), this.gesture)
    }
    this.slider.onchange = () => {
      this.set(Number(this.slider.value), this.gesture, true)
      this.gesture = null
    }
    this.field.onfocus = () => this.field.select()
    this.field.onblur = () => this.type()
    this.field.onkeydown = (e) => {
      if (e.key === "Enter") this.type()
      if (e.key === "Escape") {
        this.field.value = this.text()
        this.field.blur()
      }
    }
    const {pane} = owner.panes.left
    pane.addEventListener("pointerdown", (e) => this.down(e))
    pane.addEventListener("pointermove", (e) => this.move(e))
    for (const type of ["pointerup", "pointercancel"]) pane.addEventListener(type, () => this.up())
  }

  get parts() {
    return /** @type {Editable[]} */ (this.owner.shown.parts.filter((part) => part.edit))
  }

  get part() {
    return this.parts.find((part) => part.name === this.chosen) ?? this.parts[0]
  }

  text() {
    return plain(this.part.edit.value)
  }

  /** @param {import("../protocol.js").NeuronPart | null} part */
  choose(part) {
    if (!part?.edit) return
    // What is still in the hand belongs to the part that was chosen until now.
    this.type()
    this.flush()
    this.chosen = shared.chosen = part.name
    this.show()
  }

  /**
   * A number by hand: seen at once, on its way to Python at the pace of the answers.
   * @param {number} value
   * @param {string | null} gesture
   * @param {boolean} [last]
   */
  set(value, gesture, last = false) {
    const {part, owner} = this
    const {most} = owner.shown
    part.edit.value = Number((Math.round(clamp(value, -most, most) / KNOB_STEP) * KNOB_STEP).toFixed(2))
    this.show()
    if (this.drag) owner.show(part, true)
    this.unsent = {...part.edit, gesture}
    clearTimeout(this.later)
    const rest = last ? 0 : this.sent + SEND_EVERY_MS * (owner.outbox.pending.length ? 4 : 1) - performance.now()
    if (rest > 0) this.later = window.setTimeout(() => this.flush(), rest)
    else this.flush()
  }

  flush() {
    clearTimeout(this.later)
    if (!this.unsent) return
    const event = this.unsent
    this.unsent = null
    this.sent = performance.now()
    this.owner.say("value", event)
  }

  type() {
    if (this.field.value === this.shown) return
    this.shown = this.field.value
    this.owner.say("typed", {...this.part.edit, text: this.field.value})
  }

  /** @param {PointerEvent} e */
  down(e) {
    const part = this.owner.nearest("left", e)
    if (e.button || !part?.edit) return
    this.choose(part)
    this.drag = {y: e.clientY, from: part.edit.value, gesture: `drag-${Date.now()}`, moved: false}
    if (e.pointerType === "mouse") {
      this.owner.panes.left.pane.setPointerCapture(e.pointerId)
      e.preventDefault()
    }
    this.owner.root.focus({preventScroll: true})
  }

  /** @param {PointerEvent} e */
  move(e) {
    const {drag} = this
    if (!drag || e.pointerType !== "mouse") return
    const steps = Math.round((drag.y - e.clientY) / KNOB_PX)
    drag.moved ||= steps !== 0
    if (drag.moved) this.set(drag.from + steps * KNOB_STEP, drag.gesture)
  }

  up() {
    const {drag} = this
    this.drag = null
    if (drag?.moved) this.set(this.part.edit.value, drag.gesture, true)
  }

  /**
   * Up and down for the chosen number, with shift ten times as far; whether that was it.
   * @param {KeyboardEvent} e
   */
  key(e) {
    if (!["ArrowUp", "ArrowDown"].includes(e.key) || !isPlain(e) || keptByField(e.key, e.target)) return false
    const by = (e.key === "ArrowUp" ? KNOB_STEP : -KNOB_STEP) * (e.shiftKey ? 10 : 1)
    this.held = performance.now() - this.heldAt < 1500 ? this.held : `keys-${Date.now()}`
    this.heldAt = performance.now()
    this.set(this.part.edit.value + by, this.held)
    e.preventDefault()
    e.stopPropagation()
    return true
  }

  /**
   * What was done since the view was made is newer than the view.
   * @param {import("../protocol.js").Event} event
   */
  assume({kind, part, index, value}) {
    if (kind !== "value") return
    const found = this.parts.find(({edit}) => edit.part === part && edit.index === index)
    if (found) found.edit.value = value
  }

  show() {
    const {part, owner} = this,
      {wrong, most} = owner.shown
    this.root.hidden = !part
    if (!part) return
    this.label.textContent = part.edit.label
    const {value} = part.edit,
      reach = Math.abs(value) <= 2 ? 2 : Math.min(most, 10 ** Math.ceil(Math.log10(Math.abs(value))))
    Object.assign(this.slider, {min: -reach, max: reach, step: KNOB_STEP})
    this.slider.value = String(value)
    this.slider.setAttribute("aria-label", part.edit.label)
    this.field.setAttribute("aria-label", shared.words.exact.replace("{name}", part.edit.label))
    const bad = wrong?.name === part.name ? wrong : null
    this.field.setAttribute("aria-invalid", String(!!bad))
    this.wrong.textContent = bad?.message ?? ""
    const typing = document.activeElement === this.field && this.field.value !== this.shown
    if (typing && this.shownPart === part.name) return
    this.shownPart = part.name
    this.shown = bad ? bad.text : this.text()
    this.field.value = this.shown
  }
}
