// Nearer to a network's picture, and back: how near one is, which stretch is seen, and the tools for it.

import {clamp} from "../lib/math.js"
import {axisOf} from "../lib/plotly_internals.js"
import {shared} from "../lib/shared.js"

/** @typedef {import("../protocol.js").Plain} Plain */

const ZOOM_STEP = 1.5
const MOST_ZOOM = 1.5 ** 3
/** How wide the strip is in which the tools stand. */
export const TOOLS_PX = 38

export class Zoom {
  /** @param {import("./network.js").NetworkCanvas} canvas */
  constructor(canvas) {
    this.canvas = canvas
    /** @type {{of: unknown, factor: number} | null} how near one is, and to which architecture */
    this.seen = null
  }

  get factor() {
    return this.seen?.factor ?? 1
  }

  /**
   * The layout as it is looked at: where one is nearer, the stretch around what is in the middle now. Another
   * architecture is looked at whole. The tools have a strip of their own, beside the picture.
   * @param {Plain} layout
   * @param {boolean} tools
   * @returns {Plain}
   */
  near(layout, tools) {
    if (!tools) {
      this.seen = null
      return layout
    }
    if (this.seen?.of !== layout.uirevision) this.seen = {of: layout.uirevision, factor: 1}
    const stretch = (/** @type {"xaxis" | "yaxis"} */ name) => {
      const axis = layout[name],
        [low, high] = axis.range,
        span = (high - low) / this.factor
      const [from, to] = (this.factor > 1 && axisOf(this.canvas.graph, name[0])?.range) || axis.range
      const start = clamp((from + to - span) / 2, low, high - span)
      return {...axis, range: [start, start + span], minallowed: low, maxallowed: high}
    }
    return {
      ...layout,
      xaxis: stretch("xaxis"),
      yaxis: stretch("yaxis"),
      margin: {...layout.margin, r: Math.max(layout.margin.r, TOOLS_PX)},
    }
  }

  /** @param {number} factor */
  to(factor) {
    const {canvas, seen} = this
    if (!seen || factor === this.factor) return
    const before = canvas.working ?? Promise.resolve()
    canvas.do(() =>
      before.then(async () => {
        seen.factor = clamp(factor, 1, MOST_ZOOM)
        // Everything grows, and nothing moves: no trace would be seen to differ in time.
        canvas.plot.frame = null
        await canvas.relay()
      }),
    )
  }

  // The buttons beside the picture.
  tools() {
    const {Icons} = window.Plotly,
      {words} = shared
    /**
     * @param {string} name
     * @param {unknown} icon one of Plotly's own
     * @param {(graph: HTMLElement) => void} click
     */
    const tool = (name, icon, click) => ({name, title: words[name], icon, click})
    return [
      tool("nearer", Icons.zoom_plus, () => this.to(this.factor * ZOOM_STEP)),
      tool("farther", Icons.zoom_minus, () => this.to(this.factor / ZOOM_STEP)),
      tool("whole", Icons.home, () => this.to(1)),
      // On a saved page; in the app, pictures are taken in one way (js/camera).
      ...(this.canvas.shown.fixed
        ? [
            tool("picture", Icons.camera, (graph) =>
              window.Plotly.downloadImage(graph, {format: "png", filename: "neuroviz"}),
            ),
          ]
        : []),
    ]
  }
}
