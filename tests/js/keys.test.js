// The keys of a player, and what they are to a field, a button, a box that scrolls.

import assert from "node:assert/strict"
import {test} from "node:test"
import {playerKey, undoKey} from "../../neuroviz/ui/live_plot/js/lib/keys.js"
import {Node_, pretend} from "./dom.js"

pretend()

const KEYS = [" ", "ArrowLeft", "ArrowRight", "Home", "End"]
const root = new Node_("div")

/**
 * An element within the picture.
 * @param {string} tag
 * @param {Partial<Node_>} [more]
 */
const inside = (tag, more = {}) => {
  const node = Object.assign(new Node_(tag), more)
  root.append(node)
  return node
}

/**
 * What a key did there.
 * @param {string} key
 * @param {Node_} target
 * @param {object} [more]
 */
const pressed = (key, target, more = {}) => {
  /** @type {string[]} */
  const done = []
  const act = (/** @type {string} */ name) => () => done.push(name)
  const moves = /** @type {any} */ (
    Object.fromEntries(["toggle", "back", "forward", "first", "last"].map((name) => [name, act(name)]))
  )
  const e = /** @type {any} */ ({
    key,
    target,
    currentTarget: root,
    preventDefault: () => done.push("kept from the page"),
    stopPropagation: () => {},
    ...more,
  })
  assert.equal(playerKey(e, moves), done.length > 0)
  return done[0]
}

test("on the picture itself each key has its meaning", () => {
  assert.deepEqual(
    KEYS.map((key) => pressed(key, root)),
    ["toggle", "back", "forward", "first", "last"],
  )
  for (const key of ["a", "ArrowUp", "Enter", "Tab", "Escape"]) assert.equal(pressed(key, root), undefined)
})

test("with another key held, or done already, it means nothing", () => {
  for (const more of [{ctrlKey: true}, {metaKey: true}, {altKey: true}, {defaultPrevented: true}])
    for (const key of KEYS) assert.equal(pressed(key, root, more), undefined)
})

test("a field keeps what it understands, and no more", () => {
  /** @type {[Node_, string[]][]} */
  const fields = [
    [inside("input", {type: "text"}), KEYS],
    [inside("input"), KEYS],
    [inside("textarea"), KEYS],
    [inside("select"), KEYS],
    [inside("div", {attributes: {contenteditable: ""}}), KEYS],
    [inside("input", {type: "range"}), KEYS.slice(1)],
    [inside("button"), [" "]],
    [inside("summary"), [" "]],
    [inside("input", {type: "checkbox"}), [" "]],
    [inside("div", {scrollWidth: 300, clientWidth: 200}), KEYS.slice(1)],
    [inside("div", {scrollWidth: 200, clientWidth: 200}), []],
  ]
  for (const [field, own] of fields)
    assert.deepEqual(
      KEYS.filter((key) => pressed(key, field) === undefined),
      own,
      `${field.tag} ${field.type}`,
    )
  // What stands in a button is the button.
  const icon = new Node_("svg")
  fields[6][0].append(icon)
  assert.equal(pressed(" ", icon), undefined)
})

test("a wide picture does not scroll by its own keys", () => {
  Object.assign(root, {scrollWidth: 300, clientWidth: 200})
  assert.equal(pressed("ArrowLeft", root), "back")
  Object.assign(root, {scrollWidth: 0, clientWidth: 0})
})

test("undo and redo, from anywhere but a field with an undo of its own", () => {
  /** @type {string[]} */
  const done = []
  const button = (/** @type {string} */ name) => Object.assign(new Node_("button"), {onclick: () => done.push(name)})
  const buttons = /** @type {any} */ ({undo: button("undo"), redo: button("redo")})
  const press = (/** @type {string} */ key, /** @type {object} */ more = {}) =>
    undoKey(/** @type {any} */ ({key, ctrlKey: true, target: root, preventDefault: () => {}, ...more}), buttons)
  press("z")
  press("Z", {shiftKey: true})
  press("y")
  press("z", {ctrlKey: false, metaKey: true})
  assert.deepEqual(done.splice(0), ["undo", "redo", "redo", "undo"])
  press("z", {ctrlKey: false})
  press("a")
  press("z", {target: inside("input", {type: "text"})})
  buttons.undo.disabled = true
  press("z")
  assert.deepEqual(done, [])
  press("z", {target: inside("input", {type: "range"}), shiftKey: true})
  assert.deepEqual(done, ["redo"])
  undoKey(/** @type {any} */ ({key: "z", ctrlKey: true, target: root}), {})
})
