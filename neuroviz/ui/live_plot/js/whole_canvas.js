// A model of any width. Its page brings what draws it (whole/, a bundle of its own) and its numbers, as bytes; here is what
// every canvas has, and the player. Either may come first.

import {DigitsPlayer} from "./digits/player.js"
import {Canvas} from "./lib/canvas.js"
import {playerKey} from "./lib/keys.js"
import {shared} from "./lib/shared.js"
import {FIRST_AFTER_MS} from "./lib/timing.js"

/** @typedef {import("./protocol/whole.js").WholeView} View */

/**
 * What draws a model on a canvas.
 * @typedef {object} Guest
 * @property {HTMLElement} graph
 * @property {unknown} held what the hand has not let go of
 * @property {(view: View) => boolean} take shows a view; whether another signal runs through it than before
 * @property {() => void} relay the room is another
 * @property {(moving: boolean) => void} stepped
 * @property {(share: number) => void} moved
 * @property {(e: KeyboardEvent) => void} key
 * @property {() => void} flush
 */

/**
 * @typedef {object} WholeCode
 * @property {(host: WholeCanvas) => Guest} make
 * @property {string} pack the name of the numbers that are here
 * @property {() => void} [arrived] called when other numbers have come
 */

/** @extends {Canvas<View>} */
export class WholeCanvas extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-whole")
    this.root.setAttribute("role", "group")
    this.player = new DigitsPlayer(
      {
        stepped: (moving) => this.guest?.stepped(moving),
        moved: (share) => this.guest?.moved(share),
        say: (kind) => this.say(kind, {}),
      },
      "neuroviz.whole",
    )
    /** @type {Guest | null} */
    this.guest = null
    /** @type {{rev: number, view: View} | null} */
    this.latest = null
    this.root.addEventListener("keydown", (e) => {
      if (this.view && !playerKey(e, this.player.moves)) this.guest?.key(e)
    })
  }

  get graphs() {
    return this.guest ? [this.guest.graph] : []
  }

  get held() {
    return this.guest?.held ?? null
  }

  flush() {
    this.guest?.flush()
  }

  /**
   * @param {import("./protocol.js").Component} component
   * @param {{rev: number, done: number, key?: string, view: View}} message
   */
  update(component, message) {
    this.latest = message
    super.update(component, message)
  }

  // What was waited for is here.
  again() {
    if (this.gone || !this.latest || this.rev === this.latest.rev) return
    this.next = this.latest
    if (!this.working) this.do(() => this.work())
  }

  /** @param {View} view */
  async take(view) {
    const code = shared.whole
    if (!code || code.pack !== view.pack) {
      shared.whole = {...(code ?? {make: missing, pack: ""}), arrived: () => this.again()}
      return false
    }
    this.dress(view)
    const first = !this.view
    Object.assign(this, {view})
    this.guest ??= code.make(this)
    this.player.load(view.sizes, view.layers)
    this.player.bar.enable(view.history)
    const {auto} = this.player.settings.values
    if (first && auto) this.player.step = 0
    const changed = this.guest.take(view)
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
    this.guest?.relay()
  }

  reword() {
    if (!this.view) return
    this.player.reword()
    this.player.bar.enable(this.shown.history)
    this.guest?.stepped(false)
  }

  destroy() {
    this.player.destroy()
    super.destroy()
  }
}

/** @returns {Guest} */
const missing = () => {
  throw new Error("what draws the model has not come")
}
