// What a player's bar shows and keeps, on a stand-in for the page.

import assert from "node:assert/strict"
import {beforeEach, test} from "node:test"
import {PlayerBar, playsByItself} from "../../neuroviz/ui/live_plot/js/lib/player_bar.js"
import {Settings} from "../../neuroviz/ui/live_plot/js/lib/settings.js"
import {pretend} from "./dom.js"

/** @type {ReturnType<typeof pretend>} */
let browser
/** @type {string[]} */
let done = []

beforeEach(() => {
  browser = pretend()
  done = []
})

const words = /** @type {Record<string, string>} */ (new Proxy({}, {get: (_, name) => `the ${String(name)}`}))

const makeBar = () => {
  /** @type {Settings<{speed: number, slow: string, loop: boolean, auto: boolean}>} */
  const settings = new Settings("neuroviz.test", {speed: 1, slow: "first", loop: false, auto: playsByItself()})
  const bar = new PlayerBar({
    words,
    settings,
    scrub: {label: "time", seek: (value) => done.push(`seek ${value}`)},
    moves: {
      toggle: () => done.push("play"),
      back: () => done.push("back"),
      forward: () => done.push("forward"),
      first: () => done.push("first"),
      last: () => done.push("last"),
    },
    now: "clock",
    choices: {
      speed: {
        options: [
          [1, "1×"],
          [2, "2×"],
        ],
      },
      slow: {
        options: [
          ["off", "off"],
          ["first", "first"],
        ],
        chosen: (value) => done.push(`slow ${value}`),
      },
      unit: {
        options: [
          ["layer", "by layer"],
          ["neuron", "by neuron"],
        ],
        value: "neuron",
        chosen: (value) => done.push(`unit ${value}`),
      },
    },
    autoChanged: () => done.push("auto"),
    say: (kind) => done.push(kind),
    keepsRoom: true,
  })
  return {bar, settings}
}

/** @param {any} box */
const selected = (box) => box.children.find((/** @type {any} */ option) => option.selected).value
const kept = () => JSON.parse(browser.kept.get("neuroviz.test") ?? "{}")

test("the parts stand in the order asked for, each with its test id and its name", () => {
  const {bar} = makeBar()
  const row = /** @type {any} */ (bar.bar("nv-player", ["first", "play", "now", "scrub", "speed", "auto", "history"]))
  assert.deepEqual(row.attributes, {role: "group", "aria-label": "the player"})
  const ids = (/** @type {any} */ node) => node.dataset?.testid ?? node.children?.flatMap(ids) ?? []
  assert.deepEqual(row.children.flatMap(ids), [
    ...["player-first", "player-play", "clock", "player-scrub", "player-speed", "player-auto"],
    ...["player-undo", "player-redo", "player-reset"],
  ])
  assert.equal(row.children[0].attributes["aria-label"], "the first")
  assert.equal(row.children[3].attributes["aria-label"], "time")
  assert.equal(row.children[4].attributes["aria-label"], "the speed")
})

test("buttons act, and the scrubber says where to", () => {
  const {bar} = makeBar()
  bar.buttons.first.click()
  bar.buttons.play.click()
  bar.buttons.undo.click()
  bar.scrub.value = "7"
  bar.scrub.oninput?.(/** @type {any} */ ({}))
  assert.deepEqual(done, ["first", "play", "undo", "seek 7"])
})

test("while it plays the button pauses, and the sentence is not read out", () => {
  const {bar} = makeBar()
  const play = /** @type {any} */ (bar.buttons.play),
    caption = /** @type {any} */ (bar.caption)
  const seen = () => [play.attributes["aria-label"], play.attributes["aria-pressed"], caption.attributes["aria-live"]]
  assert.deepEqual(seen(), ["the play", "false", "polite"])
  bar.show(true)
  assert.deepEqual(seen(), ["the pause", "true", "off"])
  bar.show(false)
  assert.deepEqual(seen(), ["the play", "false", "polite"])
})

test("what is said beside the scrubber is said of it", () => {
  const {bar} = makeBar()
  bar.at(3, "3 ms")
  const scrub = /** @type {any} */ (bar.scrub)
  assert.deepEqual([scrub.value, bar.now.textContent, scrub.attributes["aria-valuetext"]], ["3", "3 ms", "3 ms"])
})

test("what can be taken back is enabled, and nothing else", () => {
  const {bar} = makeBar()
  const enabled = () => ["undo", "redo", "reset"].filter((name) => !bar.buttons[name].disabled)
  bar.enable({undo: true, redo: false, reset: true, opened: 1})
  assert.deepEqual(enabled(), ["undo", "reset"])
  bar.enable(undefined)
  assert.deepEqual(enabled(), [])
})

test("choices are kept under the player's name, as what they are, and found again", () => {
  const {bar} = makeBar()
  const {speed, slow, unit} = bar.choices
  assert.deepEqual([speed, slow, unit].map(selected), ["1", "first", "neuron"])
  speed.value = "2"
  speed.onchange?.(/** @type {any} */ ({}))
  slow.value = "off"
  slow.onchange?.(/** @type {any} */ ({}))
  unit.value = "layer"
  unit.onchange?.(/** @type {any} */ ({}))
  bar.buttons.loop.click()
  assert.deepEqual(kept(), {speed: 2, slow: "off", loop: true})
  assert.deepEqual(done, ["slow off", "unit layer"])
  const again = makeBar().bar
  assert.deepEqual([again.choices.speed, again.choices.slow].map(selected), ["2", "off"])
  assert.equal(/** @type {any} */ (again.buttons.loop).attributes["aria-pressed"], "true")
})

test("what was kept and cannot be read, or is of another kind, does not count", () => {
  for (const text of ["{", "null", '"x"', '{"speed": "fast", "loop": 1, "other": 3}']) {
    browser.kept.set("neuroviz.test", text)
    assert.deepEqual({...makeBar().settings.values}, {speed: 1, slow: "first", loop: false, auto: true}, text)
  }
})

test("where stillness is asked for, nothing plays by itself, unless it is chosen", () => {
  browser.stillness.matches = true
  const {bar} = makeBar()
  assert.equal(bar.auto.checked, false)
  bar.auto.checked = true
  bar.auto.onchange?.(/** @type {any} */ ({}))
  assert.deepEqual([kept(), done], [{auto: true}, ["auto"]])
  assert.equal(makeBar().bar.auto.checked, true)
})

test("a system that comes to ask for stillness is heard; another choice is none about this", () => {
  const {bar, settings} = makeBar()
  settings.set("speed", 2)
  bar.show(true)
  browser.stillness.matches = true
  browser.stillness.fire("change")
  assert.deepEqual(done, ["play"], "it pauses")
  assert.equal(bar.auto.checked, false)
  assert.equal(makeBar().bar.auto.checked, false)
})

test("a sentence keeps the room that it had", () => {
  const {bar} = makeBar()
  bar.tell("two lines")
  assert.equal(bar.caption.style.minHeight, "24px")
})

test("taken away, it listens no more", () => {
  const {bar} = makeBar()
  const press = () => browser.page.fire("keydown", {key: "z", ctrlKey: true, target: null, preventDefault: () => {}})
  press()
  assert.deepEqual(done, ["undo"])
  bar.destroy()
  press()
  browser.stillness.matches = true
  browser.stillness.fire("change")
  assert.deepEqual(done, ["undo"])
})
