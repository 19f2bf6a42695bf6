// What is drawn with Plotly's neurons and pulses, in their own groups and so in their pile: comets' light and the pills of
// their values under the pulses, what fills a neuron over its disc and under its number.

import {shape} from "../lib/dom.js"
import {axesOf, groupsOf, internals} from "../lib/plotly_internals.js"
import {filled} from "./vessel.js"

/** @typedef {import("./pills.js").Box} Box */
/** @typedef {import("../lib/plotly_internals.js").Graph} Graph */
/** @typedef {[x: number, y: number]} Place as the axes count */
/** @typedef {{at: Place, from: Place, made: number, radius: number, sign: number}} Comet made: the share of its way */
/** @typedef {{at: Place, box: Box, sign: number}} Pill box: seen from its pulse */
/** @typedef {{at: Place, radius: number, level: number}} Vessel radius in pixels */

const SIGNS = /** @type {const} */ ({"-1": "negative", 0: "zero", 1: "positive"})
const CORNER = 0.45
// How far a comet's light reaches around it, in its own radii, and how long its tail is.
const GLOWS = [1.5, 2.2]
const TAIL_SHARE = 0.22
const TAIL_RADII = 7
// Of a neuron's radius, so much of its zero line is seen on either side: a mark on the rim, never a minus sign before the number.
const ZERO_SHARE = 0.12

/**
 * A group of ours in a trace's own, at its place in the pile; null where Plotly has drawn nothing of the kind.
 * @param {Graph} graph
 * @param {number} trace
 * @param {string} name
 * @param {"points" | "letters"} below what of the trace it lies under
 */
const layer = (graph, trace, name, below) => {
  const group = groupsOf(graph).get(trace),
    part = group && internals[below](group)[0]
  if (!group || !part) return null
  const found = group.querySelector(`:scope > .${name}`)
  if (found) return found
  /** @type {Element} */
  let over = part
  while (over.parentElement && over.parentElement !== group) over = over.parentElement
  const made = shape("g", name, {"aria-hidden": "true"})
  group.insertBefore(made, over)
  return made
}

/**
 * As many elements of a kind as there is to show.
 * @param {Element} parent
 * @param {"path" | "rect"} tag
 * @param {number} count
 */
const some = (parent, tag, count) => {
  while (parent.childElementCount > count) parent.lastElementChild?.remove()
  while (parent.childElementCount < count) parent.append(shape(tag, ""))
  return [...parent.children]
}

/** @param {number} value */
const n = (value) => value.toFixed(1)

/**
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
const disc = (x, y, r) =>
  `M${n(x - r)},${n(y)}a${n(r)},${n(r)} 0 1 1 ${n(2 * r)},0a${n(r)},${n(r)} 0 1 1 ${n(-2 * r)},0Z`

export class Light {
  /**
   * @param {Graph} graph
   * @param {{pulses: number, layer: number}} traces
   */
  constructor(graph, traces) {
    this.graph = graph
    this.traces = traces
    /** @type {Set<Element>} */
    this.lit = new Set()
  }

  /**
   * @param {Comet[]} comets
   * @param {Pill[]} pills
   */
  pulses(comets, pills) {
    const axes = axesOf(this.graph)
    if (!axes) return
    const px = (/** @type {Place} */ [x, y]) => /** @type {Place} */ ([axes.x.inside(x), axes.y.inside(y)])
    this.comets(comets, px)
    const group = pills.length ? layer(this.graph, this.traces.pulses, "nv-pills", "points") : this.drawn("nv-pills")
    if (!group) return
    this.lit.add(group)
    some(group, "rect", pills.length).forEach((node, i) => {
      const {at, box, sign} = pills[i],
        [x, y] = px(at)
      const values = {x: x + box.x, y: y + box.y, width: box.w, height: box.h, rx: CORNER * box.h}
      for (const [name, value] of Object.entries(values)) node.setAttribute(name, n(value))
      node.setAttribute("class", `nv-pill nv-pill-${SIGNS[/** @type {-1 | 0 | 1} */ (sign)]}`)
    })
  }

  /**
   * @param {Comet[]} comets
   * @param {(place: Place) => Place} px
   */
  comets(comets, px) {
    const group = comets.length ? layer(this.graph, this.traces.pulses, "nv-light", "points") : this.drawn("nv-light")
    if (!group) return
    this.lit.add(group)
    /** @type {Map<string, string>} */
    const paths = new Map()
    const add = (/** @type {string} */ key, /** @type {string} */ path) => paths.set(key, (paths.get(key) ?? "") + path)
    for (const {at, from, made, radius, sign} of comets) {
      const name = SIGNS[/** @type {-1 | 0 | 1} */ (sign)],
        [x, y] = px(at)
      for (const [k, glow] of GLOWS.entries()) add(`nv-glow-${k} nv-light-${name}`, disc(x, y, glow * radius))
      if (!made || made >= 1) continue
      const [u, v] = px(from),
        way = Math.hypot(x - u, y - v),
        tail = Math.min(way, TAIL_RADII * radius, (TAIL_SHARE * way) / made)
      if (!(tail > 1)) continue
      const [dx, dy] = [(x - u) / way, (y - v) / way]
      const side = (/** @type {number} */ s) => `${n(x - s * dy * radius)},${n(y + s * dx * radius)}`
      add(`nv-tail-light nv-light-${name}`, `M${n(x - tail * dx)},${n(y - tail * dy)}L${side(1)}L${side(-1)}Z`)
    }
    some(group, "path", paths.size).forEach((node, i) => {
      const [name, path] = [...paths][i]
      node.setAttribute("class", name)
      node.setAttribute("d", path)
    })
  }

  /**
   * @param {number} at which layer
   * @param {Vessel[]} vessels
   */
  vessels(at, vessels) {
    const trace = this.traces.layer + at
    for (const group of this.lit)
      if (group.classList.contains("nv-vessels") && group.parentElement !== groupsOf(this.graph).get(trace))
        group.replaceChildren()
    const axes = axesOf(this.graph),
      group = axes && vessels.length ? layer(this.graph, trace, "nv-vessels", "letters") : null
    if (!group || !axes) return
    this.lit.add(group)
    const paths = {positive: "", negative: "", zero: ""}
    for (const {
      at: [x, y],
      radius,
      level,
    } of vessels) {
      const [u, v] = [axes.x.inside(x), axes.y.inside(y)]
      // On both sides of the number.
      for (const side of [-1, 1]) paths.zero += `M${n(u + side * radius)},${n(v)}h${n(-side * ZERO_SHARE * radius)}`
      if (level) paths[level > 0 ? "positive" : "negative"] += filled(u, v, radius, level)
    }
    some(group, "path", 3).forEach((node, i) => {
      const name = /** @type {const} */ (["positive", "negative", "zero"])[i]
      node.setAttribute("class", `nv-sum nv-sum-${name}`)
      node.setAttribute("d", paths[name] || "M0,0")
    })
  }

  /**
   * Ground under numbers, so that no line runs through them.
   * @param {number} trace
   * @param {Box[]} boxes in the canvas's pixels
   */
  grounds(trace, boxes) {
    const axes = axesOf(this.graph),
      group = axes && layer(this.graph, trace, "nv-grounds", "letters")
    if (!group || !axes) return
    some(group, "rect", boxes.length).forEach((node, i) => {
      const {x, y, w, h} = boxes[i]
      const values = {x: x - axes.x.start, y: y - axes.y.start, width: w, height: h, rx: CORNER * h}
      for (const [name, value] of Object.entries(values)) node.setAttribute(name, n(value))
    })
  }

  /** @param {string} name */
  drawn(name) {
    return [...this.lit].find((group) => group.classList.contains(name) && group.isConnected)
  }

  clear() {
    for (const group of this.lit) {
      group.replaceChildren()
      if (!group.isConnected) this.lit.delete(group)
    }
  }
}
