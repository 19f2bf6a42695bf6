// Python is asked once for the colours that the page has now, and again when they change again.

import assert from "node:assert/strict"
import {test} from "node:test"
import {Theme} from "../../neuroviz/ui/live_plot/js/lib/theme.js"

test("asked once for each change, and not at all where it is drawn so", () => {
  Object.assign(globalThis, {document: {querySelector: () => null}})
  /** @type {import("../../neuroviz/ui/live_plot/js/lib/theme.js").Scheme} */
  let now = "light"
  const theme = new Theme(() => now)
  /** @type {string[]} */
  const asked = []
  const ask = (/** @type {string} */ scheme) => asked.push(scheme)
  theme.follow("light", ask)
  theme.look()
  assert.deepEqual(asked, [])
  now = "dark"
  theme.look()
  theme.look()
  theme.follow("light", ask)
  assert.deepEqual(asked, ["dark"])
  theme.follow("dark", ask)
  now = "light"
  theme.look()
  assert.deepEqual(asked, ["dark", "light"])
  // Back before there was an answer: when the late one comes, it is asked for what is seen.
  now = "dark"
  theme.look()
  theme.follow("light", ask)
  assert.deepEqual(asked, ["dark", "light", "dark"])
})
