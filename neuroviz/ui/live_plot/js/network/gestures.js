// Pointer and keys on the network: what is under the pointer, and what a drag means.
// Hit-testing is arithmetic on the axes; no invisible markers.

import {plain} from "../lib/format.js"
import {clamp, rounded} from "../lib/math.js"
import {axesOf, isDrawn, isTool} from "../lib/plotly_internals.js"
import {shared} from "../lib/shared.js"
import {RESTS_AFTER_MS, SEND_AT_LEAST_EVERY_MS, SEND_EVERY_MS} from "../lib/timing.js"
import {markOf, partAt, stepOf, symbolOf} from "./parts.js"
import {Probe} from "./probe.js"

const DRAG_STARTS_PX = 4
const MOVES = /** @type {const} */ (["mousemove", "touchmove"])
const ENDS = /** @type {const} */ (["mouseup", "touchend", "touchcancel"])

/** @typedef {import("./parts.js").Pixels} Pixels */
/** @typedef {import("../protocol.js").Part} Part */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */
/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {MouseEvent | TouchEvent} Hand */

/**
 * A part of the network in the hand.
 * @typedef {object} Drag
 * @property {Part} part
 * @property {Pixels} start
 * @property {number} from
 * @property {number} value
 * @property {number} step
 * @property {boolean} moved
 * @property {string} gesture
 */

export class Gestures {
  /** @param {import("./network.js").NetworkCanvas} mount */
  constructor(mount) {
    this.mount = mount
    this.sent = 0
    /** @type {Drag | {part?: undefined, gesture: string} | null} what is in the hand: a part, or a probe */
    this.drag = null
    /** @type {({kind: string} & Plain) | null} */
    this.unsent = null
    /** @type {number | null} when what is in the hand has to be sent at last */
    this.due = null
    /** @type {number | undefined} */
    this.later = undefined
    // Keys in one go are one movement.
    this.held = ""
    this.heldAt = -1e9
    this.probe = new Probe(this)
    const stage = mount.stage
    // In the capture phase, before Plotly begins to pan.
    for (const type of /** @type {const} */ (["mousedown", "touchstart"]))
      stage.addEventListener(type, (e) => this.down(e), {capture: true, passive: false})
    stage.addEventListener("pointermove", (e) => this.hover(e))
    stage.addEventListener("pointerleave", () => mount.point(null))
    stage.addEventListener("dblclick", (e) => {
      if (this.net && !this.hit(this.point(e))) this.mount.zoom.to(1)
    })
    stage.addEventListener("keydown", (e) => this.key(e))
  }

  /** @returns {NetworkPart | null} */
  get net() {
    const {view, graph} = this.mount
    return isDrawn(graph) ? (view?.network ?? null) : null
  }

  // The network, where something of it is in the hand.
  get taken() {
    return /** @type {NetworkPart} */ (this.mount.shown.network)
  }

  /**
   * Pixels within the stage of axis numbers.
   * @param {number} x
   * @param {number} y
   * @returns {Pixels}
   */
  toPx(x, y) {
    const axes = axesOf(this.mount.graph)
    return axes ? [axes.x.px(x), axes.y.px(y)] : [0, 0]
  }

  /**
   * Pixels within the stage of the hand.
   * @param {Hand} e a mouse's, pointer's or finger's event
   * @returns {Pixels}
   */
  point(e) {
    const box = this.mount.graph.getBoundingClientRect(),
      [x, y] = this.hand(e)
    return [x - box.left, y - box.top]
  }

  /**
   * Where the hand is in the window, wherever the graph may be by now.
   * @param {Hand} e
   * @returns {Pixels}
   */
  hand(e) {
    const at = "touches" in e ? (e.touches[0] ?? e.changedTouches[0]) : e
    return [at.clientX, at.clientY]
  }

  /**
   * The part at a place; a neuron before an edge.
   * @param {Pixels} place
   */
  hit(place) {
    return this.net && partAt(this.net, place, (x, y) => this.toPx(x, y), this.mount.scale)
  }

  /**
   * The number behind a part: an edge's weight, a neuron's bias, an input's value.
   * @param {Part} part
   */
  valueOf({layer, neuron, source}) {
    const {weights, biases, input} = this.taken
    if (source != null) return weights[layer - 1][neuron][source]
    return layer ? biases[layer - 1][neuron] : input[neuron]
  }

  /**
   * What the hand changes, at once; all that follows from it in the next frame.
   * @param {Part} part
   * @param {number} value
   */
  change(part, value) {
    this.remember(part, value)
    this.mount.follows()
  }

  /**
   * @param {Part} part
   * @param {number} value
   */
  remember({layer, neuron, source}, value) {
    const {weights, biases, input} = this.taken
    if (source != null) weights[layer - 1][neuron][source] = value
    else if (layer) biases[layer - 1][neuron] = value
    else input[neuron] = value
  }

  /** @param {PointerEvent} e */
  hover(e) {
    if (this.drag) return
    const {view, stage, zoom} = this.mount
    // What a drag does here: along the axis, a number up and down, the picture to and fro, or nothing.
    const part = view?.fixed ? "pointer" : "ns-resize"
    const under = view?.probe ? null : this.hit(this.point(e))
    this.mount.point(under)
    stage.style.cursor = view?.probe ? "ew-resize" : under ? part : zoom.factor > 1 ? "grab" : ""
  }

  /** @param {Hand} e */
  down(e) {
    if ("button" in e && e.button !== 0) return
    if (e.target instanceof Element && isTool(e.target)) return
    const view = this.mount.view
    if (view?.probe && isDrawn(this.mount.graph)) {
      this.probe.start(e)
      return
    }
    if (!this.net) return
    const part = this.hit(this.point(e))
    if (!part) {
      this.clickOnNothing(this.hand(e))
      return
    }
    // A finger scrolls the page over anything but what is already selected and can be dragged.
    const chosen = this.net.selection
    const same =
      chosen &&
      !view?.fixed &&
      chosen.layer === part.layer &&
      chosen.neuron === part.neuron &&
      (chosen.source ?? null) === (part.source ?? null)
    if (e.type === "mousedown" || same) {
      e.stopPropagation()
      e.preventDefault()
    }
    this.mount.stage.focus({preventScroll: true})
    if (e.type === "touchstart" && !same) {
      this.select(part)
      return
    }
    const from = this.valueOf(part),
      step = stepOf(from)
    this.drag = {part, start: this.hand(e), from, value: from, step, moved: false, gesture: `drag-${Date.now()}`}
    this.follow(
      (m) => this.moveTo(m),
      () => this.release(),
    )
  }

  /**
   * The pointer until it is lifted, wherever it goes.
   * @param {(e: Hand) => void} move
   * @param {() => void} end
   */
  follow(move, end) {
    const up = () => {
      for (const type of MOVES) window.removeEventListener(type, move, true)
      for (const type of ENDS) window.removeEventListener(type, up, true)
      end()
    }
    for (const type of MOVES) window.addEventListener(type, move, {capture: true, passive: false})
    for (const type of ENDS) window.addEventListener(type, up, true)
  }

  /** @param {Pixels} start */
  clickOnNothing(start) {
    const up = (/** @type {MouseEvent} */ e) => {
      const end = this.hand(e)
      if (Math.hypot(end[0] - start[0], end[1] - start[1]) < DRAG_STARTS_PX && this.net?.selection) this.select(null)
    }
    window.addEventListener("mouseup", up, {once: true})
  }

  /** @param {Hand} e */
  moveTo(e) {
    if (this.mount.shown.fixed) return
    const d = this.drag,
      [x, y] = this.hand(e)
    if (!d?.part) return
    if (!d.moved) {
      d.moved = Math.hypot(x - d.start[0], y - d.start[1]) >= DRAG_STARTS_PX
      if (!d.moved) return
      // What is taken hold of is what slider, field and equation are about.
      this.select(d.part)
    }
    e.preventDefault()
    d.value = rounded(d.from + (d.start[1] - y) * d.step, d.step)
    this.drawDrag(d, this.point(e))
    this.change(d.part, d.value)
    this.send("value", {...d.part, value: d.value, gesture: d.gesture})
  }

  // The line and the letters over the picture.
  get drawn() {
    const {overlay} = this.mount
    return {
      path: /** @type {SVGPathElement} */ (overlay.querySelector("path")),
      text: /** @type {SVGTextElement} */ (overlay.querySelector("text")),
    }
  }

  /**
   * The edge bends to the pointer like a string; a neuron's value stands beside it.
   * @param {Drag} drag
   * @param {Pixels} place
   */
  drawDrag({part, value}, [px, py]) {
    const svg = this.mount.overlay,
      {ys} = this.taken,
      {path, text} = this.drawn
    const [bx, by] = this.toPx(part.layer, ys[part.layer][part.neuron])
    if (part.source != null) {
      const [ax, ay] = this.toPx(part.layer - 1, ys[part.layer - 1][part.source])
      path.setAttribute("d", `M${ax},${ay}Q${2 * px - (ax + bx) / 2},${2 * py - (ay + by) / 2} ${bx},${by}`)
      path.style.strokeWidth = String(clamp(1 + Math.abs(value) * 1.5, 1.5, 8))
      path.style.strokeDasharray = value < 0 ? "6 4" : ""
    } else path.setAttribute("d", "")
    text.textContent = `${symbolOf(part)} = ${plain(value)}`
    text.setAttribute("x", String(clamp(px + 14, 0, this.mount.stage.clientWidth - 90)))
    text.setAttribute("y", String(Math.max(16, py - 14)))
    svg.dataset.sign = value < 0 ? "negative" : "positive"
    svg.classList.add("nv-on")
  }

  release() {
    const d = this.drag
    this.drag = null
    this.mount.overlay.classList.remove("nv-on")
    if (!d?.part) return
    if (!d.moved) {
      this.select(d.part)
      return
    }
    this.change(d.part, d.value)
    this.send("value", {...d.part, value: d.value, gesture: d.gesture}, true)
  }

  /** @param {Part | null} part */
  select(part) {
    this.mark(part)
    // Without a server nobody sends a view in which it is marked.
    if (this.mount.shown.fixed) this.assume({kind: "select", ...(part ?? {layer: null})})
    this.mount.say("select", part ?? {layer: null})
    shared.stood?.()
  }

  /**
   * A part is seen to be selected.
   * @param {Part | null} part
   */
  mark(part) {
    const {x, y, size} = markOf(this.taken, part),
      net = this.taken
    net.selection = part
    this.mount.plot.move([net.traces.selected], [{x, y, marker: {size: size.map((px) => px * this.mount.scale)}}])
    this.mount.player?.explain()
    this.mount.player?.look()
  }

  /**
   * Put into a view what was done since it was made.
   * @param {import("../protocol.js").Event | {kind: string} & Plain} event
   */
  assume({kind, layer, neuron, source, value}) {
    const ys = this.net?.ys
    if (layer != null && (!ys?.[layer] || neuron >= ys[layer].length || source >= ys[layer - 1]?.length)) return
    if (kind === "value") this.remember({layer, neuron, source}, value)
    if (kind === "select") {
      const part = layer == null ? null : {layer, neuron, source}
      const {x, y, size} = markOf(this.taken, part),
        trace = this.mount.shown.spec.data[this.taken.traces.selected]
      this.taken.selection = part
      Object.assign(trace, {x, y})
      trace.marker.size = size
    }
  }

  /**
   * Python hears of what the hand does when it rests, and every second of a long drag. Where the picture is Python's to
   * draw, one message at a time: the next when the last was answered.
   * @param {string} kind
   * @param {Plain} payload
   * @param {boolean} [last]
   */
  send(kind, payload, last = false) {
    clearTimeout(this.later)
    const now = performance.now()
    this.unsent = {kind, ...payload}
    let wait = this.sent + SEND_EVERY_MS * (this.mount.outbox.pending.length ? 4 : 1) - now
    if (kind === "value" && this.mount.live) {
      this.due ??= now + SEND_AT_LEAST_EVERY_MS
      wait = Math.min(RESTS_AFTER_MS, this.due - now)
    }
    if (last || wait <= 0) this.flush()
    else this.later = window.setTimeout(() => this.flush(), wait)
  }

  flush() {
    clearTimeout(this.later)
    if (!this.unsent) return
    const {kind, ...payload} = this.unsent
    this.unsent = this.due = null
    this.sent = performance.now()
    this.mount.say(kind, payload)
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const view = this.mount.view
    if (view?.probe && !view.walk && ["ArrowLeft", "ArrowRight"].includes(e.key))
      this.probe.by((e.key === "ArrowLeft" ? -1 : 1) * (e.shiftKey ? 10 : 1))
    else if (this.net?.selection && !view?.fixed && ["ArrowUp", "ArrowDown"].includes(e.key)) {
      const part = this.net.selection,
        old = this.valueOf(part)
      const step = stepOf(old) * (e.shiftKey ? 100 : 10)
      const value = rounded(old + (e.key === "ArrowUp" ? step : -step), step / 10)
      this.change(part, value)
      this.held = performance.now() - this.heldAt < 1500 ? this.held : `keys-${Date.now()}`
      this.heldAt = performance.now()
      this.send("value", {...part, value, gesture: this.held})
    } else if (this.net && "[]{}".includes(e.key)) this.walk(e.key)
    else if (this.net?.selection && e.key === "Escape") this.select(null)
    else return
    e.preventDefault()
    e.stopPropagation()
  }

  /**
   * [ and ] go from neuron to neuron, { and } from edge to edge into the chosen neuron.
   * @param {string} key
   */
  walk(key) {
    const {ys, selection} = this.taken,
      by = "]}".includes(key) ? 1 : -1
    if ("{}".includes(key)) {
      if (!selection?.layer) return
      const n = ys[selection.layer - 1].length
      const source = selection.source == null ? (by > 0 ? 0 : n - 1) : (selection.source + by + n) % n
      this.select({...selection, source})
      return
    }
    const all = ys.flatMap((column, layer) => column.map((_, neuron) => ({layer, neuron})))
    const at = selection ? all.findIndex((p) => p.layer === selection.layer && p.neuron === selection.neuron) : -1
    this.select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length])
  }
}
