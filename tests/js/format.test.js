// How numbers look, and the arithmetic that several pictures use.

import assert from "node:assert/strict"
import {test} from "node:test"
import {epochOf, figures, plain} from "../../neuroviz/ui/live_plot/js/lib/format.js"
import {between, clamp, digitsOf, firstFrom, niceAbove, rounded} from "../../neuroviz/ui/live_plot/js/lib/math.js"

test("a number has a real minus sign, and a zero has none", () => {
  assert.equal(figures(-1.25, 1), "−1.3")
  assert.equal(figures(-0.04, 1), "0.0")
  assert.equal(figures(-0.4, 0), "0")
  assert.equal(figures(-0.05, 2), "−0.05")
  assert.equal(figures(0, 2), "0.00")
  assert.equal(figures(null, 2), "–")
  assert.equal(plain(-0.5), "−0.5")
  assert.equal(plain(1e21), "1e+21")
})

test("an epoch is named by the visitor's sentence", () => {
  assert.equal(epochOf("第 {epoch} 轮，共 {total} 轮", 0, 40), "第 0 轮，共 40 轮")
})

test("a dragged number has no tail of binary fractions and keeps its step", () => {
  for (const step of [0.001, 0.01, 0.05, 0.1, 0.2, 1, 10])
    for (let k = -50; k <= 50; k++) {
      const value = rounded(k * step + step * 0.3, step)
      assert.ok(Math.abs(value - k * step) < 1e-9, `${k} × ${step}: ${value}`)
      assert.ok(String(value).length <= 7, `${value}`)
    }
  assert.equal(digitsOf(0.01), 2)
  assert.equal(digitsOf(0.005), 3)
  assert.equal(digitsOf(10), 0)
})

test("clamp keeps to both ends", () => {
  assert.deepEqual(
    [-1, 0.5, 2].map((x) => clamp(x, 0, 1)),
    [0, 0.5, 1],
  )
})

test("firstFrom is what a search from the left finds", () => {
  const sorted = [0, 1, 1, 2, 5]
  for (const t of [-1, 0, 0.5, 1, 1.5, 2, 5, 6]) {
    const found = sorted.findIndex((value) => value >= t)
    assert.equal(firstFrom(sorted, t), found < 0 ? sorted.length : found, `${t}`)
  }
  assert.equal(firstFrom([], 1), 0)
})

test("between goes in straight lines, stays at the ends and knows gaps", () => {
  const at = (/** @type {number} */ t) => between(t, [0, 2, 4, 4, 6], [0, 10, 20, 30, null])
  assert.deepEqual([-1, 0, 1, 2, 3].map(at), [0, 0, 5, 10, 15])
  assert.equal(at(5), null)
  // Two values at one time: the later one holds from there on.
  assert.equal(between(2, [0, 1, 1, 3], [0, 1, 5, 7]), 6)
  assert.equal(between(9, [0, 1], [3, 4]), 4)
})

test("an axis ends at 1, 2 or 5 times a power of ten, as near above as can be", () => {
  const cases = [
    [0.1, 0.1],
    [0.11, 0.2],
    [1, 1],
    [2.1, 5],
    [5.5, 10],
    [400, 500],
    [1000, 1000],
  ]
  for (const [x, top] of cases) assert.ok(Math.abs(niceAbove(x) / top - 1) < 1e-9, `${x}: ${niceAbove(x)}`)
})
