// A table of numbers to type and paste into. What is typed goes to Python as text and comes back as a
// number, or as a sentence that says what is wrong with it.

import {el} from "./lib/dom.js"
import {Outbox} from "./lib/outbox.js"

/** @typedef {import("./protocol.js").Table} Table */

export class NumberTable {
  /** @param {Element} parent */
  constructor(parent) {
    this.root = el("div", "nv-table")
    this.message = el("p", "nv-error")
    /** @type {HTMLInputElement[][]} */
    this.inputs = []
    /** @type {number | undefined} */
    this.rev = undefined
    /** @type {string | undefined} what the table was built for */
    this.shape = undefined
    this.outbox = new Outbox(this.root)
    parent.append(this.root)
  }

  /**
   * @param {import("./protocol.js").Component} component
   * @param {import("./protocol.js").Message} message
   */
  update(component, {rev, done, key, view}) {
    this.outbox.answered(component, done, key)
    if (this.rev === rev) return
    this.rev = rev
    this.root.dataset.rev = String(rev)
    const {table} = /** @type {import("./protocol.js").TableView} */ (view)
    const shape = JSON.stringify([table.columns, table.rows, table.actions])
    if (shape !== this.shape) this.build(table, shape)
    this.fill(table)
  }

  /**
   * @param {string} kind
   * @param {import("./protocol.js").Plain} payload
   */
  say(kind, payload) {
    this.outbox.put({kind, ...payload})
  }

  /**
   * @param {Table} table
   * @param {string} shape
   */
  build(table, shape) {
    this.shape = shape
    const grid = el("table")
    grid.setAttribute("aria-label", table.label)
    const head = el("tr")
    head.append(el("th"))
    for (const name of table.columns) {
      const th = el("th", "", name)
      th.scope = "col"
      head.append(th)
    }
    if (table.actions) head.append(el("th"))
    grid.append(head)
    this.inputs = table.rows.map((name, r) => {
      const tr = el("tr"),
        th = el("th", "", name)
      th.scope = "row"
      tr.append(th)
      const inputs = table.columns.map((column, c) => {
        const td = el("td"),
          input = this.cell(r, c, `${name}, ${column}`)
        td.append(input)
        tr.append(td)
        return input
      })
      if (table.actions) tr.append(this.actions(table.actions, r))
      grid.append(tr)
      return inputs
    })
    this.message = el("p", "nv-error")
    this.message.setAttribute("role", "alert")
    const scroll = el("div", "nv-scroll")
    scroll.append(grid)
    this.root.replaceChildren(scroll, this.message)
  }

  /**
   * @param {number} r
   * @param {number} c
   * @param {string} label
   */
  cell(r, c, label) {
    const input = el("input")
    input.setAttribute("aria-label", label)
    input.inputMode = "text"
    input.autocomplete = "off"
    input.spellcheck = false
    input.onfocus = () => {
      if (input.ariaInvalid !== "true") input.value = input.dataset.full ?? ""
      input.select()
    }
    input.onblur = () => this.commit(input, r, c)
    input.onkeydown = (e) => {
      if (e.key === "Escape") {
        input.value = input.dataset.full ?? ""
        input.ariaInvalid = "false"
        this.say("clear", {row: r, column: c})
      }
      const to = {Enter: [r + (e.shiftKey ? -1 : 1), c], ArrowDown: [r + 1, c], ArrowUp: [r - 1, c]}[e.key]
      if (!to) return
      e.preventDefault()
      const next = this.inputs[to[0]]?.[to[1]]
      next ? next.focus() : this.commit(input, r, c)
    }
    input.onpaste = (e) => {
      const text = e.clipboardData?.getData("text") ?? ""
      if (!/[\t\n;[\]]|\S\s+\S/.test(text.trim())) return
      e.preventDefault()
      this.say("paste", {row: r, column: c, text})
    }
    return input
  }

  /**
   * @param {HTMLInputElement} input
   * @param {number} r
   * @param {number} c
   */
  commit(input, r, c) {
    const text = input.value
    if (text === input.dataset.wrong) return
    if (text !== input.dataset.full && text !== input.dataset.short) {
      this.say("cell", {row: r, column: c, text})
      return
    }
    input.value = input.dataset.short ?? ""
    if (input.dataset.wrong != null) this.say("clear", {row: r, column: c})
  }

  /**
   * @param {{use: [string, string], remove: [string, string]}} words
   * @param {number} r
   */
  actions({use, remove}, r) {
    const td = el("td", "nv-actions")
    for (const [kind, [word, label]] of /** @type {[string, [string, string]][]} */ ([
      ["use", use],
      ["remove", remove],
    ])) {
      const b = el("button", "nv-button nv-word", word)
      b.type = "button"
      b.setAttribute("aria-label", `${label} ${r + 1}`)
      b.title = `${label} ${r + 1}`
      b.dataset.testid = `table-${kind}-${r}`
      b.onclick = () => this.say(kind, {row: r})
      td.append(b)
    }
    return td
  }

  /** @param {Table} table */
  fill({cells, errors, current, refused}) {
    this.inputs.forEach((row, r) => {
      row.forEach((input, c) => {
        const [short, full] = cells[r][c],
          wrong = errors[`${r},${c}`]
        const untouched = [input.dataset.full, input.dataset.short].includes(input.value)
        input.dataset.short = short
        input.dataset.full = full
        if (wrong) input.dataset.wrong = wrong[0]
        else delete input.dataset.wrong
        input.ariaInvalid = wrong ? "true" : "false"
        input.title = wrong ? wrong[1] : full
        // What is being typed is left alone.
        if (document.activeElement !== input) input.value = wrong ? wrong[0] : short
        else if (untouched) input.value = wrong ? wrong[0] : full
        input.closest("tr")?.classList.toggle("nv-current", r === current)
      })
    })
    this.message.textContent = refused || (Object.values(errors)[0]?.[1] ?? "")
  }

  destroy() {
    // What is typed there now counts as typed.
    for (const [r, row] of this.inputs.entries())
      for (const [c, input] of row.entries()) if (input === document.activeElement) this.commit(input, r, c)
    this.outbox.destroy()
    this.root.remove()
  }
}
