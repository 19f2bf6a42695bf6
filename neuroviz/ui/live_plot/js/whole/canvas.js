// A model of any width, with what every canvas has and the player. Its view and its numbers, which are bytes, come apart:
// either may be first.

import {DigitsPlayer} from "../digits/player.js"
import {Canvas} from "../lib/canvas.js"
import {playerKey} from "../lib/keys.js"
import {live} from "../lib/shared.js"
import {FIRST_AFTER_MS} from "../lib/timing.js"
import {Whole} from "./whole.js"

/** @typedef {import("../protocol/whole.js").WholeView} View */
/** @typedef {import("./picture.js").Neuron} Neuron */

/** @type {import("./numbers.js").Numbers | null} of the model that is on the page */
let numbers = null

/** @extends {Canvas<View>} */
export class WholeCanvas extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-whole")
    this.root.setAttribute("role", "group")
    this.player = new DigitsPlayer(
      {
        stepped: (moving) => this.drawing?.stepped(moving),
        moved: (share) => this.drawing?.moved(share),
        say: (kind) => this.say(kind, {}),
      },
      "neuroviz.whole",
    )
    /** @type {Whole | null} */
    this.drawing = null
    /** @type {{rev: number, view: View} | null} */
    this.latest = null
    this.root.addEventListener("keydown", (e) => {
      if (this.view && !playerKey(e, this.player.moves)) this.drawing?.key(e)
    })
  }

  get graphs() {
    return this.drawing ? [this.drawing.graph] : []
  }

  get held() {
    return this.drawing?.held ?? null
  }

  flush() {
    this.drawing?.flush()
  }

  get marked() {
    const {drawing} = this
    if (!drawing?.scene) return null
    return {
      pointed: drawing.pointed,
      selected: drawing.selected,
      point: (/** @type {Neuron | null} */ at) => drawing.point(at),
      select: (/** @type {Neuron | null} */ at) => drawing.select(at),
    }
  }

  /**
   * @param {import("../protocol.js").Component} component
   * @param {{rev: number, done: number, key?: string, view: View}} message
   */
  update(component, message) {
    this.latest = message
    super.update(component, message)
  }

  /**
   * The numbers of the model called `name`.
   * @param {string} name
   * @param {() => import("./numbers.js").Numbers} unpacked
   */
  static bring(name, unpacked) {
    if (numbers?.name === name) return
    numbers = unpacked()
    for (const canvas of live) if (canvas instanceof WholeCanvas) canvas.again()
  }

  // What was waited for is here.
  again() {
    if (this.gone || !this.latest || this.rev === this.latest.rev) return
    this.next = this.latest
    if (!this.working) this.do(() => this.work())
  }

  /** @param {View} view */
  async take(view) {
    if (numbers?.name !== view.pack) return false
    this.dress(view)
    const first = !this.view
    Object.assign(this, {view})
    this.drawing ??= new Whole(this, () => /** @type {import("./numbers.js").Numbers} */ (numbers))
    this.player.load(view.sizes, view.layers)
    this.player.bar.enable(view.history)
    const {auto} = this.player.settings.values
    if (first && auto) this.player.step = 0
    const changed = this.drawing.take(view)
    this.width = this.root.clientWidth
    if (first && auto) this.player.ticker.later(() => this.player.play(true), FIRST_AFTER_MS)
    else if (changed && !first && auto && !this.held && !this.player.ticker.waiting) this.replay()
  }

  // What was changed is seen on its way, when the hand rests.
  replay() {
    this.player.ticker.later(() => {
      if (!this.gone && !this.held) this.player.play(true)
    }, FIRST_AFTER_MS)
  }

  async relay() {
    this.width = this.root.clientWidth
    this.player.bar.makeRoom()
    this.drawing?.relay()
  }

  reword() {
    if (!this.view) return
    this.player.reword()
    this.player.bar.enable(this.shown.history)
    this.drawing?.stepped(false)
  }

  destroy() {
    this.player.destroy()
    super.destroy()
  }
}
