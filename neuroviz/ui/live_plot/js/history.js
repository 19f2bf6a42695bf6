// Undo, redo and reset on a page that has no picture of the document: what every player has at its end. With them comes
// what every canvas of the document does: it is kept through a reload, and a room's can be followed.

import {iconButton} from "./lib/buttons.js"
import {Canvas} from "./lib/canvas.js"
import {el} from "./lib/dom.js"
import {undoKey} from "./lib/keys.js"
import {HISTORY} from "./lib/player_bar.js"
import {shared} from "./lib/shared.js"

/** @extends {Canvas<import("./protocol.js").HistoryView>} */
export class HistoryBar extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-history-bar")
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {}
    this.shortcut = (/** @type {KeyboardEvent} */ e) => undoKey(e, this.buttons)
    document.addEventListener("keydown", this.shortcut)
    this.reword()
  }

  /** @param {import("./protocol.js").HistoryView} view */
  async take(view) {
    this.dress(view)
    Object.assign(this, {view})
    this.enable()
    await this.relay()
  }

  enable() {
    for (const name of HISTORY) this.buttons[name].disabled = !this.view?.history?.[name]
  }

  async relay() {
    this.width = this.root.clientWidth
  }

  reword() {
    const bar = el("span", "nv-history")
    for (const name of HISTORY) this.buttons[name] = iconButton(name, shared.words, () => this.say(name, {}))
    bar.append(...HISTORY.map((name) => this.buttons[name]))
    this.root.replaceChildren(bar)
    this.enable()
  }

  destroy() {
    document.removeEventListener("keydown", this.shortcut)
    super.destroy()
  }
}
