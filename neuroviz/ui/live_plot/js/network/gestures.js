// Pointer and keys on the network: what is under the pointer, and what a drag means.
// Hit-testing is arithmetic on the axes; no invisible markers.

import {plain} from "../lib/format.js"
import {clamp, rounded} from "../lib/math.js"
import {RESTS_AFTER_MS, SEND_AT_LEAST_EVERY_MS, SEND_EVERY_MS} from "../lib/timing.js"

const HIT_PX = 7
const DRAG_STARTS_PX = 4

/** @typedef {[x: number, y: number]} Pixels */

export class Gestures {
  constructor(mount) {
    this.mount = mount
    this.sent = 0
    const stage = mount.stage
    // In the capture phase, before Plotly begins to pan.
    for (const type of ["mousedown", "touchstart"])
      stage.addEventListener(type, (e) => this.down(e), {capture: true, passive: false})
    stage.addEventListener("pointermove", (e) => this.hover(e))
    stage.addEventListener("dblclick", (e) => {
      if (this.net && !this.hit(this.point(e))) this.mount.zoomTo(1)
    })
    stage.addEventListener("keydown", (e) => this.key(e))
    // Whoever goes elsewhere on the page finds there what was done here.
    this.left = (e) => {
      if (!stage.contains(e.target)) this.flush()
    }
    for (const type of ["pointerdown", "pagehide"]) window.addEventListener(type, this.left, true)
  }

  // A picture to look at has nothing to take hold of.
  get net() {
    const {view, graph} = this.mount
    return view?.simple || !graph._fullLayout ? null : view?.network
  }

  /**
   * Pixels within the stage of axis numbers.
   * @param {number} x
   * @param {number} y
   * @returns {Pixels}
   */
  toPx(x, y) {
    const {xaxis, yaxis} = this.mount.graph._fullLayout
    return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)]
  }

  /**
   * Pixels within the stage of the hand.
   * @param {any} e a mouse's, pointer's or finger's event
   * @returns {Pixels}
   */
  point(e) {
    const box = this.mount.graph.getBoundingClientRect(),
      [x, y] = this.hand(e)
    return [x - box.left, y - box.top]
  }

  /**
   * Where the hand is in the window, wherever the graph may be by now.
   * @param {any} e
   * @returns {Pixels}
   */
  hand(e) {
    const at = e.touches?.[0] ?? e
    return [at.clientX, at.clientY]
  }

  hit([px, py]) {
    const net = this.net
    if (!net) return null
    const reach = Math.max(12, (net.node_px * this.mount.scale) / 2 + 3)
    const at = net.ys.map((ys, layer) => ys.map((y) => this.toPx(layer, y)))
    for (let layer = 0; layer < at.length; layer++)
      for (let neuron = 0; neuron < at[layer].length; neuron++)
        if (Math.hypot(px - at[layer][neuron][0], py - at[layer][neuron][1]) <= reach) return {layer, neuron}
    let best = null,
      nearest = HIT_PX
    for (let layer = 1; layer < at.length; layer++) {
      if (px < at[layer - 1][0][0] || px > at[layer][0][0]) continue
      for (let neuron = 0; neuron < at[layer].length; neuron++)
        for (let source = 0; source < at[layer - 1].length; source++) {
          const [ax, ay] = at[layer - 1][source],
            [bx, by] = at[layer][neuron]
          const away = Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / Math.hypot(bx - ax, by - ay)
          if (away < nearest) {
            nearest = away
            best = {layer, neuron, source}
          }
        }
    }
    return best
  }

  // The number behind a part: an edge's weight, a neuron's bias, an input's value.
  valueOf({layer, neuron, source}) {
    if (source != null) return this.net.weights[layer - 1][neuron][source]
    return layer ? this.net.biases[layer - 1][neuron] : this.net.input[neuron]
  }

  // What the hand changes, at once; all that follows from it in the next frame.
  change(part, value) {
    this.remember(part, value)
    this.mount.follows()
  }

  remember({layer, neuron, source}, value) {
    if (source != null) this.net.weights[layer - 1][neuron][source] = value
    else if (layer) this.net.biases[layer - 1][neuron] = value
    else this.net.input[neuron] = value
  }

  // A hundredth of the part's order of magnitude, at least 0.01.
  stepOf(value) {
    return Math.max(0.01, 10 ** (Math.floor(Math.log10(Math.max(Math.abs(value), 1))) - 2))
  }

  symbolOf({layer, source}) {
    return source != null ? "w" : layer ? "b" : "x"
  }

  hover(e) {
    if (this.drag) return
    const {view, stage, zoom} = this.mount
    // What a drag does here: along the axis, a number up and down, the picture to and fro, or nothing.
    const part = view?.fixed ? "pointer" : "ns-resize"
    stage.style.cursor = view?.probe ? "ew-resize" : this.hit(this.point(e)) ? part : zoom > 1 ? "grab" : ""
  }

  down(e) {
    if (e.type === "mousedown" && e.button !== 0) return
    if (e.target.closest(".modebar")) return
    const view = this.mount.view
    if (view?.probe && this.mount.graph._fullLayout) return this.startProbe(e)
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
      !view.fixed &&
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
      step = this.stepOf(from)
    this.drag = {part, start: this.hand(e), from, value: from, step, moved: false, gesture: `drag-${Date.now()}`}
    this.follow(
      (m) => this.moveTo(m),
      () => this.release(),
    )
  }

  // The pointer until it is lifted, wherever it goes.
  follow(move, end) {
    const up = (e) => {
      for (const type of ["mousemove", "touchmove"]) window.removeEventListener(type, move, true)
      for (const type of ["mouseup", "touchend", "touchcancel"]) window.removeEventListener(type, up, true)
      end(e)
    }
    for (const type of ["mousemove", "touchmove"]) window.addEventListener(type, move, {capture: true, passive: false})
    for (const type of ["mouseup", "touchend", "touchcancel"]) window.addEventListener(type, up, true)
  }

  clickOnNothing(start) {
    const up = (e) => {
      const end = this.hand(e)
      if (Math.hypot(end[0] - start[0], end[1] - start[1]) < DRAG_STARTS_PX && this.net?.selection) this.select(null)
    }
    window.addEventListener("mouseup", up, {once: true})
  }

  moveTo(e) {
    if (this.mount.view.fixed) return
    const d = this.drag,
      [x, y] = this.hand(e)
    if (!d.moved) {
      d.moved = Math.hypot(x - d.start[0], y - d.start[1]) >= DRAG_STARTS_PX
      if (!d.moved) return
      // What is taken hold of is what slider, field and equation are about.
      this.select(d.part)
    }
    e.preventDefault()
    d.value = rounded(d.from + (d.start[1] - y) * d.step, d.step)
    this.drawDrag(this.point(e))
    this.change(d.part, d.value)
    this.send("value", {...d.part, value: d.value, gesture: d.gesture})
  }

  // The edge bends to the pointer like a string; a neuron's value stands beside it.
  drawDrag([px, py]) {
    const {part, value} = this.drag,
      svg = this.mount.overlay
    const [bx, by] = this.toPx(part.layer, this.net.ys[part.layer][part.neuron])
    const path = svg.querySelector("path"),
      text = svg.querySelector("text")
    if (part.source != null) {
      const [ax, ay] = this.toPx(part.layer - 1, this.net.ys[part.layer - 1][part.source])
      path.setAttribute("d", `M${ax},${ay}Q${2 * px - (ax + bx) / 2},${2 * py - (ay + by) / 2} ${bx},${by}`)
      path.style.strokeWidth = clamp(1 + Math.abs(value) * 1.5, 1.5, 8)
      path.style.strokeDasharray = value < 0 ? "6 4" : ""
    } else path.setAttribute("d", "")
    text.textContent = `${this.symbolOf(part)} = ${plain(value)}`
    text.setAttribute("x", clamp(px + 14, 0, this.mount.stage.clientWidth - 90))
    text.setAttribute("y", Math.max(16, py - 14))
    svg.dataset.sign = value < 0 ? "negative" : "positive"
    svg.classList.add("nv-on")
  }

  release() {
    const d = this.drag
    this.drag = null
    this.mount.overlay.classList.remove("nv-on")
    if (!d.moved) return this.select(d.part)
    this.change(d.part, d.value)
    this.send("value", {...d.part, value: d.value, gesture: d.gesture}, true)
  }

  select(part) {
    const {x, y, size} = this.marked(part)
    this.net.selection = part
    this.mount.plot.move([this.net.traces.selected], [{x, y, marker: {size: size.map((px) => px * this.mount.scale)}}])
    this.mount.player?.explain()
    // Without a server nobody sends a view in which it is marked.
    if (this.mount.view.fixed) this.assume({kind: "select", ...(part ?? {layer: null})})
    this.mount.say("select", part ?? {layer: null})
  }

  // Where the mark of a selected part stands.
  marked(part) {
    if (!part) return {x: [0], y: [0], size: [0]}
    const {ys, node_px} = this.net,
      x = [],
      y = []
    if (part.source != null) {
      x.push(part.layer - 1)
      y.push(ys[part.layer - 1][part.source])
    }
    x.push(part.layer)
    y.push(ys[part.layer][part.neuron])
    return {x, y, size: x.map(() => (part.source != null ? 0 : node_px + 12))}
  }

  /**
   * Put into a view what was done since it was made.
   * @param {import("../protocol.js").Event} event
   */
  assume({kind, layer, neuron, source, value}) {
    const ys = this.net?.ys
    if (layer != null && (!ys?.[layer] || neuron >= ys[layer].length || source >= ys[layer - 1]?.length)) return
    if (kind === "value") this.remember({layer, neuron, source}, value)
    if (kind === "select") {
      const part = layer == null ? null : {layer, neuron, source}
      const {x, y, size} = this.marked(part),
        trace = this.mount.view.spec.data[this.net.traces.selected]
      this.net.selection = part
      Object.assign(trace, {x, y})
      trace.marker.size = size
    }
  }

  // Python hears of what the hand does when it rests, and every second of a long drag. Where the picture is Python's to
  // draw, one message at a time: the next when the last was answered.
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
    else this.later = setTimeout(() => this.flush(), wait)
  }

  flush() {
    clearTimeout(this.later)
    if (!this.unsent) return
    const {kind, ...payload} = this.unsent
    this.unsent = this.due = null
    this.sent = performance.now()
    this.mount.say(kind, payload)
  }

  destroy() {
    clearTimeout(this.later)
    for (const type of ["pointerdown", "pagehide"]) window.removeEventListener(type, this.left, true)
  }

  startProbe(e) {
    const touch = e.type === "touchstart"
    e.stopPropagation()
    // A finger that goes up or down scrolls the page; the browser then cancels the touch.
    if (!touch) e.preventDefault()
    this.mount.stage.focus({preventScroll: true})
    this.drag = {gesture: `probe-${Date.now()}`}
    const move = (m) => {
      if (this.mount.gone) return
      const {probe} = this.mount.view,
        {xaxis, yaxis} = this.mount.graph._fullLayout,
        [px, py] = this.point(m)
      const along = (axis, at, {min, max, step}) => rounded(clamp(axis.p2d(at - axis._offset), min, max), step / 10)
      this.probeTo(along(xaxis, px, probe), this.drag.gesture, probe.second && along(yaxis, py, probe.second))
    }
    this.follow(move, () => {
      this.drag = null
      this.mount.overlay.classList.remove("nv-on")
      if (this.lastProbe) this.send("probe", this.lastProbe, true)
      this.lastProbe = null
    })
    if (!touch) move(e)
  }

  // y: where a second value is chosen along the other axis.
  probeTo(x, gesture, y) {
    const {probe} = this.mount.view,
      svg = this.mount.overlay
    const {xaxis, yaxis} = this.mount.graph._fullLayout
    const [px, py] = this.toPx(x, y ?? yaxis.range[0])
    const across = y == null ? "" : `M${xaxis._offset},${py}H${xaxis._offset + xaxis._length}`
    svg.querySelector("path").setAttribute("d", `M${px},${yaxis._offset}V${yaxis._offset + yaxis._length}${across}`)
    const text = svg.querySelector("text"),
      said = (name, v) => `${name} = ${plain(v)}`
    text.textContent = said(probe.name, x) + (y == null ? "" : `, ${said(probe.second.name, y)}`)
    text.setAttribute("x", clamp(px + 8, 0, this.mount.stage.clientWidth - 80))
    text.setAttribute("y", yaxis._offset + 16)
    svg.dataset.sign = "probe"
    svg.classList.add("nv-on")
    probe.x = x
    this.lastProbe = {x, y, gesture}
    this.send("probe", this.lastProbe)
  }

  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return
    const view = this.mount.view
    if (view?.probe && !view.walk && ["ArrowLeft", "ArrowRight"].includes(e.key)) {
      const by = (e.key === "ArrowLeft" ? -1 : 1) * view.probe.step * (e.shiftKey ? 10 : 1)
      this.probeTo(rounded(clamp(view.probe.x + by, view.probe.min, view.probe.max), view.probe.step / 10), "keys")
      clearTimeout(this.hide)
      this.hide = setTimeout(() => this.mount.overlay.classList.remove("nv-on"), 700)
    } else if (this.net && !view.fixed && ["ArrowUp", "ArrowDown"].includes(e.key) && this.net.selection) {
      const part = this.net.selection,
        old = this.valueOf(part)
      const step = this.stepOf(old) * (e.shiftKey ? 100 : 10)
      const value = rounded(old + (e.key === "ArrowUp" ? step : -step), step / 10)
      this.change(part, value)
      this.held = this.held && performance.now() - this.heldAt < 1500 ? this.held : `keys-${Date.now()}`
      this.heldAt = performance.now()
      this.send("value", {...part, value, gesture: this.held})
    } else if (this.net && "[]{}".includes(e.key)) this.walk(e.key)
    else if (this.net && e.key === "Escape" && this.net.selection) this.select(null)
    else return
    e.preventDefault()
    e.stopPropagation()
  }

  // [ and ] go from neuron to neuron, { and } from edge to edge into the chosen neuron.
  walk(key) {
    const {ys, selection} = this.net,
      by = "]}".includes(key) ? 1 : -1
    if ("{}".includes(key)) {
      if (!selection?.layer) return
      const n = ys[selection.layer - 1].length
      const source = selection.source == null ? (by > 0 ? 0 : n - 1) : (selection.source + by + n) % n
      return this.select({...selection, source})
    }
    const all = ys.flatMap((column, layer) => column.map((_, neuron) => ({layer, neuron})))
    const at = selection ? all.findIndex((p) => p.layer === selection.layer && p.neuron === selection.neuron) : -1
    this.select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length])
  }
}
