// Lines of a formula, on a stand-in for the page.

import assert from "node:assert/strict"
import {test} from "node:test"
import {subscripted} from "../../neuroviz/ui/live_plot/js/lib/dom.js"
import {pretend} from "./dom.js"

test("what follows an underscore is a subscript, and all else stays", () => {
  pretend()
  /** @type {any[]} */
  let parts = []
  const line = /** @type {any} */ ({replaceChildren: (/** @type {any[]} */ ...nodes) => (parts = nodes)})
  subscripted(line, "C dV/dt = −g_Na·m³h (V − E_Na) + 2.50")
  const said = parts.map((part) => (typeof part === "string" ? part : `<${part.tag}>${part.textContent}`))
  assert.deepEqual(said, ["C dV/dt = −g", "<sub>Na", "·m³h (V − E", "<sub>Na", ") + 2.50"])
  subscripted(line, "τ dV/dt = −(V − V₀)")
  assert.deepEqual(parts, ["τ dV/dt = −(V − V₀)"])
})
