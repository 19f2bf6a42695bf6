// A room in this browser: what concerns this visitor comes as a view, what concerns all as a glance. The bar, the card
// with the code, and the question stand over the page; the presenter's place goes out, the followers' comes in.

import {el} from "../lib/dom.js"
import {keptDocument} from "../lib/keeper.js"
import {Outbox} from "../lib/outbox.js"
import {shared} from "../lib/shared.js"
import {Asking} from "./asking.js"
import {Bar} from "./bar.js"
import {Card} from "./card.js"
import {goTo, holdStill, ownPicture, placeNow, playOut, reveal} from "./place.js"

const SECRET = "neuroviz.room"
// The page whose model stands beside the document.
const WHOLE = "whole"
// How often the presenter's place is told; how long the room's document may be on its way.
const TELL_MS = 200
const TAKE_MS = 4000
// How long an answer to a presenter who leads again may take.
const REOPEN_MS = 2500

/** @typedef {import("../protocol/room.js").RoomView} RoomView */
/** @typedef {import("../protocol/room.js").Glance} Glance */
/** @typedef {(name: string, value: unknown) => void} Say */

export class Room {
  constructor() {
    /** @type {RoomView | null} */
    this.view = null
    /** @type {Glance | null} */
    this.glance = null
    /** @type {Outbox | null} */
    this.outbox = null
    /** @type {Say | null} the page's own voice, where there is no room */
    this.voice = null
    this.asked = ""
    this.askedAt = -1e9
    this.told = ""
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.telling = undefined
    this.reopening = false
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined
    this.looked = 0
    this.played = ""
    this.bar = new Bar(this)
    this.card = new Card(this)
    this.asking = new Asking(this)
  }

  /**
   * Once a page: whether Python knows of a room. A presenter whose page was loaded anew leads again.
   * @param {boolean} inRoom
   * @param {Say} voice
   */
  page(inRoom, voice) {
    this.voice = voice
    clearTimeout(this.again)
    this.reopening = !inRoom && !!sessionStorage.getItem(SECRET)
    if (this.reopening) this.reopen()
    // The page has another frame by now, on a wall or off it.
    if (this.view) this.show()
  }

  // Again and again until Python has heard it: a server that has only just come back may miss what is said.
  reopen() {
    const secret = sessionStorage.getItem(SECRET)
    if (!secret) return
    this.voice?.("room", {kind: "reopen", secret, document: keptDocument()})
    this.again = setTimeout(() => this.reopen(), REOPEN_MS)
  }

  get leads() {
    return this.view?.role === "leads"
  }

  get follows() {
    return this.view?.role === "follows" && this.view.following
  }

  /** @returns {import("../protocol/room.js").Question | null} the question on the screen */
  get question() {
    if (!this.view?.question) return null
    const {question} = this.view,
      told = this.glance?.question
    if (this.view.role === "alone") return {...question, revealed: question.truth.length > 0}
    return told?.number === question.number ? {...question, revealed: told.revealed, truth: told.truth} : null
  }

  /**
   * @param {string} kind
   * @param {import("../protocol.js").Plain} [payload]
   */
  say(kind, payload) {
    if (this.outbox) this.outbox.put({kind, ...payload})
    else this.voice?.("room", {kind, ...payload})
  }

  /**
   * @param {RoomView} view
   * @param {Outbox} outbox
   */
  take(view, outbox) {
    this.view = view
    this.outbox = outbox
    this.asked = ""
    if (view.role === "alone") this.glance = null
    if (view.secret) {
      clearTimeout(this.again)
      sessionStorage.setItem(SECRET, view.secret)
    } else if (view.role === "follows" || (view.refused && this.reopening)) sessionStorage.removeItem(SECRET)
    this.show()
  }

  /** @param {Outbox} outbox whose component is gone */
  leave(outbox) {
    if (this.outbox !== outbox) return
    this.outbox = null
    this.view = null
    this.glance = null
    this.show()
  }

  // The presenter ends the room: a page that is loaded anew does not open it again.
  end() {
    sessionStorage.removeItem(SECRET)
    this.say("leave")
  }

  /** @param {Glance} glance */
  hear(glance) {
    this.glance = glance
    this.show()
  }

  show() {
    const {view, glance} = this
    shared.led = this.follows || (!!this.question && !this.question.revealed)
    this.bar.show()
    this.card.show(view, glance)
    this.look()
    this.hold()
    this.asking.show()
    this.follow()
    this.tell()
  }

  // A question that this page has no words for yet is fetched.
  look() {
    const number = this.glance?.question?.number ?? 0
    if (!this.view || this.view.role === "alone" || number === (this.view.question?.number ?? 0)) return
    if (this.looked === number) return
    this.looked = number
    this.say("look")
  }

  // While a question is open, nothing gives the answer away; when it is told, the way there is played.
  hold() {
    const {question} = this,
      open = !!question && !question.revealed,
      state = question ? `${question.number} ${question.revealed}` : ""
    document.documentElement.classList.toggle("nv-asked", open)
    // Also when an edit's answer comes late, which would show where it led to.
    if (open && !this.follows) holdStill()
    if (state === this.played) return
    this.played = state
    if (open) reveal()
    else if (question && !this.follows) playOut()
  }

  // The presenter's document and page are asked for, then the place on it is gone to.
  follow() {
    const {view, glance} = this
    if (!this.follows || !view || !glance?.there || glance.frozen) return
    const picture = ownPicture(),
      {sheet = view.sheet, model = view.model} = picture?.view?.keep ?? {},
      there = glance.page === view.page,
      // Of a wide model nothing is asked for where the presenter shows none.
      same = glance.sheet === sheet && (view.page !== WHOLE || !glance.model || glance.model === model)
    if (there && same) {
      this.asked = ""
      goTo(glance.place)
      return
    }
    // One at a time: what has come meanwhile is asked for next.
    const now = performance.now(),
      shown = `${sheet} ${model} ${view.page}`
    if (this.asked === shown && now - this.askedAt < TAKE_MS) return
    this.asked = shown
    this.askedAt = now
    // A picture takes a document by itself; for another page, all is drawn anew.
    if (there && picture) picture.say("follow", {gesture: "follow"})
    else this.say("take")
  }

  // Where the presenter stands, a few times a second at most.
  tell() {
    if (!this.leads || this.telling || this.glance?.frozen) return
    const place = placeNow(),
      now = JSON.stringify(place)
    if (now === this.told) return
    this.told = now
    this.say("place", {place, gesture: "place"})
    this.telling = setTimeout(() => {
      this.telling = undefined
      this.tell()
    }, TELL_MS)
  }

  // A player or a picture has come to stand elsewhere.
  stood() {
    if (this.leads) this.tell()
  }

  // A picture shows another view: what belongs to it can be gone to.
  drawn() {
    if (this.view) this.show()
  }
}

/** @type {Room | null} */
let only = null

/** The browser's one room. */
export const room = () => {
  only ??= new Room()
  shared.stood = () => only?.stood()
  shared.drawn = () => only?.drawn()
  return only
}

/** What concerns this visitor, on its way from and to Python. */
export class RoomMount {
  /** @param {Element} parent */
  constructor(parent) {
    this.root = el("div", "nv-room")
    this.outbox = new Outbox(this.root, true)
    /** @type {number | undefined} */
    this.rev = undefined
    parent.append(this.root)
  }

  /**
   * @param {import("../protocol.js").Component} component
   * @param {import("../protocol.js").Message} message
   */
  update(component, {rev, done, key, view}) {
    this.outbox.answered(component, done, key)
    if (this.rev === rev) return
    this.rev = rev
    room().take(/** @type {RoomView} */ (/** @type {unknown} */ (view)), this.outbox)
  }

  destroy() {
    this.outbox.destroy()
    room().leave(this.outbox)
    this.root.remove()
  }
}

/** What concerns all in the room. */
export class GlanceMount {
  /**
   * @param {import("../protocol.js").Component} _
   * @param {import("../protocol.js").Message} message
   */
  update(_, {view}) {
    room().hear(/** @type {Glance} */ (/** @type {unknown} */ (view)))
  }

  destroy() {}
}
