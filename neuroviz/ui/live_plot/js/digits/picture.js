// The picture: the image as a grid of pixels, columns of neurons, their strongest connections, and the answers as bars.
// Plotly draws neurons, connections, bars and letters; the grid lies over it, and so does what moves.

import {el} from "../lib/dom.js"
import {percent} from "../lib/format.js"
import {clamp} from "../lib/math.js"
import {Plot} from "../lib/plot.js"
import {axesOf} from "../lib/plotly_internals.js"
import {shared} from "../lib/shared.js"
import {wallPx} from "../lib/wall.js"
import {mix} from "../network/live.js"
import {largestOf, strongest} from "./brain.js"
import {paintPixels, rgbOf} from "./images.js"
import {Motion} from "./motion.js"
import {stateOf} from "./steps.js"

/** @typedef {import("../protocol/digits.js").DigitsView} DigitsView */
/** @typedef {import("./brain.js").Brain} Brain */
/** @typedef {import("./brain.js").Signal} Signal */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {{layer: number, neuron: number | null}} Focus */
/** @typedef {{view: DigitsView, brain: Brain, signal: Signal, step: Step, focus: Focus | null, selected: Focus | null}} Scene */
/** @typedef {[x: number, y: number]} Place in pixels of the stage */

const BLANK = "\u00a0"
// Connections drawn from the pixels into each neuron: where the eye is nowhere, and into the one that it follows.
const FEW = 3
const MANY = 48
const RECEDING = 0.22
const NARROW_PX = 560
const WIDTHS = 4

export class Picture {
  constructor() {
    this.stage = el("div", "nv-stage nv-digits-stage")
    this.stage.tabIndex = 0
    this.stage.setAttribute("role", "application")
    /** @type {import("../lib/plotly_internals.js").Graph} */
    this.graph = el("div", "nv-graph", null, "digits-graph")
    this.grid = el("canvas", "nv-digits-grid", null, "digits-grid")
    this.over = el("canvas", "nv-digits-over")
    for (const canvas of [this.grid, this.over]) canvas.setAttribute("aria-hidden", "true")
    this.stage.append(this.graph, this.grid, this.over)
    this.plot = new Plot(this.graph)
    this.motion = new Motion(this)
    /** @type {import("../lib/plotly_internals.js").Axes | null} */
    this.axes = null
    this.box = {left: 0, top: 0, side: 0}
    this.node = {hidden: 20, last: 30}
    /** @type {Scene | null} */
    this.scene = null
    // Whose figure is laid out.
    this.of = ""
    /** @type {{of: Brain | null, weight: number}} */
    this.widest = {of: null, weight: 0}
    /** @type {import("../lib/objects.js").Plain[] | undefined} the traces, with nothing in them yet */
    this.data = undefined
  }

  /**
   * The figure in the room that it has.
   * @param {Scene} scene
   * @param {number} height
   */
  async lay(scene, height) {
    const {view} = scene,
      {traces, spec, sizes} = view,
      width = this.stage.clientWidth,
      narrow = width < NARROW_PX,
      [low, high] = spec.layout.yaxis.range,
      unit = (height - 24) / (high - low)
    this.node = {hidden: clamp(0.68 * unit, 9, 34), last: clamp(1.1 * unit, 14, 46)}
    const data = spec.data.map((trace) => ({...trace})),
      letters = (/** @type {number} */ px) => (shared.present ? wallPx(px) : narrow ? 14 : 16)
    for (let layer = 1; layer < sizes.length; layer++) {
      const trace = data[traces.first_layer + layer - 1],
        last = layer === sizes.length - 1
      trace.marker = {...trace.marker, size: last ? this.node.last : this.node.hidden}
      trace.textfont = {...trace.textfont, size: shared.present ? wallPx(28) : clamp(0.6 * this.node.last, 10, 16)}
    }
    data[traces.names].textfont = {...data[traces.names].textfont, size: letters(22)}
    if (narrow) data[traces.names].text = view.layers.map((name) => name.replace(/ (?=\d+$)/, "<br>"))
    data[traces.shares].textfont = {...data[traces.shares].textfont, size: letters(28)}
    for (const bar of [traces.bars, traces.best]) data[bar].line = {...data[bar].line, width: clamp(0.7 * unit, 5, 26)}
    const margin = {...spec.layout.margin, r: shared.present ? wallPx(92) : 56}
    Object.assign(this, {data, scene, of: view.sizes.join()})
    const layout = {...spec.layout, height, autosize: true, margin}
    await this.plot.show(this.filled(scene), layout, {
      responsive: false,
      displayModeBar: false,
      staticPlot: true,
    })
    this.axes = axesOf(this.graph)
    if (!this.axes) return
    const {x, y} = this.axes,
      column = x.px(view.columns[0]),
      room = x.px(view.columns[1]) - column
    const side = Math.floor(Math.min(0.84 * (y.px(low) - y.px(high - 1)), 2 * (column - x.start), 1.5 * room))
    this.box = {left: column - side / 2, top: y.px(0) - side / 2, side}
    Object.assign(this.grid.style, {
      left: `${this.box.left}px`,
      top: `${this.box.top}px`,
      width: `${side}px`,
      height: `${side}px`,
    })
    this.motion.fit(width, height)
  }

  /**
   * Where a neuron, or a pixel, stands in the stage.
   * @param {DigitsView} view
   * @param {number} layer
   * @param {number} i
   * @returns {Place}
   */
  place({columns, ys, side}, layer, i) {
    const {left, top, side: px} = this.box
    if (!layer) return [left + (((i % side) + 0.5) * px) / side, top + ((Math.floor(i / side) + 0.5) * px) / side]
    const axes = /** @type {import("../lib/plotly_internals.js").Axes} */ (this.axes)
    return [axes.x.px(columns[layer]), axes.y.px(ys[layer - 1][i])]
  }

  /**
   * The neuron at a place of the stage.
   * @param {DigitsView} view
   * @param {Place} place
   * @returns {{layer: number, neuron: number} | null}
   */
  neuronAt(view, [x, y]) {
    if (!this.axes) return null
    for (let layer = 1; layer < view.sizes.length; layer++)
      for (let neuron = 0; neuron < view.sizes[layer]; neuron++) {
        const [u, v] = this.place(view, layer, neuron)
        if (Math.hypot(x - u, y - v) <= Math.max(11, this.node.hidden / 2 + 3)) return {layer, neuron}
      }
    return null
  }

  /** @param {Scene} scene */
  show(scene) {
    // Another network's figure is not there yet: it is laid out with what it has to show.
    if (!this.axes || !this.plot.shown || this.of !== scene.view.sizes.join()) return
    this.scene = scene
    const now = this.filled(scene)
    this.plot.put([...now.keys()], now)
    this.paintGrid(scene, 1)
  }

  /**
   * The image; while it comes in, row by row.
   * @param {Scene} scene
   * @param {number} share of it that is seen
   */
  paintGrid({view, signal}, share) {
    const {zero, ink} = view.palette,
      rows = share * view.side
    paintPixels(
      this.grid,
      signal.a[0].map((value, i) => value * clamp(rows - Math.floor(i / view.side), 0, 1)),
      {negative: rgbOf(zero), middle: rgbOf(zero), positive: rgbOf(ink)},
    )
  }

  /**
   * The traces as the scene has them.
   * @param {Scene} scene
   */
  filled(scene) {
    const {view, signal, step, selected} = scene,
      {traces, sizes, palette, bars} = view,
      data = [.../** @type {import("../lib/objects.js").Plain[]} */ (this.data)]
    const change = (/** @type {number} */ trace, /** @type {import("../lib/objects.js").Plain} */ more) => {
      data[trace] = {...data[trace], ...more}
    }
    this.edges(scene, change)
    for (let layer = 1; layer < sizes.length; layer++) {
      const trace = traces.first_layer + layer - 1
      change(trace, {marker: {...data[trace].marker, ...this.lit(scene, layer)}})
    }
    const last = sizes.length - 1,
      shares = signal.a[last].map((share, i) => (stateOf(step, last, i) === "lit" ? share : 0)),
      known = stateOf(step, last, sizes[last] - 1) === "lit",
      best = largestOf(signal.a[last])
    const bar = (/** @type {(i: number) => boolean} */ is) => {
      const {x, y} = emptySlot()
      shares.forEach((share, i) => {
        const shown = is(i) ? Math.max(share, 0.004) : 0
        x.push(bars[0], bars[0] + shown * (bars[1] - bars[0]), null)
        y.push(view.ys[last - 1][i], view.ys[last - 1][i], null)
      })
      return {x, y}
    }
    change(
      traces.bars,
      bar((i) => !known || i !== best),
    )
    change(
      traces.best,
      bar((i) => known && i === best),
    )
    change(traces.shares, {
      text: shares.map((share, i) => (stateOf(step, last, i) === "lit" ? BLANK + percent(share) : BLANK)),
      textfont: {
        ...data[traces.shares].textfont,
        color: shares.map((_, i) => (known && i === best ? palette.ink : palette.muted)),
      },
    })
    const ring = selected && selected.neuron !== null
    change(traces.selected, {
      x: [ring ? view.columns[selected.layer] : 0],
      y: [ring ? view.ys[selected.layer - 1][/** @type {number} */ (selected.neuron)] : 0],
      marker: {
        ...data[traces.selected].marker,
        size: [ring ? (selected.layer === last ? this.node.last : this.node.hidden) + 14 : 0],
      },
    })
    return data
  }

  /**
   * The colours of a layer's neurons.
   * @param {Scene} scene
   * @param {number} layer
   */
  lit({view: {palette, bounded}, signal, step}, layer) {
    const values = signal.a[layer],
      scale = bounded[layer - 1] ? 1 : Math.max(...values.map(Math.abs)) || 1
    const stroke = (/** @type {number} */ value) =>
      value > 0 ? palette.positive : value < 0 ? palette.negative : palette.muted
    const states = values.map((_, i) => stateOf(step, layer, i))
    return {
      color: values.map((value, i) =>
        states[i] === "lit"
          ? mix(
              palette.zero,
              value > 0 ? palette.positive : palette.negative,
              Math.min(1, Math.abs(value) / scale) * 0.85,
            )
          : palette.zero,
      ),
      line: {
        width: 2,
        color: values.map((value, i) =>
          states[i] === "lit" ? stroke(value) : states[i] === "summed" ? stroke(signal.z[layer - 1][i]) : palette.muted,
        ),
      },
    }
  }

  /**
   * @param {Scene} scene
   * @param {(trace: number, more: import("../lib/objects.js").Plain) => void} change
   */
  edges(scene, change) {
    const {view, focus} = scene,
      {traces, palette} = view
    const calm = Array.from({length: traces.slots}, emptySlot),
      strong = calm.map(() => emptySlot())
    for (let layer = 1; layer < view.sizes.length; layer++)
      for (let neuron = 0; neuron < view.sizes[layer]; neuron++) {
        this.into(scene, layer, neuron, FEW, calm)
        if (focus?.layer !== layer || (focus.neuron !== null && focus.neuron !== neuron)) continue
        this.into(scene, layer, neuron, focus.neuron === null ? FEW : MANY, strong)
      }
    calm.forEach((slot, i) => {
      const colors = i % 2 ? palette.negative : palette.positive
      change(traces.edges + i, {
        ...slot,
        line: {...this.data?.[traces.edges + i].line, color: focus ? mix(palette.paper, colors, RECEDING) : colors},
      })
      change(traces.focus + i, strong[i])
    })
  }

  /**
   * The connections into a neuron that carry most.
   * @param {Scene} scene
   * @param {number} layer
   * @param {number} neuron
   * @param {number} count
   * @param {{x: (number | null)[], y: (number | null)[]}[]} slots
   */
  into({view, brain, signal}, layer, neuron, count, slots) {
    const axes = this.axes
    if (!axes) return
    const row = brain.weights[layer - 1][neuron],
      {columns, ys} = view,
      largest = layer > 1 ? this.largest(brain) : 0
    for (const i of strongest(row, signal.a[layer - 1], count)) {
      const [x, y] = this.place(view, layer - 1, i),
        slot = slots[layer === 1 ? (row[i] < 0 ? 1 : 0) : slotOf(row[i], largest)]
      slot.x.push(axes.x.value(x), columns[layer], null)
      slot.y.push(axes.y.value(y), ys[layer - 1][neuron], null)
    }
  }

  /**
   * The largest weight between neurons.
   * @param {Brain} brain
   */
  largest(brain) {
    if (this.widest.of !== brain)
      this.widest = {
        of: brain,
        weight: brain.weights.slice(1).reduce((most, rows) => Math.max(most, ...rows.flat().map(Math.abs)), 0),
      }
    return this.widest.weight
  }
}

/** A trace's places, with the unseen point that each begins with. */
const emptySlot = () => ({
  x: /** @type {(number | null)[]} */ ([0, null]),
  y: /** @type {(number | null)[]} */ ([0, null]),
})

/**
 * @param {number} w
 * @param {number} largest
 */
const slotOf = (w, largest) =>
  2 + 2 * Math.min(WIDTHS - 1, Math.floor(WIDTHS * (Math.abs(w) / largest))) + (w < 0 ? 1 : 0)
