// Where things stand in a network's picture as it is drawn in its room, reckoned before Plotly has drawn it.

import {meet, touches} from "./pills.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("./pills.js").Box} Box */
/** @typedef {import("./pills.js").Disc} Disc */
/** @typedef {[x: number, y: number]} Place */

/**
 * @typedef {object} Room
 * @property {string} of two rooms of the same name are alike
 * @property {(place: Place) => Place} px where a place of the axes is, in pixels of the canvas
 * @property {Box} frame
 * @property {Box[]} names of layers and neurons
 * @property {Disc[][]} discs the neurons of each layer
 * @property {{index: number, box: Box}[]} weights the numbers at the connections, of those that have room
 * @property {Set<number>} hidden numbers at connections that would lie on a neuron, on a name, or on one another: where
 *   layers are close together, names are long, or letters are wider than those that the places were made for
 * @property {number} node_px
 * @property {number} pulse_px size of pulses' letters, as the figure has it
 * @property {(text: string, px: number) => number} wide
 */

const LINE_EM = 1.3
const OFF_PX = 3

/** @type {CanvasRenderingContext2D | null} */
let pen = null

/**
 * How wide a text is in bold letters.
 * @param {string} family
 * @param {string} text
 * @param {number} px
 */
const wideIn = (family, text, px) => {
  pen ??= document.createElement("canvas").getContext("2d")
  if (!pen) return 0.62 * px * text.length
  pen.font = `600 ${px}px ${family}`
  return pen.measureText(text).width
}

/**
 * @param {Plain} names a trace of letters
 * @param {(place: Place) => Place} px
 * @param {(text: string, px: number) => number} wide
 * @returns {Box[]}
 */
export const boxesOf = ({x, y, text, textposition, textfont}, px, wide) =>
  text.map((/** @type {string} */ words, /** @type {number} */ i) => {
    const lines = words.split("<br>").map((line) => line.replace(/<[^>]*>/g, "").replace(/&\w+;/g, "x")),
      nth = (/** @type {any} */ of) => (Array.isArray(of) ? of[i] : of),
      size = nth(textfont.size),
      // What shows nothing is in nobody's way.
      w = words.trim() ? Math.max(...lines.map((line) => wide(line, size))) : 0,
      h = lines.length * LINE_EM * size,
      [u, v] = px([x[i], y[i]]),
      side = nth(textposition)
    return {
      x: side.endsWith("left") ? u - w - OFF_PX : side.endsWith("right") ? u + OFF_PX : u - w / 2,
      y: side.startsWith("bottom") ? v : side.startsWith("top") ? v - h : v - h / 2,
      w,
      h,
    }
  })

/**
 * @param {Plain[]} data the figure's traces, scaled
 * @param {Plain} layout
 * @param {number} width
 * @param {import("../protocol.js").NetworkPart} network
 * @param {{scale: number, family: string, pulse_px: number}} drawn
 * @returns {Room}
 */
export const roomOf = (data, {margin, height, xaxis, yaxis}, width, network, {scale, family, pulse_px}) => {
  const [left, right] = xaxis.range,
    [low, high] = yaxis.range,
    across = (width - margin.l - margin.r) / (right - left),
    up = (height - margin.t - margin.b) / (high - low),
    px = (/** @type {Place} */ [x, y]) =>
      /** @type {Place} */ ([margin.l + (x - left) * across, margin.t + (high - y) * up]),
    wide = (/** @type {string} */ text, /** @type {number} */ size) => wideIn(family, text, size),
    {weights, names} = network.live.traces,
    node_px = network.node_px * scale,
    discs = network.ys.map((column, layer) =>
      column.map((y) => {
        const [u, v] = px([layer, y])
        return {x: u, y: v, r: node_px / 2}
      }),
    ),
    called = boxesOf(data[names], px, wide),
    numbers = boxesOf(data[weights], px, wide).flatMap((box, index) =>
      data[weights].text[index].trim() ? [{index, box: {...box, y: box.y + box.h / 5, h: 0.6 * box.h}}] : [],
    ),
    // Letters that hang from their point fill the upper part of their line.
    taken = called.flatMap((box) => (box.w ? [{...box, h: 0.7 * box.h}] : [])),
    hidden = new Set(
      numbers.flatMap(({index, box}) => {
        if (discs.flat().some((disc) => touches(box, disc)) || taken.some((other) => meet(box, other))) return [index]
        taken.push(box)
        return []
      }),
    )
  return {
    of: [width, height, scale, left, right, low, high].join(),
    px,
    frame: {x: 0, y: 0, w: width, h: height},
    names: called,
    discs,
    weights: numbers.filter(({index}) => !hidden.has(index)),
    hidden,
    node_px,
    pulse_px,
    wide,
  }
}
