// The film of a dream, on the same bar as every player: play, step, scrub; beside it undo, redo and reset, on all lenses.

import {PlayerBar, playsByItself} from "../lib/player_bar.js"
import {Settings} from "../lib/settings.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"

const FRAME_MS = 22

export class Film {
  /**
   * @param {(at: number) => void} seen a frame is to be shown
   * @param {(kind: string) => void} say
   */
  constructor(seen, say) {
    this.seen = seen
    this.say = say
    this.count = 0
    this.at = 0
    this.passed = 0
    /** @type {string[]} */
    this.said = []
    /** @type {Settings<{auto: boolean}>} */
    this.settings = new Settings("neuroviz.inside", {auto: playsByItself()})
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      begin: () => this.jump(0),
      changed: (playing) => this.bar.show(playing),
    })
    this.bar = this.makeBar()
    this.root = this.layOut()
  }

  makeBar() {
    const {words} = shared
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {label: words.scrub, seek: (at) => this.go(at)},
      moves: this.moves,
      say: this.say,
    })
  }

  layOut() {
    const bar = this.bar.bar("nv-player", ["first", "back", "play", "forward", "last", "scrub", "auto", "history"])
    bar.classList.add("nv-look-bar")
    return bar
  }

  /** @type {Record<import("../lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => (this.ticker.playing ? this.ticker.stop() : this.play()),
    back: () => this.go(this.at - 1),
    forward: () => this.go(this.at + 1),
    first: () => this.go(0),
    last: () => this.go(this.count - 1),
  }

  /**
   * A film of so many frames, or none.
   * @param {string[]} said of each frame
   * @param {boolean} anew whether it is another one
   */
  load(said, anew) {
    this.said = said
    this.count = said.length
    this.root.classList.toggle("nv-look-still", !this.count)
    this.bar.scrub.max = String(Math.max(0, this.count - 1))
    if (!this.count) {
      this.ticker.stop()
      return
    }
    if (!anew) return this.jump(Math.min(this.at, this.count - 1))
    if (this.settings.values.auto) this.play(true)
    else this.go(this.count - 1)
  }

  play(fromStart = false) {
    if (!this.count) return
    if (fromStart || this.at >= this.count - 1) this.jump(0)
    this.passed = 0
    this.ticker.start()
  }

  /** @param {number} ms */
  advance(ms) {
    this.passed += ms
    const frames = Math.floor(this.passed / FRAME_MS)
    this.passed -= frames * FRAME_MS
    if (frames) this.jump(this.at + frames)
    return this.at >= this.count - 1
  }

  /** @param {number} at */
  go(at) {
    if (!this.count) return
    this.ticker.stop()
    this.jump(at)
  }

  /** @param {number} at */
  jump(at) {
    this.at = Math.max(0, Math.min(at, this.count - 1))
    this.bar.at(this.at, this.said[this.at] ?? "")
    this.seen(this.at)
  }

  reword() {
    const {bar, root} = this
    this.bar = this.makeBar()
    this.root = this.layOut()
    this.root.className = root.className
    bar.destroy()
    root.replaceWith(this.root)
    this.bar.scrub.max = bar.scrub.max
    this.bar.show(this.ticker.playing)
  }

  destroy() {
    this.ticker.destroy()
    this.bar.destroy()
  }
}
