// The loop of frames, by a clock that the test moves.

import assert from "node:assert/strict"
import {test} from "node:test"
import {MOST_MS, Ticker} from "../../neuroviz/ui/live_plot/js/lib/ticker.js"

/** A clock, and a screen that draws when it is told to. */
const makeTime = () => {
  /** @type {((now: number) => void)[]} */
  let frames = []
  /** @type {Map<number, {at: number, act: () => void}>} */
  const timers = new Map()
  let now = 1000,
    number = 0,
    hidden = false
  return {
    time: {
      now: () => now,
      frame: (/** @type {(now: number) => void} */ act) => {
        frames.push(act)
      },
      later: (/** @type {() => void} */ act, /** @type {number} */ ms) => {
        timers.set(++number, {at: now + ms, act})
        return number
      },
      never: (/** @type {unknown} */ timer) => {
        timers.delete(/** @type {number} */ (timer))
      },
      hidden: () => hidden,
    },
    hide: (/** @type {boolean} */ is) => {
      hidden = is
    },
    /** So many frames, each so long. */
    pass: (/** @type {number} */ ms, count = 1) => {
      for (let i = 0; i < count; i++) {
        now += ms
        for (const [id, {at, act}] of timers)
          if (at <= now) {
            timers.delete(id)
            act()
          }
        const due = frames
        frames = []
        for (const act of due) act(now)
      }
    },
    waiting: () => frames.length,
  }
}

/**
 * A picture that is at its end after `length` ms.
 * @param {number} length
 * @param {number | null} [rest]
 */
const makePlayed = (length, rest = null) => {
  const played = {
    t: 0,
    /** @type {number[]} */
    steps: [],
    /** @type {string[]} */
    said: [],
    resting: rest,
    advance: (/** @type {number} */ ms) => {
      if (played.t >= length) return true
      played.t = Math.min(length, played.t + ms)
      played.steps.push(ms)
      return false
    },
    begin: () => {
      played.t = 0
      played.said.push("begin")
    },
    rest: () => played.resting,
    changed: (/** @type {boolean} */ playing) => {
      played.said.push(playing ? "plays" : "stops")
    },
  }
  return played
}

test("it goes on by the time that passes, and not at all before or after", () => {
  const {time, pass, waiting} = makeTime(),
    played = makePlayed(1000),
    ticker = new Ticker(played, time)
  pass(16, 3)
  assert.equal(played.t, 0)
  ticker.start()
  assert.ok(ticker.playing)
  pass(16, 3)
  assert.equal(played.t, 48)
  ticker.stop()
  pass(16, 3)
  assert.equal(played.t, 48)
  assert.equal(waiting(), 0)
  assert.deepEqual(played.said, ["plays", "stops"])
  ticker.stop()
  assert.deepEqual(played.said, ["plays", "stops"], "it is said once")
})

test("a long frame counts no more than it may, and one that began before the start counts nothing", () => {
  const {time, pass} = makeTime(),
    played = makePlayed(1000)
  new Ticker(played, {...time, now: () => time.now() + 5}).start()
  pass(3)
  pass(5000)
  assert.deepEqual(played.steps, [0, MOST_MS])
})

test("started twice, it does not run twice", () => {
  const {time, pass, waiting} = makeTime(),
    played = makePlayed(1000),
    ticker = new Ticker(played, time)
  ticker.start()
  ticker.start()
  pass(10)
  assert.equal(played.t, 10)
  assert.equal(waiting(), 1)
  // Stopped and started before the next frame: the first run has no more frames.
  ticker.stop()
  ticker.start()
  pass(10)
  assert.equal(played.t, 20)
  assert.equal(waiting(), 1)
})

test("at its end it stops, where it is played once", () => {
  const {time, pass, waiting} = makeTime(),
    played = makePlayed(50),
    ticker = new Ticker(played, time)
  ticker.start()
  pass(20, 4)
  assert.equal(played.t, 50)
  assert.ok(!ticker.playing)
  assert.deepEqual(played.said, ["plays", "stops"])
  assert.equal(waiting(), 0)
})

test("or rests there and begins anew; no more once it shall not", () => {
  const {time, pass} = makeTime(),
    played = makePlayed(50, 100),
    ticker = new Ticker(played, time)
  ticker.start()
  pass(25, 2)
  pass(25, 4)
  assert.equal(played.t, 50, "it rests")
  pass(25)
  assert.deepEqual(played.said, ["plays", "begin"])
  pass(25, 2)
  assert.equal(played.t, 50)
  pass(25, 2)
  played.resting = null
  pass(25)
  assert.deepEqual(played.said, ["plays", "begin", "stops"])
})

test("moved away from its end while it rests, it rests again in full", () => {
  const {time, pass} = makeTime(),
    played = makePlayed(50, 100)
  new Ticker(played, time).start()
  pass(25, 5)
  played.t = 40
  pass(25, 5)
  assert.deepEqual(played.said, ["plays"])
  pass(25)
  assert.deepEqual(played.said, ["plays", "begin"])
})

test("while nobody sees the page, nothing moves, and afterwards nothing leaps", () => {
  const {time, pass, hide} = makeTime(),
    played = makePlayed(1000),
    ticker = new Ticker(played, time)
  ticker.start()
  pass(16, 2)
  hide(true)
  pass(1000, 3)
  assert.equal(played.t, 32)
  assert.ok(ticker.playing)
  hide(false)
  pass(16)
  assert.equal(played.t, 48)
})

test("what comes later comes once, and not after a start or a stop", () => {
  const {time, pass} = makeTime(),
    played = makePlayed(1000),
    ticker = new Ticker(played, time)
  let begun = 0
  const begin = () => begun++
  ticker.later(begin, 300)
  pass(299)
  assert.equal(begun, 0)
  pass(1)
  assert.equal(begun, 1)
  ticker.later(begin, 300)
  ticker.later(begin, 500)
  pass(400)
  assert.equal(begun, 1)
  ticker.start()
  pass(400)
  assert.equal(begun, 1)
  ticker.later(begin, 300)
  ticker.stop()
  pass(400)
  assert.equal(begun, 1)
})

test("destroyed, it is still and says nothing", () => {
  const {time, pass} = makeTime(),
    played = makePlayed(1000),
    ticker = new Ticker(played, time)
  ticker.start()
  ticker.later(() => played.said.push("later"), 10)
  ticker.destroy()
  pass(20, 2)
  assert.equal(played.t, 0)
  assert.deepEqual(played.said, ["plays"])
})
