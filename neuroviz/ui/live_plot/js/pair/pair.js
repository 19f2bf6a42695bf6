// The pair: an artificial neuron, a biological one, and what happened over time, on one clock.
// Plotly draws all three figures once; the clock then moves points that Plotly has drawn, and a cursor over the rows.
// Where things are and what drives them comes from Python (viz/neuron/comparison_figure.py); here is only: which t, so which place.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {between, clamp, firstFrom} from "../lib/math.js"
import {Plot} from "../lib/plot.js"
import {shared} from "../lib/shared.js"
import {Clock} from "./clock.js"
import {Knob} from "./knob.js"

const GLOW_MS = 5
const SPIKE_GLOW_MS = 1.6
const NEAR_PX = 34

export class Pair extends Canvas {
  constructor(parent) {
    super(parent, "nv-duet")
    this.root.tabIndex = 0
    this.root.setAttribute("role", "group")
    this.panes = {}
    for (const name of ["left", "right", "below"]) {
      const pane = el("div", `nv-pane nv-${name}`)
      const graph = el("div", "nv-graph")
      graph.setAttribute("role", "img")
      const over = el("div", "nv-over")
      const formula = el("div", "nv-formula")
      pane.append(graph, over)
      if (name !== "below") pane.append(formula)
      this.panes[name] = {pane, graph, over, formula, plot: new Plot(graph)}
    }
    this.panes.below.graph.dataset.testid = "time-graph"
    this.panes.left.graph.dataset.testid = "artificial"
    this.panes.right.graph.dataset.testid = "biological"
    this.links = el("div", "nv-links")
    this.top = el("div", "nv-sides")
    this.top.append(this.panes.left.pane, this.panes.right.pane)
    this.problem = el("p", "nv-problem")
    this.problem.setAttribute("role", "alert")
    this.problem.hidden = true
    this.player = new Clock(this)
    this.knob = new Knob(this)
    this.root.append(this.top, this.knob.root, ...this.player.parts, this.problem, this.panes.below.pane, this.links)
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
    for (const side of ["left", "right"]) {
      const {pane} = this.panes[side]
      pane.addEventListener("pointermove", (e) => this.point(side, e))
      pane.addEventListener("pointerleave", () => this.show(null))
    }
    // Drag over the rows to be at that time.
    below.pane.addEventListener("pointerdown", (e) => {
      if (e.button || !this.view) return
      this.scrubbing = true
      below.pane.setPointerCapture(e.pointerId)
      this.player.pause()
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

  key(e) {
    const field = e.target.closest("input, select")
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || field || !this.view) return
    if (!this.knob.key(e) && !this.player.key(e)) return
    e.preventDefault()
    e.stopPropagation()
  }

  timeAt(e) {
    const {graph} = this.panes.below,
      {xaxis} = graph._fullLayout
    return xaxis.p2d(e.clientX - graph.getBoundingClientRect().left - xaxis._offset)
  }

  async take(view) {
    const before = this.view
    this.view = view
    // What Python has not heard of yet counts too, and at once: the hand may let go while this is being drawn.
    for (const event of this.outbox.pending) this.knob.assume(event)
    if (this.knob.unsent) this.knob.assume({kind: "value", ...this.knob.unsent})
    for (const i of Object.values(view.clock.lines)) view.below.spec.data[i].x = view.clock.time
    this.dress(view)
    this.problem.textContent = view.problem
    this.problem.hidden = !view.problem
    this.root.setAttribute("aria-label", shared.words.duet)
    await this.paint()
    // Taken away while it was drawn: nothing more may begin.
    if (this.gone) return
    this.listParts()
    this.knob.show()
    this.player.load(view, !before, before?.signal !== view.signal)
  }

  async paint() {
    this.width = this.root.clientWidth
    for (const [name, {graph, plot}] of Object.entries(this.panes)) {
      const {spec, label} = this.view[name]
      graph.setAttribute("aria-label", label)
      const layout = {...spec.layout, autosize: true}
      if (shared.present) layout.height = this.tallOnTheWall(name, layout.height)
      if (name === "below") layout.xaxis = {...layout.xaxis, range: this.player.window()}
      // On a phone the lines' names stand below the row's.
      if (name === "below" && this.width < 560) {
        layout.annotations = layout.annotations.map((row) => ({
          ...row,
          text: row.text.replace("   ", "<br>"),
          xshift: -54,
          align: "left",
          font: {...row.font, size: 11},
        }))
        Object.assign(layout, {height: layout.height + 10, margin: {...layout.margin, t: 32}})
      }
      await plot.show(spec.data, layout, {responsive: false, staticPlot: true, displayModeBar: false})
    }
    if (this.gone) return
    for (const name of ["left", "right"]) this.collect(name)
  }

  // On a projector all is seen at once: the two neurons get a third of the height, what happened over time all that is
  // left, unless its rows became too low to be read.
  tallOnTheWall(name, height) {
    const sides = Math.max(230, Math.round(window.innerHeight * 0.31))
    const left = window.innerHeight - sides - 244
    return name === "below" ? Math.max(Math.round(height * 0.5), Math.min(height * 1.6, left)) : sides
  }

  // The points that Plotly has drawn for the moving traces, and where its axes are.
  collect(name) {
    const {graph} = this.panes[name]
    const nodes = new Map()
    for (const group of graph.querySelectorAll(".scatterlayer > .trace"))
      nodes.set(group.__data__?.[0]?.trace?.index, [...group.querySelectorAll(".points > path")])
    const spec = this.view[name]
    const take = (movers) =>
      (movers ?? []).map((mover) => {
        const points = nodes.get(mover.trace) ?? []
        for (const point of points) this.light(point, 0)
        return {...mover, points}
      })
    this.panes[name].glows = take(spec.glows)
    this.panes[name].pulses = take(spec.pulses)
  }

  // Everything as it is at t.
  at(t) {
    for (const name of ["left", "right"]) {
      const {graph, glows, pulses} = this.panes[name],
        full = graph._fullLayout
      if (!full) return
      for (const {points, of} of glows)
        of.forEach((driver, i) => {
          if (points[i]) this.light(points[i], this.lit(driver, t))
        })
      for (const {points, paths, of} of pulses) {
        let used = 0
        for (const source of of) used = this.run(source, paths[source.path], t, points, used, full)
        for (const point of points.slice(used)) this.light(point, 0)
      }
    }
    const {graph, over} = this.panes.below,
      {xaxis, yaxis} = graph._fullLayout
    const x = clamp(xaxis._offset + xaxis.d2p(t), xaxis._offset, xaxis._offset + xaxis._length)
    this.veil.style.transform = `translateX(${x}px)`
    this.veil.style.width = `${Math.max(0, xaxis._offset + xaxis._length - x)}px`
    const v = this.line("v", t)
    this.dot.hidden = v == null
    if (v != null) this.dot.style.transform = `translate(${x}px, ${yaxis._offset + yaxis.d2p(v)}px)`
    over.style.height = `${graph._fullLayout.height - graph._fullLayout.margin.b}px`
  }

  // A point more or less bright. Not by its opacity: that is a layer for each point, and a frame is slow to put together.
  light({style}, share) {
    const shown = share > 0.004 ? "visible" : "hidden"
    if (style.visibility !== shown) style.visibility = shown
    if (shown === "visible") style.fillOpacity = share.toFixed(2)
  }

  line(name, t) {
    const index = this.view.clock.lines[name]
    if (index == null) return null
    const {x, y} = this.view.below.spec.data[index]
    return between(t, x, y)
  }

  // How bright a part is: by a line's level (of one sign where it has one), by the time since the last spike, or always the same.
  lit(driver, t) {
    const {trains, spikes, levels} = this.view.clock
    if (driver.on != null) return driver.on
    if (driver.line) {
      const [dark, full] = levels[driver.line],
        value = this.line(driver.line, t)
      // Into the cell or out of it: only one of the two arrows.
      if (driver.sign) return value == null ? 0 : clamp((driver.sign * value) / (full / 2), 0, 1)
      return value == null ? 0 : clamp(((driver.line === "v" ? value : Math.abs(value)) - dark) / (full - dark), 0, 1)
    }
    const spike = driver.spike != null
    const times = spike ? spikes : trains[driver.train]
    const since = t - (spike ? driver.spike : (driver.shift ?? 0))
    const i = firstFrom(times, since + 1e-9) - 1
    return i < 0 ? 0 : Math.exp(-(since - times[i]) / (spike ? SPIKE_GLOW_MS : GLOW_MS))
  }

  // Every pulse of a source that is on its way at t takes one of the points.
  run(source, path, t, points, used, {xaxis, yaxis}) {
    const {trains, spikes} = this.view.clock
    const times = source.spike ? spikes : trains[source.train],
      whole = source.before + source.after
    for (let i = firstFrom(times, t - source.after); i < times.length && times[i] <= t + source.before; i++) {
      if (used >= points.length) break
      const share = (t - times[i] + source.before) / whole
      const x = between(share, path.share, path.x),
        y = between(share, path.share, path.y)
      points[used].setAttribute("transform", `translate(${xaxis.d2p(x)},${yaxis.d2p(y)})`)
      this.light(points[used], 1)
      used++
    }
    return used
  }

  // What corresponds: pointed at on one side, named on both.
  listParts() {
    const {parts} = this.view,
      said = JSON.stringify(parts.map(({name, words}) => [name, words]))
    if (said === this.partsSaid) return
    this.partsSaid = said
    this.links.replaceChildren(
      ...parts.map(({name, words}, i) => {
        const chip = el("button", "nv-chip"),
          part = () => this.view.parts[i]
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
  }

  point(side, e) {
    if (this.knob.drag) return
    const part = this.nearest(side, e)
    this.panes[side].pane.style.cursor = side === "left" && part?.edit ? "ns-resize" : ""
    this.show(part)
  }

  // The part under the pointer, or none.
  nearest(side, e) {
    const {graph} = this.panes[side]
    if (!this.view || !graph._fullLayout) return null
    const box = graph.getBoundingClientRect(),
      px = e.clientX - box.left,
      py = e.clientY - box.top
    let best = null,
      nearest = NEAR_PX
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

  toPx(graph, [x, y]) {
    const {xaxis, yaxis} = graph._fullLayout
    return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)]
  }

  show(part, again = false) {
    if (this.shownPart === part && !again) return
    this.shownPart = part
    this.root.dataset.part = part?.name ?? ""
    for (const chip of /** @type {HTMLCollectionOf<HTMLElement>} */ (this.links.children))
      chip.classList.toggle("nv-on", chip.dataset.part === part?.name)
    for (const [i, side] of ["left", "right"].entries()) {
      const {over, graph} = this.panes[side]
      over.replaceChildren()
      if (!part) continue
      const [x, y] = this.toPx(graph, part[side])
      const ring = el("div", "nv-ring"),
        label = el("div", "nv-label")
      ring.style.transform = `translate(${x}px, ${y}px)`
      // What is in the hand is newer than Python's words for it.
      label.textContent = again && i === 0 ? `${part.edit.label}: ${this.knob.text()}` : part.words[i]
      label.style.top = `${y > 90 ? y - 30 : y + 30}px`
      label.classList.toggle("nv-above", y > 90)
      over.append(ring, label)
      // Within the picture, whatever the length of the words.
      const half = label.offsetWidth / 2,
        width = graph.clientWidth
      label.style.left = `${clamp(x, half + 4, Math.max(half + 4, width - half - 4))}px`
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
    await this.paint()
    if (!this.gone) this.at(this.player.t)
  }

  destroy() {
    this.player.destroy()
    super.destroy()
  }
}
