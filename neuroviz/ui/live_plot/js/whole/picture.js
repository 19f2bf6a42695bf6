// The picture: each layer a block of its activations, and between them the connections that carry most. What moves, and
// the glass that opens a block under the pointer, lie over it.

import {stateOf} from "../digits/steps.js"
import {el} from "../lib/dom.js"
import {shared} from "../lib/shared.js"
import {wallPx} from "../lib/wall.js"
import {Colors} from "./colors.js"
import {blocksOf, neuronIn, placeIn} from "./room.js"
import {outputOf, thousands} from "./words.js"

/** @typedef {import("../protocol/whole.js").WholeView} View */
/** @typedef {import("./room.js").Block} Block */
/** @typedef {{layer: number, neuron: number}} Neuron */

/**
 * All that is seen of a moment.
 * @typedef {object} Scene
 * @property {View} view
 * @property {import("./numbers.js").Numbers} numbers
 * @property {import("./numbers.js").Signal} signal
 * @property {import("../digits/steps.js").Step} step
 * @property {Neuron | null} focus whose connections stand out
 * @property {Neuron | null} selected
 */

// Connections drawn into a layer, and into the neuron that is looked at.
const OF_LAYER = 90
const OF_NEURON = 40
const MARKED_PX = 9
const SHARPEST = 2
const SLACK_PX = 3
// A layer with less room is named by its size alone.
const ROOMY_PX = 104

export class Picture {
  constructor() {
    this.stage = el("div", "nv-stage nv-whole-stage")
    this.stage.tabIndex = 0
    this.stage.setAttribute("role", "application")
    this.graph = el("div", "nv-graph", null, "whole-graph")
    this.base = el("canvas", "nv-whole-base")
    this.over = el("canvas", "nv-whole-over")
    for (const canvas of [this.base, this.over]) canvas.setAttribute("aria-hidden", "true")
    this.names = el("div", "nv-whole-names")
    this.graph.append(this.base, this.over, this.names)
    this.stage.append(this.graph)
    /** @type {Block[]} */
    this.blocks = []
    this.ratio = 1
    this.letters = 14
    this.narrow = false
    this.named = ""
    /** @type {{signal: unknown, edges: [neuron: number, source: number][][]}} the strongest into each layer */
    this.known = {signal: null, edges: []}
    this.colors = new Colors()
  }

  /**
   * @param {View} view
   * @param {number} width
   * @param {number} height
   */
  lay(view, width, height) {
    this.ratio = Math.min(SHARPEST, window.devicePixelRatio || 1)
    for (const canvas of [this.base, this.over]) {
      canvas.width = Math.round(width * this.ratio)
      canvas.height = Math.round(height * this.ratio)
      Object.assign(canvas.style, {width: `${width}px`, height: `${height}px`})
    }
    this.stage.style.height = `${height}px`
    const narrow = width < 640,
      wall = shared.present
    this.narrow = narrow
    this.letters = wall ? wallPx(24) : narrow ? 14 : 16
    const head = wall ? wallPx(76) : narrow ? 44 : 52,
      right = this.outputRoom(view, narrow)
    this.blocks = blocksOf(view.sizes, view.side, {
      left: 4,
      top: head,
      width: width - right - 8,
      height: height - head - 8,
      cell: wall ? wallPx(40) : 28,
    })
    this.name(view)
  }

  // Beside the outputs stand their names and numbers, where each has room for a line.
  /**
   * @param {View} view
   * @param {boolean} narrow
   */
  outputRoom(view, narrow) {
    if (view.sizes[view.sizes.length - 1] > 16) return 12
    const longest = Math.max(2, ...view.output_names.map((name) => cut(name, narrow).length))
    return (longest + 9) * this.letters * 0.56
  }

  /** @param {View} view */
  name({layers, sizes, gs}) {
    const key = JSON.stringify([layers, gs, this.blocks, this.letters])
    if (key === this.named) return
    this.named = key
    const roomy = this.blocks.every(({slot}) => slot > ROOMY_PX)
    this.names.replaceChildren(
      ...layers.map((name, layer) => {
        const box = el("span", "nv-whole-name"),
          {middle, slot} = this.blocks[layer],
          size = thousands(sizes[layer])
        box.append(el("b", "", roomy ? name : size))
        box.append(el("span", "", roomy ? [size, layer ? gs[layer - 1] : ""].filter(Boolean).join(" · ") : ""))
        Object.assign(box.style, {left: `${middle}px`, width: `${slot - 4}px`})
        return box
      }),
    )
  }

  /**
   * @param {number} layer
   * @param {number} i
   */
  place(layer, i) {
    return placeIn(this.blocks[layer], i)
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {boolean} [touched]
   * @returns {Neuron | null}
   */
  neuronAt(x, y, touched = false) {
    for (let layer = 0; layer < this.blocks.length; layer++) {
      const neuron = neuronIn(this.blocks[layer], x, y, touched ? 12 : SLACK_PX)
      if (neuron >= 0) return {layer, neuron}
    }
    return null
  }

  /** @param {Scene} scene */
  edgesOf({numbers, signal}) {
    if (this.known.signal !== signal)
      this.known = {
        signal,
        edges: signal.z.map((_, l) => numbers.strongest(l + 1, signal.a[l], OF_LAYER)),
      }
    return this.known.edges
  }

  // --- drawing ---

  /** @param {Scene} scene */
  show(scene) {
    const context = this.base.getContext("2d")
    if (!context || !this.blocks.length) return
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    context.clearRect(0, 0, this.base.width, this.base.height)
    const {focus, step, numbers, signal} = scene
    this.edgesOf(scene).forEach((edges, l) => {
      const at = focus ? 0.16 : step.layer === l + 1 ? 0.75 : 0.4
      this.edges(context, scene, l + 1, edges, at)
    })
    for (const layer of this.blocks.keys()) this.block(context, scene, layer)
    if (focus?.layer) {
      const into = numbers.strongestInto(focus.layer, focus.neuron, signal.a[focus.layer - 1], OF_NEURON)
      this.edges(context, scene, focus.layer, into, 0.95)
      for (const [, source] of into)
        this.outline(context, {layer: focus.layer - 1, neuron: source}, scene.view.palette.muted, 1)
    } else if (focus) {
      const out = numbers.strongestFrom(1, focus.neuron, signal.a[0], OF_NEURON)
      this.edges(context, scene, 1, out, 0.95)
    }
    for (const at of [focus, scene.selected])
      if (at) this.outline(context, at, scene.view.palette[at === scene.selected ? "select" : "ink"], 2)
    this.outputs(context, scene)
    context.setTransform(1, 0, 0, 1, 0, 0)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {number} layer
   * @param {[neuron: number, source: number][]} edges the strongest first
   * @param {number} alpha
   */
  edges(context, {view: {palette}, numbers, signal}, layer, edges, alpha) {
    const values = signal.a[layer - 1],
      carried = (/** @type {number} */ j, /** @type {number} */ i) => Math.abs(numbers.row(layer, j)[i] * values[i])
    const most = edges.length ? carried(...edges[0]) : 0
    context.globalAlpha = alpha
    for (const [j, i] of edges) {
      const w = numbers.row(layer, j)[i],
        [x, y] = this.place(layer - 1, i),
        [u, v] = this.place(layer, j)
      context.strokeStyle = w < 0 ? palette.negative : palette.positive
      context.lineWidth = 0.6 + 2.4 * (most ? carried(j, i) / most : 0)
      context.setLineDash(w < 0 ? [5, 4] : [])
      context.beginPath()
      context.moveTo(x, y)
      context.lineTo(u, v)
      context.stroke()
    }
    context.setLineDash([])
    context.globalAlpha = 1
  }

  /**
   * How a value of a layer is filled: from −1 to 1, and which ramp.
   * @param {Scene} scene
   * @param {number} layer
   * @returns {{shares: (i: number) => number, ramp: "lit" | "sum" | "ink"}}
   */
  filling({signal, step}, layer) {
    const a = signal.a[layer]
    if (!layer) {
      const {low, high} = spanOf(a)
      if (low >= 0) return {ramp: "ink", shares: (i) => (high ? a[i] / high : 0)}
      const most = Math.max(-low, high) || 1
      return {ramp: "lit", shares: (i) => a[i] / most}
    }
    const most = largestOf(a),
      z = signal.z[layer - 1],
      mostZ = largestOf(z)
    const summed = step.layer === layer && step.phase === "sum"
    return {
      ramp: summed ? "sum" : "lit",
      shares: (i) => {
        const state = stateOf(step, layer, i)
        if (state === "idle") return 0
        return state === "summed" ? z[i] / mostZ : a[i] / most
      },
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {number} layer
   * @param {number} [rows] of an image that comes in, so many have come
   */
  block(context, scene, layer, rows = Number.POSITIVE_INFINITY) {
    const {left, top, columns, cell, count} = this.blocks[layer],
      {palette} = scene.view,
      {shares, ramp} = this.filling(scene, layer),
      colors = this.colors.of(palette),
      gap = cell >= 16 ? 2 : cell >= 6 ? 1 : 0,
      tall = Math.ceil(count / columns)
    // Connections end at a block, and are not seen between its neurons.
    context.fillStyle = palette.paper
    context.fillRect(left - 2, top - 2, columns * cell - gap + 4, tall * cell - gap + 4)
    if (!gap) {
      const image = new ImageData(columns, tall)
      for (let i = 0; i < count; i++) {
        const [r, g, b] = colors.at(ramp, Math.floor(i / columns) < rows ? shares(i) : 0)
        image.data.set([r, g, b, 255], 4 * i)
      }
      const small = el("canvas")
      Object.assign(small, {width: columns, height: tall})
      small.getContext("2d")?.putImageData(image, 0, 0)
      context.imageSmoothingEnabled = false
      context.drawImage(small, left, top, columns * cell, tall * cell)
    } else
      for (let i = 0; i < count; i++) {
        const share = Math.floor(i / columns) < rows ? shares(i) : 0,
          [r, g, b] = colors.at(ramp, share),
          x = left + (i % columns) * cell,
          y = top + Math.floor(i / columns) * cell
        context.fillStyle = `rgb(${r},${g},${b})`
        context.fillRect(x, y, cell - gap, cell - gap)
        // Not by colour alone.
        if (share < 0 && cell >= MARKED_PX) {
          context.fillStyle = Math.abs(share) > 0.55 ? palette.paper : palette.negative
          context.fillRect(x + 0.28 * cell, y + (cell - gap) / 2 - 1, 0.44 * cell - gap, 2)
        }
      }
    context.strokeStyle = palette.muted
    context.globalAlpha = 0.55
    context.lineWidth = 1
    context.strokeRect(left - 1.5, top - 1.5, columns * cell - gap + 3, tall * cell - gap + 3)
    context.globalAlpha = 1
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Neuron} at
   * @param {string} color
   * @param {number} width
   */
  outline(context, {layer, neuron}, color, width) {
    const {cell} = this.blocks[layer],
      [x, y] = this.place(layer, neuron),
      half = Math.max(cell / 2, 3)
    context.strokeStyle = color
    context.lineWidth = width
    context.strokeRect(x - half, y - half, 2 * half, 2 * half)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   */
  outputs(context, {view, signal, step}) {
    const last = view.sizes.length - 1,
      {left, columns, cell} = this.blocks[last],
      a = signal.a[last]
    if (a.length > 16 || columns > 1) return
    const best = a.reduce((most, value, i) => (value > a[most] ? i : most), 0),
      size = Math.max(10, Math.min(this.letters, cell * 0.8))
    context.textBaseline = "middle"
    const names = Array.from(a, (_, i) => cut(view.output_names[i] || String(i + 1), this.narrow)),
      from = left + columns * cell + 8
    context.font = `700 ${size}px ${this.family}`
    const apart = Math.max(...names.map((name) => context.measureText(name).width)) + size
    a.forEach((value, i) => {
      const [, y] = this.place(last, i),
        known = stateOf(step, last, i) === "lit"
      context.font = `${known && i === best ? 700 : 400} ${size}px ${this.family}`
      context.fillStyle = known && i === best ? view.palette.ink : view.palette.muted
      context.fillText(names[i], from, y)
      if (known) context.fillText(outputOf(view, value), from + apart, y)
    })
  }

  get family() {
    return getComputedStyle(this.stage).fontFamily
  }

  clear() {
    this.over.getContext("2d")?.clearRect(0, 0, this.over.width, this.over.height)
  }
}

/**
 * A name in the room beside the outputs; the whole of it stands in the line below.
 * @param {string} name
 * @param {boolean} narrow
 */
const cut = (name, narrow) => {
  const most = narrow ? 5 : 16
  return name.length > most ? `${name.slice(0, most - 1)}…` : name
}

/** @param {Float64Array} values */
const largestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1

/** @param {Float64Array} values */
const spanOf = (values) =>
  values.reduce(({low, high}, value) => ({low: Math.min(low, value), high: Math.max(high, value)}), {low: 0, high: 0})
