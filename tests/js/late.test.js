// What a canvas had not said when it was taken away is said by the page, once, or by the canvas that comes back.

import assert from "node:assert/strict"
import {beforeEach, mock, test} from "node:test"
import {late} from "../../neuroviz/ui/live_plot/js/lib/late.js"
import {Outbox} from "../../neuroviz/ui/live_plot/js/lib/outbox.js"

/** @type {any[]} */
let sent
/** @type {any} */
const component = {setTriggerValue: () => {}}
const voice = (/** @type {string} */ name, /** @type {unknown} */ value) =>
  sent.push([name, JSON.parse(JSON.stringify(value))])

/** @param {string} key */
const canvas = (key, done = 0) => {
  const outbox = new Outbox(/** @type {any} */ ({dataset: {}}))
  outbox.answered(component, done, key)
  return outbox
}

beforeEach(() => {
  Object.assign(globalThis, {document: {documentElement: {dataset: {}}}})
  mock.timers.reset()
  mock.timers.enable({apis: ["setTimeout", "Date"], now: 1_000_000})
  sent = []
  late.waiting.clear()
  late.answered(voice, {}, "")
})

test("the page says it until Python has carried it out", () => {
  const outbox = canvas("studio")
  outbox.put({kind: "value", value: 1})
  const [{number}] = outbox.pending
  outbox.destroy()
  assert.deepEqual(sent, [["late", {studio: [{kind: "value", value: 1, number}]}]])
  // The page's component is another by now, and Streamlit has dropped the first.
  late.answered(voice, {}, "")
  mock.timers.tick(1500)
  assert.equal(sent.length, 3)
  late.answered(voice, {studio: Number(number)}, "")
  mock.timers.tick(10_000)
  assert.equal(sent.length, 3)
})

test("a canvas that comes back under the same name says it first, and the page no more", () => {
  const before = canvas("studio")
  before.put({kind: "value", value: 1})
  before.destroy()
  const other = canvas("table")
  assert.equal(other.pending.length, 0)
  const after = canvas("studio")
  after.put({kind: "value", value: 2})
  assert.deepEqual(
    after.pending.map(({value}) => value),
    [1, 2],
  )
  assert.ok((after.pending[0].number ?? 0) < (after.pending[1].number ?? 0))
  sent.length = 0
  mock.timers.tick(10_000)
  assert.deepEqual(sent, [])
})

test("what was done in a session that is over waits for its own canvas, which brings the document first", () => {
  const outbox = canvas("studio")
  outbox.put({kind: "value", value: 1})
  outbox.destroy()
  sent.length = 0
  late.answered(voice, {}, "of a restarted server")
  mock.timers.tick(10_000)
  assert.deepEqual(sent, [])
  assert.deepEqual(
    canvas("studio").pending.map(({value}) => value),
    [1],
  )
})

test("what was carried out already is not said again", () => {
  const outbox = canvas("studio")
  outbox.put({kind: "value", value: 1})
  const done = outbox.pending[0].number
  outbox.destroy()
  assert.equal(canvas("studio", done).pending.length, 0)
})

test("whoever asked for a run's epochs and is gone needs no answer", () => {
  const outbox = canvas("training")
  outbox.put({kind: "more", have: 3})
  outbox.put({kind: "need"})
  outbox.destroy()
  assert.deepEqual(sent, [])
})
