// The canvas: mounts once under Streamlit's parent element and is updated in place.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {clamp} from "../lib/math.js"
import {Plot} from "../lib/plot.js"
import {shared} from "../lib/shared.js"
import {Gestures} from "./gestures.js"
import {recompute} from "./live.js"
import {Player} from "./player.js"
import {Walker} from "./walker.js"

const ZOOM_STEP = 1.5
const MOST_ZOOM = 1.5 ** 3
const TOOLS_PX = 38

export class NetworkCanvas extends Canvas {
  constructor(parent) {
    super(parent)
    this.stage = el("div", "nv-stage")
    this.stage.tabIndex = 0
    this.stage.setAttribute("role", "application")
    this.graph = /** @type {import("../lib/plot.js").Graph} */ (/** @type {HTMLElement} */ (el("div", "nv-graph")))
    this.overlay = document.createElementNS("http://www.w3.org/2000/svg", "svg")
    this.overlay.setAttribute("class", "nv-overlay")
    this.overlay.setAttribute("aria-hidden", "true")
    this.overlay.innerHTML = "<path/><text/>"
    this.stage.append(this.graph, this.overlay)
    this.legend = el("p", "nv-legend")
    this.legend.dataset.testid = "legend"
    this.root.append(this.stage, this.legend)
    this.scale = 1
    this.plot = new Plot(this.graph)
    this.gestures = new Gestures(this)
  }

  get graphs() {
    return [this.graph]
  }

  get held() {
    return this.gestures.drag
  }

  // On a narrow canvas, markers and letters shrink with the columns.
  scaleFor(width) {
    const columns = this.view.network?.ys.length
    return columns ? clamp(width / (columns * 96), 0.45, 1) : 1
  }

  scaled(trace) {
    if (this.scale === 1) return trace
    const out = {...trace}
    const times = (v, low) =>
      Array.isArray(v) ? v.map((x) => x && Math.max(low, x * this.scale)) : v && Math.max(low, v * this.scale)
    if (out.marker?.size != null) out.marker = {...out.marker, size: times(out.marker.size, 4)}
    if (out.textfont?.size) out.textfont = {...out.textfont, size: times(out.textfont.size, 9)}
    return out
  }

  painted() {
    this.player?.explain()
  }

  async take(view) {
    const first = !this.view
    // A drag goes on across answers: what the hand holds is newer than what the server knew.
    const held = this.gestures.drag?.part && this.gestures.drag
    this.view = view
    if (held) this.gestures.remember(held.part, held.value)
    // So is what Python has not heard of yet.
    for (const event of this.outbox.pending) this.gestures.assume(event)
    if (this.gestures.unsent) this.gestures.assume(this.gestures.unsent)
    if (this.live && (held || this.gestures.unsent || this.outbox.pending.length)) recompute(view)
    this.stage.setAttribute("aria-label", view.label)
    this.legend.textContent = view.legend ?? ""
    this.graph.dataset.testid = view.network ? "network-graph" : "plot"
    this.dress(view)
    this.root.classList.toggle("nv-simple", !!view.simple)
    if (view.frames) {
      const made = !this.player
      this.player ??= new (view.walk ? Walker : Player)(this, this.root, shared.words)
      this.player.load(view, first, made)
    }
    await this.paint()
  }

  async paint() {
    const view = this.view,
      {spec} = view
    this.width = this.root.clientWidth
    const present = shared.present && this.player
    this.root.classList.toggle("nv-present", !!present)
    // A finger on the graph scrolls the page.
    const touch = matchMedia("(pointer: coarse)").matches
    const tools = !!(this.player && !present && !view.simple && !view.walk && !touch)
    const layout = {...this.near(spec.layout, tools), autosize: true}
    if (touch) layout.dragmode = false
    if (present) layout.height = Math.max(320, Math.round(window.innerHeight * 0.6))
    this.scale = this.scaleFor(this.width) * this.zoom
    const plain = spec.data.map((trace) => this.scaled(trace))
    const data = this.player ? this.player.figureNow(plain) : plain
    await this.plot.show(data, layout, {
      responsive: false,
      displaylogo: false,
      displayModeBar: tools ? "hover" : false,
      scrollZoom: false,
      doubleClick: false,
      modeBarButtons: [tools ? this.tools() : []],
    })
  }

  // Whether the picture follows the hand by itself.
  get live() {
    return !!this.view?.network?.live.follows
  }

  // A number is another one: in the next frame, so is all that follows from it, before Python has heard of it.
  follows() {
    if (!this.live || this.coming) return
    this.coming = requestAnimationFrame(() => {
      this.coming = 0
      if (this.gone) return
      // What is being drawn now is drawn first.
      if (this.working) return this.follows()
      recompute(this.view)
      this.player?.toEnd()
      this.do(async () => {
        await this.paint()
        if (!this.gone) this.player?.explain()
      })
    })
  }

  // What the hand did comes before all that is done after it.
  say(kind, payload) {
    this.gestures.flush()
    super.say(kind, payload)
  }

  // --- nearer and farther ------------------------------------------------------------------------

  get zoom() {
    return this.seen?.zoom ?? 1
  }

  // The layout as it is looked at: where one is nearer, the stretch around what is in the middle now. Another
  // architecture is looked at whole. The tools have a strip of their own, beside the picture.
  near(layout, tools) {
    if (!tools) {
      this.seen = null
      return layout
    }
    if (this.seen?.of !== layout.uirevision) this.seen = {of: layout.uirevision, zoom: 1}
    const stretch = (name) => {
      const axis = layout[name],
        [low, high] = axis.range,
        span = (high - low) / this.zoom
      const [from, to] = this.zoom > 1 ? this.graph._fullLayout[name].range : axis.range
      const start = clamp((from + to - span) / 2, low, high - span)
      return {...axis, range: [start, start + span], minallowed: low, maxallowed: high}
    }
    return {
      ...layout,
      xaxis: stretch("xaxis"),
      yaxis: stretch("yaxis"),
      margin: {...layout.margin, r: Math.max(layout.margin.r, TOOLS_PX)},
    }
  }

  zoomTo(zoom) {
    if (!this.seen || zoom === this.zoom) return
    const before = this.working ?? Promise.resolve()
    this.do(() =>
      before.then(async () => {
        this.seen.zoom = clamp(zoom, 1, MOST_ZOOM)
        // Everything grows, and nothing moves: no trace would be seen to differ in time.
        this.plot.frame = null
        await this.relay()
      }),
    )
  }

  tools() {
    const {Icons} = window.Plotly,
      {words} = shared
    const tool = (name, icon, click) => ({name, title: words[name], icon, click})
    return [
      tool("nearer", Icons.zoom_plus, () => this.zoomTo(this.zoom * ZOOM_STEP)),
      tool("farther", Icons.zoom_minus, () => this.zoomTo(this.zoom / ZOOM_STEP)),
      tool("whole", Icons.home, () => this.zoomTo(1)),
      tool("picture", Icons.camera, (graph) =>
        window.Plotly.downloadImage(graph, {format: "png", filename: "neuroviz"}),
      ),
    ]
  }

  // In another language: the player is made anew, the graph stays.
  reword() {
    if (!this.player) return
    const {step} = this.player
    this.player.destroy()
    this.player = null
    const before = this.working ?? Promise.resolve()
    this.do(() => before.then(() => this.take(this.view)).then(() => this.player?.jump(step)))
  }

  async relay() {
    await this.paint()
    if (!this.gone) this.player?.explain()
  }

  destroy() {
    cancelAnimationFrame(this.coming)
    this.gestures.destroy()
    this.player?.destroy()
    super.destroy()
  }
}
