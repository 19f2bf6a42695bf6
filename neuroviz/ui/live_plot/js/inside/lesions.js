// What lesions cost: what is said, how many parts could go, and connections to cut.

import {el, shape} from "../lib/dom.js"
import {refill} from "../lib/focus.js"
import {clamp} from "../lib/math.js"

/** @typedef {import("../protocol/inside.js").InsideView} View */

const [NARROWEST, WIDEST, TALL, LEFT, RIGHT, BOTTOM, TOP] = [280, 640, 240, 48, 12, 44, 10]
const DASHES = ["", "7 4", "2 4"]

/** @param {number} share of the answer */
const up = (share) => TALL - BOTTOM - share * (TALL - BOTTOM - TOP)

/**
 * The answer's share by how many parts are gone, a line for each order.
 * @param {View} view
 * @param {number} wide
 */
const chart = ({curves, palette, words}, wide) => {
  const across = (/** @type {number} */ share) => LEFT + share * (wide - LEFT - RIGHT),
    svg = shape("svg", "nv-look-chart", {viewBox: `0 0 ${wide} ${TALL}`, width: wide, height: TALL, role: "img"})
  svg.setAttribute("aria-label", `${words.removed} ${curves.map(({name, said}) => `${name} ${said}`).join(" ")}`)
  for (const share of [0, 0.5, 1]) {
    const y = up(share)
    svg.append(
      shape("line", "", {x1: LEFT, x2: wide - RIGHT, y1: y, y2: y, stroke: palette.grid}),
      label(`${100 * share}%`, LEFT - 6, y + 4, "end"),
    )
  }
  svg.append(
    // Beside the other axis's own 0%, not under it.
    label("0%", across(0), TALL - 24, "start"),
    label("100%", across(1), TALL - 24, "end"),
    label(words.removed_x, across(0.5), TALL - 4, "middle"),
  )
  curves.forEach(({points}, i) => {
    const line = points.map(([x, y]) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(" ")
    svg.append(
      shape("polyline", "", {
        points: line,
        fill: "none",
        stroke: palette[`series${i}`],
        "stroke-width": 2.5,
        "stroke-dasharray": DASHES[i],
        "stroke-linejoin": "round",
      }),
    )
  })
  return svg
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} anchor
 */
const label = (text, x, y, anchor) => {
  const node = shape("text", "nv-look-tick", {x, y, "text-anchor": anchor})
  node.textContent = text
  return node
}

export class Lesions {
  /** @param {{lesion: (place: number[]) => void, mend: () => void}} told */
  constructor(told) {
    this.told = told
    this.root = el("section", "nv-look-lesions", null, "look-lesions")
    this.said = el("div", "nv-look-said")
    this.mend = el("button", "nv-button nv-word", null, "look-mend")
    this.mend.type = "button"
    this.mend.onclick = () => told.mend()
    this.cuts = el("div", "nv-look-cuts")
    this.curve = el("div", "nv-look-curve")
    this.chart = el("div", "")
    const left = el("div", "")
    left.append(this.said, this.mend, this.cuts)
    this.root.append(left, this.curve)
  }

  /** @param {View} view */
  show(view) {
    const {said, curves, cuts, words, lesions, palette} = view
    this.root.hidden = !curves.length
    if (!curves.length) return
    this.said.replaceChildren(...said.map((sentence) => el("p", "", sentence)))
    this.mend.textContent = words.mend
    this.mend.hidden = !lesions
    refill(
      this.cuts,
      cuts.map(({place, text, cut}) => {
        const button = el("button", "nv-button nv-word nv-look-cut", text, `cut-${place.join("-")}`)
        button.type = "button"
        button.setAttribute("aria-pressed", String(cut))
        button.onclick = () => this.told.lesion(place)
        return button
      }),
    )
    const legend = el("ul", "nv-look-legend")
    legend.append(
      ...curves.map(({name, said: told}, i) => {
        const item = el("li"),
          mark = shape("svg", "nv-look-mark", {viewBox: "0 0 28 8", "aria-hidden": "true"})
        mark.append(
          shape("line", "", {
            x1: 0,
            x2: 28,
            y1: 4,
            y2: 4,
            stroke: palette[`series${i}`],
            "stroke-width": 3,
            "stroke-dasharray": DASHES[i],
          }),
        )
        item.append(mark, el("b", "", name), " ", told)
        return item
      }),
    )
    this.chart = el("div", "")
    this.curve.replaceChildren(el("p", "nv-look-title", words.removed), this.chart, legend)
  }

  /**
   * As wide as its column.
   * @param {View} view
   */
  lay(view) {
    if (view.curves.length) this.chart.replaceChildren(chart(view, clamp(this.curve.clientWidth, NARROWEST, WIDEST)))
  }
}
