// A later bundle, and the canvases that it draws, may come before what they need: they wait, whatever the order.

import assert from "node:assert/strict"
import {readdirSync, readFileSync} from "node:fs"
import {test} from "node:test"
import {bring, kindOf} from "../../neuroviz/ui/live_plot/js/lib/kinds.js"

const HOME = new URL("../../neuroviz/ui/live_plot/", import.meta.url)
const page = /** @type {any} */ (globalThis)
const pause = () => new Promise((done) => setTimeout(done))
const LATER = readdirSync(HOME).filter((name) => name.endsWith(".js") && !["stage.js", "bundle.js"].includes(name))

for (const name of LATER)
  test(`${name} waits for what it borrows, and borrows only what there is`, async () => {
    page.document = {documentElement: {dataset: {}}, createElement: () => ({getContext: () => null})}
    page.matchMedia = () => ({matches: false})
    page.neuroviz = {waiting: []}
    const code = readFileSync(new URL(name, HOME), "utf8")
    let here = false
    const coming = import(`${new URL(name, HOME)}?late`).then((module) => {
      here = true
      return module
    })
    while (!page.neuroviz.waiting.length) await pause()
    await pause()
    assert.equal(here, false)

    /** @type {Record<string, any>} */
    const lent = {}
    for (const [, path] of code.matchAll(/=lent\["(.+?)"\]/g)) lent[path] = await import(`${new URL(path, HOME)}`)
    assert.ok(Object.keys(lent).length)
    for (const [, names, path] of code.matchAll(/\{([^{}]*)\}=lent\["(.+?)"\]/g))
      for (const taken of names.split(",")) assert.ok(taken.trim().split(":")[0] in lent[path], `${taken} of ${path}`)
    page.neuroviz.lent = lent
    for (const ready of page.neuroviz.waiting.splice(0)) ready()
    assert.equal(typeof (await coming).default, "function")
  })

test("a canvas waits for its kind, once, and another kind is none of its business", () => {
  /** @type {string[]} */
  const said = []
  class Kind {
    update() {}
    destroy() {}
  }
  assert.equal(
    kindOf("late", () => said.push("late")),
    undefined,
  )
  bring("other", Kind)
  assert.deepEqual(said, [])
  bring("late", Kind)
  bring("late", Kind)
  assert.deepEqual(said, ["late"])
  assert.equal(
    kindOf("late", () => {}),
    Kind,
  )
})
