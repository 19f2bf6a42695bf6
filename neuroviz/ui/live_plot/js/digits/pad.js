// The pad: strokes by mouse, pen or finger, with what takes them back, and images instead of them.

import {el} from "../lib/dom.js"
import {named} from "../lib/format.js"
import {clamp} from "../lib/math.js"
import {shared} from "../lib/shared.js"
import {PAD} from "./pixels.js"

// Points nearer to each other are one.
const NEAR = 6
// From a straight line, so far a point may lie and be left out.
const STRAIGHT = 3

/** @typedef {number[]} Stroke */

/**
 * A stroke with fewer points, none of which was farther from the new one than `STRAIGHT` (Douglas and Peucker 1973).
 * @param {Stroke} stroke
 * @returns {Stroke}
 */
export const simplified = (stroke) => {
  const last = stroke.length / 2 - 1
  if (last < 2) return stroke
  const [ax, ay, bx, by] = [stroke[0], stroke[1], stroke[2 * last], stroke[2 * last + 1]],
    length = Math.hypot(bx - ax, by - ay)
  let [far, at] = [0, 0]
  for (let i = 1; i < last; i++) {
    const [x, y] = [stroke[2 * i], stroke[2 * i + 1]]
    const off = length ? Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length : Math.hypot(x - ax, y - ay)
    if (off > far) [far, at] = [off, i]
  }
  if (far <= STRAIGHT) return [ax, ay, bx, by]
  return [...simplified(stroke.slice(0, 2 * at + 2)).slice(0, -2), ...simplified(stroke.slice(2 * at))]
}

export class Pad {
  /**
   * @param {{changed: () => void, done: () => void, act: (name: string) => void, pen: (width: number) => void}} told
   * @param {Record<string, string>} words
   * @param {number[]} pens
   */
  constructor(told, words, pens) {
    this.told = told
    /** @type {Stroke[]} */
    this.strokes = []
    this.width = pens[1]
    /** @type {number | null} the pointer that draws */
    this.pointer = null
    /** @type {HTMLCanvasElement | null} what is shown where nothing is drawn */
    this.picture = null
    this.ink = "CanvasText"
    this.root = el("div", "nv-pad")
    this.canvas = el("canvas", "nv-pad-canvas", null, "pad")
    this.canvas.setAttribute("role", "img")
    this.canvas.setAttribute("aria-label", words.pad)
    this.frame = el("div", "nv-pad-frame")
    this.prompt = el("span", "nv-pad-prompt", words.draw_here)
    this.prompt.setAttribute("aria-hidden", "true")
    this.frame.append(this.canvas, this.prompt)
    this.said = el("p", "nv-pad-said", null, "pad-said")
    this.tools = el("div", "nv-pad-tools")
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {}
    for (const name of ["undo_stroke", "clear", "example", "hard"]) {
      const button = el("button", "nv-button nv-word", words[name], `pad-${name}`)
      button.type = "button"
      button.onclick = () => told.act(name)
      this.buttons[name] = button
      this.tools.append(button)
    }
    this.pens = el("select", "nv-select", null, "pad-pen")
    this.pens.setAttribute("aria-label", words.pen)
    for (const [i, name] of ["pen_thin", "pen_middle", "pen_thick"].entries())
      this.pens.append(new Option(named(shared.words.named, words.pen, words[name]), String(pens[i])))
    this.pens.onchange = () => told.pen(Number(this.pens.value))
    this.tools.append(this.pens)
    this.root.append(this.frame, this.said, this.tools)
    this.listen()
  }

  get drawing() {
    return this.pointer !== null
  }

  listen() {
    const {canvas} = this
    canvas.addEventListener("pointerdown", (e) => {
      if (e.button || this.pointer !== null) return
      e.preventDefault()
      this.pointer = e.pointerId
      canvas.setPointerCapture(e.pointerId)
      this.strokes = [...this.strokes, this.at(e)]
      this.told.changed()
    })
    canvas.addEventListener("pointermove", (e) => {
      if (e.pointerId !== this.pointer) return
      const stroke = /** @type {Stroke} */ (this.strokes.at(-1)),
        events = e.getCoalescedEvents?.() ?? []
      for (const event of events.length ? events : [e]) {
        const [x, y] = this.at(event)
        if (Math.hypot(x - stroke[stroke.length - 2], y - stroke[stroke.length - 1]) >= NEAR) stroke.push(x, y)
      }
      this.told.changed()
    })
    for (const type of ["pointerup", "pointercancel"])
      canvas.addEventListener(type, (e) => {
        if (/** @type {PointerEvent} */ (e).pointerId === this.pointer) this.lift()
      })
  }

  // The stroke that is being drawn is done.
  lift() {
    if (!this.drawing) return
    this.pointer = null
    this.strokes = [...this.strokes.slice(0, -1), simplified(/** @type {Stroke} */ (this.strokes.at(-1)))]
    this.told.changed()
    this.told.done()
  }

  /**
   * Where a pointer is on the pad.
   * @param {PointerEvent} e
   * @returns {Stroke}
   */
  at(e) {
    const box = this.canvas.getBoundingClientRect()
    return [(e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height].map((share) =>
      clamp(Math.round(share * PAD), 0, PAD),
    )
  }

  // As it is now, in the size that it has now.
  paint() {
    const {canvas, strokes} = this,
      px = Math.max(1, Math.round(canvas.clientWidth * (window.devicePixelRatio || 1)))
    if (canvas.width !== px) canvas.width = canvas.height = px
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))
    context.clearRect(0, 0, px, px)
    this.prompt.hidden = !!strokes.length || !!this.picture
    this.buttons.undo_stroke.disabled = !strokes.length
    if (!strokes.length) {
      context.imageSmoothingEnabled = false
      if (this.picture) context.drawImage(this.picture, 0, 0, px, px)
      return
    }
    const scale = px / PAD
    Object.assign(context, {lineWidth: this.width * scale, lineCap: "round", lineJoin: "round", strokeStyle: this.ink})
    for (const stroke of strokes) {
      context.beginPath()
      context.moveTo(stroke[0] * scale, stroke[1] * scale)
      for (let i = 2; i < Math.max(4, stroke.length); i += 2)
        context.lineTo((stroke[i] ?? stroke[0]) * scale, (stroke[i + 1] ?? stroke[1]) * scale)
      context.stroke()
    }
  }
}
