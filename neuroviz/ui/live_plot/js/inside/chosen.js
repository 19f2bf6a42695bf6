// What can be chosen on the page that looks inside: rows of buttons of which one is pressed, boxes, and ranges.

import {el} from "../lib/dom.js"
import {named} from "../lib/format.js"
import {shared} from "../lib/shared.js"

/** @typedef {import("../protocol/inside.js").Control} Control */

// A range says at most so often what it is at while it is dragged.
const REST_MS = 150

/**
 * A row of buttons of which one is pressed. Buttons stay as long as their names do: the focus stays, too.
 * @param {HTMLElement} row
 * @param {string} label
 * @param {string[][]} names each with its word
 * @param {string} now
 * @param {(name: string) => void} choose
 */
export const pressOne = (row, label, names, now, choose) => {
  row.setAttribute("role", "group")
  row.setAttribute("aria-label", label)
  const key = JSON.stringify(names)
  if (row.dataset.of !== key) {
    row.dataset.of = key
    row.replaceChildren(
      ...names.map(([name, word]) => {
        const button = el("button", "nv-button nv-word nv-look-choice", word, `look-${name}`)
        button.type = "button"
        button.dataset.name = name
        button.onclick = () => choose(name)
        return button
      }),
    )
  }
  for (const button of row.children)
    button.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (button).dataset.name === now))
}

export class Controls {
  /** @param {(field: string, value: string | number) => void} set */
  constructor(set) {
    this.set = set
    this.root = el("div", "nv-look-controls")
    this.shape = ""
    /** @type {Record<string, (value: string | number) => void>} puts a value where it is shown */
    this.put = {}
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined
    this.dragged = ""
  }

  /** @param {Control[]} controls */
  show(controls) {
    const shape = JSON.stringify(controls.map((control) => ({...control, value: null})))
    if (shape !== this.shape) {
      this.shape = shape
      this.put = {}
      this.root.replaceChildren(
        ...controls.map((control) => (control.kind === "choice" ? this.box(control) : this.range(control))),
      )
    }
    for (const {field, value} of controls) if (field !== this.dragged) this.put[field](value)
    this.root.hidden = !controls.length
  }

  /** @param {Control} control */
  box({field, name, options}) {
    const label = el("label", "nv-look-field"),
      box = el("select", "nv-select", null, `look-${field}`)
    for (const [value, text] of options ?? []) box.append(new Option(text, value))
    box.onchange = () => this.set(field, box.value)
    this.put[field] = (value) => {
      box.value = String(value)
    }
    label.append(el("span", "", name), box)
    return label
  }

  /** @param {Control} control */
  range({field, name, low, high, step}) {
    const label = el("label", "nv-look-field"),
      said = el("span", ""),
      range = el("input", "nv-scrub")
    Object.assign(range, {type: "range", min: String(low), max: String(high), step: String(step)})
    range.dataset.testid = `look-${field}`
    const tell = () => {
      said.textContent = named(shared.words.named, name, range.value)
    }
    const commit = () => {
      clearTimeout(this.resting)
      this.dragged = ""
      this.set(field, Number(range.value))
    }
    range.oninput = () => {
      tell()
      this.dragged = field
      clearTimeout(this.resting)
      this.resting = setTimeout(commit, REST_MS)
    }
    this.put[field] = (value) => {
      range.value = String(value)
      tell()
    }
    label.append(said, range)
    return label
  }
}
