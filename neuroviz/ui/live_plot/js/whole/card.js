// One neuron with all its numbers: which one, chosen by layer and number; every weight into it with its term, page by page;
// its bias; and, of an input, its value for the hand. What is typed goes to Python, which reads numbers for all pages.

import {el} from "../lib/dom.js"
import {keepFocus} from "../lib/focus.js"
import {fixed, short} from "../lib/numbers.js"
import {briefly, filled, thousands} from "./words.js"

/** @typedef {import("./picture.js").Scene} Scene */
/** @typedef {import("./picture.js").Neuron} Neuron */

const ROWS = 8

export class Card {
  /**
   * @param {object} told
   * @param {(at: Neuron) => void} told.choose
   * @param {(at: Neuron, source: number | null, text: string) => void} told.write
   * @param {(neuron: number, value: number) => void} told.drag an input, by hand
   * @param {() => void} told.drop the hand has let go
   */
  constructor(told) {
    this.told = told
    this.first = 0
    this.inOrder = false
    this.root = el("section", "nv-whole-card", null, "whole-card")
    this.of = ""
    this.shown = ""
    this.words = ""
    /** @type {number[]} the neurons before, in the order of the table */
    this.order = []
  }

  /**
   * @param {Scene} scene
   * @param {Neuron} at
   */
  show(scene, at) {
    const {view} = scene,
      words = JSON.stringify([view.words, view.layers, view.sizes])
    if (words !== this.words) this.layOut(scene)
    this.words = words
    this.scene = scene
    const of = `${view.pack} ${at.layer} ${at.neuron}`
    if (of !== this.of) this.first = 0
    this.of = of
    this.at = at
    this.fill()
  }

  /** @param {Scene} scene */
  layOut({view: {words, layers}}) {
    const choosing = el("div", "nv-whole-choosing")
    this.layer = el("select", "nv-select", null, "whole-layer")
    this.layer.setAttribute("aria-label", words.choose_layer)
    this.layer.append(...layers.map((name, i) => new Option(name, String(i))))
    this.layer.onchange = () => this.told.choose({layer: Number(this.layer?.value), neuron: 0})
    this.number = field(words.choose_number, "whole-number", (text) => {
      const {layer = 0} = this.at ?? {},
        count = this.scene?.view.sizes[layer] ?? 1,
        asked = Math.round(Number(text))
      if (Number.isFinite(asked) && text.trim())
        this.told.choose({layer, neuron: Math.min(count, Math.max(1, asked)) - 1})
      else this.fill(true)
    })
    this.number.inputMode = "numeric"
    this.of_all = el("span", "nv-hint")
    choosing.append(this.layer, this.number, this.of_all)
    this.value = el("div", "nv-whole-value")
    this.slider = el("input", "nv-whole-slider")
    Object.assign(this.slider, {type: "range", step: "any"})
    this.slider.dataset.testid = "whole-slider"
    this.slider.oninput = () => this.at && this.told.drag(this.at.neuron, Number(this.slider?.value))
    this.slider.onchange = () => this.told.drop()
    this.exact = field(words.exact, "whole-exact", (text) => this.at && this.told.write(this.at, null, text))
    this.said = el("span", "nv-whole-said")
    this.value.append(this.said, this.slider, this.exact)
    this.terms = el("div", "nv-whole-terms")
    this.table = el("table", "nv-whole-table")
    const paging = el("div", "nv-whole-paging")
    this.back = word(words.before, "whole-back", () => this.turn(-ROWS))
    this.on = word(words.after, "whole-on", () => this.turn(ROWS))
    this.where = el("span", "nv-hint")
    this.where.setAttribute("aria-live", "polite")
    this.sort = word("", "whole-sort", () => {
      this.inOrder = !this.inOrder
      this.first = 0
      this.fill()
    })
    paging.append(this.back, this.where, this.on, this.sort)
    this.terms.append(this.table, paging)
    this.root.replaceChildren(choosing, this.value, this.terms)
  }

  /** @param {number} by */
  turn(by) {
    this.first = Math.max(0, Math.min(this.first + by, Math.floor((this.order.length - 1) / ROWS) * ROWS))
    this.fill()
  }

  /** @param {boolean} [anew] though nothing differs */
  fill(anew = false) {
    const {scene, at} = this
    if (!scene || !at || !this.layer || !this.number || !this.of_all || !this.terms) return
    const {view, signal, numbers} = scene,
      {layer, neuron} = at
    this.layer.value = String(layer)
    put(this.number, String(neuron + 1), anew)
    this.of_all.textContent = filled(view.words.of_count, {count: thousands(view.sizes[layer])})
    this.single(scene, at)
    this.terms.hidden = layer === 0
    if (!layer) return
    const row = numbers.row(layer, neuron),
      values = signal.a[layer - 1]
    this.order = Array.from(row.keys())
    if (!this.inOrder) this.order.sort((i, j) => Math.abs(row[j] * values[j]) - Math.abs(row[i] * values[i]) || i - j)
    this.rows(scene, at, row, values)
  }

  /**
   * The input's value, or the bias.
   * @param {Scene} scene
   * @param {Neuron} at
   */
  single({view, signal, numbers}, {layer, neuron}) {
    const {said, slider, exact} = this
    if (!said || !slider || !exact) return
    const value = layer ? numbers.biases[layer - 1][neuron] : signal.a[0][neuron]
    said.textContent = layer ? view.words.bias : view.words.value
    slider.hidden = layer > 0
    slider.setAttribute("aria-label", view.words.value)
    if (!layer && document.activeElement !== slider) {
      const reach = Math.max(1, Math.abs(value)),
        low = signal.a[0].some((x) => x < 0) ? -reach : 0
      Object.assign(slider, {min: String(low), max: String(reach)})
      slider.value = String(value)
    }
    put(exact, String(value))
  }

  /**
   * @param {Scene} scene
   * @param {Neuron} at
   * @param {Float64Array} row
   * @param {Float64Array} values
   */
  rows({view}, {layer, neuron}, row, values) {
    const {words} = view,
      shown = this.order.slice(this.first, this.first + ROWS)
    const key = JSON.stringify([this.of, words.from, this.inOrder, shown.map((i) => [i, row[i], values[i]])])
    // Who pages on by keys stays among the rows; where a row is gone, at the number of the neuron.
    const turned = keepFocus(this.root, document.activeElement === this.on ? this.back : this.on)
    if (this.back && this.on && this.where && this.sort) {
      this.back.disabled = this.first === 0
      this.on.disabled = this.first + ROWS >= this.order.length
      this.where.textContent = filled(words.rows, {
        first: thousands(this.first + 1),
        last: thousands(this.first + shown.length),
        count: thousands(this.order.length),
      })
      this.sort.textContent = this.inOrder ? words.by_size : words.by_order
    }
    turned()
    if (key === this.shown || isTyped(this.table?.querySelector("input:focus"))) return
    this.shown = key
    const focus = keepFocus(this.root, this.number)
    const head = el("tr")
    head.append(...[words.from, words.weight, words.activation, words.term].map((text) => el("th", "", text)))
    const lines = shown.map((i) => {
      const line = el("tr"),
        who = el("td"),
        source = {layer: layer - 1, neuron: i},
        name = briefly(view, source),
        go = word(name, `whole-source-${i}`, () => this.told.choose(source)),
        term = row[i] * values[i],
        weight = el("td")
      go.setAttribute("aria-label", filled(words.go, {name}))
      who.append(go)
      const exact = field(filled(words.weight_of, {name}), `whole-weight-${i}`, (text) =>
        this.told.write({layer, neuron}, i, text),
      )
      put(exact, String(row[i]), true)
      weight.append(exact)
      line.append(
        who,
        weight,
        el("td", "", short(values[i])),
        el("td", term > 0 ? "nv-positive" : term < 0 ? "nv-negative" : "", fixed(term)),
      )
      return line
    })
    this.table?.replaceChildren(head, ...lines)
    focus()
  }
}

/**
 * A field that says what was typed, once it is.
 * @param {string} label
 * @param {string} testid
 * @param {(text: string) => void} act
 */
const field = (label, testid, act) => {
  const input = el("input", "nv-field nv-whole-field")
  input.type = "text"
  input.autocomplete = "off"
  input.setAttribute("aria-label", label)
  input.dataset.testid = testid
  const say = () => {
    if (input.value === input.defaultValue) return
    input.defaultValue = input.value
    act(input.value)
  }
  input.onchange = say
  // Who goes by keys stays in the field.
  input.onkeydown = (e) => {
    if (e.key === "Enter") say()
  }
  return input
}

/**
 * What the field shows, unless it is being typed into.
 * @param {HTMLInputElement} input
 * @param {string} text
 * @param {boolean} [anew]
 */
const put = (input, text, anew = false) => {
  if (!anew && isTyped(input)) return
  input.defaultValue = text
  input.value = text
}

/**
 * Whether something is typed there that was not said yet.
 * @param {HTMLInputElement | null | undefined} input
 */
const isTyped = (input) => !!input && document.activeElement === input && input.value !== input.defaultValue

/**
 * @param {string} text
 * @param {string} testid
 * @param {() => void} act
 */
const word = (text, testid, act) => {
  const button = el("button", "nv-button nv-word", text, testid)
  button.type = "button"
  button.onclick = act
  return button
}
