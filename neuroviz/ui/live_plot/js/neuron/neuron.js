// Two neurons, an artificial and a biological one, and what happened over time, on one clock.
// Plotly draws all three figures once; the clock then moves points that Plotly has drawn, and a cursor over the rows.
// Where things are and what drives them comes from Python (viz/neuron); here is only: which t, so which place.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {keepFocus} from "../lib/focus.js"
import {named} from "../lib/format.js"
import {playerKey} from "../lib/keys.js"
import {between, clamp} from "../lib/math.js"
import {axesOf, axisOf, pointsOf} from "../lib/plotly_internals.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {Clock} from "./clock.js"
import {extent, fitted, lineAcross, onWall} from "./fitted.js"
import {Knob} from "./knob.js"
import {light, moveTo} from "./moving.js"
import {name, showScale} from "./named.js"
import {paneOf} from "./pane.js"

const NEAR_PX = 34
const PICTURE_PX = {min: 210, max: 460}
const PICTURE_ON_WALL_PX = {min: 160, max: 900}
const FOOT_PX = 24
const V_FOOT_PX = 8
const LETTERS_PX = 11.5

/** @typedef {import("../protocol.js").NeuronView} NeuronView */
/** @typedef {import("../protocol.js").NeuronPart} NeuronPart */
/** @typedef {"left" | "right"} Side */
const SIDES = /** @type {const} */ (["left", "right"])

const STILL = {responsive: false, staticPlot: true, displayModeBar: false}

/** @extends {Canvas<NeuronView>} */
export class NeuronCanvas extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-duet")
    this.root.tabIndex = 0
    this.root.setAttribute("role", "group")
    this.panes = {
      left: paneOf("left", "artificial"),
      right: paneOf("right", "biological"),
      below: paneOf("below", "time-graph"),
    }
    this.scrubbing = false
    /** @type {NeuronPart | null | undefined} the part that is pointed at */
    this.shownPart = undefined
    this.partsSaid = ""
    this.links = el("div", "nv-links")
    this.top = el("div", "nv-sides")
    this.top.append(this.panes.left.pane, this.panes.right.pane)
    this.scale = el("p", "nv-scale")
    this.problem = el("p", "nv-problem")
    this.problem.setAttribute("role", "alert")
    this.problem.hidden = true
    this.player = new Clock(this)
    this.knob = new Knob(this)
    this.root.append(
      this.top,
      this.scale,
      ...this.player.parts,
      this.problem,
      this.panes.below.pane,
      this.knob.root,
      this.links,
    )
    this.veil = el("div", "nv-veil")
    this.dot = el("div", "nv-dot")
    this.panes.below.over.append(this.veil, this.dot)
    this.pointed()
  }

  get graphs() {
    return Object.values(this.panes).map(({graph}) => graph)
  }

  get held() {
    return this.knob.drag || this.knob.gesture
  }

  pointed() {
    const {below} = this.panes
    for (const side of SIDES) {
      const {pane} = this.panes[side]
      pane.addEventListener("pointermove", (e) => this.point(side, e))
      pane.addEventListener("pointerleave", () => this.show(null))
    }
    // Drag over the rows to be at that time.
    below.pane.addEventListener("pointerdown", (e) => {
      if (e.button || !this.view) return
      this.scrubbing = true
      below.pane.setPointerCapture(e.pointerId)
      this.player.ticker.stop()
      this.player.seek(this.timeAt(e))
    })
    below.pane.addEventListener("pointermove", (e) => {
      if (this.scrubbing) this.player.seek(this.timeAt(e))
    })
    for (const type of ["pointerup", "pointercancel"])
      below.pane.addEventListener(type, () => {
        this.scrubbing = false
      })
    this.root.addEventListener("keydown", (e) => this.key(e))
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (this.view && !this.knob.key(e)) playerKey(e, this.player.moves)
  }

  /** @param {PointerEvent} e */
  timeAt(e) {
    const {graph} = this.panes.below,
      axis = axisOf(graph, "x")
    return axis ? axis.value(e.clientX - graph.getBoundingClientRect().left) : this.player.t
  }

  /** @param {NeuronView} view */
  async take(view) {
    const before = this.view
    Object.assign(this, {view})
    // What Python has not heard of yet counts too, and at once: the hand may let go while this is being drawn.
    for (const event of this.outbox.pending) this.knob.assume(event)
    if (this.knob.unsent) this.knob.assume({kind: "value", ...this.knob.unsent})
    for (const i of Object.values(view.clock.lines)) view.below.spec.data[i].x = view.clock.time
    this.dress(view)
    showScale(this.scale, view)
    this.problem.textContent = view.problem
    this.problem.hidden = !view.problem
    this.root.setAttribute("aria-label", shared.words.neuron)
    await this.paint()
    // Taken away while it was drawn: nothing more may begin.
    if (this.gone) return
    this.listParts()
    this.knob.show()
    this.player.load(view, !before, before?.signal !== view.signal)
  }

  async paint() {
    this.width = this.root.clientWidth
    // What is said at this moment takes its place before the pictures and the rows take what is left.
    this.player.say(true)
    const unit = this.units()
    for (const name of SIDES) {
      const {spec, label} = this.shown[name],
        {graph, plot} = this.panes[name]
      graph.setAttribute("aria-label", label)
      const {data, layout} = fitted(spec, unit[name], graph.clientWidth, LETTERS_PX)
      await plot.show(data, {...layout, autosize: true}, STILL)
      if (this.gone) return
    }
    for (const name of SIDES) this.collect(name)
    await this.paintRows()
    if (this.gone) return
  }

  /** How many pixels a unit has: side by side both pictures have the same one, so that what corresponds is level. */
  units() {
    const {root, panes} = this
    const tall = heightLeft(root, this.rest(), shared.present ? PICTURE_ON_WALL_PX : PICTURE_PX)
    const [left, right] = SIDES.map((name) => {
      const [wide, high] = extent(this.shown[name].spec)
      return Math.min(panes[name].graph.clientWidth / wide, tall / high)
    })
    const beside = panes.left.pane.offsetTop === panes.right.pane.offsetTop
    return beside ? {left: Math.min(left, right), right: Math.min(left, right)} : {left, right}
  }

  /** What has to be seen with the two pictures, in pixels: formulas, the player with its sentence, and V. */
  rest() {
    const {right, below} = this.panes,
      between = below.pane.getBoundingClientRect().top - right.graph.getBoundingClientRect().bottom,
      {height, margin, yaxis} = this.shown.below.spec.layout
    const v = shared.present
      ? Math.max(120, 0.22 * window.innerHeight) + this.footOnWall()
      : margin.t + (1 - yaxis.domain[0]) * (height - margin.t - margin.b) + V_FOOT_PX
    return Math.ceil(between + v)
  }

  // What lies below the canvas: the page's own foot, which scrolls into view where it finds no place.
  footOnWall() {
    const main = this.root.closest('[data-testid="stMain"]'),
      block = this.root.closest('[data-testid="stMainBlockContainer"]')
    return main && block ? Number.parseFloat(getComputedStyle(block).paddingBottom) + FOOT_PX : FOOT_PX
  }

  async paintRows() {
    const {spec, label} = this.shown.below,
      {graph, plot} = this.panes.below
    graph.setAttribute("aria-label", label)
    /** @type {import("../protocol.js").Plain} */
    let layout = {...spec.layout, autosize: true, xaxis: {...spec.layout.xaxis, range: this.player.window()}}
    let {data} = spec
    if (shared.present)
      ({data, layout} = onWall(spec, layout, heightLeft(graph, this.footOnWall(), {min: 100, max: 420})))
    // On a phone the lines' names stand below the row's.
    else if (this.width && this.width < 560) {
      layout.annotations = layout.annotations.map((/** @type {import("../protocol.js").Plain} */ row) => ({
        ...row,
        text: row.text.replace("   ", "<br>"),
        xshift: -54,
        align: "left",
        font: {...row.font, size: 11},
      }))
      Object.assign(layout, {height: layout.height + 10, margin: {...layout.margin, t: 32}})
    }
    this.veil.style.setProperty("--nv-rows", lineAcross(layout))
    await plot.show(data, layout, STILL)
  }

  /**
   * The points that Plotly has drawn for the moving traces.
   * @param {Side} name
   */
  collect(name) {
    const pane = this.panes[name],
      {glows, pulses} = this.shown[name]
    /**
     * @template {{trace: number}} M
     * @param {M} mover
     */
    const withPoints = (mover) => {
      const points = pointsOf(pane.graph, mover.trace)
      for (const point of points ?? []) light(point, 0)
      return {...mover, points}
    }
    pane.glows = glows.map(withPoints)
    pane.pulses = pulses.map(withPoints)
    const axes = axesOf(pane.graph)
    if (axes) pane.living.draw(this.shown[name].living, axes)
  }

  /**
   * Everything as it is at t.
   * @param {number} t
   */
  at(t) {
    const moment = {clock: this.shown.clock, line: (/** @type {string} */ name) => this.line(name, t), t}
    for (const name of SIDES) if (!moveTo(this.panes[name], this.shown[name].spec, moment)) return
    const {graph, over} = this.panes.below,
      axes = axesOf(graph)
    if (!axes) return
    const {start, length} = axes.x,
      x = clamp(axes.x.px(t), start, start + length)
    this.veil.style.transform = `translateX(${x}px)`
    this.veil.style.width = `${Math.max(0, start + length - x)}px`
    const v = this.line("v", t)
    this.dot.hidden = v == null
    if (v != null) this.dot.style.transform = `translate(${x}px, ${axes.y.px(v)}px)`
    const {height, margin} = graph.layout ?? {}
    over.style.height = `${height - margin.b}px`
  }

  /**
   * What one of the rows' lines says at t.
   * @param {string} name
   * @param {number} t
   */
  line(name, t) {
    const {clock, below} = this.shown,
      index = clock.lines[name]
    if (index == null) return null
    const {x, y} = below.spec.data[index]
    return between(t, x, y)
  }

  // What corresponds: pointed at on one side, named on both.
  listParts() {
    const {parts} = this.shown,
      said = JSON.stringify(parts.map(({name, words}) => [name, words]))
    if (said === this.partsSaid) return
    this.partsSaid = said
    const focus = keepFocus(this.links)
    this.links.replaceChildren(
      ...parts.map(({name, words}, i) => {
        const chip = el("button", "nv-chip"),
          part = () => this.shown.parts[i]
        chip.type = "button"
        chip.dataset.part = name
        chip.append(words[0], " ↔ ", words[1])
        chip.onpointerenter = chip.onfocus = () => this.show(part())
        chip.onpointerleave = chip.onblur = () => this.show(null)
        chip.onclick = () => {
          this.show(part())
          this.knob.choose(part())
        }
        return chip
      }),
    )
    focus()
  }

  /**
   * @param {Side} side
   * @param {PointerEvent} e
   */
  point(side, e) {
    if (this.knob.drag) return
    const part = this.nearest(side, e)
    this.panes[side].pane.style.cursor = side === "left" && part?.edit ? "ns-resize" : ""
    this.show(part)
  }

  /**
   * The part under the pointer, or none.
   * @param {Side} side
   * @param {PointerEvent} e
   */
  nearest(side, e) {
    const {graph} = this.panes[side]
    if (!this.view || !axesOf(graph)) return null
    const box = graph.getBoundingClientRect(),
      px = e.clientX - box.left,
      py = e.clientY - box.top
    /** @type {NeuronPart | null} */
    let best = null
    let nearest = NEAR_PX
    for (const part of this.view.parts) {
      const [x, y] = this.toPx(graph, part[side]),
        away = Math.hypot(x - px, y - py)
      if (away < nearest) {
        nearest = away
        best = part
      }
    }
    return best
  }

  /**
   * @param {HTMLElement} graph
   * @param {import("../protocol.js").Place} place
   */
  toPx(graph, [x, y]) {
    const axes = axesOf(graph)
    return axes ? [axes.x.px(x), axes.y.px(y)] : [0, 0]
  }

  /**
   * A part, named on both sides; null: none.
   * @param {NeuronPart | null} part
   * @param {boolean} [again] it is in the hand
   */
  show(part, again = false) {
    if (this.shownPart === part && !again) return
    this.shownPart = part
    this.root.dataset.part = part?.name ?? ""
    for (const chip of /** @type {HTMLCollectionOf<HTMLElement>} */ (this.links.children))
      chip.classList.toggle("nv-on", chip.dataset.part === part?.name)
    for (const [i, side] of SIDES.entries()) {
      const {over, graph} = this.panes[side]
      over.replaceChildren()
      if (!part) continue
      // What is in the hand is newer than Python's words for it.
      const words =
        again && i === 0 && part.edit ? named(shared.words.named, part.edit.label, this.knob.text()) : part.words[i]
      name(over, words, this.toPx(graph, part[side]), graph.clientWidth)
    }
  }

  reword() {
    if (!this.view) return
    const {t} = this.player
    const old = this.player
    this.player = new Clock(this)
    for (const [i, part] of old.parts.entries()) part.replaceWith(this.player.parts[i])
    old.destroy()
    this.player.load(this.view, false, false)
    this.player.seek(t)
  }

  async relay() {
    this.player.bar.makeRoom()
    await this.paint()
    if (!this.gone) this.at(this.player.t)
  }

  flush() {
    this.knob.flush()
  }

  destroy() {
    this.player.destroy()
    super.destroy()
  }
}
