// The way into the room, as large as the wall: its code, its address, and the address as a picture for telephones.

import {el} from "../lib/dom.js"
import {spaced} from "./bar.js"

export class Card {
  /** @param {import("./room.js").Room} room */
  constructor(room) {
    this.box = el("dialog", "nv-room-card", null, "room-card")
    this.title = el("p", "nv-room-title")
    this.code = el("p", "nv-room-code", null, "room-code")
    this.qr = el("div", "nv-room-qr")
    this.qr.setAttribute("role", "img")
    this.address = el("p", "nv-room-address", null, "room-address")
    this.people = el("p", "nv-room-people", null, "room-people")
    this.kept = el("p", "nv-room-address")
    this.handOut = this.button("hand-out", () => room.say("hand_out"))
    this.end = this.button("end", () => room.end())
    this.close = this.button("close", () => this.box.close())
    const words = el("div", "nv-room-words"),
      buttons = el("div", "nv-room-buttons")
    buttons.append(this.handOut, this.end, this.close)
    words.append(this.title, this.code, this.address, this.people, buttons, this.kept)
    this.box.append(this.qr, words)
    this.wanted = false
  }

  /**
   * @param {import("../protocol/room.js").RoomView | null} view
   * @param {import("../protocol/room.js").Glance | null} glance
   */
  show(view, glance) {
    if (view?.role !== "leads") {
      this.box.remove()
      return
    }
    const {words, code, address, qr, sheets} = view
    if (!this.box.isConnected) (document.querySelector(".stApp") ?? document.body).append(this.box)
    this.title.textContent = words.come
    this.code.textContent = spaced(code)
    if (this.qr.dataset.of !== address) this.qr.innerHTML = qr
    this.qr.dataset.of = address
    this.qr.setAttribute("aria-label", words.qr)
    this.address.textContent = address.replace(/^https?:\/\//, "")
    const people = glance?.people ?? 0
    this.people.textContent = (people === 1 ? words.person : words.people).replace("{n}", String(people))
    this.kept.textContent = sheets ? words.kept.replace("{address}", sheets) : ""
    this.handOut.textContent = words.hand_out
    this.end.textContent = words.end
    this.close.textContent = words.close
    this.box.setAttribute("aria-label", words.come)
    // A room that has only just been opened shows the way in.
    if (this.wanted && !this.box.open) this.box.showModal()
    this.wanted = false
  }

  /**
   * @param {string} name
   * @param {() => void} act
   */
  button(name, act) {
    const button = el("button", "nv-room-button", null, `card-${name}`)
    button.type = "button"
    button.onclick = act
    return button
  }

  toggle() {
    this.box.open ? this.box.close() : this.box.showModal()
  }
}
