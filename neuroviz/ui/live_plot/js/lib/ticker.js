// The one loop of frames by which pictures play: a step in each of the screen's frames, bounded, so that nothing leaps
// after a long frame; still while the tab is hidden; a rest at the end, and then anew or no more.

// A frame that took longer counts as this long.
export const MOST_MS = 100

/**
 * Where time comes from: the browser, or a test.
 * @typedef {object} Time
 * @property {() => number} now ms
 * @property {(act: (now: number) => void) => void} frame
 * @property {(act: () => void, ms: number) => unknown} later
 * @property {(timer: unknown) => void} never
 * @property {() => boolean} hidden whether nobody can see the page
 */

/** @type {Time} */
const BROWSER = {
  now: () => performance.now(),
  frame: (act) => requestAnimationFrame(act),
  later: (act, ms) => setTimeout(act, ms),
  never: (timer) => clearTimeout(/** @type {number | undefined} */ (timer)),
  hidden: () => document.hidden,
}

/**
 * What plays.
 * @typedef {object} Played
 * @property {(ms: number, now: number) => boolean | void} advance goes on by so much; true where it is at its end
 * @property {() => void} [begin] goes back to the start
 * @property {() => number | null} [rest] ms from its end to its next start; null where it is played once
 * @property {(playing: boolean) => void} changed it plays now, or does no more
 */

export class Ticker {
  /**
   * @param {Played} played
   * @param {Time} [time]
   */
  constructor(played, time = BROWSER) {
    this.played = played
    this.time = time
    /** @type {object | null} */
    this.run = null
    /** @type {unknown} */
    this.waiting = undefined
  }

  get playing() {
    return this.run !== null
  }

  start() {
    this.wait()
    if (this.run) return
    const run = {},
      {played, time} = this
    let last = time.now(),
      rested = 0
    this.run = run
    played.changed(true)
    const frame = (/** @type {number} */ now) => {
      if (this.run !== run) return
      // The first frame may have begun before the start.
      const ms = time.hidden() ? 0 : Math.min(Math.max(now - last, 0), MOST_MS)
      last = now
      if (!time.hidden()) {
        if (!played.advance(ms, now)) rested = 0
        else {
          const rest = played.rest?.() ?? null
          rested += ms
          if (rest === null) this.stop()
          else if (rested > rest) {
            rested = 0
            played.begin?.()
          }
        }
      }
      if (this.run === run) time.frame(frame)
    }
    time.frame(frame)
  }

  stop() {
    this.wait()
    if (!this.run) return
    this.run = null
    this.played.changed(false)
  }

  /**
   * In a while, unless something is started or stopped before.
   * @param {() => void} act
   * @param {number} ms
   */
  later(act, ms) {
    this.wait()
    this.waiting = this.time.later(act, ms)
  }

  // Whatever was to come later does not.
  wait() {
    this.time.never(this.waiting)
    this.waiting = undefined
  }

  // Nothing more, and nobody is told.
  destroy() {
    this.wait()
    this.run = null
  }
}
