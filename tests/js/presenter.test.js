// The projector view: what a key means there, how long the bar stays, how large the letters become.

import assert from "node:assert/strict"
import {test} from "node:test"
import {Idle} from "../../neuroviz/ui/live_plot/js/presenter/idle.js"
import {nextSize} from "../../neuroviz/ui/live_plot/js/presenter/letters.js"
import {wallKey} from "../../neuroviz/ui/live_plot/js/presenter/wall_keys.js"
import {Node_, pretend} from "./dom.js"

pretend()

const body = new Node_("body")

/**
 * What a key asks for there.
 * @param {string} key
 * @param {Node_} [target]
 * @param {object} [more]
 */
const asked = (key, target = body, more = {}) => wallKey(/** @type {any} */ ({key, target, ...more}))

const ALL = [..."sSbB.fF?+=-", ...["Escape", "F5", "PageUp", "PageDown", " ", "ArrowLeft", "ArrowRight", "Home", "End"]]

test("a clicker steps, darkens and begins", () => {
  assert.deepEqual(
    ["PageUp", "PageDown", ".", "F5", "Escape"].map((key) => asked(key)),
    [{move: "back"}, {move: "forward"}, {act: "black"}, {act: "full"}, {act: "leave"}],
  )
})

test("large and small letters mean the same, and a key with another one is the browser's", () => {
  for (const letter of "sbf") assert.deepEqual(asked(letter), asked(letter.toUpperCase()))
  for (const key of ALL) {
    assert.ok(asked(key), key)
    for (const more of [{ctrlKey: true}, {metaKey: true}, {altKey: true}, {defaultPrevented: true}])
      assert.equal(asked(key, body, more), null)
  }
  for (const key of ["a", "Enter", "Tab", "ArrowUp", "Shift", "1"]) assert.equal(asked(key), null)
})

test("no key fires while something is typed or chosen by its letters", () => {
  for (const tag of ["input", "textarea", "select"])
    for (const key of ALL) assert.equal(asked(key, new Node_(tag)), null, `${tag} ${key}`)
})

test("a button keeps its space, a slider its arrows; letters and the clicker reach the page from both", () => {
  const button = new Node_("button"),
    slider = Object.assign(new Node_("input"), {type: "range"})
  assert.equal(asked(" ", button), null)
  assert.equal(asked("ArrowLeft", slider), null)
  for (const target of [button, slider]) {
    assert.deepEqual(asked("PageDown", target), {move: "forward"})
    assert.deepEqual(asked("b", target), {act: "black"})
  }
})

test("what is idle goes after its time, counted from the last sign, and stays while it is needed", (t) => {
  t.mock.timers.enable({apis: ["setTimeout"]})
  let seen = false,
    needed = false
  const idle = new Idle(
    3000,
    (now) => {
      seen = now
    },
    () => needed,
  )
  idle.wake()
  t.mock.timers.tick(2000)
  idle.wake()
  t.mock.timers.tick(2000)
  assert.ok(seen)
  needed = true
  t.mock.timers.tick(2000)
  assert.ok(seen)
  needed = false
  t.mock.timers.tick(3000)
  assert.ok(!seen)
  idle.wake()
  idle.hide()
  assert.ok(!seen)
})

test("letters grow and shrink step by step, there and back, and stop at both ends", () => {
  const sizes = [1]
  while (nextSize(sizes[0], 1) !== sizes[0]) sizes.unshift(nextSize(sizes[0], 1))
  assert.ok(sizes[0] > 1.2)
  for (let i = 0; i + 1 < sizes.length; i++) assert.equal(nextSize(sizes[i], -1), sizes[i + 1])
  let least = 1
  while (nextSize(least, -1) !== least) least = nextSize(least, -1)
  assert.ok(least < 1)
})
