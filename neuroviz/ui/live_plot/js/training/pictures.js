// The pictures of a training: the network with what each neuron sees, the map of the data, and the curves.

import {el} from "../lib/dom.js"
import {forwardAll, MAP} from "../lib/forward.js"
import {paintMap} from "../lib/maps.js"
import {clamp, niceAbove} from "../lib/math.js"
import {isometric} from "../lib/patch.js"
import {Plot} from "../lib/plot.js"
import {axesOf} from "../lib/plotly_internals.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {layoutOnWall, wallPx} from "../lib/wall.js"
import {Building} from "./building.js"
import {confusionTable, edgesOf, fitOf, gridOf, paintClasses, paintCurve} from "./drawing.js"

const CURVES_EVERY_MS = 250

// Of a neuron's tile, in pixels; and the share of the room between two neurons that it takes.
const LARGEST_TILE = 72
const SMALLEST_TILE = 10
const TILE_SHARE = 0.8
// What stands beside the picture in its window: its title, the legend, the player, the sentence and the curves.
const BESIDE_PX = 352
const BESIDE_ON_WALL_PX = 264

const CONFIG = {responsive: false, staticPlot: true, displayModeBar: false}

/** @typedef {import("../protocol.js").TrainingView} View */
/** @typedef {{epoch: number, weights: Float32Array, numbers: import("../protocol.js").EpochNumbers}} Frame a kept epoch */
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

export class Pictures {
  /**
   * @param {HTMLElement} root the canvas
   * @param {(what: import("../protocol.js").Plain) => void} build says what was built
   */
  constructor(root, build) {
    this.root = root
    this.building = new Building(build)
    /** @type {View | null} */
    this.view = null
    this.panes = {
      network: paneOf("network"),
      map: paneOf("map"),
      losses: paneOf("losses"),
      weights: paneOf("weights"),
    }
    this.picture = Object.assign(el("canvas", "nv-map-picture"), {width: MAP, height: MAP})
    this.panes.map.pane.prepend(this.picture)
    this.thumbs = el("div", "nv-thumbs")
    this.panes.network.pane.append(this.thumbs, this.building.root)
    /** @type {Float32Array[]} what all layers say at the points of the maps */
    this.layers = []
    /** @type {HTMLElement | null} the tile under the pointer: it is what the large map shows */
    this.near = null
    this.thumbs.addEventListener("pointerover", ({target}) => this.enlarge(/** @type {HTMLElement} */ (target)))
    this.thumbs.addEventListener("pointerout", () => this.enlarge(null))
    this.details = el("div", "nv-train-details", null, "train-details")
    this.top = el("div", "nv-train-top")
    this.bottom = el("div", "nv-train-bottom")
    this.top.append(this.panes.network.pane, this.panes.map.pane)
    this.bottom.append(this.panes.losses.pane, this.panes.weights.pane, this.details)
    // How many frames the curves show, and since when.
    this.curvesOf = -1
    this.curvesAt = 0
    /** The points that the maps are computed for. */
    this.grid = {count: 0, inputs: new Float32Array()}
    /** @type {HTMLCanvasElement[][]} layer by layer, what each neuron sees */
    this.thumbnails = []
  }

  get graphs() {
    return Object.values(this.panes).map(({graph}) => graph)
  }

  /** The view that was taken last: wherever this is asked, there is one. */
  get shown() {
    return /** @type {View} */ (this.view)
  }

  // A neuron's tile, as large as the picture leaves room for.
  get tile() {
    const {ys} = this.shown.network,
      {graph} = this.panes.network,
      reach = this.reach
    const across = graph.clientWidth / (ys.length - 1 + 0.8),
      up = ((graph.clientHeight || this.height) - this.buildPx) / (2 * reach)
    return clamp(Math.min(TILE_SHARE * up, 0.5 * across), SMALLEST_TILE, LARGEST_TILE)
  }

  // What the handles below the network take of its picture.
  get buildPx() {
    return this.building.height(this.shown, this.panes.network.graph.clientWidth)
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
   * @param {import("../protocol.js").Spec} spec
   * @returns {import("../protocol.js").Spec}
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
        margin: {...layout.margin, b: layout.margin.b + this.buildPx},
        yaxis: {...layout.yaxis, range: [-reach, reach]},
        annotations: this.namesOf(layout.annotations ?? []),
      },
    }
  }

  /**
   * The names of own inputs, below their neurons or beside them, where there is room for them.
   * @param {import("../protocol.js").Plain[]} notes
   */
  namesOf(notes) {
    const {tile, height, reach} = this
    return notes
      .filter(({xanchor, font}) => xanchor === "left" || height / (2 * reach) > 1.1 * font.size)
      .map((note) =>
        note.xanchor === "left"
          ? {...note, xshift: -tile / 2, yshift: -tile / 2}
          : {...note, xshift: -tile / 2 - 4, yshift: 0},
      )
  }

  /**
   * The network and the map without what moves. Resolves to false where the canvas was taken away meanwhile.
   * @param {() => boolean} gone
   */
  async paint(gone) {
    this.root.style.setProperty("--nv-picture", `${this.height}px`)
    for (const name of /** @type {const} */ (["network", "map"])) {
      const {spec, label, title} = this.shown[name],
        {graph, plot} = this.panes[name],
        // On a map a circle is round.
        equal = name === "map" && this.shown.map.isometric
      this.panes[name].title.textContent = title
      graph.setAttribute("aria-label", label)
      /** @type {import("../protocol.js").Plain} */
      const layout = layoutOnWall({...spec.layout, autosize: true, height: this.height})
      const fitted = name === "network" ? this.sized({data: spec.data, layout}) : {data: spec.data, layout}
      await plot.show(fitted.data, equal ? isometric(fitted.layout, graph.clientWidth) : fitted.layout, CONFIG)
      // Taken away while it was drawn: its figures are gone.
      if (gone()) return false
    }
    return true
  }

  /** What lies over the two, now that they are drawn. */
  place() {
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
    this.grid = gridOf(this.shown.data)
  }

  placeThumbs() {
    const {ys} = this.shown.network,
      {tile} = this,
      {graph} = this.panes.network,
      axes = axesOf(graph)
    if (!axes) return
    this.thumbs.style.top = `${graph.offsetTop}px`
    this.building.place(this.shown, {
      top: graph.offsetTop + graph.clientHeight - this.buildPx,
      height: this.buildPx,
      x: axes.x.px,
      width: graph.clientWidth,
    })
    this.thumbs.replaceChildren()
    this.near = null
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
        Object.assign(c.dataset, {layer: l + 1, neuron: column.indexOf(y) + 1, testid: "train-tile"})
        this.thumbs.append(c)
        return c
      }),
    )
  }

  /**
   * Everything as it was at one of the kept epochs.
   * @param {Frame} frame
   */
  show({weights, numbers}) {
    const {network, data} = this.shown
    const edges = edgesOf(network, weights)
    this.panes.network.plot.move([...edges.keys()], edges)
    this.drawMaps(forwardAll(weights, network.sizes, network.activations, this.grid.inputs, this.grid.count))
    this.details.replaceChildren(
      ...(numbers.confusion ? [confusionTable(numbers.confusion, data.class_names, this.details.clientWidth)] : []),
    )
  }

  /**
   * A neuron's map as large as the output's, while the pointer is on it.
   * @param {HTMLElement | null} tile
   */
  enlarge(tile) {
    if (this.shown.data.flat || tile === this.near) return
    this.near = tile
    const {title, neuron} = {...this.shown.map, neuron: this.shown.network.neuron}
    this.panes.map.title.textContent = tile
      ? neuron.replace("{neuron}", tile.dataset.neuron ?? "").replace("{layer}", tile.dataset.layer ?? "")
      : title
    this.drawOutput()
  }

  drawOutput() {
    const {ranges, colors} = this.shown.network,
      {data} = this.shown,
      {classes, discrete, range} = data,
      {count} = this.grid,
      out = this.layers[this.layers.length - 1],
      l = Number(this.near?.dataset.layer),
      j = Number(this.near?.dataset.neuron) - 1
    if (!out) return
    if (this.near) paintMap(this.picture, this.layers[l].subarray(j * count, (j + 1) * count), ranges[l - 1], colors)
    else if (classes > 2) paintClasses(this.picture, out, data)
    else {
      const values = out.subarray(0, count),
        middle = (range[0] + range[1]) / 2
      paintMap(this.picture, discrete ? values.map((v) => range[v < middle ? 0 : 1]) : values, range, data.map_colors)
    }
  }

  /** @param {Float32Array[]} layers */
  drawMaps(layers) {
    this.layers = layers
    const {ranges, colors} = this.shown.network,
      {flat} = this.shown.data,
      color = getComputedStyle(this.root).getPropertyValue("--nv-positive")
    layers.slice(1).forEach((values, l) => {
      this.thumbnails[l].forEach((c, j) => {
        const own = values.subarray(j * this.grid.count, (j + 1) * this.grid.count)
        flat ? paintCurve(c, own, color) : paintMap(c, own, ranges[l], colors)
      })
    })
    const out = layers[layers.length - 1]
    if (flat) {
      const fit = fitOf(this.shown, out, this.grid.count)
      if (fit) this.panes.map.plot.move(fit.traces, fit.changes)
    } else this.drawOutput()
    this.picture.hidden = !!flat
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

  /**
   * Losses and weights over the epochs; only where there are new ones, and not too often while they pour in.
   * @param {Frame[]} frames all that were kept
   * @param {boolean} playing
   */
  drawCurves(frames, playing) {
    const view = this.shown,
      last = frames[frames.length - 1],
      time = performance.now()
    if (this.curvesOf === frames.length || (playing && time - this.curvesAt < CURVES_EVERY_MS)) return
    this.curvesOf = frames.length
    this.curvesAt = time
    const stride = Math.max(1, Math.floor(frames.length / 300)),
      kept = frames.filter((_, i) => i % stride === 0 || i === frames.length - 1)
    const epochs = kept.map(({epoch}) => epoch),
      x_end = niceAbove(Math.max(last.epoch, 10))
    const losses = kept.map(({numbers}) => [numbers.train_loss_value, numbers.test_loss_value])
    const known = losses.flat().flatMap((v) => (v != null && Number.isFinite(v) && v > 0 ? [v] : []))
    const top = niceAbove(Math.max(...known, 1e-3))
    /**
     * @param {"losses" | "weights"} name
     * @param {import("../protocol.js").Plain[]} lines
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
      const sign = last.weights[k] < 0 ? 1 : 0
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
}
