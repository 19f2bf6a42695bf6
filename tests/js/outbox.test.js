// What the visitor does, on its way to Python: numbered, coalesced, repeated until it is answered.

import assert from "node:assert/strict"
import {beforeEach, mock, test} from "node:test"
import {Outbox} from "../../neuroviz/ui/live_plot/js/lib/outbox.js"

/** @typedef {import("../../neuroviz/ui/live_plot/js/protocol.js").Event} Event */

/** @type {Outbox} */
let outbox
/** @type {Event[][]} */
let sent
/** @type {any} */
let root
/** @type {any} */
let component

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({apis: ["setTimeout", "Date"], now: 1_000_000})
  sent = []
  root = {dataset: {}}
  component = {
    setTriggerValue: (/** @type {string} */ name, /** @type {{events: Event[]}} */ {events}) => {
      assert.equal(name, "event")
      sent.push(structuredClone(events))
    },
  }
  outbox = new Outbox(root)
  outbox.answered(component, 0)
})

const numbers = () => outbox.pending.map((event) => /** @type {number} */ (event.number))

test("every event has a number of its own, larger than the one before, also within a millisecond", () => {
  for (let i = 0; i < 5; i++) outbox.put({kind: "step"})
  const found = numbers()
  assert.equal(found.length, 5)
  assert.ok(found.every((n, i) => !i || n > found[i - 1]))
  // After a reload the numbers go on: they begin with the time.
  assert.ok(found[0] >= 1_000_000)
})

test("numbers grow also where the clock is set back", () => {
  outbox.put({kind: "a"})
  mock.timers.setTime(500_000)
  outbox.put({kind: "b"})
  assert.ok(numbers()[1] > numbers()[0])
})

test("each message carries all that has no answer yet", () => {
  outbox.put({kind: "a"})
  outbox.put({kind: "b"})
  assert.deepEqual(
    sent.map((events) => events.map(({kind}) => kind)),
    [["a"], ["a", "b"]],
  )
  assert.equal(root.dataset.pending, "2")
})

test("of one drag only the last counts, and nothing else is folded", () => {
  outbox.put({kind: "value", value: 1, gesture: "drag-1"})
  outbox.put({kind: "value", value: 2, gesture: "drag-1"})
  outbox.put({kind: "select"})
  outbox.put({kind: "value", value: 3, gesture: "drag-1"})
  outbox.put({kind: "value", value: 4, gesture: "drag-2"})
  outbox.put({kind: "undo"})
  outbox.put({kind: "undo"})
  assert.deepEqual(
    outbox.pending.map(({kind, value}) => value ?? kind),
    [2, "select", 3, 4, "undo", "undo"],
  )
})

test("what is answered is sent no more, what is not goes again", () => {
  outbox.put({kind: "a"})
  outbox.put({kind: "b"})
  outbox.answered(component, numbers()[0])
  assert.equal(root.dataset.pending, "1")
  sent.length = 0
  mock.timers.tick(1499)
  assert.equal(sent.length, 0)
  mock.timers.tick(1)
  assert.deepEqual(
    sent.map((events) => events.map(({kind}) => kind)),
    [["b"]],
  )
  mock.timers.tick(1500)
  mock.timers.tick(1500)
  assert.equal(sent.length, 3)
  outbox.answered(component, numbers()[0])
  assert.equal(root.dataset.pending, "0")
  mock.timers.tick(10_000)
  assert.equal(sent.length, 3)
})

test("a canvas that is gone repeats nothing", () => {
  outbox.put({kind: "a"})
  outbox.destroy()
  mock.timers.tick(10_000)
  assert.equal(sent.length, 1)
})

test("a repeat goes to the component that is there now", () => {
  outbox.put({kind: "a"})
  const later = mock.fn()
  outbox.answered(/** @type {any} */ ({setTriggerValue: later}), 0)
  mock.timers.tick(1500)
  assert.equal(later.mock.callCount(), 1)
  assert.equal(sent.length, 1)
})

test("a server that was restarted is given the document before what has no answer, and all of it counts as new", () => {
  outbox.answered(component, 0, "studio")
  outbox.put({kind: "value", value: 1})
  outbox.put({kind: "value", value: 2})
  const before = numbers()
  outbox.answered(component, 0, "studio")
  outbox.putFirst({kind: "restore", document: "{}"})
  assert.deepEqual(
    sent.at(-1)?.map(({kind, value}) => value ?? kind),
    ["restore", 1, 2],
  )
  const after = numbers()
  assert.ok(after[0] > before[1] && after[1] > after[0] && after[2] > after[1])
})

/** @param {() => string} state what the page knows of Streamlit's script */
const atWork = (state) => {
  const page = /** @type {any} */ (globalThis)
  page.document = {querySelector: () => ({getAttribute: state})}
}

/** Little by little: a timer that is set on the way would begin at the end of one long tick. @param {number} ms */
const pass = (ms) => {
  for (let at = 0; at < ms; at += 50) mock.timers.tick(50)
}

test("what is repeated waits while a script runs, and not for ever", () => {
  let state = "running"
  atWork(() => state)
  outbox.put({kind: "a"})
  assert.equal(sent.length, 1, "what is said first does not wait")
  pass(4000)
  assert.equal(sent.length, 1)
  state = "notRunning"
  mock.timers.tick(50)
  assert.equal(sent.length, 2)
  state = "running"
  pass(1500 + 6000 + 100)
  assert.equal(sent.length, 3)
  // @ts-expect-error: elsewhere there is none
  delete globalThis.document
})

test("what may wait says nothing while a script runs", () => {
  let state = "running"
  atWork(() => state)
  outbox = new Outbox(root, true)
  outbox.answered(component, 0)
  outbox.put({kind: "a"})
  outbox.put({kind: "b"})
  assert.equal(sent.length, 0)
  state = "notRunning"
  mock.timers.tick(50)
  assert.deepEqual(
    sent.map((events) => events.map(({kind}) => kind)),
    [["a", "b"]],
  )
  // @ts-expect-error: elsewhere there is none
  delete globalThis.document
})
