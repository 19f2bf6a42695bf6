// What is said to a finger and what to a mouse, and that it is said anew when the hand is another.

import assert from "node:assert/strict"
import {test} from "node:test"
import {forHand, isFinger, whenHandChanges} from "../../neuroviz/ui/live_plot/js/lib/hand.js"
import {pretend} from "./dom.js"

const WORDS = {drag: "Drag it", drag_touch: "Tap it, then drag it", play: "Play"}

test("a finger has its own words where there are any", () => {
  const {stillness: hand} = pretend()
  assert.deepEqual([isFinger(), forHand(WORDS, "drag"), forHand(WORDS, "play")], [false, "Drag it", "Play"])
  hand.matches = true
  assert.deepEqual([isFinger(), forHand(WORDS, "drag"), forHand(WORDS, "play")], [true, "Tap it, then drag it", "Play"])
})

test("nothing is said where there are no words, to whichever hand", () => {
  const {stillness: hand} = pretend()
  assert.equal(forHand({drag: undefined, drag_touch: undefined}, "drag"), "")
  hand.matches = true
  assert.equal(forHand({drag: "", drag_touch: ""}, "drag"), "")
})

test("it is the coarse pointer that is asked for, and its change is heard", () => {
  const {stillness: hand} = pretend()
  /** @type {string[]} */
  const asked = []
  Object.assign(globalThis, {matchMedia: (/** @type {string} */ query) => asked.push(query) && hand})
  let heard = 0
  whenHandChanges(() => heard++)
  hand.fire("change")
  assert.equal(heard, 1)
  assert.deepEqual(asked, ["(pointer: coarse)"])
})
