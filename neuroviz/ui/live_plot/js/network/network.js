// The canvas: mounts once under Streamlit's parent element and is updated in place.

import {foldHelp} from "../help.js"
import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {forHand, isFinger} from "../lib/hand.js"
import {merged} from "../lib/objects.js"
import {family, Plot} from "../lib/plot.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {layoutOnWall, traceOnWall, wallPx} from "../lib/wall.js"
import {beside} from "./beside.js"
import {autoplay, oneByOne} from "./chosen.js"
import {Coach, isKnown} from "./coach.js"
import {firstPicture} from "./first_picture.js"
import {focused} from "./focus.js"
import {Gestures} from "./gestures.js"
import {numbersSum, settle} from "./known.js"
import {recompute} from "./live.js"
import {markedOn} from "./marked.js"
import {roomOf} from "./placed.js"
import {Player} from "./player.js"
import {scaledBy, scaleFor} from "./scale.js"
import {changeOf, stateOf, stepsOf} from "./steps.js"
import {Walker} from "./walker.js"
import {TOOLS_PX, Zoom} from "./zoom.js"

// What has to be seen with a picture: player, sentence, legend, equation and curve; or a player alone.
const REST_PX = 324
const SIMPLE_REST_PX = 170
const REST_ON_WALL_PX = 300
// Lower than this, there is no room for what a point says of itself: viz/activations.
const LEAST_CURVE_PX = 330
// How much taller what stands beside a figure is on a wall.
const ON_WALL = 1.5
// What a scroll bar takes of the canvas changes nothing.
const SCROLL_BAR_PX = 24

/** @typedef {import("../protocol.js").FigureView} FigureView */
/** @typedef {import("../protocol.js").KnownView} KnownView */
/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */

/** @extends {Canvas<FigureView>} */
export class NetworkCanvas extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent)
    /** @type {Player | null} */
    this.player = null
    // The frame in which the picture follows the hand.
    this.coming = 0
    /** @type {SVGElement | undefined} what is seen before Plotly is there */
    this.foreseen = undefined
    this.stage = el("div", "nv-stage")
    this.stage.tabIndex = 0
    this.stage.setAttribute("role", "application")
    /** @type {import("../lib/plot.js").Graph} */
    this.graph = el("div", "nv-graph")
    this.overlay = document.createElementNS("http://www.w3.org/2000/svg", "svg")
    this.overlay.setAttribute("class", "nv-overlay")
    this.overlay.setAttribute("aria-hidden", "true")
    this.overlay.innerHTML = "<path/><text/>"
    this.prompt = el("p", "nv-prompt", null, "prompt")
    this.stage.append(this.graph, this.overlay)
    this.legend = el("p", "nv-legend", null, "legend")
    this.root.append(this.stage, this.prompt, this.legend)
    this.scale = 1
    /** @type {{of: string, width: number, px: number} | undefined} how tall a network's picture is, and in which room */
    this.tall = undefined
    /** @type {import("./placed.js").Room | null} where things stand in a network's picture */
    this.room = null
    /** @type {import("../protocol.js").Part | null} what the pointer is over */
    this.pointed = null
    /** @type {Coach | null} */
    this.coach = null
    /** @type {number | undefined} how often the visitor had asked for the first steps */
    this.called = undefined
    this.plot = new Plot(this.graph)
    this.zoom = new Zoom(this)
    this.gestures = new Gestures(this)
    this.outbox.has = () => {
      const network = this.view?.network
      return network?.shape && [network.shape, numbersSum(network)]
    }
  }

  get graphs() {
    return [this.graph]
  }

  get marked() {
    return markedOn(this)
  }

  /**
   * What the pointer is over is what the eye follows.
   * @param {import("../protocol.js").Part | null} part
   */
  point(part) {
    if (JSON.stringify(part) === JSON.stringify(this.pointed)) return
    this.pointed = part
    this.player?.look()
    shared.stood?.()
  }

  /**
   * A figure's traces with what the eye follows in them.
   * @param {Plain[]} data
   * @param {NetworkPart} network
   * @param {import("./focus.js").Focus | null} focus
   * @param {(at: number) => boolean} hushed
   */
  seenWith(data, network, focus, hushed) {
    const [traces, changes] = focused(data, network, focus, hushed),
      out = [...data]
    traces.forEach((trace, i) => {
      out[trace] = merged(data[trace], changes[i])
    })
    return out
  }

  get held() {
    return this.gestures.drag
  }

  /**
   * How tall the picture of a network is: what the window leaves for it. It stays as it is while one works in it.
   * @param {FigureView} view
   * @param {boolean} present
   */
  heightFor(view, present) {
    if (view.tall) return view.tall
    const {innerWidth, innerHeight} = window,
      of = [innerWidth, innerHeight, present, shared.letters].join(),
      width = this.width ?? 0
    if (this.tall?.of !== of || Math.abs(this.tall.width - width) > SCROLL_BAR_PX) {
      const rest = view.simple ? SIMPLE_REST_PX : REST_PX
      const px = present
        ? heightLeft(this.root, wallPx(view.simple ? SIMPLE_REST_PX : REST_ON_WALL_PX), {min: 240, max: 2000})
        : heightLeft(this.root, rest, {min: view.simple ? 330 : 420, max: 760})
      this.tall = {of, width, px}
    }
    return this.tall.px
  }

  /**
   * A trace in the canvas's own scale.
   * @param {Plain} trace
   */
  scaled(trace) {
    return scaledBy(trace, this.scale)
  }

  painted() {
    this.player?.explain()
  }

  /** @param {FigureView | KnownView} view */
  settled(view) {
    return view.kind === "known" && settle(this, view)
  }

  /** @param {FigureView | KnownView} view */
  async take(view) {
    if (view.kind === "known") {
      if (this.settled(view)) return true
      // A canvas that was mounted anew has nothing to be right about.
      this.say("whole")
      return false
    }
    const first = !this.view
    // A drag goes on across answers: what the hand holds is newer than what the server knew.
    const {drag} = this.gestures,
      held = drag?.part ? drag : null
    Object.assign(this, {view})
    if (held) this.gestures.remember(held.part, held.value)
    // So is what Python has not heard of yet.
    for (const event of this.outbox.pending) this.gestures.assume(event)
    if (this.gestures.unsent) this.gestures.assume(this.gestures.unsent)
    if (held || this.gestures.unsent || this.outbox.pending.length) this.recompute()
    this.stage.setAttribute("aria-label", view.label)
    this.legend.textContent = view.legend ?? ""
    const {prompt, prompt_touch} = view
    this.prompt.textContent = forHand({prompt, prompt_touch}, "prompt")
    this.graph.dataset.testid = view.network ? "network-graph" : "plot"
    this.dress(view)
    this.root.classList.toggle("nv-simple", !!view.simple)
    if (view.frames) {
      const made = !this.player
      this.player ??= new (view.walk ? Walker : Player)(this, this.root, shared.words)
      this.player.load(view, first, made)
    }
    await this.paint()
    this.guide(view)
  }

  /**
   * The first steps, for who has not seen them and for who asks for them again.
   * @param {FigureView} view
   */
  guide({coach}) {
    if (this.gone) return
    if (coach == null) {
      this.coach?.destroy()
      this.coach = null
    } else if (this.called === undefined ? !isKnown() : coach > this.called) {
      this.coach?.destroy()
      this.coach = new Coach(this, () => {
        this.coach = null
      })
      if (this.called !== undefined) {
        foldHelp()
        this.coach.look()
      }
    }
    this.called = coach
  }

  async paint() {
    const {data, layout, tools} = this.arranged(this.shown, !!this.player)
    const now = this.player ? this.player.figureNow(data) : data,
      step = this.player?.step
    await this.plot.show(now, layout, {
      responsive: false,
      displaylogo: false,
      displayModeBar: tools ? "hover" : false,
      scrollZoom: false,
      doubleClick: false,
      modeBarButtons: [tools ? this.zoom.tools() : []],
    })
    // Where one went on while it was drawn, the eye is elsewhere.
    if (this.player?.step !== step) this.player?.see()
    this.player?.motion?.settle()
    this.player?.motion?.ground()
    this.foreseen?.remove()
    this.coach?.stand()
    // Plotly's own figure keeps the room from now on, also where it becomes lower.
    this.stage.style.minHeight = ""
  }

  /**
   * The figure as it is drawn in this width, here: on a projector, on a phone, with tools beside it.
   * @param {FigureView} view
   * @param {boolean} playing whether there is a player
   */
  arranged(view, playing) {
    this.width = this.root.clientWidth
    const present = shared.present && playing
    this.root.classList.toggle("nv-present", !!present)
    // A finger on the graph scrolls the page.
    const touch = isFinger()
    const tools = !!(playing && !present && !view.simple && !view.walk && !view.tall && !touch)
    let {height} = view.spec.layout
    if (view.network) height = this.heightFor(view, !!present)
    else if (view.walk && this.player instanceof Walker) {
      height = this.player.height
      // The hills beside it are as tall.
      this.root.style.setProperty("--nv-walk-px", `${height}px`)
    } else if (view.rest != null)
      height = heightLeft(this.root, wallPx(view.rest * (shared.present ? ON_WALL : 1)), {
        min: shared.present ? 240 : LEAST_CURVE_PX,
        max: 760,
      })
    else if (present) height = heightLeft(this.root, wallPx(REST_ON_WALL_PX), {min: 240, max: 2000})
    const scale = view.network ? scaleFor(view.network, this.width, height) : 1,
      spec = view.network ? this.sided(view.spec, view.network, scale, tools) : view.spec
    /** @type {Plain} */
    const layout = {...this.zoom.near(spec.layout, tools), height, autosize: true, ...(touch && {dragmode: false})}
    this.scale = scale * this.zoom.factor
    this.graph.classList.toggle("nv-whole", !!view.network && this.zoom.factor === 1)
    // A network's letters follow from its scale.
    if (!view.network) return {data: spec.data.map(traceOnWall), layout: layoutOnWall(layout), tools}
    const data = spec.data.map((trace) => this.scaled(trace)),
      drawn = {
        scale: this.scale,
        family: family(this.root),
        pulse_px: spec.data[view.network.traces.pulses].textfont.size,
      }
    this.room = roomOf(data, layout, this.width, view.network, drawn)
    return {data, layout, tools}
  }

  /**
   * A network's figure with the names at its sides, where there is room.
   * @param {import("../protocol.js").Spec} spec
   * @param {NetworkPart} network
   * @param {number} scale
   * @param {boolean} tools whether they take a strip of the canvas
   */
  sided(spec, network, scale, tools) {
    const {l, r} = spec.layout.margin,
      found = beside(spec, network, (this.width ?? 0) - l - (tools ? Math.max(r, TOOLS_PX) : r), scale)
    if (!found) return spec
    const {xaxis} = spec.layout,
      at = network.live.traces.names
    return {data: spec.data.with(at, found.names), layout: {...spec.layout, xaxis: {...xaxis, range: found.range}}}
  }

  /**
   * A network in its place as it will be seen first: at the beginning of its way, or where all has arrived.
   * @param {FigureView} view
   */
  foresee(view) {
    if (!view.network || this.foreseen) return
    const {data, layout} = this.arranged(view, !!view.frames)
    const {network} = view,
      frames = /** @type {import("../protocol.js").Frame[]} */ (view.frames ?? []),
      steps = frames.length ? stepsOf(frames, network.ys, oneByOne(view)) : [],
      seen = autoplay() ? steps.slice(0, 1) : steps
    const state = stateOf(seen.map((step) => changeOf(step, frames, network)))
    const now = data.map((trace, i) => (state.has(i) ? merged(trace, this.scaled(state.get(i) ?? {})) : trace))
    const hidden = (/** @type {number} */ at) => !!this.room?.hidden.has(at)
    this.foreseen = firstPicture(
      this.seenWith(now, network, network.selection?.layer ? network.selection : null, hidden),
      layout,
      this.graph.clientWidth,
      family(this.root),
    )
    this.stage.prepend(this.foreseen)
    this.stage.style.minHeight = `${layout.height}px`
  }

  // Whether the picture follows the hand by itself.
  get live() {
    return !!this.view?.network?.live.follows
  }

  // What follows from the network's numbers, where it can be computed here.
  recompute() {
    const {network, spec, frames = []} = this.shown
    if (network?.live.follows)
      recompute({network, spec, frames: /** @type {import("../protocol.js").Frame[]} */ (frames)})
  }

  // A number is another one: in the next frame, so is all that follows from it, before Python has heard of it.
  follows() {
    if (!this.live || this.coming) return
    this.coming = requestAnimationFrame(() => {
      this.coming = 0
      if (this.gone) return
      // What is being drawn now is drawn first.
      if (this.working) return this.follows()
      this.recompute()
      this.player?.toEnd()
      this.do(async () => {
        await this.paint()
        if (!this.gone) this.player?.explain()
      })
    })
  }

  flush() {
    this.gestures.flush()
  }

  /**
   * What the hand did comes before all that is done after it.
   * @param {string} kind
   * @param {Plain} [payload]
   */
  say(kind, payload) {
    this.gestures.flush()
    // Who has done it needs not be told.
    if (kind === "value") this.prompt.textContent = ""
    if (kind === "value" || kind === "typed") this.coach?.did("pull")
    if (kind === "select" && payload?.layer != null && payload.source == null) this.coach?.did("neuron")
    if (kind === "undo") this.coach?.did("undo")
    super.say(kind, payload)
  }

  // In another language: the player is made anew, the graph stays.
  reword() {
    if (!this.player) return
    const {step} = this.player
    this.player.destroy()
    this.player = null
    const before = this.working ?? Promise.resolve()
    this.do(() =>
      before
        .then(() => this.take(this.shown))
        .then(() => {
          this.player?.jump(step)
          this.coach?.say()
        }),
    )
  }

  async relay() {
    await this.paint()
    if (!this.gone) this.player?.explain()
  }

  destroy() {
    cancelAnimationFrame(this.coming)
    this.coach?.destroy()
    this.player?.destroy()
    super.destroy()
  }
}
