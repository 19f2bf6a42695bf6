// The arithmetic of a question that was answered.

import assert from "node:assert/strict"
import {test} from "node:test"
import {columnsOf, isRight, rounds} from "../../neuroviz/ui/live_plot/js/room/tally.js"

const choice = {
  number: 1,
  text: "",
  options: ["a", "b", "c"],
  symbol: "a",
  low: 0,
  high: 0,
  answer: 2,
  truth: [2],
  revealed: true,
}
const line = {...choice, options: [], low: -1, high: 1, answer: 0.5, truth: [0.53]}

test("of choices, each has a column; the right one and the own one are told apart", () => {
  const columns = columnsOf(choice, [3, 0, 1])
  assert.deepEqual(
    columns.map(({label, count, share}) => [label, count, share]),
    [
      ["a", 3, 1],
      ["b", 0, 0],
      ["c", 1, 1 / 3],
    ],
  )
  assert.deepEqual(
    columns.map(({right, own}) => [right, own]),
    [
      [false, false],
      [false, false],
      [true, true],
    ],
  )
})

test("of a number line, the ends are named, and the ends belong to it", () => {
  for (const value of [-1, 1, -0.999, 0]) {
    const columns = columnsOf({...line, answer: value, truth: [value]}, [])
    assert.equal(columns.filter(({right}) => right).length, 1)
    assert.equal(
      columns.findIndex(({right}) => right),
      columns.findIndex(({own}) => own),
    )
  }
  const columns = columnsOf(line, [])
  assert.deepEqual([columns[0].label, columns[1].label, columns.at(-1)?.label], ["-1", "", "1"])
})

test("who has not answered has foreseen nothing; who is near has", () => {
  assert.equal(isRight({...choice, answer: null}), false)
  assert.equal(isRight({...choice, answer: 1}), false)
  assert.equal(isRight({...choice, truth: [1, 2]}), true)
  assert.equal(isRight(line), true)
  assert.equal(isRight({...line, answer: 0.2}), false)
})

test("numbers have no long tail", () => {
  assert.equal(rounds(1 / 3), 0.333)
  assert.equal(rounds(0.1 + 0.2), 0.3)
  assert.equal(rounds(0), 0)
})
