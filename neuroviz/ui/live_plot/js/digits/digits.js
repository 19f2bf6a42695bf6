// Digits: what is drawn on the pad is the first layer of a network, and all that follows from it is computed here, in the
// next frame. Python keeps the drawing, and knows the networks and the images that training never saw.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {isPlain, isTypedInto, playerKey} from "../lib/keys.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {FIRST_AFTER_MS} from "../lib/timing.js"
import {fitToWall, wallPx} from "../lib/wall.js"
import {brainOf, signalOf} from "./brain.js"
import {Eye} from "./eye.js"
import {bytes, imageAt, imagesOf, paintPixels, rgbOf} from "./images.js"
import {Inside} from "./inside.js"
import {Learning} from "./learning.js"
import {Pad} from "./pad.js"
import {Picture} from "./picture.js"
import {PIXELS} from "./pixels.js"
import {DigitsPlayer} from "./player.js"
import {answerOf, lineOf, sentenceOf} from "./telling.js"

/** @typedef {import("../protocol/digits.js").DigitsView} View */

// After the last stroke the pen may come back: only then is its way played.
const REPLAY_AFTER_MS = 1100
// What has to be seen with the picture: the player, the sentence and the equation.
const [REST_PX, REST_ON_WALL_PX, LOWEST_PX] = [208, 246, 330]

/**
 * What has come once, and never changes; it outlives the canvas.
 * @type {Map<string, string>}
 */
const packs = new Map()

/** @extends {Canvas<View>} */
export class Digits extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-digits")
    this.root.setAttribute("role", "group")
    this.picture = new Picture()
    this.player = new DigitsPlayer({
      stepped: (moving) => this.stepped(moving),
      moved: (share) => this.scene && this.picture.motion.draw(this.scene, share),
      say: (kind) => this.say(kind, {}),
    })
    /** @type {Pad | null} */
    this.pad = null
    this.top = el("div", "nv-digits-top")
    this.top.append(this.picture.stage)
    this.equation = el("p", "nv-line nv-digits-equation", null, "equation")
    this.legend = el("p", "nv-legend")
    this.inside = new Inside((index) => this.open(index))
    this.learning = new Learning({
      open: (index) => this.open(index),
      epochs: (count) => this.say("epochs", {count}),
    })
    this.root.append(
      this.top,
      this.player.root,
      this.player.bar.caption,
      this.equation,
      this.legend,
      this.inside.root,
      this.learning.root,
    )
    /** @type {{of: string, brain: import("./brain.js").Brain} | null} */
    this.brain = null
    /** @type {{of: string, images: import("./images.js").Images} | null} */
    this.images = null
    this.told = "" // what Python was told of the packs last
    /** @type {number[]} */
    this.pixels = []
    /** @type {import("./picture.js").Scene | null} */
    this.scene = null
    this.eye = new Eye(this.picture, () => this.player.ticker.playing || this.look())
    this.what = ""
    this.coming = 0
    this.hardest = -1
    this.empty = false // whether the visitor has cleared the pad
    /** @type {number[]} */
    this.pixelsOfExample = []
    this.padWords = ""
    this.listen()
  }

  get graphs() {
    return [this.picture.graph]
  }

  get held() {
    return this.pad?.drawing || null
  }

  flush() {
    this.pad?.lift()
  }

  // --- what the hand does ---

  listen() {
    this.root.addEventListener("keydown", (e) => {
      if (!this.view || playerKey(e, this.player.moves) || !isPlain(e) || isTypedInto(e.target)) return
      if (this.eye.key(e.key, this.shown.sizes)) e.preventDefault()
    })
  }

  /** @param {string} name of one of the pad's buttons */
  act(name) {
    const pad = /** @type {Pad} */ (this.pad),
      {learning} = this.shown
    if (name === "undo_stroke") return this.draw(pad.strokes.slice(0, -1))
    if (name === "clear") return this.draw([])
    if (name === "hard") {
      this.hardest = (this.hardest + 1) % learning.hard.length
      return this.open(learning.hard[this.hardest])
    }
    this.open((this.shown.example + 1) % learning.count)
  }

  /** @param {number[][]} strokes */
  draw(strokes) {
    const pad = /** @type {Pad} */ (this.pad)
    pad.strokes = strokes
    this.empty = !strokes.length
    this.followHand()
    this.drawn()
  }

  // The pen has left the pad: Python is told, and in a while the way is played.
  drawn() {
    this.say("draw", {strokes: this.pad?.strokes})
    this.replay()
  }

  /**
   * Puts an image on the pad that training never saw.
   * @param {number} index
   */
  open(index) {
    const pad = /** @type {Pad} */ (this.pad)
    if (this.images?.of === this.shown.pictures) {
      pad.strokes = []
      this.empty = false
      Object.assign(this.shown, {example: index, example_label: this.images.images.labels[index]})
      this.pixelsOfExample = imageAt(this.images.images, index)
      this.followHand()
    }
    this.say("example", {index})
    this.pad?.root.scrollIntoView({block: "nearest"})
    this.replay()
  }

  replay() {
    if (!this.player.settings.values.auto) return
    this.player.ticker.later(() => {
      if (!this.pad?.drawing && !this.gone) this.player.play(true)
    }, REPLAY_AFTER_MS)
  }

  // Once a frame at most, all that follows from what is on the pad.
  followHand() {
    if (this.coming) return
    this.coming = requestAnimationFrame(() => {
      this.coming = 0
      if (this.gone || !this.view) return
      this.player.toEnd()
      this.compute()
      this.stepped(false)
    })
  }

  // --- a new view ---

  /** @param {View} view */
  async take(view) {
    for (const name in view.packs) packs.set(name, view.packs[name])
    const pack = packs.get(view.weights)
    if (!pack) {
      this.tell("")
      return false
    }
    this.dress(view)
    const before = this.view,
      newer = this.outbox.pending.findLast(({kind}) => kind === "draw" || kind === "example")
    // What the hand has drawn meanwhile is newer.
    if (before && (newer || this.pad?.drawing)) {
      const {example, example_label, example_b64} = before
      Object.assign(view, {example, example_label, example_b64})
    }
    Object.assign(this, {view})
    this.makePad(view)
    const pad = /** @type {Pad} */ (this.pad)
    if (!before || (!newer && !pad.drawing)) {
      pad.strokes = view.strokes
      this.pixelsOfExample = [...bytes(view.example_b64)]
      if (view.strokes.length || before?.example !== view.example) this.empty = false
    }
    // It was done on a canvas that is gone, and Python has not heard of it yet.
    if (!before && newer?.strokes) {
      pad.strokes = newer.strokes
      this.empty = !newer.strokes.length
    }
    pad.width = view.width
    pad.pens.value = String(view.pens.reduce((a, b) => (Math.abs(b - view.width) < Math.abs(a - view.width) ? b : a)))
    pad.ink = view.palette.ink
    if (this.brain?.of !== view.weights || !this.brain)
      this.brain = {of: view.weights, brain: brainOf(pack, view.sizes, view.activations)}
    this.eye.among(view)
    this.player.load(view.sizes, view.layers)
    this.player.bar.enable(view.history)
    this.legend.textContent = view.words.legend
    const changed = this.compute()
    if (!before && this.player.settings.values.auto) this.player.step = 0
    await this.relay()
    if (this.gone) return
    await this.unpack()
    if (this.gone) return
    this.learning.show(view, this.imagesNow)
    this.look()
    if (!before) {
      if (this.player.settings.values.auto) this.player.ticker.later(() => this.player.play(true), FIRST_AFTER_MS)
    } else if (changed && !this.player.ticker.waiting) this.replay()
  }

  // What has come, and what is still wanted: the images, when all else is there.
  painted() {
    this.tell(packs.has(this.shown.pictures) ? "" : this.shown.pictures)
  }

  /** @param {string} pack that is wanted */
  tell(pack) {
    const have = [...packs.keys()],
      said = JSON.stringify([pack, have])
    if (said === this.told) return
    this.told = said
    this.outbox.put({kind: "need", pack, have_packs: have})
  }

  get imagesNow() {
    return this.images?.of === this.shown.pictures ? this.images.images : null
  }

  async unpack() {
    const {pictures, learning, side} = this.shown,
      pack = packs.get(pictures)
    if (!pack || this.images?.of === pictures) return
    this.images = {of: pictures, images: await imagesOf(pack, learning.count, side)}
  }

  /** @param {View} view */
  makePad(view) {
    const words = JSON.stringify([view.words, view.pens])
    if (this.pad && this.padWords === words) return
    const before = this.pad
    this.padWords = words
    this.pad = new Pad(
      {
        changed: () => {
          this.player.ticker.wait()
          this.empty = false
          this.followHand()
        },
        done: () => this.drawn(),
        act: (name) => this.act(name),
        pen: (width) => {
          if (this.pad) this.pad.width = width
          this.followHand()
          this.say("pen", {width})
        },
      },
      view.words,
      view.pens,
    )
    if (before) {
      this.pad.strokes = before.strokes
      before.root.replaceWith(this.pad.root)
    } else this.top.prepend(this.pad.root)
  }

  // What the network makes of what is on the pad; says whether that is something else than before.
  compute() {
    const view = this.shown,
      pad = /** @type {Pad} */ (this.pad),
      {brain} = /** @type {{brain: import("./brain.js").Brain}} */ (this.brain)
    this.pixels = pad.strokes.length
      ? PIXELS[view.images](pad.strokes, pad.width)
      : this.empty
        ? new Array(view.side ** 2).fill(0)
        : /** @type {number[]} */ (this.pixelsOfExample)
    const signal = signalOf(brain, this.pixels, view.most)
    this.scene = {view, brain, signal, step: this.player.now, focus: null, selected: this.eye.selected}
    const what = JSON.stringify([view.weights, this.pixels]),
      changed = this.what !== "" && this.what !== what
    this.what = what
    this.showPad()
    return changed
  }

  showPad() {
    const view = this.shown,
      pad = /** @type {Pad} */ (this.pad),
      {palette, words} = view
    if (pad.strokes.length || this.empty) pad.picture = null
    else {
      pad.picture = document.createElement("canvas")
      const clear = rgbOf(palette.paper)
      paintPixels(
        pad.picture,
        this.pixels.map((value) => value / view.most),
        {negative: clear, middle: clear, positive: rgbOf(palette.ink)},
      )
    }
    pad.said.textContent = pad.strokes.length
      ? words.shown_drawn
      : this.empty
        ? words.draw_here
        : words.shown_example.replace("{digit}", String(view.example_label))
    pad.paint()
  }

  // --- what is seen ---

  /** @param {boolean} moving */
  stepped(moving) {
    if (!this.scene || !this.view) return
    if (!moving) this.picture.motion.clear()
    this.look()
  }

  // The eye is elsewhere, or the step another.
  look() {
    if (!this.scene || !this.view) return
    this.scene = {...this.scene, step: this.player.now, selected: this.eye.selected}
    this.scene.focus = this.eye.focus(this.scene, this.player)
    if (this.player.now.phase === "start" && this.player.ticker.playing) this.picture.paintGrid(this.scene, 0)
    this.picture.show(this.scene)
    this.inside.show(this.scene, this.eye.within(this.scene, this.player), this.imagesNow)
    this.explain()
  }

  explain() {
    const scene = /** @type {import("./picture.js").Scene} */ (this.scene),
      {step} = this.player,
      said = sentenceOf(scene, step, this.player.steps.length)
    this.player.bar.at(step, said)
    this.player.bar.tell(said)
    const {stage} = this.picture,
      {answer, share} = answerOf(scene)
    Object.assign(stage.dataset, {step: String(step), phase: scene.step.phase, answer: String(answer)})
    stage.setAttribute(
      "aria-label",
      scene.view.words.label.replace("{answer}", String(answer)).replace("{share}", share),
    )
    this.equation.replaceChildren(...lineOf(scene, this.eye.on(scene, this.player)))
    if (shared.present) fitToWall(this.equation)
    // A longer line makes room once; a shorter one does not take it back, or all below would jump.
    else this.equation.style.minHeight = `${this.equation.offsetHeight}px`
  }

  // --- the page around ---

  async relay() {
    this.width = this.root.clientWidth
    this.player.bar.makeRoom()
    this.equation.style.minHeight = ""
    const {present} = shared,
      stacked = this.width < 640
    const height = stacked
      ? 380
      : heightLeft(this.root, present ? wallPx(REST_ON_WALL_PX) : REST_PX, {min: LOWEST_PX, max: present ? 2000 : 720})
    this.root.style.setProperty("--nv-digits-px", `${height}px`)
    if (this.scene) await this.picture.lay({...this.scene, step: this.player.now}, height)
    if (!this.gone && this.scene) this.look()
    this.pad?.paint()
  }

  reword() {
    if (!this.view) return
    this.player.reword()
    this.player.bar.enable(this.shown.history)
    this.look()
  }

  destroy() {
    this.player.destroy()
    super.destroy()
  }
}
