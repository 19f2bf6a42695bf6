// Look inside: the digit in hand, a lens on the network that reads it, and what a sceptic holds against the lens.
// Python computes; here it is painted, and what is chosen is said.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {refill} from "../lib/focus.js"
import {isPlain, isTypedInto, playerKey} from "../lib/keys.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {wallPx} from "../lib/wall.js"
import {Controls, pressOne} from "./chosen.js"
import {Film} from "./film.js"
import {Lesions} from "./lesions.js"
import {Picture, paintInk} from "./picture.js"

/** @typedef {import("../protocol/inside.js").InsideView} View */

// Below the pictures, what is said of them and what can be chosen is seen with them.
const [REST_PX, REST_ON_WALL_PX, NARROW_PX] = [322, 416, 900]

/** @extends {Canvas<View>} */
export class LookInside extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-look")
    this.root.setAttribute("role", "group")
    const set = (/** @type {string} */ field, /** @type {string | number} */ value) => this.choose(field, value),
      lesion = (/** @type {number} */ layer, /** @type {number} */ neuron) => this.say("lesion", {layer, neuron})
    this.lenses = el("div", "nv-look-tabs", null, "look-lenses")
    this.row = el("div", "nv-look-row nv-graph")
    this.digit = el("div", "nv-look-digit")
    this.ink = el("canvas", "nv-look-canvas", null, "look-digit")
    this.ink.setAttribute("role", "img")
    this.told = el("p", "nv-look-title")
    this.answer = el("p", "nv-look-answer", null, "look-answer")
    this.answer.setAttribute("aria-live", "polite")
    this.shares = el("div", "nv-look-shares")
    this.examples = el("div", "nv-look-examples")
    this.hard = el("button", "nv-button nv-word")
    this.hardest = -1
    this.main = new Picture("main", lesion)
    this.rival = new Picture("rival", lesion)
    this.controls = new Controls(set)
    this.tests = el("div", "nv-look-tabs", null, "look-tests")
    this.testControls = new Controls(set)
    this.verdict = el("div", "nv-look-verdict", null, "look-verdict")
    this.thumb = el("canvas", "nv-look-thumb")
    this.film = new Film(
      (at) => {
        this.main.seek(at)
        this.rival.seek(at)
      },
      (kind) => this.say(kind, {}),
    )
    this.tells = el("div", "nv-look-tells")
    this.lesions = new Lesions({
      lesion: ([layer, neuron, source]) => this.say("lesion", {layer, neuron, source}),
      mend: () => this.say("mend", {}),
    })
    this.dreamt = ""
    this.layOut()
    this.root.addEventListener("keydown", (e) => this.key(e))
  }

  layOut() {
    const ink = el("div", "nv-look-frame"),
      hard = this.hard
    ink.append(this.ink)
    hard.type = "button"
    hard.dataset.testid = "look-hard"
    hard.onclick = () => {
      this.hardest = (this.hardest + 1) % this.shown.hard.length
      this.say("example", {index: this.shown.hard[this.hardest]})
    }
    this.digit.append(this.told, ink, this.answer, this.shares, this.examples, hard)
    this.main.root.append(this.controls.root)
    const against = el("div", "nv-look-against")
    against.append(this.tests, this.rival.root)
    this.rival.frame.append(this.thumb)
    this.rival.root.append(this.testControls.root, this.verdict)
    const lens = el("div", "nv-look-lens")
    lens.append(this.lenses, this.main.root)
    this.row.append(this.digit, lens, against)
    this.root.append(this.row, this.film.root, this.film.bar.caption, this.lesions.root, this.tells)
  }

  get graphs() {
    return [this.row]
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    if (!this.view || isTypedInto(e.target)) return
    if (this.film.count && playerKey(e, this.film.moves)) return
    if (!isPlain(e)) return
    const by = e.key === "[" ? -1 : e.key === "]" ? 1 : 0
    if (!by) return
    const names = this.shown.lenses.map(([name]) => name),
      at = names.indexOf(this.shown.lens)
    this.choose("lens", names[(at + by + names.length) % names.length])
    e.preventDefault()
  }

  /**
   * @param {string} field
   * @param {string | number} value
   */
  choose(field, value) {
    if (field === "dreamer") {
      const [layer, neuron] = String(value).split(".").map(Number)
      this.say("dreamer", {layer, neuron})
    } else this.say("set", typeof value === "number" ? {field, value} : {field, text: value})
  }

  /** @param {View} view */
  async take(view) {
    this.dress(view)
    Object.assign(this, {view})
    const {words} = view
    this.root.dataset.lens = view.lens
    this.root.dataset.test = view.test
    pressOne(this.lenses, words.lenses, view.lenses, view.lens, (name) => this.choose("lens", name))
    pressOne(this.tests, words.tests, view.tests, view.test, (name) => this.choose("test", name))
    this.showDigit(view)
    this.main.show(view, view.main)
    this.rival.show(view, view.rival)
    this.controls.show(view.controls)
    this.testControls.show(view.test_controls)
    this.verdict.replaceChildren(
      ...view.verdict.map((sentence, i) => el("p", i ? "nv-hint" : "nv-look-opinion", sentence)),
    )
    this.thumb.hidden = !view.thumb_b64
    if (view.thumb_b64) paintInk(this.thumb, view.thumb_b64, view.palette)
    this.showTells(view)
    this.lesions.show(view)
    this.film.bar.enable(view.history)
    await this.relay()
    const dreamt = view.main.frames.join() + view.rival.frames.join(),
      anew = dreamt !== this.dreamt
    this.dreamt = dreamt
    this.film.load(view.film_said, anew)
  }

  /** @param {View} view */
  showDigit(view) {
    const {words, shares, share_texts, asked, examples} = view
    paintInk(this.ink, view.digit_b64, view.palette)
    this.ink.setAttribute("aria-label", view.digit_label)
    this.told.textContent = view.digit_said[0]
    this.answer.textContent = view.digit_said[1]
    this.hard.textContent = words.hard
    const names = shares.map((_, digit) => [String(digit), String(digit)])
    pressOne(this.shares, words.shares, names, String(asked), (name) => this.choose("digit", Number(name)))
    shares.forEach((share, digit) => {
      const button = /** @type {HTMLElement} */ (this.shares.children[digit])
      button.style.setProperty("--nv-share", `${Math.round(100 * share)}%`)
      button.setAttribute("aria-label", share_texts[digit])
      button.title = share_texts[digit]
      button.dataset.testid = `ask-${digit}`
    })
    const key = examples.map(({index, b64}) => index + b64).join() + view.palette.ink
    this.examples.setAttribute("aria-label", words.examples)
    this.examples.setAttribute("role", "group")
    if (this.examples.dataset.of !== key) {
      this.examples.dataset.of = key
      refill(
        this.examples,
        examples.map(({index, b64}) => {
          const button = el("button", "nv-thumbnail"),
            canvas = el("canvas")
          button.type = "button"
          button.dataset.testid = `example-${index}`
          button.onclick = () => this.say("example", {index})
          paintInk(canvas, b64, view.palette)
          button.append(canvas)
          return button
        }),
      )
    }
    examples.forEach(({label, shown}, i) => {
      const button = this.examples.children[i]
      button.setAttribute("aria-label", label)
      button.setAttribute("aria-pressed", String(shown))
    })
  }

  /** @param {View} view */
  showTells({words, tells, blind}) {
    this.tells.replaceChildren(
      ...[
        [words.tells, tells],
        [words.blind, blind],
      ].map(([title, text]) => {
        const part = el("div", "")
        part.append(el("h3", "nv-look-title", title), el("p", "", text))
        return part
      }),
    )
  }

  async relay() {
    this.width = this.root.clientWidth
    const {style} = this.root,
      rest = shared.present ? wallPx(REST_ON_WALL_PX) : REST_PX
    if (this.width < NARROW_PX - 64) style.removeProperty("--nv-look-px")
    else style.setProperty("--nv-look-px", `${heightLeft(this.main.frame, rest, {min: 260, max: 1200})}px`)
    this.lesions.lay(this.shown)
    this.film.bar.makeRoom()
  }

  reword() {
    if (!this.view) return
    this.film.reword()
    this.film.bar.enable(this.shown.history)
  }

  destroy() {
    this.film.destroy()
    super.destroy()
  }
}
