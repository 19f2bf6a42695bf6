// What the visitor does, on its way to Python: in order, nothing lost, nothing done twice.
// Streamlit may fold two messages into one run, so each message carries all that was not answered yet;
// Python does what is newer than the last it did, and says in each view how far it has come. A session that has only
// begun, on a server that was restarted, leaves alone what was said before the page has met it: its document comes first.
// `root` says in data-pending how many have no answer yet.

import {isAtWork, LOOK_MS, MOST_WAIT_MS} from "./at_work.js"
import {metSession} from "./keeper.js"
import {late} from "./late.js"
import {leaving} from "./leaving.js"

const RESEND_MS = 1500
// Of a part of the page that is not in a hurry: a busy server has not begun yet with what was said, and would do it twice.
const PATIENT_MS = 6000

export class Outbox {
  /**
   * @param {HTMLElement} root
   * @param {boolean} [patient] whether all that is said may wait for a script that runs
   */
  constructor(root, patient = false) {
    this.root = root
    this.patient = patient
    this.waited = 0
    /** @type {import("../protocol.js").Event[]} */
    this.pending = []
    /** @type {import("../protocol.js").Component | null} */
    this.component = null
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined
    /** the canvas's name, as Python knows it */
    this.key = ""
    this.number = Date.now()
    /** @type {() => unknown} what the canvas shows, where Python need not send it again */
    this.has = () => undefined
  }

  /** @param {import("../protocol.js").Event} event */
  put(event) {
    // Of one drag or held key, only where it has come to matters.
    const last = this.pending.at(-1)
    if (event.gesture && last?.gesture === event.gesture) this.pending.pop()
    this.pending.push(this.numbered(event))
    this.tell()
    this.send()
  }

  /**
   * What has to be done before all that has no answer yet: a session that is new knows nothing of what that is about.
   * @param {import("../protocol.js").Event} event
   */
  putFirst(event) {
    this.pending = [event, ...this.pending].map((each) => this.numbered(each))
    this.tell()
    this.send()
  }

  /** @param {import("../protocol.js").Event} event */
  numbered(event) {
    this.number = Math.max(this.number + 1, Date.now())
    return {...event, number: this.number}
  }

  /**
   * Nothing is said on the way to another page: it would be asked of this one, and take its place. Who is left behind
   * hands it on.
   * What is said again, or by a part of the page that is not in a hurry, waits while a script runs: what is asked of a part
   * of the page, and comes when a run of the whole page is just over, has Streamlit drop what that run has still to say.
   * The page would stay half drawn.
   * @param {boolean} [again]
   */
  send(again = this.patient) {
    clearTimeout(this.again)
    if (!this.pending.length) return
    if (leaving.underWay || (again && this.waited < MOST_WAIT_MS && isAtWork())) {
      this.waited += LOOK_MS
      this.again = setTimeout(() => this.send(again), LOOK_MS)
      return
    }
    this.waited = 0
    leaving.said()
    this.component?.setTriggerValue("event", {events: this.pending, met: metSession(), has: this.has()})
    this.again = setTimeout(() => this.send(true), this.patient ? PATIENT_MS : RESEND_MS)
  }

  /**
   * @param {import("../protocol.js").Component} component
   * @param {number} done the number of the last event that Python has carried out
   * @param {string} [key] the canvas's name, as Python knows it
   */
  answered(component, done, key = "") {
    this.component = component
    // What was done before it was taken away, and mounted anew, comes first.
    const before = this.key === key ? [] : late.take(key)
    this.key = key
    this.number = Math.max(this.number, ...before.map(({number}) => number ?? 0))
    this.pending = [...before, ...this.pending].filter((event) => (event.number ?? 0) > done)
    this.tell()
    if (!this.pending.length) clearTimeout(this.again)
    else if (before.length) this.send()
  }

  tell() {
    this.root.dataset.pending = String(this.pending.length)
  }

  destroy() {
    clearTimeout(this.again)
    late.put(this.key, this.pending)
  }
}
