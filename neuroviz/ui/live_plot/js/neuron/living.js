// What lives in the two pictures, bound to their axes: values that fill their neurons, branches that brighten with the
// current in them, the body in the colour of its potential, and the tails of what runs. Plotly draws all that is still.

import {shape} from "../lib/dom.js"
import {between, clamp, firstFrom} from "../lib/math.js"
import {shared} from "../lib/shared.js"
import {wallPx} from "../lib/wall.js"

const STEPS = 255
const SPIKE_MS = 0.7 // how long a spike that the model leaves out is seen in the body
const TAIL = 0.22 // of the way

/** @typedef {import("../lib/plotly_internals.js").Axes} Axes */
/** @typedef {[x: number, y: number]} Place */

/** @param {string} color #rrggbb */
const channels = (color) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16))

/**
 * The colour of a potential, and how light it is, from 0 to 1.
 * @param {[mv: number, color: string][]} scale
 * @param {number} mv
 */
export const colorOf = (scale, mv) => {
  const at = scale.map(([level]) => level)
  const rgb = [0, 1, 2].map((i) => {
    const values = scale.map(([, color]) => channels(color)[i])
    return Math.round(between(clamp(mv, at[0], at[at.length - 1]), at, values) ?? 0)
  })
  return {color: `rgb(${rgb.join(",")})`, light: (0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2]) / 255}
}

/** @param {number[]} flat x, y, x, y, ... @param {Axes} axes */
const polyline = (flat, {x, y}) => {
  let d = ""
  for (let i = 0; i < flat.length; i += 2)
    d += `${i ? "L" : "M"}${x.px(flat[i]).toFixed(1)} ${y.px(flat[i + 1]).toFixed(1)}`
  return d
}

export class Living {
  constructor() {
    this.under = shape("svg", "nv-under")
    this.svg = shape("svg", "nv-living")
    for (const svg of [this.under, this.svg]) svg.setAttribute("aria-hidden", "true")
    /** @type {SVGElement[]} */
    this.branches = []
    /** @type {SVGElement[]} one a kind of pulse: excitatory, inhibitory, the neuron's own */
    this.tails = []
    /** @type {SVGElement | null} */
    this.body = null
    /** @type {SVGElement | null} */
    this.value = null
    this.unit = 1
    /** @type {import("../protocol.js").Living} */
    this.shown = {}
  }

  /**
   * Anew where the picture's axes are now.
   * @param {import("../protocol.js").Living} living
   * @param {Axes} axes
   */
  draw(living, axes) {
    this.shown = living
    this.unit = Math.abs(axes.x.px(1) - axes.x.px(0))
    this.under.replaceChildren(...(living.vessels ?? []).flatMap((vessel) => this.vessel(vessel, axes)))
    this.tails = ["positive", "negative", "spike"].map((kind) => {
      const tail = shape("path", `nv-tail nv-tail-${kind}`)
      tail.style.strokeWidth = `${(kind === "spike" || !living.body ? 0.2 : 0.1) * this.unit}px`
      return tail
    })
    this.branches = (living.branches ?? []).map(({lines, width, sign}) => {
      const branch = shape("g", `nv-branch nv-branch-${sign < 0 ? "negative" : "positive"}`)
      branch.append(
        ...lines.map((flat, i) => {
          const path = shape("path", "", {d: polyline(flat, axes)})
          path.style.strokeWidth = `${width * this.unit * (i ? 0.5 : 0.8)}px`
          return path
        }),
      )
      return branch
    })
    this.body = this.value = null
    // Below the weights' numbers, on the side that has some.
    if (!living.body) this.under.append(...this.tails)
    const parts = living.body ? [...this.branches, ...this.tails] : []
    if (living.body) {
      const {at, outline} = living.body
      this.body = shape("path", "nv-body", {d: `${polyline(outline, axes)}Z`})
      this.value = shape("text", "nv-body-value", {x: axes.x.px(at[0]), y: axes.y.px(at[1])})
      this.value.style.fontSize = `${Math.max(0.33 * this.unit, shared.present ? wallPx(28) : 12)}px`
      parts.push(this.body, this.value)
    }
    this.svg.replaceChildren(...parts)
  }

  /**
   * A value that fills its neuron from below.
   * @param {import("../protocol.js").Vessel} vessel
   * @param {Axes} axes
   */
  vessel({at, radius, sign, share}, axes) {
    const [cx, cy, r] = [axes.x.px(at[0]), axes.y.px(at[1]), radius * this.unit]
    const ground = shape("circle", "nv-vessel", {cx, cy, r})
    if (!sign || share <= 0) return [ground]
    // The level is a chord of the circle.
    const level = r * (1 - 2 * share),
      half = Math.sqrt(Math.max(0, r * r - level * level)),
      large = share > 0.5 ? 1 : 0
    const d =
      share > 0.999
        ? `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
        : `M${cx - half} ${cy + level}A${r} ${r} 0 ${large} 0 ${cx + half} ${cy + level}Z`
    return [ground, shape("path", `nv-level nv-level-${sign < 0 ? "negative" : "positive"}`, {d})]
  }

  /**
   * Everything as it is at t.
   * @param {import("../protocol.js").NeuronClock} clock
   * @param {number} t
   * @param {number | null} v
   */
  at({time, currents, spikes}, t, v) {
    for (const [i, branch] of this.branches.entries()) {
      const share = (between(t, time, currents[i]) ?? 0) / STEPS
      branch.style.opacity = share < 0.004 ? "0" : (share ** 0.6).toFixed(2)
    }
    const {body: told} = this.shown,
      {body, value} = this
    if (!told || !body || !value) return
    value.textContent = v == null ? "" : `${Math.round(v)} mV`.replace("-", "−")
    let shown = v ?? told.scale[0][0]
    if (told.peak != null) {
      const last = firstFrom(spikes, t + 1e-9) - 1
      if (last >= 0) shown += (told.peak - shown) * Math.exp(-(t - spikes[last]) / SPIKE_MS)
    }
    const {color, light} = colorOf(told.scale, shown)
    body.style.fill = color
    value.style.fill = light > 0.55 ? "var(--nv-on-light)" : "var(--nv-on-dark)"
  }

  /**
   * The tail of each pulse of a kind: a little of the way behind it.
   * @param {number} kind
   * @param {[path: import("../protocol.js").Path, share: number][]} running
   * @param {Axes} axes
   */
  trail(kind, running, axes) {
    const d = running
      .map(([path, share]) => {
        const flat = [Math.max(0, share - TAIL), share].flatMap((at) => [
          between(at, path.share, path.x) ?? 0,
          between(at, path.share, path.y) ?? 0,
        ])
        return polyline(flat, axes)
      })
      .join("")
    const tail = this.tails[kind]
    if (tail && tail.getAttribute("d") !== d) tail.setAttribute("d", d)
  }
}
