// The keys, on a sheet over the page.

import {el} from "../lib/dom.js"

export class Sheet {
  constructor() {
    this.box = el("dialog", "nv-keys", null, "keys")
  }

  /**
   * @param {[keys: string, does: string][]} keys
   * @param {Record<string, string>} words
   */
  write(keys, words) {
    this.box.setAttribute("aria-label", words.keys)
    const list = el("dl")
    for (const [names, does] of keys) list.append(el("dt", "", names), el("dd", "", does))
    const close = el("button", "nv-presenter-button", words.close)
    close.type = "button"
    close.onclick = () => this.box.close()
    this.box.replaceChildren(el("p", "nv-presenter-title", words.keys_title), list, close)
  }
}
