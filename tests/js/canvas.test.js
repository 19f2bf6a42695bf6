// What every canvas does with what it is handed, before there is anything to draw with.

import assert from "node:assert/strict"
import {test} from "node:test"
import {Node_} from "./dom.js"

/** @type {Map<string, string>} */
const stored = new Map()
class Watch {
  observe() {}
}
Object.assign(globalThis, {
  window: {addEventListener: () => {}},
  document: {createElement: (/** @type {string} */ tag) => new Node_(tag), documentElement: {dataset: {}}},
  ResizeObserver: Watch,
  sessionStorage: {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
    removeItem: (/** @type {string} */ key) => stored.delete(key),
  },
})

test("nothing on a canvas is pressed, not even by a key on the wall, before its first view is there", async () => {
  const {Canvas} = await import("../../neuroviz/ui/live_plot/js/lib/canvas.js")
  const canvas = new Canvas(/** @type {any} */ (new Node_("div"))),
    root = /** @type {any} */ (canvas.root),
    passes = () => {
      let stopped = false
      root.heard.click({stopPropagation: () => (stopped = true)})
      return !stopped && !root.inert
    }
  assert.equal(passes(), false)
  canvas.stands(1)
  assert.equal(passes(), true)
})

test("what a tab has kept is asked for with the first view, though a later one comes before Plotly", async () => {
  const {Canvas} = await import("../../neuroviz/ui/live_plot/js/lib/canvas.js")
  /** @type {any[]} */
  const sent = []
  const component = /** @type {any} */ ({
    setTriggerValue: (/** @type {string} */ _, /** @type {any} */ it) => sent.push(it),
  })
  stored.set("neuroviz.document", JSON.stringify({link: "", document: "an hour's work"}))
  const canvas = new Canvas(/** @type {any} */ (new Node_("div")))
  // Nothing is painted: Plotly is still on its way.
  canvas.work = () => new Promise(() => {})
  const view = (/** @type {boolean} */ fresh, /** @type {string} */ document) =>
    /** @type {any} */ ({kind: "figure", keep: {session: "new", fresh, link: "", document}})
  canvas.update(component, {rev: 1, done: 0, key: "studio", view: view(true, "as it begins")})
  canvas.update(component, {rev: 2, done: 0, key: "studio", view: view(false, "a hand was quicker")})
  clearTimeout(canvas.outbox.again)
  assert.deepEqual(
    sent.map(({met, events}) => [met, events[0].kind, events[0].document]),
    [["new", "restore", "an hour's work"]],
  )
})
