// What is drawn of an epoch: edges, maps and curves of the neurons, and the table of what was taken for what.

import {el} from "../lib/dom.js"
import {inputsOf, MAP} from "../lib/forward.js"
import {clamp} from "../lib/math.js"
import {shared} from "../lib/shared.js"

// Of the table's cells: what its edges and a class's sign take, and a letter.
const CELL_PX = 28
const LETTER_PX = 7.5

/**
 * The points of a map, or along a curve.
 * @param {import("../protocol.js").TrainingData} data
 */
export const gridOf = ({domain: [[x0, x1], [y0, y1]], features, flat, point, axes: [across, up]}) => {
  const count = flat ? MAP * 2 : MAP * MAP,
    p = Float64Array.from(point)
  return {
    count,
    inputs: inputsOf(features, count, (k) => {
      p[across] = flat ? x0 + ((x1 - x0) * k) / (count - 1) : x0 + ((x1 - x0) * ((k % MAP) + 0.5)) / MAP
      if (!flat) p[up] = y1 - ((y1 - y0) * (Math.floor(k / MAP) + 0.5)) / MAP
      return p
    }),
  }
}

/**
 * The lines of the edges, sorted by sign and width as in the studio: x and y of each trace.
 * @param {import("../protocol.js").TrainingNetwork} network
 * @param {Float32Array} weights
 */
export const edgesOf = ({sizes, ys, widths}, weights) => {
  const classes = widths.length
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
  return x.map((_, i) => ({x: x[i], y: y[i]}))
}

/**
 * The curve, or one for each class, and from each training point a stick to its own: what is left over.
 * @param {import("../protocol.js").TrainingView} view
 * @param {Float32Array} out what the network says along the input
 * @param {number} count at so many points
 * @returns {{traces: number[], changes: import("../protocol.js").Plain[]} | null} null where there is no curve
 */
export const fitOf = ({map: {lines, sticks}, data: {domain, train}}, out, count) => {
  const [[x0, x1]] = domain
  if (sticks === null || !train) return null
  const {x, y, curve} = train
  const ends = count - 1,
    curves = Array.from({length: lines}, (_, j) => out.subarray(j * count, (j + 1) * count))
  const at = (/** @type {number} */ px, /** @type {Float32Array} */ values) => {
    const k = clamp((px - x0) / (x1 - x0), 0, 1) * ends,
      i = Math.min(Math.floor(k), ends - 1)
    return values[i] + (values[i + 1] - values[i]) * (k - i)
  }
  return {
    traces: [...curves.keys(), sticks],
    changes: [
      ...curves.map((values) => ({y: [...values]})),
      {x: x.flatMap((px) => [px, px, null]), y: x.flatMap((px, i) => [y[i], at(px, curves[curve[i]]), null])},
    ],
  }
}

/**
 * Each cell in the colour of the class that is likeliest there, the surer the stronger.
 * @param {HTMLCanvasElement} picture
 * @param {Float32Array} values
 * @param {import("../protocol.js").TrainingData} data
 */
export const paintClasses = (picture, values, {classes, class_colors, discrete, map_colors: {middle}}) => {
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d")),
    image = context.createImageData(MAP, MAP)
  for (let k = 0; k < MAP * MAP; k++) {
    let best = 0
    for (let j = 1; j < classes; j++) if (values[j * MAP * MAP + k] > values[best * MAP * MAP + k]) best = j
    const sure = (discrete ? 1 : clamp((values[best * MAP * MAP + k] - 1 / classes) / (1 - 1 / classes), 0, 1)) * 0.75,
      color = class_colors[best]
    for (let ch = 0; ch < 3; ch++) image.data[4 * k + ch] = middle[ch] + (color[ch] - middle[ch]) * sure
    image.data[4 * k + 3] = 255
  }
  context.putImageData(image, 0, 0)
}

/**
 * What a neuron says along the input.
 * @param {HTMLCanvasElement} c
 * @param {Float32Array} values
 * @param {string} color
 */
export const paintCurve = (c, values, color) => {
  const context = /** @type {CanvasRenderingContext2D} */ (c.getContext("2d"))
  let low = Infinity,
    high = -Infinity
  for (const v of values) {
    low = Math.min(low, v)
    high = Math.max(high, v)
  }
  const span = high - low || 1
  context.clearRect(0, 0, MAP, MAP)
  context.strokeStyle = color
  context.lineWidth = 3
  context.beginPath()
  values.forEach((v, k) => {
    context.lineTo(2 + ((MAP - 4) * k) / (values.length - 1), MAP - 4 - ((MAP - 8) * (v - low)) / span)
  })
  context.stroke()
}

/**
 * Names in so many letters each, and none like another: their beginnings, else what is different about them, else their
 * numbers.
 * @param {string[]} names
 * @param {number} room
 */
export const shortNames = (names, room) => {
  const apart = (/** @type {string[]} */ said) => new Set(said).size === names.length
  const begun = names.map((name) => (name.length <= room ? name : `${name.slice(0, room - 1).trimEnd()}…`))
  if (apart(begun)) return begun
  let shared = 0
  while (names.every((name) => name.length > shared + 1 && name[shared] === names[0][shared])) shared++
  const rest = names.map((name) => `…${name.slice(shared).trimStart()}`),
    ended = rest.map((name) => (name.length <= room ? name : `…${name.slice(1 - room)}`))
  return apart(ended) ? ended : names.map((_, i) => String(i + 1))
}

/**
 * How many points of each class were taken for which.
 * @param {number[][]} confusion
 * @param {string[]} class_names each with its sign before it
 * @param {number} px that there are for the table
 */
export const confusionTable = (confusion, class_names, px) => {
  const table = el("table"),
    head = el("tr"),
    room = Math.max(3, Math.floor((px / (class_names.length + 1) - CELL_PX) / LETTER_PX)),
    short = shortNames(
      class_names.map((name) => name.slice(2)),
      room,
    )
  // A long name keeps to its cell; the whole is said by who points at it, and read aloud.
  const named = (/** @type {string} */ name, /** @type {number} */ i) => {
    const th = el("th", "", `${name.slice(0, 2)}${short[i]}`)
    th.title = name
    th.setAttribute("aria-label", name)
    return th
  }
  table.append(el("caption", "", shared.words.confusion))
  head.append(el("th"), ...class_names.map(named))
  table.append(head)
  confusion.forEach((row, i) => {
    const line = el("tr"),
      name = named(class_names[i], i)
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
  return table
}
