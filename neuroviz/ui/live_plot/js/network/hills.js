// The ground of a walk as hills: the loss over two weights, lit from the upper left, with the walkers on it. Drawn on a
// plain canvas, cell by cell from the back to the front, so that it is there without a graphics processor too. It turns
// slowly until it is touched; a drag turns it, and the keys of the player step along as ever.

import {el} from "../lib/dom.js"
import {clamp} from "../lib/math.js"
import {playsByItself} from "../lib/player_bar.js"

const TURN_A_SECOND = 0.12
const FRAME_MS = 33
const TILT = 0.62
const HEIGHT = 0.62
const TRAIL_PIECES = 6

/** @typedef {import("../protocol.js").Hills} Ground */
/** @typedef {[x: number, y: number, z: number]} Point in the cube from −1 to 1; z is up */

/** @param {string} color */
const parts = (color) => [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16))

export class Hills {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.canvas = el("canvas", "nv-hills", null, "hills")
    this.canvas.setAttribute("role", "img")
    parent.append(this.canvas)
    this.turn = -0.7
    this.tilt = TILT
    this.touched = !playsByItself()
    /** @type {Ground | null} */
    this.ground = null
    this.k = 0
    this.last = 0
    this.gone = false
    this.asked = 0
    this.seen = true
    this.watch = new IntersectionObserver(([entry]) => {
      this.seen = entry.isIntersecting
      this.ask()
    })
    this.watch.observe(this.canvas)
    this.canvas.addEventListener("pointerdown", (e) => this.drag(e))
  }

  /** @param {PointerEvent} e */
  drag(e) {
    this.touched = true
    const {turn, tilt} = this,
      {clientX, clientY} = e
    this.canvas.setPointerCapture(e.pointerId)
    const move = (/** @type {PointerEvent} */ m) => {
      this.turn = turn + (m.clientX - clientX) * 0.008
      if (m.pointerType === "mouse") this.tilt = clamp(tilt + (m.clientY - clientY) * 0.004, 0.25, 1.2)
      this.ask()
    }
    const end = () => {
      this.canvas.removeEventListener("pointermove", move)
      for (const type of ["pointerup", "pointercancel"]) this.canvas.removeEventListener(type, end)
    }
    this.canvas.addEventListener("pointermove", move)
    for (const type of ["pointerup", "pointercancel"]) this.canvas.addEventListener(type, end)
  }

  /**
   * @param {Ground} ground
   * @param {string} label
   */
  take(ground, label) {
    this.ground = ground
    this.canvas.setAttribute("aria-label", label)
    this.ask()
  }

  /** @param {number} k how many steps are over */
  to(k) {
    this.k = k
    this.ask()
  }

  // One picture, in the screen's next frame; and the next one after it, as long as it turns.
  ask() {
    if (this.asked || this.gone) return
    this.asked = requestAnimationFrame((now) => {
      this.asked = 0
      if (this.gone || !this.seen || document.hidden) return
      const turning = !this.touched && playsByItself()
      if (!turning) this.draw()
      else if (now - this.last >= FRAME_MS) {
        this.turn += (TURN_A_SECOND * Math.min(now - this.last, 100)) / 1000
        this.last = now
        this.draw()
      }
      if (turning) this.ask()
    })
  }

  /**
   * How high the ground is, in a straight line between the four corners around.
   * @param {number} x from −1 to 1
   * @param {number} y
   */
  level(x, y) {
    const {z} = /** @type {Ground} */ (this.ground),
      last = z.length - 1,
      i = clamp(((y + 1) / 2) * last, 0, last),
      j = clamp(((x + 1) / 2) * last, 0, last),
      i0 = Math.min(Math.floor(i), last - 1),
      j0 = Math.min(Math.floor(j), last - 1),
      row = (/** @type {number} */ r) => z[r][j0] + (z[r][j0 + 1] - z[r][j0]) * (j - j0)
    return row(i0) + (row(i0 + 1) - row(i0)) * (i - i0)
  }

  draw() {
    const {canvas, ground} = this,
      {clientWidth: width, clientHeight: height} = canvas
    if (!ground || !width || !height) return
    const dots = Math.min(window.devicePixelRatio || 1, 2)
    canvas.width = width * dots
    canvas.height = height * dots
    const pen = canvas.getContext("2d")
    if (!pen) return
    pen.scale(dots, dots)
    const cos = Math.cos(this.turn),
      sin = Math.sin(this.turn),
      scale = Math.min(width / 2.75, height / 2.2)
    /** @param {Point} point */
    const place = ([x, y, z]) => {
      const across = x * cos - y * sin,
        back = x * sin + y * cos
      return /** @type {[number, number]} */ ([
        width / 2 + scale * across,
        height * 0.5 - scale * (back * Math.sin(this.tilt) + (2 * z - 1) * HEIGHT * Math.cos(this.tilt)),
      ])
    }
    this.drawGround(pen, ground, place, cos, sin)
    for (const path of ground.paths) this.drawPath(pen, path, place, sin, cos)
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Ground} ground
   * @param {(point: Point) => [number, number]} place
   * @param {number} cos
   * @param {number} sin
   */
  drawGround(pen, {z, low, high, line}, place, cos, sin) {
    const n = z.length - 1,
      from = parts(low),
      to = parts(high),
      at = (/** @type {number} */ k) => (2 * k) / n - 1,
      corners = z.map((row, i) => row.map((level, j) => place([at(j), at(i), level]))),
      // From the back to the front along both axes.
      order = (/** @type {number} */ away) => [...Array(n).keys()].map((k) => (away > 0 ? n - 1 - k : k)),
      columns = order(sin)
    for (const i of order(cos))
      for (const j of columns) {
        const a = z[i][j],
          b = z[i][j + 1],
          c = z[i + 1][j + 1],
          d = z[i + 1][j],
          mean = (a + b + c + d) / 4,
          east = ((b + c - a - d) * n) / 4,
          north = ((c + d - a - b) * n) / 4,
          // The sun stands in the picture's upper left, wherever one looks from.
          sun = -(east * cos - north * sin) * 0.5 + (east * sin + north * cos) * 0.35,
          light = clamp(0.92 - (0.42 * sun) / Math.hypot(1, east, north), 0.45, 1.25),
          color = from.map((low, ch) => Math.round(clamp((low + (to[ch] - low) * mean) * light, 0, 255)))
        pen.fillStyle = pen.strokeStyle = `rgb(${color})`
        pen.lineWidth = 0.7
        pen.beginPath()
        for (const [x, y] of [corners[i][j], corners[i][j + 1], corners[i + 1][j + 1], corners[i + 1][j]])
          pen.lineTo(x, y)
        pen.closePath()
        pen.fill()
        pen.stroke()
        this.drawContour(
          pen,
          [a, b, c, d],
          [corners[i][j], corners[i][j + 1], corners[i + 1][j + 1], corners[i + 1][j]],
          line,
        )
      }
  }

  /**
   * Where a cell's sides cross a level, the two places are joined.
   * @param {CanvasRenderingContext2D} pen
   * @param {number[]} levels of its corners, around
   * @param {[number, number][]} places
   * @param {string} color
   */
  drawContour(pen, levels, places, color) {
    const {steps} = /** @type {Ground} */ (this.ground),
      first = Math.ceil(Math.min(...levels) * steps),
      last = Math.floor(Math.max(...levels) * steps)
    for (let s = first; s <= last; s++) {
      /** @type {[number, number][]} */
      const ends = []
      levels.forEach((from, k) => {
        const to = levels[(k + 1) % 4],
          level = s / steps
        if (from > level === to > level) return
        const t = (level - from) / (to - from),
          [x0, y0] = places[k],
          [x1, y1] = places[(k + 1) % 4]
        ends.push([x0 + (x1 - x0) * t, y0 + (y1 - y0) * t])
      })
      if (ends.length < 2) continue
      pen.strokeStyle = color
      pen.lineWidth = 0.8
      pen.beginPath()
      pen.moveTo(...ends[0])
      pen.lineTo(...ends[1])
      pen.stroke()
    }
  }

  /**
   * Whether a hill stands between the eye and a place.
   * @param {Point} place
   * @param {number} sin
   * @param {number} cos
   */
  hidden([x, y, z], sin, cos) {
    const up = Math.tan(this.tilt) / HEIGHT / 2
    for (let s = 0.06; s < 2; s += 0.06) {
      const px = x - sin * s,
        py = y - cos * s
      if (Math.abs(px) > 1 || Math.abs(py) > 1) return false
      if (this.level(px, py) > z + 0.02 + s * up) return true
    }
    return false
  }

  /**
   * A walker's trail so far, and the walker as a glowing ball; what a hill hides shows faintly through it.
   * @param {CanvasRenderingContext2D} pen
   * @param {Ground["paths"][number]} path
   * @param {(point: Point) => [number, number]} place
   * @param {number} sin
   * @param {number} cos
   */
  drawPath(pen, {x, y, color, dash, corners}, place, sin, cos) {
    const last = Math.min(this.k, x.length - 1),
      inside = (/** @type {number} */ k) => Math.abs(x[k]) <= 1 && Math.abs(y[k]) <= 1,
      on = (/** @type {number} */ px, /** @type {number} */ py) =>
        /** @type {Point} */ ([px, py, this.level(px, py) + 0.008])
    pen.strokeStyle = color
    pen.lineWidth = 2.5
    pen.setLineDash(dash)
    for (let k = 0; k < last; k++) {
      if (!inside(k) || !inside(k + 1)) continue
      let from = place(on(x[k], y[k]))
      for (let s = 1; s <= TRAIL_PIECES; s++) {
        const t = s / TRAIL_PIECES,
          point = on(x[k] + (x[k + 1] - x[k]) * t, y[k] + (y[k + 1] - y[k]) * t),
          to = place(point)
        pen.globalAlpha = this.hidden(point, sin, cos) ? 0.25 : 1
        pen.beginPath()
        pen.moveTo(...from)
        pen.lineTo(...to)
        pen.stroke()
        from = to
      }
    }
    pen.setLineDash([])
    pen.globalAlpha = 1
    if (!inside(last)) return
    const point = on(x[last], y[last]),
      [px, py] = place(point),
      r = 9,
      cy = py - r * 0.7
    pen.globalAlpha = this.hidden(point, sin, cos) ? 0.35 : 1
    const glow = pen.createRadialGradient(px, cy, r * 0.4, px, cy, r * 2.6)
    glow.addColorStop(0, `${color}99`)
    glow.addColorStop(1, `${color}00`)
    pen.fillStyle = glow
    pen.beginPath()
    pen.arc(px, cy, r * 2.6, 0, 2 * Math.PI)
    pen.fill()
    const ball = pen.createRadialGradient(px - r * 0.35, cy - r * 0.4, 1, px, cy, r)
    ball.addColorStop(0, /** @type {Ground} */ (this.ground).shine)
    ball.addColorStop(0.3, color)
    ball.addColorStop(1, color)
    pen.fillStyle = ball
    pen.strokeStyle = /** @type {Ground} */ (this.ground).paper
    pen.lineWidth = 1.5
    pen.beginPath()
    pen.arc(px, cy, r, 0, 2 * Math.PI)
    pen.fill()
    pen.stroke()
    // Its mark, as on the map: a ball has none of its own.
    if (corners) {
      const turn = corners === 4 ? 0.25 : 0
      pen.fillStyle = /** @type {Ground} */ (this.ground).paper
      pen.beginPath()
      for (let c = 0; c < Math.abs(corners); c++) {
        const angle = 2 * Math.PI * ((c + turn * 2) / Math.abs(corners)) - Math.PI / 2
        pen.lineTo(px + r * 0.6 * Math.cos(angle), cy + r * 0.6 * Math.sin(angle))
      }
      pen.fill()
    }
    pen.globalAlpha = 1
  }

  destroy() {
    this.gone = true
    cancelAnimationFrame(this.asked)
    this.watch.disconnect()
    this.canvas.remove()
  }
}
