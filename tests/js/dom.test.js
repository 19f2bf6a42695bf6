// Small things that are done to a page's elements.

import assert from "node:assert/strict"
import {test} from "node:test"
import {subscripted} from "../../neuroviz/ui/live_plot/js/lib/dom.js"
import {refill} from "../../neuroviz/ui/live_plot/js/lib/focus.js"
import {Node_, pretend} from "./dom.js"

pretend()

test("what follows an underscore is a subscript, and nothing else is", () => {
  /** @type {any[]} */
  let line = []
  const said = (/** @type {string} */ text) => {
    subscripted(
      /** @type {any} */ ({replaceChildren: (/** @type {any[]} */ ...parts) => Object.assign(line, parts)}),
      text,
    )
    const parts = line.map((part) => (part instanceof Node_ ? `<${part.tag}>${part.textContent}</${part.tag}>` : part))
    line = []
    return parts.join("")
  }
  assert.equal(
    said("C dV/dt = I − g_Na m³h (V − E_Na) − g_K n⁴ (V − E_K) = −3 µA"),
    "C dV/dt = I − g<sub>Na</sub> m³h (V − E<sub>Na</sub>) − g<sub>K</sub> n⁴ (V − E<sub>K</sub>) = −3 µA",
  )
  assert.equal(said("a < b, no subscript"), "a < b, no subscript", "and markup is text")
})

test("whoever has the keys in a row of buttons stays there, also where no button is left", () => {
  /** @type {any} */
  let held = null
  class Part extends Node_ {
    focus() {
      held = this
    }
  }
  const row = Object.assign(new Part("div"), {
    tabIndex: 0,
    querySelectorAll: () => row.children.filter((/** @type {Part} */ part) => part.tag === "button"),
    replaceChildren: (/** @type {Part[]} */ ...parts) => {
      row.children = parts
    },
  })
  const buttons = (/** @type {number} */ count) => Array.from({length: count}, () => new Part("button"))
  const filled = (/** @type {Part[]} */ parts) => refill(/** @type {any} */ (row), /** @type {any} */ (parts))
  Object.defineProperty(document, "activeElement", {get: () => held})
  filled(buttons(3))
  assert.equal(held, null, "who is elsewhere stays there")
  held = row.children[1]
  filled(buttons(3))
  assert.equal(held, row.children[1])
  filled(buttons(1))
  assert.equal(held, row.children[0])
  filled([new Part("p")])
  assert.equal(held, row)
  assert.equal(row.tabIndex, -1, "no stop of its own on the way of the Tab key")
})
