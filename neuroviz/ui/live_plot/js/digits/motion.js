// How the signal's steps move: the image comes in row by row; pulses leave it, or their neurons, and fly, each in its own
// time; the neurons that take them in fill; what has arrived glows. Drawn over the picture, frame by frame.

import {flightOf, made, placesOf} from "../network/flight.js"
import {filled} from "../network/vessel.js"
import {strongest} from "./brain.js"

/** @typedef {import("./picture.js").Scene} Scene */
/** @typedef {import("./picture.js").Place} Place */

// Pulses into each neuron where a whole layer computes, and into one that does so alone.
const OF_LAYER = 6
const OF_NEURON = 32
const NEAR = 0.86
const LEAST_PX = 2
const MOST_PX = 8
const TAIL = 0.16

/** @typedef {{flight: import("../network/flight.js").Flight, values: number[], sizes: number[], targets: number[]}} Swarm */

export class Motion {
  /** @param {import("./picture.js").Picture} picture */
  constructor(picture) {
    this.picture = picture
    /** @type {{scene: Scene, swarm: Swarm} | null} */
    this.known = null
    this.ratio = 1
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  fit(width, height) {
    const {over} = this.picture
    this.ratio = Math.min(2, window.devicePixelRatio || 1)
    over.width = Math.round(width * this.ratio)
    over.height = Math.round(height * this.ratio)
    Object.assign(over.style, {width: `${width}px`, height: `${height}px`})
    this.known = null
  }

  // Nothing of what was drawn.
  clear() {
    const {over} = this.picture
    over.getContext("2d")?.clearRect(0, 0, over.width, over.height)
  }

  /**
   * The pulses of a step.
   * @param {Scene} scene
   * @returns {Swarm}
   */
  swarm(scene) {
    if (this.known?.scene.signal === scene.signal && this.known.scene.step === scene.step) return this.known.swarm
    const {view, brain, signal, step} = scene,
      {layer, neuron} = step,
      {picture} = this
    /** @type {{i: number, j: number, value: number}[]} */
    const pulses = []
    brain.weights[layer - 1].forEach((row, j) => {
      if (neuron !== null && neuron !== j) return
      for (const i of strongest(row, signal.a[layer - 1], neuron === null ? OF_LAYER : OF_NEURON))
        if (signal.a[layer - 1][i]) pulses.push({i, j, value: row[i] * signal.a[layer - 1][i]})
    })
    // From the top of the image, or of the layer before, downwards.
    pulses.sort((a, b) => a.i - b.i)
    const rows = pulses.map(({i}) => (layer === 1 ? Math.floor(i / view.side) : i))
    const from = pulses.map(({i}) => picture.place(view, layer - 1, i)),
      to = pulses.map(({i, j}) => {
        const [x, y] = picture.place(view, layer - 1, i),
          [u, v] = picture.place(view, layer, j)
        return /** @type {Place} */ ([x + NEAR * (u - x), y + NEAR * (v - y)])
      })
    const largest = Math.max(...pulses.map(({value}) => Math.abs(value)), 1e-12),
      scale = clampScale(picture.node.hidden)
    const swarm = {
      flight: pulses.length ? flightOf(from, to, rows) : {from: [], to: [], spans: []},
      values: pulses.map(({value}) => value),
      sizes: pulses.map(({value}) => LEAST_PX + (MOST_PX * scale - LEAST_PX) * Math.sqrt(Math.abs(value) / largest)),
      targets: pulses.map(({j}) => j),
    }
    this.known = {scene, swarm}
    return swarm
  }

  /**
   * A moment of a step.
   * @param {Scene} scene
   * @param {number} share of the step that has passed
   */
  draw(scene, share) {
    this.clear()
    const {step} = scene
    if (step.phase === "start") {
      this.picture.paintGrid(scene, share)
      return
    }
    const context = this.picture.over.getContext("2d")
    if (!context) return
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    const swarm = this.swarm(scene)
    if (step.phase === "travel") this.pulses(context, scene, swarm, share)
    if (step.phase === "sum") {
      this.arriving(context, scene, swarm, share)
      this.filling(context, scene, share)
    }
    if (step.phase === "activate") this.glow(context, scene, share)
    context.setTransform(1, 0, 0, 1, 0, 0)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {Swarm} swarm
   * @param {number} share
   */
  pulses(context, {view: {palette}}, {flight, values, sizes}, share) {
    const shares = made(flight, share),
      places = placesOf(flight, shares)
    places.forEach(([x, y], k) => {
      if (!shares[k]) return
      const [fx, fy] = flight.from[k],
        color = values[k] < 0 ? palette.negative : palette.positive
      if (shares[k] < 1) {
        const back = Math.min(shares[k], TAIL),
          [tx, ty] = [x - (back * (x - fx)) / shares[k], y - (back * (y - fy)) / shares[k]]
        const fade = context.createLinearGradient(x, y, tx, ty)
        fade.addColorStop(0, `${color}99`)
        fade.addColorStop(1, `${color}00`)
        Object.assign(context, {strokeStyle: fade, lineWidth: sizes[k] * 1.4, lineCap: "round"})
        context.beginPath()
        context.moveTo(x, y)
        context.lineTo(tx, ty)
        context.stroke()
      }
      mark(context, x, y, sizes[k], values[k], color)
    })
  }

  /**
   * Pulses go into their neuron and are gone.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {Swarm} swarm
   * @param {number} share
   */
  arriving(context, scene, {flight, values, sizes, targets}, share) {
    const {view, step} = scene,
      passed = Math.min(1, share * 2.2)
    if (passed >= 1) return
    flight.to.forEach(([x, y], k) => {
      const [u, v] = this.picture.place(view, step.layer, targets[k])
      context.globalAlpha = 1 - passed
      mark(
        context,
        x + passed * (u - x),
        y + passed * (v - y),
        sizes[k],
        values[k],
        values[k] < 0 ? view.palette.negative : view.palette.positive,
      )
    })
    context.globalAlpha = 1
  }

  /**
   * Neurons as vessels of their sums, all by one measure.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {number} share
   */
  filling(context, {view, signal, step}, share) {
    const z = signal.z[step.layer - 1],
      largest = Math.max(...z.map(Math.abs)) || 1,
      last = step.layer === view.sizes.length - 1,
      radius = (last ? this.picture.node.last : this.picture.node.hidden) / 2 - 2
    z.forEach((sum, j) => {
      if (step.neuron !== null && step.neuron !== j) return
      const level = (share * sum) / largest
      if (Math.abs(level) * radius < 0.5) return
      const [x, y] = this.picture.place(view, step.layer, j)
      context.fillStyle = sum < 0 ? view.palette.negative_soft : view.palette.positive_soft
      context.globalAlpha = 0.8
      context.fill(new Path2D(filled(x, y, radius, level)))
    })
    context.globalAlpha = 1
  }

  /**
   * What lights up glows, and calms down.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {number} share
   */
  glow(context, {view, signal, step}, share) {
    const values = signal.a[step.layer],
      last = step.layer === view.sizes.length - 1,
      radius = (last ? this.picture.node.last : this.picture.node.hidden) / 2,
      strength = Math.sin(Math.PI * Math.min(1, share))
    values.forEach((value, j) => {
      if (step.neuron !== null && step.neuron !== j) return
      const reach = radius * (1 + 1.1 * Math.min(1, Math.abs(value))),
        [x, y] = this.picture.place(view, step.layer, j),
        color = value < 0 ? view.palette.negative : view.palette.positive
      const light = context.createRadialGradient(x, y, radius, x, y, reach + 0.5)
      light.addColorStop(0, `${color}88`)
      light.addColorStop(1, `${color}00`)
      context.globalAlpha = strength
      context.fillStyle = light
      context.beginPath()
      context.arc(x, y, reach, 0, 2 * Math.PI)
      context.arc(x, y, radius, 0, 2 * Math.PI, true)
      context.fill()
    })
    context.globalAlpha = 1
  }
}

/** @param {number} node px of a neuron */
const clampScale = (node) => Math.min(1, Math.max(0.5, node / 24))

/**
 * A pulse: a disc, or a diamond where it is negative.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {number} value
 * @param {string} color
 */
const mark = (context, x, y, size, value, color) => {
  const radius = size / 2 + 1
  context.fillStyle = color
  context.beginPath()
  if (value < 0) {
    context.moveTo(x, y - radius * 1.3)
    context.lineTo(x + radius * 1.3, y)
    context.lineTo(x, y + radius * 1.3)
    context.lineTo(x - radius * 1.3, y)
    context.closePath()
  } else context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
}
