// Marching squares, against what is known of circles and lines.

import assert from "node:assert/strict"
import {test} from "node:test"
import {borderOf} from "../../neuroviz/ui/live_plot/js/lib/border.js"

/**
 * @param {number} size
 * @param {(i: number, j: number) => number} f of column and row
 */
const map = (size, f) => Array.from({length: size * size}, (_, k) => f(k % size, Math.floor(k / size)))

test("a circle is one closed line on the circle", () => {
  const lines = borderOf(
    map(41, (i, j) => Math.hypot(i - 20, j - 20)),
    41,
    13.3,
  )
  assert.equal(lines.length, 1)
  assert.deepEqual(lines[0][0], lines[0].at(-1))
  for (const [x, y] of lines[0]) assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - 13.3) < 0.02, `${x}, ${y}`)
  const length = lines[0].reduce((sum, [x, y], i) => {
    const [u, v] = lines[0][Math.max(0, i - 1)]
    return sum + Math.hypot(x - u, y - v)
  }, 0)
  assert.ok(Math.abs(length / (2 * Math.PI * 13.3) - 1) < 0.01, `${length}`)
})

test("a slope is one line from edge to edge, exactly where the level is", () => {
  const lines = borderOf(
    map(12, (i) => i),
    12,
    4.25,
  )
  assert.equal(lines.length, 1)
  assert.ok(lines[0].every(([x]) => x === 4.25))
  assert.deepEqual(
    lines[0].map(([, y]) => y).toSorted((a, b) => a - b),
    [...Array(12).keys()],
  )
})

test("two hills are two lines, and a map on one side of the level has none", () => {
  const hills = map(30, (i, j) => Math.max(5 - Math.hypot(i - 7, j - 7), 5 - Math.hypot(i - 21, j - 21)))
  const lines = borderOf(hills, 30, 0.5)
  assert.equal(lines.length, 2)
  for (const line of lines) assert.deepEqual(line[0], line.at(-1))
  assert.deepEqual(borderOf(hills, 30, 9), [])
  assert.deepEqual(borderOf(hills, 30, -99), [])
})

test("a saddle's two lines do not cross, and every piece is there", () => {
  const checker = [1, 0, 0, 1]
  const lines = borderOf(checker, 2, 0.5)
  assert.equal(lines.length, 2)
  const ends = lines.flat().map(([x, y]) => `${x},${y}`)
  assert.deepEqual(ends.toSorted(), ["0,0.5", "0.5,0", "0.5,1", "1,0.5"])
})

test("a line goes on until the edge: no piece is lost, whatever the map", () => {
  let seed = 1
  const random = () => {
    seed = (seed * 16807) % 2147483647
    return seed / 2147483647
  }
  for (let round = 0; round < 50; round++) {
    const size = 9
    const values = map(size, random)
    const edges = new Set(
      borderOf(values, size, 0.5)
        .flat()
        .map(([x, y]) => `${x},${y}`),
    )
    // Every pair of neighbours on different sides has the border between them.
    let crossed = 0
    for (let j = 0; j < size; j++)
      for (let i = 0; i < size; i++) {
        const here = values[j * size + i] > 0.5
        if (i + 1 < size && here !== values[j * size + i + 1] > 0.5) crossed++
        if (j + 1 < size && here !== values[(j + 1) * size + i] > 0.5) crossed++
      }
    assert.equal(edges.size, crossed)
    for (const line of borderOf(values, size, 0.5)) {
      const [x, y] = line[0]
      const closed = `${line[0]}` === `${line.at(-1)}`
      assert.ok(closed || [x, y].some((v) => v === 0 || v === size - 1))
    }
  }
})
