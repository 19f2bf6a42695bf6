// How fast a training plays is what the choice of it says, on the page and in its film.

import assert from "node:assert/strict"
import {readFileSync} from "node:fs"
import {test} from "node:test"
import {epochMs, paceOptions} from "../../neuroviz/ui/live_plot/js/training/paces.js"

const WORDS = {pace_of: "{n} epochs/s", pace_fast: "full speed"}
const source = (/** @type {string} */ path) =>
  readFileSync(new URL(`../../neuroviz/ui/live_plot/js/${path}`, import.meta.url), "utf8")

test("a pace is called by the epochs a second that it plays", () => {
  const options = paceOptions(WORDS)
  assert.deepEqual(
    options.map(([pace]) => pace),
    ["slow", "medium", "fast"],
  )
  for (const [pace, word] of options) {
    if (pace === "fast") assert.equal(word, "full speed")
    else assert.equal(word, `${Math.round(1000 / epochMs(pace, 1))} epochs/s`)
  }
  assert.equal(epochMs("fast", 70), 70)
  assert.ok(epochMs("slow", 1) > epochMs("medium", 1))
})

test("neither the page nor its film has a pace of its own", () => {
  for (const path of ["training/training.js", "camera/kinds.js"]) {
    assert.match(source(path), /epochMs\(/)
    assert.doesNotMatch(source(path), /1000 \/ \d|\b(333|83)\b/)
  }
})
