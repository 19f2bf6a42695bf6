// What a canvas had not said when it was taken away: another page, or the browser's own way back. The component that
// every page has says it in its place, again and again until Python has heard it; a canvas that comes back under the
// same name says it itself, before all that is done on it. What was done in a session that is over, since its server was
// restarted, waits for that canvas: it brings the document first.

import {metSession} from "./keeper.js"

/** @typedef {import("../protocol.js").Event} Event */

const RESEND_MS = 1500

// Who asks for a run's next epochs, or for what it has lost, and is gone, needs no answer.
const QUESTIONS = ["more", "need"]

export class Late {
  constructor() {
    /** @type {Map<string, Event[]>} by the canvas's name */
    this.waiting = new Map()
    /** @type {Map<string, string>} the session in which it was done, by the canvas's name */
    this.sessions = new Map()
    /** the page's */
    this.session = ""
    /** @type {((name: string, value: unknown) => void) | null} the page's own voice */
    this.voice = null
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined
  }

  /**
   * @param {string} key the canvas's
   * @param {Event[]} events that have no answer
   */
  put(key, events) {
    const left = events.filter(({kind}) => !QUESTIONS.includes(kind))
    if (!key || !left.length) return
    this.waiting.set(key, [...(this.waiting.get(key) ?? []), ...left])
    this.sessions.set(key, metSession())
    this.send()
  }

  /**
   * For a canvas that has come back.
   * @param {string} key
   */
  take(key) {
    const events = this.waiting.get(key) ?? []
    if (this.waiting.delete(key)) this.send()
    return events
  }

  /**
   * The page's component, and how far Python has come with each canvas.
   * @param {(name: string, value: unknown) => void} voice
   * @param {Record<string, number>} done the number of the last event that was carried out, by canvas
   * @param {string} session
   */
  answered(voice, done, session) {
    this.voice = voice
    this.session = session
    for (const [key, events] of this.waiting) {
      const left = events.filter((event) => (event.number ?? 0) > (done[key] ?? 0))
      if (left.length) this.waiting.set(key, left)
      else this.waiting.delete(key)
    }
    this.send()
  }

  send() {
    clearTimeout(this.again)
    document.documentElement.dataset.pending = String(this.waiting.size)
    const now = [...this.waiting].filter(([key]) => this.sessions.get(key) === this.session)
    if (!now.length) return
    this.voice?.("late", Object.fromEntries(now))
    this.again = setTimeout(() => this.send(), RESEND_MS)
  }
}

export const late = new Late()
