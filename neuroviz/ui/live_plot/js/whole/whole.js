// A model of any width on its canvas: picture, player, the neuron that is looked at with its numbers, and the hand.

import {el} from "../lib/dom.js"
import {isPlain, isTypedInto} from "../lib/keys.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {fitToWall, wallPx} from "../lib/wall.js"
import {Card} from "./card.js"
import {openGlass} from "./glass.js"
import {Motion} from "./motion.js"
import {Picture} from "./picture.js"
import {answerOf, filled, lineOf, sentenceOf, thousands} from "./words.js"

/** @typedef {import("../protocol/whole.js").WholeView} View */
/** @typedef {import("./picture.js").Neuron} Neuron */
/** @typedef {import("./picture.js").Scene} Scene */

// What has to be seen with the picture: the player, the sentence, the equation.
const [REST_PX, REST_ON_WALL_PX, LOWEST_PX, PHONE_PX] = [216, 250, 320, 380]
const RESTS_AFTER_MS = 250

export class Whole {
  /**
   * @param {import("./canvas.js").WholeCanvas} host
   * @param {() => import("./numbers.js").Numbers} numbersNow
   */
  constructor(host, numbersNow) {
    this.host = host
    this.numbersNow = numbersNow
    this.picture = new Picture()
    this.motion = new Motion(this.picture)
    this.equation = el("p", "nv-line nv-whole-equation", null, "equation")
    this.legend = el("p", "nv-legend")
    this.card = new Card({
      choose: (at) => this.select(at),
      write: (at, source, text) => this.host.say("write", {...at, source, text}),
      drag: (neuron, value) => this.drag(neuron, value),
      drop: () => this.drop(),
    })
    const {player, root} = host
    root.append(this.picture.stage, player.root, player.bar.caption, this.equation, this.legend, this.card.root)
    /** @type {Scene | null} */
    this.scene = null
    /** @type {Neuron | null} */
    this.selected = null
    /** @type {Neuron | null} */
    this.pointed = null
    /** @type {{neuron: number, value: number, gesture: string} | null} */
    this.held = null
    this.gestures = 0
    this.coming = 0
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined
    this.signal = 0
    this.listen()
  }

  get graph() {
    return this.picture.graph
  }

  listen() {
    const {stage} = this.picture
    const at = (/** @type {PointerEvent | MouseEvent} */ e) => {
      const box = stage.getBoundingClientRect()
      return this.picture.neuronAt(
        e.clientX - box.left,
        e.clientY - box.top,
        "pointerType" in e && e.pointerType === "touch",
      )
    }
    stage.addEventListener("pointermove", (e) => {
      if (e.pointerType !== "touch") this.point(at(e))
    })
    stage.addEventListener("pointerleave", () => this.point(null))
    stage.addEventListener("click", (e) => {
      const found = at(e),
        again = found && JSON.stringify(found) === JSON.stringify(this.selected)
      // A finger does not hover: the glass opens where it has touched.
      if ("pointerType" in e && e.pointerType === "touch") this.pointed = again ? null : found
      this.select(again ? null : found)
    })
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (!this.scene || !isPlain(e) || isTypedInto(e.target)) return
    if (e.key === "Escape" && this.selected) this.select(null)
    else if (e.key === "[" || e.key === "]") this.selectBy(e.key === "]" ? 1 : -1)
    else return
    e.preventDefault()
  }

  /** @param {number} by */
  selectBy(by) {
    const {sizes} = /** @type {Scene} */ (this.scene).view
    let {layer, neuron} = this.selected ?? {layer: 1, neuron: by > 0 ? -1 : 0}
    neuron += by
    if (neuron < 0) {
      layer = (layer - 1 + sizes.length) % sizes.length
      neuron = sizes[layer] - 1
    } else if (neuron >= sizes[layer]) {
      layer = (layer + 1) % sizes.length
      neuron = 0
    }
    this.select({layer, neuron})
  }

  /** @param {Neuron | null} at */
  point(at) {
    if (JSON.stringify(at) === JSON.stringify(this.pointed)) return
    this.pointed = at
    this.picture.stage.style.cursor = at ? "pointer" : ""
    if (!this.host.player.ticker.playing) this.look()
    shared.stood?.()
  }

  /** @param {Neuron | null} at */
  select(at) {
    this.selected = at
    // Of what plays nothing would be read.
    if (at) this.host.player.pause()
    this.look()
    shared.stood?.()
  }

  // --- the hand ---

  /**
   * @param {number} neuron of the input
   * @param {number} value
   */
  drag(neuron, value) {
    this.held ??= {neuron, value, gesture: `whole-${Date.now()}-${++this.gestures}`}
    Object.assign(this.held, {neuron, value})
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.flush(), RESTS_AFTER_MS)
    if (this.coming) return
    this.coming = requestAnimationFrame(() => {
      this.coming = 0
      const {scene, held} = this
      if (!scene || !held) return
      const input = scene.signal.a[0].slice()
      input[held.neuron] = held.value
      this.host.player.toEnd()
      this.compute(input)
      this.stepped(false)
    })
  }

  flush() {
    clearTimeout(this.resting)
    if (this.held) this.host.say("put", {layer: 0, ...this.held})
  }

  drop() {
    if (!this.held) return
    this.flush()
    this.held = null
  }

  // --- a new view ---

  /** @param {View} view */
  take(view) {
    const numbers = this.numbersNow(),
      other = this.scene?.view.pack !== view.pack
    numbers.change(view.changed)
    const input = Float64Array.from(view.input, (value) => value ?? Number.NaN)
    // What the hand holds is newer.
    if (this.held && !other) input[this.held.neuron] = this.held.value
    if (other) {
      this.selected = null
      this.pointed = null
      this.held = null
    } else if (this.selected && !(this.selected.neuron < view.sizes[this.selected.layer])) this.selected = null
    this.view = view
    this.numbers = numbers
    this.compute(input)
    this.legend.textContent = view.words.legend
    this.relay()
    const changed = !other && this.signal !== view.signal
    this.signal = view.signal
    return changed || (other && !!this.scene)
  }

  /** @param {Float64Array} input */
  compute(input) {
    const {view, numbers} = this
    if (!view || !numbers) return
    const signal = numbers.forward(input, view.activations)
    this.scene = {view, numbers, signal, step: this.host.player.now, focus: null, selected: this.selected}
  }

  relay() {
    const {view} = this
    if (!view) return
    const {root} = this.host,
      width = root.clientWidth,
      {present} = shared
    this.equation.style.minHeight = ""
    const height =
      width < 640
        ? PHONE_PX
        : heightLeft(root, present ? wallPx(REST_ON_WALL_PX) : REST_PX, {min: LOWEST_PX, max: present ? 2000 : 720})
    this.picture.lay(view, width, height)
    this.motion.forget()
    this.look()
  }

  // --- what is seen ---

  /** @param {boolean} moving */
  stepped(moving) {
    if (!moving) this.picture.clear()
    this.look()
  }

  /** @param {number} share */
  moved(share) {
    if (this.scene) this.motion.draw(this.scene, share)
  }

  look() {
    const {scene, host} = this
    if (!scene) return
    const {player} = host,
      {playing} = player.ticker
    scene.step = player.now
    scene.selected = this.selected
    const alone = scene.step.neuron === null ? null : {layer: scene.step.layer, neuron: scene.step.neuron}
    scene.focus = (!playing && this.pointed) || (player.atEnd && !playing ? this.selected : alone)
    this.picture.show(scene)
    if (!playing) {
      this.picture.clear()
      if (this.pointed) openGlass(this.picture, scene, this.pointed)
    }
    this.explain(scene, playing)
  }

  /**
   * Whose arithmetic is shown: where no neuron is chosen, the most active one of the layer that computes.
   * @param {Scene} scene
   * @param {boolean} playing
   * @returns {Neuron}
   */
  eye(scene, playing) {
    const {step, signal, view} = scene
    if (this.pointed && !playing) return this.pointed
    if (step.neuron !== null && !this.host.player.atEnd) return {layer: step.layer, neuron: step.neuron}
    if (this.selected) return this.selected
    const layer = step.layer || 1,
      last = layer === view.sizes.length - 1,
      a = signal.a[layer],
      size = (/** @type {number} */ value) => (last ? value : Math.abs(value))
    return {layer, neuron: a.reduce((most, value, i) => (size(value) > size(a[most]) ? i : most), 0)}
  }

  /**
   * @param {Scene} scene
   * @param {boolean} playing
   */
  explain(scene, playing) {
    const {player} = this.host,
      said = sentenceOf(scene, player.step, player.steps.length),
      {stage} = this.picture,
      {name, value} = answerOf(scene),
      at = this.eye(scene, playing)
    player.bar.at(player.step, said)
    player.bar.tell(said)
    Object.assign(stage.dataset, {step: String(player.step), phase: scene.step.phase, answer: name})
    stage.setAttribute(
      "aria-label",
      filled(scene.view.words.label, {sizes: scene.view.sizes.map(thousands).join(", "), name, value}),
    )
    this.equation.replaceChildren(...lineOf(scene, at))
    if (shared.present) fitToWall(this.equation)
    else this.equation.style.minHeight = `${this.equation.offsetHeight}px`
    if (!playing) this.card.show(scene, this.selected ?? this.pointed ?? at)
  }
}
