// The room's bar: below the page, or on a wall in the presenter's own.

import {el} from "../lib/dom.js"

/** @typedef {import("../protocol/room.js").RoomView} RoomView */

/** @param {string} code */
export const spaced = (code) => `${code.slice(0, 3)} ${code.slice(3)}`

export class Bar {
  /** @param {import("./room.js").Room} room */
  constructor(room) {
    this.room = room
    this.box = el("div", "nv-room-bar", null, "room")
    this.box.setAttribute("role", "toolbar")
    this.state = el("p", "nv-room-state", null, "room-state")
    this.state.setAttribute("aria-live", "polite")
    this.buttons = el("span", "nv-room-buttons")
    this.box.append(this.state, this.buttons)
    /** @type {number} of the documents handed out, the one that was taken or sent away */
    this.taken = 0
    this.drawn = ""
  }

  show() {
    const {view, glance} = this.room
    if (!view || (view.role === "alone" && !view.refused)) {
      this.box.remove()
      document.documentElement.classList.remove("nv-in-room")
      this.drawn = ""
      return
    }
    const place = document.querySelector(".nv-presenter") ?? document.querySelector(".stApp") ?? document.body
    if (this.box.parentElement !== place) place.append(this.box)
    document.documentElement.classList.add("nv-in-room")
    this.box.setAttribute("aria-label", view.words.bar)
    this.state.textContent = view.refused || this.says(view)
    this.state.classList.toggle("nv-refused", !!view.refused)
    this.box.dataset.role = view.role
    const names = this.names(view)
    // A button keeps the keyboard's place while what stands around it changes.
    const drawn = JSON.stringify([names, view.words, glance?.frozen, glance?.handed])
    if (drawn === this.drawn) return
    this.drawn = drawn
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.testid
    this.buttons.replaceChildren(...names.map(([name, text, act]) => this.button(name, text, act)))
    if (focused) this.buttons.querySelector(`[data-testid="${focused}"]`)?.dispatchEvent(new Event("nv-focus"))
  }

  /** @param {RoomView} view */
  says({words, role, following}) {
    const {glance} = this.room
    if (!glance?.there) return role === "leads" ? words.ended : words.waiting
    if (role === "leads") return words.here.replace("{n}", String(glance.people))
    if (!following) return words.own
    return glance.frozen ? words.frozen : words.follows
  }

  /**
   * @param {RoomView} view
   * @returns {[name: string, text: string, act: () => void][]}
   */
  names({words, role, code, following, asks}) {
    const {room} = this,
      {glance} = room
    if (role === "alone") return [["away", words.close, () => room.say("done")]]
    if (role === "leads") {
      if (!glance?.there)
        return [
          ["again", words.again, () => room.say("reopen")],
          ["leave", words.close, () => room.end()],
        ]
      /** @type {[string, string, () => void][]} */
      const asking = asks.map(([kind, text]) => [`ask-${kind}`, text, () => room.say("ask", {question: kind})])
      return [
        ["code", spaced(code), () => room.card.toggle()],
        ...asking,
        glance.frozen
          ? ["freeze", words.thaw, () => room.say("freeze", {frozen: false})]
          : ["freeze", words.freeze, () => room.say("freeze", {frozen: true})],
      ]
    }
    const handed = glance?.there ? glance.handed : 0
    return [
      ...(handed > this.taken
        ? /** @type {[string, string, () => void][]} */ ([
            [
              "copy",
              words.copy,
              () => {
                this.taken = handed
                room.say("copy", {sheet: handed})
                this.show()
              },
            ],
          ])
        : []),
      ...(glance?.there
        ? /** @type {[string, string, () => void][]} */ ([
            following ? ["try", words.try, () => room.say("let_go")] : ["back", words.back, () => room.say("back")],
          ])
        : []),
      ["leave", words.leave, () => room.say("leave")],
    ]
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {() => void} act
   */
  button(name, text, act) {
    const button = el("button", "nv-room-button", text, `room-${name}`)
    button.type = "button"
    if (name === "freeze") button.setAttribute("aria-pressed", String(!!this.room.glance?.frozen))
    button.addEventListener("nv-focus", () => button.focus())
    button.onclick = () => {
      act()
      if (!button.matches(":focus-visible")) button.blur()
    }
    return button
  }
}
