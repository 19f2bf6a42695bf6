// The film of a dream, on the same bar as every player: play, step, scrub, and the sentence that says what is seen;
// beside it undo, redo and reset, on all lenses.

import {PlayerBar, playsByItself} from "../lib/player_bar.js"
import {Settings} from "../lib/settings.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"
import {SPEEDS} from "../lib/timing.js"

// A dream takes less than a second, and so does its film.
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
    /** @type {Settings<{speed: number, auto: boolean}>} */
    this.settings = new Settings("neuroviz.inside", {speed: 1, auto: playsByItself()})
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
      choices: {speed: {options: SPEEDS.map((speed) => [speed, `${speed}×`])}},
      say: this.say,
      keepsRoom: true,
    })
  }

  layOut() {
    const names = ["first", "back", "play", "forward", "last", "scrub", "speed", "auto", "history"],
      bar = this.bar.bar("nv-player", names)
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
    this.bar.caption.hidden = !this.count
    this.bar.scrub.max = String(Math.max(0, this.count - 1))
    if (!this.count) {
      this.ticker.stop()
      return
    }
    if (!anew) return this.jump(Math.min(this.at, this.count - 1))
    if (this.settings.values.auto && !shared.led) this.play(true)
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
    const lasts = FRAME_MS / this.settings.values.speed,
      frames = Math.floor(this.passed / lasts)
    this.passed -= frames * lasts
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
    this.bar.tell(this.said[this.at] ?? "")
    this.seen(this.at)
  }

  reword() {
    const {bar, root} = this
    this.bar = this.makeBar()
    this.root = this.layOut()
    this.root.className = root.className
    bar.destroy()
    root.replaceWith(this.root)
    bar.caption.replaceWith(this.bar.caption)
    this.bar.caption.hidden = !this.count
    this.bar.scrub.max = bar.scrub.max
    this.bar.show(this.ticker.playing)
  }

  destroy() {
    this.ticker.destroy()
    this.bar.destroy()
  }
}
