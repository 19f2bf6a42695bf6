// What a reload must not lose: kept in the tab, and given back once.

import assert from "node:assert/strict"
import {beforeEach, test} from "node:test"

/** @type {Map<string, string>} */
const stored = new Map()
Object.assign(globalThis, {
  sessionStorage: {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
    removeItem: (/** @type {string} */ key) => stored.delete(key),
  },
})
let page = 0
/** A page that has just been loaded. */
const loaded = async () => {
  page += 1
  /** @type {typeof import("../../neuroviz/ui/live_plot/js/lib/keeper.js")} */
  const module = await import(`../../neuroviz/ui/live_plot/js/lib/keeper.js?page=${page}`)
  return module
}

beforeEach(() => stored.clear())

test("a page says which session it has met", async () => {
  const keeper = await loaded()
  assert.equal(keeper.metSession(), "")
  keeper.keepThroughReload({session: "a", fresh: true, link: null, document: "first"})
  assert.equal(keeper.metSession(), "a")
})

test("a reloaded page goes on where the tab stood", async () => {
  const before = await loaded()
  assert.equal(before.keepThroughReload({session: "a", fresh: true, link: null, document: "first"}), false)
  assert.equal(before.keepThroughReload({session: "a", fresh: false, link: null, document: "edited"}), false)
  const after = await loaded()
  assert.equal(after.keepThroughReload({session: "b", fresh: true, link: null, document: "first"}), true)
  assert.equal(after.keptDocument(), "edited")
  // The answer has it; from here on it is kept as usual.
  assert.equal(after.keepThroughReload({session: "b", fresh: true, link: null, document: "edited"}), false)
})

test("an edit early in a session is kept, and not taken for a reload", async () => {
  const keeper = await loaded()
  keeper.keepThroughReload({session: "a", fresh: true, link: null, document: "first"})
  assert.equal(keeper.keepThroughReload({session: "a", fresh: true, link: null, document: "edited"}), false)
  assert.equal(keeper.keptDocument(), "edited")
})

test("another link, or a session that has begun already, is not overwritten", async () => {
  const before = await loaded()
  before.keepThroughReload({session: "a", fresh: false, link: "x", document: "edited"})
  const after = await loaded()
  assert.equal(after.keepThroughReload({session: "b", fresh: true, link: "y", document: "linked"}), false)
  assert.equal(after.keptDocument(), "linked")
  const third = await loaded()
  assert.equal(third.keepThroughReload({session: "c", fresh: false, link: "y", document: "other"}), false)
})

test("what had no answer when the page was loaded anew is given back once, to the same canvas", async () => {
  const keep = {session: "a", fresh: true, link: "", document: "first"},
    value = {kind: "value", value: 2, number: 7}
  const before = await loaded()
  before.keepThroughReload(keep)
  before.keepEvents({key: "studio", pending: [value, {kind: "more", number: 8}]})
  const after = await loaded()
  assert.deepEqual(after.takeEvents("neuron", {...keep, session: "b"}), [])
  assert.deepEqual(after.takeEvents("studio", {...keep, session: "b"}), [value])
  assert.deepEqual(after.takeEvents("studio", {...keep, session: "b"}), [])
})

test("it is not given to a session that has begun, or to another link; and what was answered is not kept", async () => {
  const keep = {session: "a", fresh: true, link: "", document: "first"},
    pending = [{kind: "typed", number: 7}]
  const before = await loaded()
  for (const other of [{session: "a"}, {session: "b", fresh: false}, {session: "b", link: "x"}]) {
    before.keepThroughReload(keep)
    before.keepEvents({key: "studio", pending})
    assert.deepEqual(before.takeEvents("studio", {...keep, ...other}), [])
  }
  before.keepEvents({key: "studio", pending})
  before.keepEvents({key: "studio", pending: []})
  assert.deepEqual((await loaded()).takeEvents("studio", {...keep, session: "b"}), [])
})
