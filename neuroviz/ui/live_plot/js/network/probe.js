// A number chosen along a figure's axis: a line that follows the hand, or the arrow keys, and says where it is.

import {plain} from "../lib/format.js"
import {clamp, rounded} from "../lib/math.js"
import {axesOf} from "../lib/plotly_internals.js"

const SHOWN_AFTER_A_KEY_MS = 700

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("./gestures.js").Hand} Hand */

export class Probe {
  /** @param {import("./gestures.js").Gestures} gestures */
  constructor(gestures) {
    this.gestures = gestures
    this.mount = gestures.mount
    /** @type {number | undefined} */
    this.hide = undefined
    /** @type {Plain | null} */
    this.last = null
  }

  /** @param {Hand} e */
  start(e) {
    const touch = e.type === "touchstart"
    e.stopPropagation()
    // A finger that goes up or down scrolls the page; the browser then cancels the touch.
    if (!touch) e.preventDefault()
    this.mount.stage.focus({preventScroll: true})
    const gesture = `probe-${Date.now()}`
    this.gestures.drag = {gesture}
    /**
     * @param {import("../lib/plotly_internals.js").Axis} axis
     * @param {number} at
     * @param {import("../protocol.js").Probe} probe
     */
    const along = (axis, at, {min, max, step}) => rounded(clamp(axis.value(at), min, max), step / 10)
    const move = (/** @type {Hand} */ m) => {
      const axes = axesOf(this.mount.graph),
        {probe} = this.mount.shown,
        [px, py] = this.gestures.point(m)
      if (this.mount.gone || !axes || !probe) return
      this.to(along(axes.x, px, probe), gesture, probe.second && along(axes.y, py, probe.second))
    }
    this.gestures.follow(move, () => {
      this.gestures.drag = null
      this.mount.overlay.classList.remove("nv-on")
      if (this.last) this.gestures.send("probe", this.last, true)
      this.last = null
    })
    if (!touch) move(e)
  }

  /**
   * @param {number} x
   * @param {string} gesture
   * @param {number} [y] where a second value is chosen along the other axis
   */
  to(x, gesture, y) {
    const {probe} = this.mount.shown,
      axes = axesOf(this.mount.graph),
      svg = this.mount.overlay,
      {path, text} = this.gestures.drawn
    if (!probe || !axes) return
    const [px, py] = this.gestures.toPx(x, y ?? axes.y.range[0]),
      across = y == null ? "" : `M${axes.x.start},${py}H${axes.x.start + axes.x.length}`
    path.setAttribute("d", `M${px},${axes.y.start}V${axes.y.start + axes.y.length}${across}`)
    const said = (/** @type {string} */ name, /** @type {number} */ v) => `${name} = ${plain(v)}`
    text.textContent = said(probe.name, x) + (y == null || !probe.second ? "" : `, ${said(probe.second.name, y)}`)
    text.setAttribute("x", String(clamp(px + 8, 0, this.mount.stage.clientWidth - 80)))
    text.setAttribute("y", String(axes.y.start + 16))
    svg.dataset.sign = "probe"
    svg.classList.add("nv-on")
    probe.x = x
    this.last = {x, y, gesture}
    this.gestures.send("probe", this.last)
  }

  /**
   * By keys; the line is gone a moment later.
   * @param {number} steps
   */
  by(steps) {
    const {probe} = this.mount.shown
    if (!probe) return
    this.to(rounded(clamp(probe.x + steps * probe.step, probe.min, probe.max), probe.step / 10), "keys")
    clearTimeout(this.hide)
    this.hide = window.setTimeout(() => this.mount.overlay.classList.remove("nv-on"), SHOWN_AFTER_A_KEY_MS)
  }
}
