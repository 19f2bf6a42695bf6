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
  assert.equal(before.keepThroughReload({session: "a", fresh: true, link: null, document: "first"}), null)
  assert.equal(before.keepThroughReload({session: "a", fresh: false, link: null, document: "edited"}), null)
  const after = await loaded()
  const back = after.keepThroughReload({session: "b", fresh: true, link: null, document: "first"})
  assert.deepEqual(back, {document: "edited"})
  assert.equal(after.keptDocument(), "edited")
  // The answer has it; from here on it is kept as usual.
  assert.equal(after.keepThroughReload({session: "b", fresh: true, link: null, document: "edited"}), null)
})

test("an edit early in a session is kept, and not taken for a reload", async () => {
  const keeper = await loaded()
  keeper.keepThroughReload({session: "a", fresh: true, link: null, document: "first"})
  assert.equal(keeper.keepThroughReload({session: "a", fresh: true, link: null, document: "edited"}), null)
  assert.equal(keeper.keptDocument(), "edited")
})

test("another link, or a session that has begun already, is not overwritten", async () => {
  const before = await loaded()
  before.keepThroughReload({session: "a", fresh: false, link: "x", document: "edited"})
  const after = await loaded()
  assert.equal(after.keepThroughReload({session: "b", fresh: true, link: "y", document: "linked"}), null)
  assert.equal(after.keptDocument(), "linked")
  const third = await loaded()
  assert.equal(third.keepThroughReload({session: "c", fresh: false, link: "y", document: "other"}), null)
})

test("what was kept beside the document comes back with it, and stays kept on pages that know of nothing", async () => {
  const keep = {session: "a", fresh: true, link: "", document: "first", beside: ""}
  const before = await loaded()
  before.keepThroughReload(keep)
  before.keepThroughReload({...keep, fresh: false, document: "edited", beside: "ticks"})
  before.keepThroughReload({...keep, fresh: false, document: "edited more", beside: ""})
  const after = await loaded(),
    begun = {...keep, session: "b"}
  assert.deepEqual(after.keepThroughReload(begun), {document: "edited more", beside: "ticks"})
  assert.equal(after.keepThroughReload({...begun, fresh: false, document: "edited more", beside: "ticks"}), null)
  assert.deepEqual((await loaded()).keepThroughReload({...begun, session: "c", document: "edited more"}), {
    beside: "ticks",
  })
})

test("what was kept beside the document is the visitor's, also where another link was opened", async () => {
  const keep = {session: "a", fresh: false, link: "x", document: "edited", beside: "ticks"}
  const before = await loaded()
  before.keepThroughReload(keep)
  const after = await loaded(),
    linked = {session: "b", fresh: true, link: "y", document: "linked", beside: ""}
  assert.deepEqual(after.keepThroughReload(linked), {beside: "ticks"})
  assert.equal(after.keptDocument(), "linked")
  // Loaded anew before Python had heard of it.
  assert.deepEqual((await loaded()).keepThroughReload({...linked, session: "c"}), {beside: "ticks"})
  assert.equal((await loaded()).keepThroughReload({...linked, session: "d", beside: "ticks"}), null)
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
