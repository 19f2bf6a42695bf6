// Training, watched: the network with what each neuron sees, the output's map of the data, and the curves, all at the
// epoch under the scrubber. The weights of every kept epoch are here, so scrubbing waits for nobody; playing asks Python
// for the next epochs each time the last ones have come. The scrubber is as long as the whole training: its thumb is at
// the epoch that is written beside it, and behind it a bar says how far has been learnt.

import {Canvas} from "./lib/canvas.js"
import {el} from "./lib/dom.js"
import {epochOf} from "./lib/format.js"
import {floats, forwardAll, inputsOf, MAP} from "./lib/forward.js"
import {playerKey} from "./lib/keys.js"
import {paintMap} from "./lib/maps.js"
import {clamp, niceAbove} from "./lib/math.js"
import {isometric} from "./lib/patch.js"
import {PlayerBar, playsByItself} from "./lib/player_bar.js"
import {Plot} from "./lib/plot.js"
import {axesOf} from "./lib/plotly_internals.js"
import {heightLeft} from "./lib/room.js"
import {Settings} from "./lib/settings.js"
import {shared} from "./lib/shared.js"
import {Ticker} from "./lib/ticker.js"
import {FIRST_AFTER_MS} from "./lib/timing.js"
import {layoutOnWall, wallPx} from "./lib/wall.js"

// What is shown of the epochs that have come, and how many are asked for: one every so many ms, or all as they come.
/** @type {Record<string, {every: number, ask: number | "many"}>} */
const PACES = {slow: {every: 1000 / 3, ask: 2}, medium: {every: 1000 / 12, ask: 10}, fast: {every: 70, ask: "many"}}
const TELL_AFTER_MS = 200
const CURVES_EVERY_MS = 250

// Of a neuron's tile, in pixels; and the share of the room between two neurons that it takes.
const LARGEST_TILE = 72
const SMALLEST_TILE = 10
const TILE_SHARE = 0.8
// What stands beside the picture in its window: its title, the legend, the player, the sentence and the curves.
const BESIDE_PX = 352
const BESIDE_ON_WALL_PX = 264

// On a page that was opened just now, training begins by itself; once, and never again after the visitor's own hand.
let began = false
const reloaded = () =>
  performance.getEntriesByType("navigation").some((entry) => "type" in entry && entry.type === "reload")

const CONFIG = {responsive: false, staticPlot: true, displayModeBar: false}

/** @typedef {import("./protocol.js").TrainingView} View */
/** @typedef {import("./protocol.js").EpochNumbers} EpochNumbers */
/** @typedef {{epoch: number, weights: Float32Array, numbers: EpochNumbers}} Frame a kept epoch */
/** @typedef {"network" | "map" | "losses" | "weights"} Name */

/**
 * A figure's place on the page.
 * @param {Name} name
 */
const paneOf = (name) => {
  const pane = el("div", `nv-pane nv-${name}`),
    graph = el("div", "nv-graph"),
    title = el("p", "nv-pane-title"),
    cursor = el("div", "nv-cursor")
  graph.setAttribute("role", "img")
  graph.dataset.testid = `train-${name}`
  pane.append(title, graph, cursor)
  return {pane, graph, title, cursor, plot: new Plot(graph)}
}

/** @extends {Canvas<View>} */
export class Training extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-trainer")
    this.root.tabIndex = 0
    this.root.setAttribute("role", "group")
    this.panes = {
      network: paneOf("network"),
      map: paneOf("map"),
      losses: paneOf("losses"),
      weights: paneOf("weights"),
    }
    this.picture = el("canvas", "nv-map-picture")
    this.picture.width = this.picture.height = MAP
    this.panes.map.pane.prepend(this.picture)
    this.thumbs = el("div", "nv-thumbs")
    this.panes.network.pane.append(this.thumbs)
    this.details = el("div", "nv-train-details")
    this.details.dataset.testid = "train-details"
    const top = el("div", "nv-train-top"),
      bottom = el("div", "nv-train-bottom")
    top.append(this.panes.network.pane, this.panes.map.pane)
    bottom.append(this.panes.losses.pane, this.panes.weights.pane, this.details)
    this.bottom = bottom
    /** @type {Settings<{pace: string}>} */
    this.settings = new Settings("neuroviz.trainer", {pace: "medium"})
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      changed: (playing) => {
        this.bar.show(playing)
        if (!playing) this.rested()
      },
    })
    /** @type {Frame[]} */
    this.frames = []
    // Which frame is shown, and how long until the next.
    this.at = 0
    this.due = 0
    /** @type {number | null} the epoch that play is on its way to */
    this.goal = null
    /** @type {number | undefined} */
    this.run = undefined
    // Whether Python has been asked for more.
    this.asked = false
    /** @type {number | undefined} the frame that Python was told of */
    this.told = undefined
    /** @type {number | undefined} */
    this.telling = undefined
    this.laidOut = false
    // How many frames the curves show, and since when.
    this.curvesOf = -1
    this.curvesAt = 0
    /** The points that the maps are computed for. */
    this.grid = {count: 0, inputs: new Float32Array()}
    /** @type {HTMLCanvasElement[][]} layer by layer, what each neuron sees */
    this.thumbnails = []
    this.legend = el("p", "nv-legend")
    this.legend.dataset.testid = "legend"
    this.bar = this.makeBar()
    this.controls = this.controlsOf(this.bar)
    this.root.append(top, this.legend, this.controls, this.bar.caption, bottom)
    this.root.addEventListener("keydown", (e) => {
      if (this.view) playerKey(e, this.moves)
    })
    for (const type of ["pointerdown", "keydown"])
      this.root.addEventListener(
        type,
        () => {
          began = true
        },
        true,
      )
    this.panes.map.pane.addEventListener("click", (e) => this.addPoint(e))
  }

  get graphs() {
    return Object.values(this.panes).map(({graph}) => graph)
  }

  get held() {
    return this.ticker.playing
  }

  makeBar() {
    const {words} = shared
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {label: words.epoch, seek: (epoch) => this.goTo(epoch)},
      act: {
        restart: () => {
          this.ticker.stop()
          this.say("restart", {})
        },
        back: this.moves.back,
        play: this.moves.toggle,
        forward: this.moves.forward,
        batch: () => this.forward("batch"),
        last: this.moves.last,
      },
      now: "epoch",
      choices: {pace: {options: Object.keys(PACES).map((pace) => [pace, words[`pace_${pace}`]])}},
      say: (kind) => this.say(kind, {}),
      keepsRoom: true,
    })
  }

  /** @param {PlayerBar} bar */
  controlsOf(bar) {
    const names = ["restart", "back", "play", "forward", "batch", "last", "now", "scrub", "pace", "history"]
    return bar.bar("nv-player", names)
  }

  /** @type {Record<import("./lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => this.toggle(),
    back: () => {
      this.ticker.stop()
      this.show(this.at - 1)
    },
    forward: () => this.forward("epoch"),
    first: () => {
      this.ticker.stop()
      this.show(0)
    },
    last: () => this.goTo(Infinity),
  }

  /** @param {View} view */
  async take(view) {
    const before = this.view,
      same = view.run === this.run,
      stillRuns = same && before?.state === "running"
    Object.assign(this, {view})
    this.dress(view)
    this.root.setAttribute("aria-label", shared.words.trainer)
    this.legend.textContent = view.legend
    this.root.dataset.state = view.state
    this.panes.map.pane.classList.toggle("nv-takes-points", view.data.own)
    const atEnd = this.at >= this.frames.length - 1
    // Frames of another run, or of one that was begun anew, are none of this one.
    this.frames.length = same ? Math.min(view.from, this.frames.length) : 0
    if (!same && this.run) this.ticker.stop()
    if (!same || !view.from) this.told = undefined
    this.run = view.run
    if (view.from > this.frames.length) {
      this.say("more", {run: this.run, have: this.frames.length, steps: 0})
      return
    }
    const flat = floats(view.weights_b64),
      size = view.parameters
    view.epochs.forEach((epoch, i) => {
      this.frames.push({
        epoch,
        weights: flat.subarray(i * size, (i + 1) * size),
        numbers: view.numbers[i],
      })
    })
    this.asked = false
    this.curvesOf = -1
    // Before these are drawn: Python learns on meanwhile.
    if (this.ticker.playing) this.askInTime()
    this.bottom.classList.toggle("nv-with-details", !!this.frames[0].numbers.confusion)
    if (before?.layout !== view.layout || !this.laidOut) await this.lay()
    if (this.gone) return
    this.bar.enable(view.history)
    if (this.ticker.playing) return
    // An early stop goes back to the best epoch, whoever took the last step.
    this.show(atEnd || (stillRuns && view.state === "early_stop") ? this.home : this.at)
    if (!before) this.beginByItself()
  }

  // The first screen moves: where nothing has been learnt yet, no link was opened and nothing reloaded.
  beginByItself() {
    const {state, keep} = this.shown
    if (began || !playsByItself() || state !== "running" || this.last.epoch > 0 || keep?.link || reloaded()) return
    began = true
    this.ticker.later(() => this.play(), FIRST_AFTER_MS)
  }

  // A neuron's tile, as large as the picture leaves room for.
  get tile() {
    const {ys} = this.shown.network,
      {graph} = this.panes.network,
      reach = this.reach
    const across = graph.clientWidth / (ys.length - 1 + 0.8),
      up = (graph.clientHeight || this.height) / (2 * reach)
    return clamp(Math.min(TILE_SHARE * up, 0.5 * across), SMALLEST_TILE, LARGEST_TILE)
  }

  // How far the network's axis goes, up and down.
  get reach() {
    return Math.max(...this.shown.network.ys.flat().map(Math.abs)) + 0.55
  }

  // How tall the two pictures are: as the window leaves.
  get height() {
    const {clientWidth} = this.root,
      narrow = clientWidth < 640,
      wide = !!shared.present && clientWidth > 900
    if (narrow) return Math.min(clientWidth, 380)
    const most = wide ? 0.42 * clientWidth : 0.52 * clientWidth
    return heightLeft(this.root, wide ? wallPx(BESIDE_ON_WALL_PX) : BESIDE_PX, {min: 280, max: Math.round(most)})
  }

  /**
   * The network in its room: neurons by the canvas's size, and the names of own inputs below them.
   * @param {import("./protocol.js").Spec} spec
   * @returns {import("./protocol.js").Spec}
   */
  sized(spec) {
    const {tile, reach} = this,
      {data, layout} = spec
    return {
      data: data.map((trace, i) =>
        i < data.length - 1
          ? trace
          : {
              ...trace,
              marker: {...trace.marker, size: tile},
              textfont: {
                ...trace.textfont,
                size: Math.max(shared.present ? wallPx(20) : 0, clamp(tile * 0.36, 12, 24)),
              },
            },
      ),
      layout: {
        ...layout,
        yaxis: {...layout.yaxis, range: [-reach, reach]},
        annotations: (layout.annotations ?? []).map((/** @type {import("./protocol.js").Plain} */ note) => ({
          ...note,
          xshift: -tile / 2,
          yshift: -tile / 2,
        })),
      },
    }
  }

  // The frame that one is left with.
  get home() {
    const {state, best} = this.shown
    return state === "early_stop" ? this.frames.findIndex(({epoch}) => epoch === best) : this.frames.length - 1
  }

  // The frame that came last: wherever this is asked, there is one.
  get last() {
    return this.frames[this.frames.length - 1]
  }

  // Where the scrubber ends: training as it was planned, or as far as it went.
  get end() {
    return this.shown.state === "running" ? this.shown.total : Math.max(1, this.last.epoch)
  }

  /** @param {number | "batch" | "many"} steps */
  ask(steps) {
    if (this.asked || this.shown.state !== "running") return
    this.asked = true
    this.told = this.at
    this.say("more", {run: this.run, have: this.frames.length, steps, frame: this.at})
  }

  // On the way to an epoch that was asked for, everything as it comes.
  get paceNow() {
    return PACES[this.goal == null ? this.settings.values.pace : "fast"]
  }

  /**
   * To an epoch: at once where it has been learnt, else as soon as it is.
   * @param {number} epoch
   */
  goTo(epoch) {
    this.ticker.stop()
    if (!this.frames.length) return
    const there = this.frames.findLastIndex((frame) => frame.epoch <= epoch)
    this.show(there)
    if (epoch > this.last.epoch && this.shown.state === "running") this.play(epoch)
  }

  // Python is told where the scrubber rests: what is opened elsewhere is what is seen here.
  tell() {
    clearTimeout(this.telling)
    if (this.ticker.playing || this.at === (this.told ?? this.home)) return
    this.telling = window.setTimeout(() => this.flush(), TELL_AFTER_MS)
  }

  flush() {
    clearTimeout(this.telling)
    if (this.gone || this.ticker.playing || this.at === (this.told ?? this.home)) return
    this.told = this.at
    this.say("seen", {run: this.run, frame: this.at, gesture: "seen"})
  }

  // How many of the epochs that have come are still to be shown.
  get left() {
    return this.frames.length - 1 - this.at
  }

  // The next epochs are learnt while those that have come are shown.
  askInTime() {
    const {ask} = this.paceNow
    // Nobody watches a hidden tab: what is learnt there would be missed.
    if (document.hidden) return
    if (this.shown.state === "running" && (ask === "many" || this.left < ask / 2)) this.ask(ask)
  }

  async lay() {
    this.laidOut = true
    this.root.style.setProperty("--nv-picture", `${this.height}px`)
    this.width = this.root.clientWidth
    for (const name of /** @type {const} */ (["network", "map"])) {
      const {spec, label, title} = this.shown[name],
        {graph, plot} = this.panes[name],
        // On a map a circle is round.
        equal = name === "map" && this.shown.map.isometric
      this.panes[name].title.textContent = title
      graph.setAttribute("aria-label", label)
      /** @type {import("./protocol.js").Plain} */
      const layout = layoutOnWall({...spec.layout, autosize: true, height: this.height})
      const fitted = name === "network" ? this.sized({data: spec.data, layout}) : {data: spec.data, layout}
      await plot.show(fitted.data, equal ? isometric(fitted.layout, graph.clientWidth) : fitted.layout, CONFIG)
      // Taken away while it was drawn: its figures are gone.
      if (this.gone) return
    }
    this.bar.makeRoom()
    const over = this.panes.map.graph,
      axes = axesOf(over)
    if (axes)
      Object.assign(this.picture.style, {
        left: `${over.offsetLeft + axes.x.start}px`,
        top: `${over.offsetTop + axes.y.start}px`,
        width: `${axes.x.length}px`,
        height: `${axes.y.length}px`,
      })
    this.placeThumbs()
    this.grid = this.cells()
  }

  // The points of a map, or along a curve.
  cells() {
    const {
        domain: [[x0, x1], [y0, y1]],
        features,
        flat,
      } = this.shown.data,
      count = flat ? MAP * 2 : MAP * MAP
    return {
      count,
      inputs: inputsOf(features, count, (k) =>
        flat
          ? [x0 + ((x1 - x0) * k) / (count - 1), 0]
          : [x0 + ((x1 - x0) * ((k % MAP) + 0.5)) / MAP, y1 - ((y1 - y0) * (Math.floor(k / MAP) + 0.5)) / MAP],
      ),
    }
  }

  placeThumbs() {
    const {ys} = this.shown.network,
      {tile} = this,
      {graph} = this.panes.network,
      axes = axesOf(graph)
    if (!axes) return
    this.thumbs.style.top = `${graph.offsetTop}px`
    this.thumbs.replaceChildren()
    this.thumbnails = ys.slice(1).map((column, l) =>
      column.map((y) => {
        const c = el("canvas")
        c.width = c.height = MAP
        const px = Math.max(8, tile - 6)
        Object.assign(c.style, {
          width: `${px}px`,
          height: `${px}px`,
          left: `${axes.x.px(l + 1) - px / 2}px`,
          top: `${axes.y.px(y) - px / 2}px`,
        })
        this.thumbs.append(c)
        return c
      }),
    )
  }

  /**
   * Everything as it was at one of the kept epochs.
   * @param {number} i
   */
  show(i) {
    if (!this.frames.length) return
    this.at = clamp(i, 0, this.frames.length - 1)
    const frame = this.frames[this.at]
    const {scrub} = this.bar
    scrub.max = String(this.end)
    scrub.style.setProperty("--nv-at", `${(100 * frame.epoch) / this.end}%`)
    scrub.style.setProperty("--nv-learnt", `${(100 * this.last.epoch) / this.end}%`)
    this.bar.at(frame.epoch, epochOf(shared.words.epoch_of, frame.epoch, this.end))
    this.root.dataset.epoch = String(frame.epoch)
    const {sizes, activations} = this.shown.network
    this.drawEdges(frame.weights)
    const layers = forwardAll(frame.weights, sizes, activations, this.grid.inputs, this.grid.count)
    this.drawMaps(layers)
    this.drawCurves()
    this.moveCursors(frame.epoch)
    this.bar.tell(this.sentence(frame))
    this.showDetails(frame)
    this.tell()
  }

  /** @param {Frame} frame */
  sentence({numbers}) {
    /** @type {Record<string, unknown>} */
    const values = {...numbers}
    const fill = (/** @type {string} */ template) =>
      template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "–"))
    return [fill(this.shown.sentence), this.shown.message].filter(Boolean).join(" ")
  }

  /**
   * Sorted by sign and width, as in the studio.
   * @param {Float32Array} weights
   */
  drawEdges(weights) {
    const {sizes, ys, widths} = this.shown.network,
      classes = widths.length
    /** @type {(number | null)[][]} */
    const x = Array.from({length: 2 * classes + 1}, () => [0, null])
    /** @type {(number | null)[][]} */
    const y = Array.from({length: 2 * classes + 1}, () => [ys[0][0], null])
    let at = 0,
      largest = 0
    for (let l = 1; l < sizes.length; l++) {
      for (let j = 0; j < sizes[l]; j++)
        for (let k = 0; k < sizes[l - 1]; k++)
          largest = Math.max(largest, Math.abs(weights[at + j * (sizes[l - 1] + 1) + k]))
      at += sizes[l] * (sizes[l - 1] + 1)
    }
    at = 0
    for (let l = 1; l < sizes.length; l++) {
      for (let j = 0; j < sizes[l]; j++)
        for (let k = 0; k < sizes[l - 1]; k++) {
          const w = weights[at + j * (sizes[l - 1] + 1) + k]
          const slot =
            !w || !largest
              ? 2 * classes
              : Math.min(classes - 1, Math.floor((classes * Math.abs(w)) / largest)) + (w < 0 ? classes : 0)
          x[slot].push(l - 1, l, null)
          y[slot].push(ys[l - 1][k], ys[l][j], null)
        }
      at += sizes[l] * (sizes[l - 1] + 1)
    }
    this.panes.network.plot.move(
      x.map((_, i) => i),
      x.map((_, i) => ({x: x[i], y: y[i]})),
    )
  }

  /** @param {Float32Array[]} layers */
  drawMaps(layers) {
    const {ranges, colors} = this.shown.network,
      {flat, classes} = this.shown.data
    layers.slice(1).forEach((values, l) => {
      this.thumbnails[l].forEach((c, j) => {
        const own = values.subarray(j * this.grid.count, (j + 1) * this.grid.count)
        flat ? this.drawCurve(c, own) : paintMap(c, own, ranges[l], colors)
      })
    })
    const out = layers[layers.length - 1]
    if (flat) this.drawFit(out)
    else if (classes > 2) this.paintClasses(out, classes)
    else paintMap(this.picture, out.subarray(0, this.grid.count), this.shown.data.range, this.shown.data.map_colors)
    this.picture.hidden = !!flat
  }

  /**
   * The curve, or one for each class, and from each training point a stick to its own: what is left over.
   * @param {Float32Array} out
   */
  drawFit(out) {
    const {lines, sticks} = this.shown.map,
      {domain, train} = this.shown.data,
      [[x0, x1]] = domain
    if (sticks === null || !train) return
    const {x, y, curve} = train
    const {count} = this.grid,
      ends = count - 1,
      curves = Array.from({length: lines}, (_, j) => out.subarray(j * count, (j + 1) * count))
    const at = (/** @type {number} */ px, /** @type {Float32Array} */ values) => {
      const k = clamp((px - x0) / (x1 - x0), 0, 1) * ends,
        i = Math.min(Math.floor(k), ends - 1)
      return values[i] + (values[i + 1] - values[i]) * (k - i)
    }
    this.panes.map.plot.move(
      [...curves.keys(), sticks],
      [
        ...curves.map((values) => ({y: [...values]})),
        {x: x.flatMap((px) => [px, px, null]), y: x.flatMap((px, i) => [y[i], at(px, curves[curve[i]]), null])},
      ],
    )
  }

  /**
   * Each cell in the colour of the class that is likeliest there, the surer the stronger.
   * @param {Float32Array} values
   * @param {number} classes
   */
  paintClasses(values, classes) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.picture.getContext("2d")),
      image = context.createImageData(MAP, MAP),
      {middle} = this.shown.data.map_colors
    for (let k = 0; k < MAP * MAP; k++) {
      let best = 0
      for (let j = 1; j < classes; j++) if (values[j * MAP * MAP + k] > values[best * MAP * MAP + k]) best = j
      const sure = clamp((values[best * MAP * MAP + k] - 1 / classes) / (1 - 1 / classes), 0, 1) * 0.75,
        color = this.shown.data.class_colors[best]
      for (let ch = 0; ch < 3; ch++) image.data[4 * k + ch] = middle[ch] + (color[ch] - middle[ch]) * sure
      image.data[4 * k + 3] = 255
    }
    context.putImageData(image, 0, 0)
  }

  /**
   * What a neuron says along the input.
   * @param {HTMLCanvasElement} c
   * @param {Float32Array} values
   */
  drawCurve(c, values) {
    const context = /** @type {CanvasRenderingContext2D} */ (c.getContext("2d"))
    let low = Infinity,
      high = -Infinity
    for (const v of values) {
      low = Math.min(low, v)
      high = Math.max(high, v)
    }
    const span = high - low || 1
    context.clearRect(0, 0, MAP, MAP)
    context.strokeStyle = getComputedStyle(this.root).getPropertyValue("--nv-positive")
    context.lineWidth = 3
    context.beginPath()
    values.forEach((v, k) => {
      context.lineTo(2 + ((MAP - 4) * k) / (values.length - 1), MAP - 4 - ((MAP - 8) * (v - low)) / span)
    })
    context.stroke()
  }

  /**
   * The line over the curves, where the scrubber is.
   * @param {number} epoch
   */
  moveCursors(epoch) {
    for (const name of /** @type {const} */ (["losses", "weights"])) {
      const {graph, cursor} = this.panes[name],
        axes = axesOf(graph)
      if (!axes) continue
      Object.assign(cursor.style, {
        transform: `translateX(${axes.x.px(epoch)}px)`,
        top: `${graph.offsetTop + axes.y.start}px`,
        height: `${axes.y.length}px`,
      })
    }
  }

  // Losses and weights over the epochs; only where there are new ones, and not too often while they pour in.
  drawCurves() {
    const {frames, shown: view} = this,
      last = this.last.epoch,
      time = performance.now()
    if (this.curvesOf === frames.length || (this.ticker.playing && time - this.curvesAt < CURVES_EVERY_MS)) return
    this.curvesOf = frames.length
    this.curvesAt = time
    const stride = Math.max(1, Math.floor(frames.length / 300)),
      kept = frames.filter((_, i) => i % stride === 0 || i === frames.length - 1)
    const epochs = kept.map(({epoch}) => epoch),
      x_end = niceAbove(Math.max(last, 10))
    const losses = kept.map(({numbers}) => [numbers.train_loss_value, numbers.test_loss_value])
    const known = losses.flat().flatMap((v) => (v != null && Number.isFinite(v) && v > 0 ? [v] : []))
    const top = niceAbove(Math.max(...known, 1e-3))
    /**
     * @param {"losses" | "weights"} name
     * @param {import("./protocol.js").Plain[]} lines
     * @param {[low: number, high: number]} range
     */
    const show = (name, lines, range) => {
      const {spec} = view[name]
      const data = spec.data.map((trace, i) => ({...trace, ...lines[i]})),
        frame = layoutOnWall(spec.layout)
      this.panes[name].title.textContent = view[name].title
      this.panes[name].graph.setAttribute("aria-label", view[name].label)
      const wide = shared.present && this.root.clientWidth > 900,
        height = wide ? Math.round(Math.max(100, this.height * 0.3)) : this.root.clientWidth < 640 ? 190 : 150
      return this.panes[name].plot.show(
        data,
        {
          ...frame,
          autosize: true,
          height,
          xaxis: {...frame.xaxis, range: [0, x_end]},
          yaxis: {...frame.yaxis, range},
        },
        CONFIG,
      )
    }
    const {best} = view
    const star =
      best == null
        ? {x: [0], y: [null]}
        : {x: [best], y: [frames.find(({epoch}) => epoch >= best)?.numbers.test_loss_value ?? null]}
    show("losses", [{x: epochs, y: losses.map(([a]) => a)}, {x: epochs, y: losses.map(([, b]) => b)}, star], [0, top])
    // Of very many weights, those that a screen can hold.
    const some = view.shown_weights
    /** @type {(number | null)[][]} */
    const x = [[], []]
    /** @type {(number | null)[][]} */
    const y = [[], []]
    let reach = 0.5
    for (const k of some) {
      const sign = this.last.weights[k] < 0 ? 1 : 0
      kept.forEach(({epoch, weights}) => {
        x[sign].push(epoch)
        y[sign].push(weights[k])
        reach = Math.max(reach, Math.abs(weights[k]))
      })
      x[sign].push(null)
      y[sign].push(null)
    }
    reach = niceAbove(reach)
    show(
      "weights",
      [0, 1].map((s) => ({x: x[s].length ? x[s] : [0], y: y[s].length ? y[s] : [null]})),
      [-reach, reach],
    )
  }

  /** @param {Frame} frame */
  showDetails({numbers}) {
    const {confusion} = numbers,
      {class_names} = this.shown.data
    if (!confusion) {
      this.details.replaceChildren()
      return
    }
    const table = el("table"),
      head = el("tr")
    // A long name keeps to its cell.
    const named = (/** @type {string} */ name) => {
      const th = el("th", "", name)
      th.title = name
      return th
    }
    table.append(el("caption", "", shared.words.confusion))
    head.append(el("th"), ...class_names.map(named))
    table.append(head)
    confusion.forEach((row, i) => {
      const line = el("tr"),
        name = named(class_names[i])
      name.scope = "row"
      // The share of its class, as a tint: the fuller, the more.
      const all = row.reduce((sum, count) => sum + count, 0) || 1
      line.append(
        name,
        ...row.map((count, j) => {
          const cell = el("td", i === j ? "nv-right" : "", String(count))
          cell.style.setProperty("--nv-share", `${Math.round((40 * count) / all)}%`)
          return cell
        }),
      )
      table.append(line)
    })
    this.details.replaceChildren(table)
  }

  toggle() {
    this.ticker.playing ? this.ticker.stop() : this.play()
  }

  /**
   * Forward from where the scrubber is: through what is kept, then on with new epochs, to the end or to `goal`.
   * @param {number | null} [goal]
   */
  play(goal = null) {
    if (!this.frames.length) return
    this.goal = goal
    this.due = 0
    this.ticker.start()
  }

  /**
   * In step with the clock, not with the screen's frames.
   * @param {number} ms
   */
  advance(ms) {
    const {every, ask} = this.paceNow,
      {left, goal} = this
    this.due -= ms
    this.askInTime()
    if (left > 0 && this.due <= 0) {
      this.due = Math.max(this.due + every, 0)
      const next = this.at + (ask === "many" ? Math.ceil(left / 8) : 1)
      const there = goal == null ? -1 : this.frames.findIndex(({epoch}) => epoch >= goal)
      this.show(there < 0 ? next : Math.min(next, there))
      return this.at === there
    }
    if (left || this.shown.state === "running") return false
    this.at = this.home
    return true
  }

  // Of what poured in, all is drawn, and Python hears where one stands.
  rested() {
    this.goal = null
    if (this.frames.length && this.laidOut) this.show(this.at)
  }

  /** @param {"epoch" | "batch"} unit */
  forward(unit) {
    this.ticker.stop()
    if (!this.frames.length) return
    if (unit === "epoch" && this.at < this.frames.length - 1) {
      this.show(this.at + 1)
      return
    }
    this.show(this.frames.length - 1)
    this.ask(unit === "batch" ? "batch" : 1)
  }

  /**
   * The visitor's own data: a click puts a point there.
   * @param {MouseEvent} e
   */
  addPoint(e) {
    const {graph} = this.panes.map
    const axes = axesOf(graph)
    if (!this.view?.data.own || !axes) return
    const box = graph.getBoundingClientRect(),
      x = axes.x.value(e.clientX - box.left),
      y = axes.y.value(e.clientY - box.top)
    const [[x0, x1], [y0, y1]] = this.shown.data.domain
    if (x < x0 || x > x1 || y < y0 || y > y1) return
    this.say("point", {x: Number(x.toFixed(3)), y: Number(y.toFixed(3))})
  }

  reword() {
    if (!this.view) return
    const {bar, controls} = this
    this.bar = this.makeBar()
    this.controls = this.controlsOf(this.bar)
    bar.destroy()
    controls.replaceWith(this.controls)
    bar.caption.replaceWith(this.bar.caption)
    this.bar.enable(this.shown.history)
    this.bar.show(this.ticker.playing)
    this.show(this.at)
  }

  async relay() {
    await this.lay()
    if (this.gone) return
    // The curves are as wide as their column is now.
    this.curvesOf = -1
    this.show(this.at)
  }

  destroy() {
    super.destroy()
    this.ticker.destroy()
    this.bar.destroy()
  }
}
