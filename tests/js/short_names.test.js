// Names of classes in cells that are too narrow for them.

import assert from "node:assert/strict"
import {test} from "node:test"
import {shortNames} from "../../neuroviz/ui/live_plot/js/training/drawing.js"

test("what fits is left, what does not is cut where names differ", () => {
  assert.deepEqual(shortNames(["A", "B"], 3), ["A", "B"])
  assert.deepEqual(shortNames(["setosa", "versicolor", "virginica"], 4), ["set…", "ver…", "vir…"])
  assert.deepEqual(shortNames(["cultivar 1", "cultivar 2", "cultivar 3"], 4), ["…1", "…2", "…3"])
  assert.deepEqual(shortNames(["cultivar 1", "cultivar 2"], 12), ["cultivar 1", "cultivar 2"])
  assert.deepEqual(shortNames(["blue left", "red left", "red right"], 4), ["1", "2", "3"])
  assert.deepEqual(shortNames(["", ""], 4), ["1", "2"])
})

test("no two are alike and none is longer than its room, whatever the names", () => {
  let seed = 7
  const random = (/** @type {number} */ below) => {
    seed = (seed * 16807) % 2147483647
    return seed % below
  }
  for (let turn = 0; turn < 2000; turn++) {
    const room = 3 + random(8)
    const names = Array.from({length: 2 + random(8)}, () =>
      Array.from({length: random(12)}, () => "ab 1"[random(4)])
        .join("")
        .trim(),
    )
    const said = shortNames(names, room)
    assert.equal(new Set(said).size, names.length, JSON.stringify([names, said]))
    for (const each of said) assert.ok(each.length <= room, JSON.stringify([names, room, said]))
  }
})
