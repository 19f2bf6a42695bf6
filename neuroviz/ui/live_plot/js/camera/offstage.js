// A canvas once more, out of sight, in the size and the theme that were asked for, standing as the one on the page does:
// there it is taken, still or moment by moment, and nobody sees it move.

import {el, painted} from "../lib/dom.js"
import {shared} from "../lib/shared.js"
import {KINDS} from "./kinds.js"
import {Painter, withImages} from "./paint.js"
import {fontsOf, pictureOf, textOf} from "./picture.js"
import {Seen} from "./seen.js"

// What is drawn has letters of a size for a slide; a larger picture is the same, larger.
const DRAWN_PX = 1280
const CAPTION_PX = 44
const TOP_PX = 16
const RIM_PX = 20
const MOST_FRAMES = 300
// What a picture out of sight has from the page around the one that is seen.
const HAD = ["font", "text-color", "background-color", "border-color", "primary-color", "base-radius", "button-radius"]

/** @typedef {import("./main.js").Asked} Asked */
/** @typedef {any} Any */

/** @param {string} key of a canvas on the page; "" for none @returns {Any} */
export const seenOf = (key) =>
  key && [...(shared.live ?? [])].find((canvas) => canvas.outbox.key === key && !canvas.root.closest(".nv-offstage"))

export class Offstage {
  /** @param {Asked} asked */
  constructor(asked) {
    this.asked = asked
    const [width, height] = asked.size
    this.size = asked.size
    this.wide = DRAWN_PX * Math.min(1, width / height)
    this.tall = Math.round((this.wide * height) / width)
    this.seen = seenOf(asked.of)
    this.place = el("div", "nv-offstage")
    this.place.style.width = `${this.wide}px`
    this.place.setAttribute("aria-hidden", "true")
    this.place.inert = true
    const around = this.seen && getComputedStyle(this.seen.root)
    for (const name of around ? HAD : [])
      this.place.style.setProperty(`--st-${name}`, around.getPropertyValue(`--st-${name}`))
    for (const [name, color] of Object.entries(asked.colors)) this.place.style.setProperty(name, color)
    this.place.style.color = asked.ink
    document.body.append(this.place)
    this.pen = document.createElement("canvas")
    Object.assign(this.pen, {width, height})
    /** @type {SVGElement | null} what was painted last */
    this.painted = null
    /** @type {{left: number, top: number, right: number, bottom: number} | null} where things stand, in all of a film */
    this.box = null
    this.changes = new MutationObserver(() => {
      this.changed = true
    })
    this.changed = true
    /** @type {any} what is drawn there */
    this.view = null
    this.changes.observe(this.place, {subtree: true, childList: true, attributes: true, characterData: true})
  }

  /** @returns {Any} */
  get canvas() {
    return [...(shared.live ?? [])].find((canvas) => this.place.contains(canvas.root))
  }

  /** @returns {import("./kinds.js").Kind} */
  get kind() {
    return KINDS[this.view.kind]
  }

  async ready() {
    // A page that has just been opened may still be drawing it.
    for (let i = 0; i < MOST_FRAMES && !this.asked.view && !this.seen?.view; i++) {
      await painted()
      this.seen = seenOf(this.asked.of)
    }
    const {seen, place} = this,
      {keep: _, history: __, coach: ___, ...own} = this.asked.view ?? seen.view
    this.view = {...own, fixed: true, stale: false, tall: this.tall - CAPTION_PX - TOP_PX}
    const {view, of} = this.kind
    if (view && seen) this.view = view(seen, this.view)
    const data = new TextEncoder().encode(JSON.stringify({rev: 1, done: 0, view: this.view}))
    this.clean = shared.draw?.({parentElement: place, data, setTriggerValue: () => {}})
    // Its view is taken a little later: by then it has what the other has.
    if (of && seen) of(this.canvas, seen)
    while (!this.canvas?.rev || this.canvas.working) await painted()
    this.kind.stand?.(this.canvas, seen)
    await painted()
    await painted()
    this.family = getComputedStyle(this.canvas.root).fontFamily
    this.faces = await fontsOf(this.family)
    await withImages(this.picture())
  }

  /** The picture of this moment. @returns {SVGElement} */
  picture() {
    const {asked, canvas, kind} = this,
      [width, height] = asked.size,
      network = canvas.view.kind === "figure" && canvas.view.network && !canvas.view.walk,
      seen = new Seen(this.place.getBoundingClientRect())
    for (const part of kind.parts(canvas)) seen.add(part)
    // All of a film stands where its first picture does.
    this.box ??= network ? {left: 0, top: -TOP_PX, right: this.wide, bottom: this.tall - TOP_PX} : seen.box
    const {left, top, right, bottom} = this.box,
      rim = network ? 0 : RIM_PX,
      wide = Math.max(right - left + 2 * rim, ((bottom - top + 2 * rim) * width) / height),
      tall = (wide * height) / width
    const frame = {
      width,
      height,
      wide,
      tall,
      paper: asked.paper,
      ink: asked.ink,
      family: this.family ?? "sans-serif",
      label: canvas.view.label ?? canvas.root.getAttribute("aria-label") ?? "",
      link: asked.link,
    }
    const at = {left: (wide - right - left) / 2, top: (tall - bottom - top) / 2}
    const caption = network ? (canvas.player?.bar.caption.textContent ?? "") : ""
    return pictureOf(seen.pieces, caption, frame, at)
  }

  /** The same, as the text of a file. */
  text() {
    return textOf(this.picture(), this.faces ?? [])
  }

  /** Whether something is another than when it was painted last. */
  moved() {
    if (this.changes.takeRecords().length) this.changed = true
    // Of what is painted on a canvas nobody is told; the hills of a walk stand still between its steps.
    return this.changed || (this.view.kind !== "figure" && this.canvas.root.querySelector("canvas") !== null)
  }

  /** This moment, painted. @returns {Promise<HTMLCanvasElement>} */
  async drawn() {
    const {pen} = this
    if (this.painted && !this.moved()) return pen
    const picture = this.picture(),
      context = pen.getContext("2d", {willReadFrequently: true})
    this.changes.takeRecords()
    this.changed = false
    await withImages(picture)
    if (context) new Painter(context, picture).paint()
    this.painted = picture
    return pen
  }

  async points() {
    const pen = await this.drawn(),
      context = /** @type {CanvasRenderingContext2D} */ (pen.getContext("2d", {willReadFrequently: true}))
    return context.getImageData(0, 0, pen.width, pen.height).data
  }

  destroy() {
    this.changes.disconnect()
    this.clean?.()
    this.place.remove()
  }
}
