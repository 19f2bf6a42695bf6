// How a step moves: the input comes in row by row; pulses leave for the next layer along the connections that carry most;
// its neurons fill with their sums, and light up.

import {flightOf, made, placesOf} from "../network/flight.js"

/** @typedef {import("./picture.js").Scene} Scene */

const INTO_ONE = 40
const NEAR = 0.96
const LEAST_PX = 2
const MOST_PX = 7

/** @typedef {{signal: unknown, step: unknown, flight: import("../network/flight.js").Flight, values: number[], sizes: number[]}} Swarm */

export class Motion {
  /** @param {import("./picture.js").Picture} picture */
  constructor(picture) {
    this.picture = picture
    /** @type {Swarm | null} */
    this.swarm = null
  }

  forget() {
    this.swarm = null
  }

  /** @param {Scene} scene */
  pulses(scene) {
    const {numbers, signal, step} = scene,
      {layer, neuron} = step
    if (this.swarm?.signal === signal && this.swarm.step === step) return this.swarm
    const {picture} = this,
      values = signal.a[layer - 1]
    const edges =
      neuron === null
        ? [...picture.edgesOf(scene)[layer - 1]]
        : numbers.strongestInto(layer, neuron, values, INTO_ONE).filter(([, i]) => values[i])
    edges.sort((a, b) => a[1] - b[1])
    const from = edges.map(([, i]) => picture.place(layer - 1, i)),
      to = edges.map(([j, i]) => {
        const [x, y] = picture.place(layer - 1, i),
          [u, v] = picture.place(layer, j)
        return /** @type {[number, number]} */ ([x + NEAR * (u - x), y + NEAR * (v - y)])
      }),
      carried = edges.map(([j, i]) => numbers.row(layer, j)[i] * values[i]),
      most = Math.max(...carried.map(Math.abs), 1e-300)
    this.swarm = {
      signal,
      step,
      flight: edges.length
        ? flightOf(
            from,
            to,
            edges.map(([, i]) => Math.floor(i / picture.blocks[layer - 1].columns)),
          )
        : {from: [], to: [], spans: []},
      values: carried,
      sizes: carried.map((value) => LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(Math.abs(value) / most)),
    }
    return this.swarm
  }

  /**
   * @param {Scene} scene
   * @param {number} share of the step that has passed
   */
  draw(scene, share) {
    const {picture} = this,
      {step} = scene,
      context = picture.over.getContext("2d")
    picture.clear()
    if (!context || !picture.blocks.length) return
    context.setTransform(picture.ratio, 0, 0, picture.ratio, 0, 0)
    if (step.phase === "start") picture.block(context, scene, 0, share * picture.blocks[0].rows)
    else if (step.phase === "travel") this.flying(context, scene, share)
    else if (step.neuron === null && share < 1) {
      // What was there before fades, and what is there now shows through.
      context.globalAlpha = 1 - share
      picture.block(context, {...scene, step: {...step, phase: step.phase === "sum" ? "travel" : "sum"}}, step.layer)
    }
    context.setTransform(1, 0, 0, 1, 0, 0)
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {number} share
   */
  flying(context, scene, share) {
    const {flight, values, sizes} = this.pulses(scene),
      {palette} = scene.view,
      shares = made(flight, share),
      places = placesOf(flight, shares)
    places.forEach(([x, y], k) => {
      if (!shares[k] || shares[k] >= 1) return
      const radius = sizes[k] / 2 + 1
      context.fillStyle = values[k] < 0 ? palette.negative : palette.positive
      context.beginPath()
      if (values[k] < 0) {
        context.moveTo(x, y - radius * 1.3)
        context.lineTo(x + radius * 1.3, y)
        context.lineTo(x, y + radius * 1.3)
        context.lineTo(x - radius * 1.3, y)
        context.closePath()
      } else context.arc(x, y, radius, 0, 2 * Math.PI)
      context.fill()
    })
  }
}
