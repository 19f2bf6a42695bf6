// A question on the screen: to answer, to count, and at last with the truth beside what was expected.

import {el} from "../lib/dom.js"
import {plain} from "../lib/format.js"
import {shared} from "../lib/shared.js"
import {columnsOf, isRight, rounds} from "./tally.js"

/** @typedef {import("../protocol/room.js").Question} Question */

export class Asking {
  /** @param {import("./room.js").Room} room */
  constructor(room) {
    this.room = room
    this.box = el("section", "nv-ask", null, "question")
    this.text = el("p", "nv-ask-text")
    this.body = el("div", "nv-ask-body")
    this.note = el("p", "nv-ask-note", null, "question-note")
    this.note.setAttribute("aria-live", "polite")
    this.buttons = el("div", "nv-room-buttons")
    this.box.append(this.text, this.body, this.note, this.buttons)
    this.drawn = ""
  }

  show() {
    const {question, room} = this.state
    if (!question || !room.view) {
      this.box.remove()
      this.drawn = ""
      return
    }
    if (!this.box.isConnected) (document.querySelector(".stApp") ?? document.body).append(this.box)
    const {words} = room.view
    this.box.setAttribute("aria-label", words.question)
    this.box.classList.toggle("nv-wall", !!shared.present)
    this.box.dataset.role = room.view.role
    this.text.textContent = question.text
    this.note.textContent = this.says(question, words)
    const drawn = JSON.stringify([question, room.view.role, words, question.revealed && room.glance?.counts])
    if (drawn === this.drawn) return
    this.drawn = drawn
    // What was asked for is answered next; who follows is not called away from what he does.
    const called = room.view.role === "alone" || this.box.contains(document.activeElement)
    const answers = room.view.role !== "leads" && question.answer == null && !question.revealed
    this.body.replaceChildren(...(question.revealed ? this.columns(question) : answers ? this.answers(question) : []))
    this.buttons.replaceChildren(...this.does(question, words))
    const first = this.box.querySelector("button, input")
    if (called && first instanceof HTMLElement) first.focus({preventScroll: true})
  }

  get state() {
    return {question: this.room.question, room: this.room}
  }

  /**
   * @param {Question} question
   * @param {Record<string, string>} words
   */
  says(question, words) {
    const {view, glance} = this.room,
      answer = this.worded(question, question.answer)
    if (question.revealed) {
      const truth = words.truth.replace(
        "{truth}",
        question.truth.map((value) => this.worded(question, value)).join(", "),
      )
      if (question.answer == null) return truth
      return `${truth} ${(isRight(question) ? words.right : words.yours).replace("{answer}", answer)}`
    }
    if (view?.role === "leads")
      return words.answered.replace("{n}", String(glance?.answered ?? 0)).replace("{all}", String(glance?.people ?? 0))
    return question.answer == null ? "" : words.wait.replace("{answer}", answer)
  }

  /**
   * @param {Question} question
   * @param {number | null} value
   */
  worded({options}, value) {
    if (value == null) return ""
    return options.length ? options[value] : plain(rounds(value))
  }

  /**
   * @param {Question} question
   * @returns {HTMLElement[]}
   */
  answers(question) {
    const say = (/** @type {number} */ value) => this.room.say("answer", {question: question.number, value})
    if (question.options.length)
      return question.options.map((text, value) => {
        const button = el("button", "nv-room-button nv-ask-option", text, "answer")
        button.type = "button"
        button.onclick = () => say(value)
        return button
      })
    const {symbol, low, high} = question,
      words = /** @type {import("../protocol/room.js").RoomView} */ (this.room.view).words,
      line = el("input", "nv-ask-line"),
      now = el("output", "nv-ask-now"),
      send = el("button", "nv-room-button nv-ask-option", words.send)
    Object.assign(line, {type: "range", min: String(low), max: String(high), step: String((high - low) / 200)})
    line.value = String((low + high) / 2)
    line.dataset.testid = "answer-line"
    line.setAttribute("aria-label", question.text)
    const tell = () => {
      now.textContent = `${symbol} = ${plain(rounds(Number(line.value)))}`
    }
    line.oninput = tell
    tell()
    send.type = "button"
    send.dataset.testid = "answer"
    send.onclick = () => say(Number(line.value))
    const ends = el("span", "nv-ask-ends")
    ends.append(el("span", "", plain(low)), now, el("span", "", plain(high)))
    return [line, ends, send]
  }

  /**
   * @param {Question} question
   * @returns {HTMLElement[]}
   */
  columns(question) {
    const counts = this.room.view?.role === "alone" ? [] : (this.room.glance?.counts ?? []),
      chart = el("div", "nv-ask-chart", null, "histogram")
    for (const {label, count, share, right, own} of columnsOf(question, counts)) {
      const column = el("div", "nv-ask-column"),
        bar = el("span", "nv-ask-bar")
      bar.style.height = `${Math.round(share * 100)}%`
      const rise = el("span", "nv-ask-rise")
      rise.append(el("span", "nv-ask-count", count ? String(count) : ""), bar)
      column.append(rise, el("span", "nv-ask-label", `${right ? "✓ " : ""}${label}`))
      column.classList.toggle("nv-right", right)
      column.classList.toggle("nv-own", own)
      chart.append(column)
    }
    return [chart]
  }

  /**
   * @param {Question} question
   * @param {Record<string, string>} words
   */
  does(question, words) {
    const {room} = this,
      role = room.view?.role
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) => {
      const made = el("button", "nv-room-button", words[name], `question-${name}`)
      made.type = "button"
      made.onclick = act
      return made
    }
    if (role === "leads" && !question.revealed)
      return [button("reveal", () => room.say("reveal")), button("done", () => room.say("done"))]
    return role === "follows" ? [] : [button("done", () => room.say("done"))]
  }
}
