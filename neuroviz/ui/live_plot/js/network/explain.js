// Beside the graph and in step with it: a neuron's equation, its point on the curve, its layer's matrix form.
// Every number comes as text, from Python or, while the hand moves one, from live.js.

import {el} from "../lib/dom.js"
import {Plot} from "../lib/plot.js"
import {shared} from "../lib/shared.js"
import {layoutOnWall} from "../lib/wall.js"
import {curveOf} from "./signal.js"

// On a wall a long sum is written smaller rather than cut off: by so much at a time, and not smaller than so much.
const SHRINK = 0.92
const SMALLEST = 0.5

/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */
/** @typedef {{layer: number, neuron: number}} Neuron */

export class Explain {
  /**
   * @param {import("./network.js").NetworkCanvas} mount
   * @param {HTMLElement} root
   */
  constructor(mount, root) {
    this.mount = mount
    /** @type {Neuron | undefined} whose equation stood here last */
    this.last = undefined
    /** @type {import("../protocol.js").MatrixForm | undefined} */
    this.shownMatrix = undefined
    /** @type {HTMLElement | undefined} */
    this.zColumn = undefined
    this.equation = el("div", "nv-equation", null, "equation")
    this.curve = el("div", "nv-curve", null, "curve")
    this.curve.setAttribute("role", "img")
    this.plot = new Plot(this.curve)
    this.matrix = el("div", "nv-matrix", null, "matrix")
    this.matrix.tabIndex = 0
    const row = el("div", "nv-explain-row")
    row.append(this.curve, this.matrix)
    // Where the window ends above it, it is one press away.
    const there = el("button", "nv-chip nv-to-matrix", shared.words.to_matrix, "to-matrix")
    there.type = "button"
    there.onclick = () => {
      this.matrix.scrollIntoView({block: "nearest"})
      this.matrix.focus({preventScroll: true})
    }
    root.append(there, this.equation, row)
  }

  get network() {
    return /** @type {NetworkPart} */ (this.mount.shown.network)
  }

  /**
   * Which neuron: the selected one, else the one that acts, else the first of the acting layer.
   * @param {Step} step
   * @param {boolean} byNeuron
   * @returns {Neuron}
   */
  focus(step, byNeuron) {
    const {selection, ys} = this.network
    if (byNeuron && step.neuron != null) return {layer: step.layer, neuron: step.neuron}
    if (selection?.layer) return {layer: selection.layer, neuron: selection.neuron}
    const layer = step.layer || 1
    return {layer, neuron: Math.min(this.last?.layer === layer ? this.last.neuron : 0, ys[layer].length - 1)}
  }

  /**
   * @param {Step} step
   * @param {boolean} byNeuron
   * @param {Record<string, string>} words
   */
  show(step, byNeuron, words) {
    const net = this.network
    const at = this.focus(step, byNeuron)
    this.last = at
    const back = step.book === "back"
    const passed = back
      ? at.layer > step.layer
      : at.layer < step.layer || (at.layer === step.layer && byNeuron && step.neuron != null && at.neuron < step.neuron)
    const acting = at.layer === step.layer && (step.neuron == null || step.neuron === at.neuron)
    const moment = passed ? Infinity : acting ? (step.moment ?? 0) : -1
    const [pieces, partials] = ((back && net.back) || net.equations)[at.layer - 1][at.neuron]

    let line = el("p", "nv-line")
    const lines = [line]
    const name = el("b", "nv-who", net.names[at.layer][at.neuron])
    line.append(name, " ")
    for (const [text, when, sign] of pieces) {
      if (text === "\n") {
        line = el("p", "nv-line")
        lines.push(line)
        continue
      }
      const span = el("span", sign > 0 ? "nv-positive" : sign < 0 ? "nv-negative" : "", text)
      if (when > Math.max(moment, 0)) span.classList.add("nv-later")
      if (when === moment && when > 0) span.classList.add("nv-now")
      line.append(span)
    }
    // While the sum is being built, how far it has come.
    const term = moment === 1000 ? partials.length : moment
    const running = acting && term > 0 && partials[term - 1] != null ? `Σ = ${partials[term - 1]}` : "\u00a0"
    this.equation.replaceChildren(...lines, el("p", "nv-running", running))
    // A longer line makes room once; a shorter one does not take it back, or all below would jump.
    if (shared.present) this.fit()
    else this.equation.style.minHeight = `${this.equation.offsetHeight}px`
    // On the way back, what the way forward found is known.
    this.showMatrix(net.matrices[at.layer - 1], back ? Infinity : moment)
    this.showCurve(at, back ? Infinity : moment, words)
  }

  // Nothing scrolls on a wall.
  fit() {
    const {style} = this.equation
    style.minHeight = ""
    for (let size = 1; ; size *= SHRINK) {
      style.setProperty("--nv-shrunk", String(size))
      if (size < SMALLEST || this.equation.getBoundingClientRect().bottom <= window.innerHeight) return
    }
  }

  /**
   * @param {import("../protocol.js").MatrixForm} m
   * @param {number} moment
   */
  showMatrix(m, moment) {
    if (this.shownMatrix !== m) {
      this.shownMatrix = m
      const table = (/** @type {string[][]} */ rows) => {
        const t = el("table")
        for (const row of rows) {
          const tr = el("tr")
          for (const cell of row) tr.append(el("td", "", cell))
          t.append(tr)
        }
        return t
      }
      const column = (/** @type {string[]} */ v) => table(v.map((x) => [x]))
      const numbers = el("div", "nv-numbers")
      this.zColumn = column(m.z)
      numbers.append(
        this.zColumn,
        el("span", "", "="),
        table(m.W),
        el("span", "", "·"),
        column(m.x),
        el("span", "", "+"),
        column(m.b),
      )
      this.matrix.replaceChildren(el("p", "nv-shape", m.shape), numbers)
    }
    this.zColumn?.classList.toggle("nv-later", moment < 1000)
  }

  /**
   * @param {Neuron} at
   * @param {number} moment
   * @param {Record<string, string>} words
   */
  showCurve({layer, neuron}, moment, words) {
    const {side} = this.mount.shown,
      net = this.network
    if (!side) return
    const z = net.z[layer - 1][neuron],
      a = net.a[layer - 1][neuron]
    const curve = this.curveOf(layer - 1, neuron),
      [end] = curve.x,
      // A sum beyond the axis has no place on it.
      known = moment >= 1000 && z != null && Math.abs(z) <= -end,
      lit = known && moment >= 1001 && a != null
    const data = structuredClone(side.data)
    Object.assign(data[0], curve)
    const low = Math.min(...curve.y),
      high = Math.max(...curve.y),
      pad = (high - low || 1) * 0.12
    if (known)
      Object.assign(data[1], {
        x: lit ? [z, z, end] : [z, z],
        y: lit ? [low - pad, a, a] : [low - pad, high + pad],
      })
    if (lit) Object.assign(data[2], {x: [z], y: [a]})
    const layout = structuredClone(side.layout)
    layout.xaxis.range = [end, -end]
    layout.yaxis.range = [low - pad, high + pad]
    this.curve.setAttribute("aria-label", words.curve.replace("{name}", net.names[layer][neuron]))
    if (shared.present) layout.height = this.curve.clientHeight
    this.plot.show(data, layoutOnWall(layout), {displayModeBar: false, responsive: true})
  }

  /**
   * The other sums of the layer, where the curve depends on them, are those that are shown.
   * @param {number} layer
   * @param {number} neuron
   */
  curveOf(layer, neuron) {
    const {live, z} = this.network
    return curveOf(
      live.activations[layer],
      z[layer].map((sum) => sum ?? Number.NaN),
      neuron,
    )
  }

  destroy() {
    window.Plotly?.purge(this.curve)
  }
}
