// What of a figure's changes is drawn by hand, on a stand-in for the few elements that Plotly draws. That Plotly would
// have drawn the same is held in tests/browser/test_plot.py.

import assert from "node:assert/strict"
import {test} from "node:test"
import {isometric, linePath, movable, patchOf} from "../../neuroviz/ui/live_plot/js/lib/patch.js"

const xaxis = {inside: (/** @type {number} */ v) => 10 * v}
const yaxis = {inside: (/** @type {number} */ v) => 100 - 10 * v}
/** @type {Record<string, {inside: (v: number) => number}>} */
const axes = {x: xaxis, y: yaxis, y2: yaxis}
const axis = (/** @type {string} */ name) => axes[name] ?? null

const node = () => ({
  /** @type {Record<string, unknown>} */
  said: {},
  /** @type {Record<string, string>} */
  style: {},
  /** @type {unknown[]} */
  children: [],
  textContent: "",
  nextSibling: null,
  setAttribute(/** @type {string} */ name, /** @type {unknown} */ value) {
    this.said[name] = value
  },
})

/**
 * A trace as Plotly has drawn it.
 * @param {{points?: number, letters?: number, line?: boolean}} what
 */
const drawn = ({points = 0, letters = 0, line = false}) => {
  const parts = {
    points: Array.from({length: points}, node),
    letters: Array.from({length: letters}, node),
    lines: line ? [node()] : [],
  }
  const find = (/** @type {string} */ selector) =>
    selector.includes("point") ? parts.points : selector.includes("text") ? parts.letters : parts.lines
  const group = /** @type {any} */ ({
    querySelectorAll: find,
    querySelector: (/** @type {string} */ selector) => find(selector)[0] ?? null,
  })
  return {group, ...parts}
}

test("a line is lifted at gaps, and an empty one is still a path", () => {
  assert.equal(linePath([0, 1, null, 2, 3], [0, 1, 5, 2, null], xaxis, yaxis), "M0.00,100.00L10.00,90.00M20.00,80.00")
  assert.equal(linePath([], [], xaxis, yaxis), "M0,0")
  assert.equal(linePath([null], [1], xaxis, yaxis), "M0,0")
  assert.equal(linePath([0.12345], [0], xaxis, yaxis), "M1.23,100.00")
})

test("points and letters go where their axes say, once the patch is applied", () => {
  const {group, points, letters} = drawn({points: 2, letters: 2})
  const before = {mode: "markers+text", yaxis: "y2", x: [0, 1], y: [0, 0], text: ["a", "b"], marker: {color: "#111111"}}
  const after = {...before, x: [2, 3], y: [1, 4], text: ["a", "c"], marker: {color: ["#222222", "#333333"]}}
  const apply = patchOf(group, before, after, axis)
  assert.ok(apply)
  assert.deepEqual(points[0].said, {})
  apply()
  assert.deepEqual(
    points.map(({said}) => said.transform),
    ["translate(20,90)", "translate(30,60)"],
  )
  assert.deepEqual(
    letters.map(({said}) => [said.x, said.y]),
    [
      ["20", "90"],
      ["30", "60"],
    ],
  )
  assert.deepEqual(
    points.map(({style}) => style.fill),
    ["#222222", "#333333"],
  )
  // Only the letter that differs is written.
  assert.deepEqual(
    letters.map(({textContent}) => textContent),
    ["", "c"],
  )
})

test("points grow, and fade, where they are circles", () => {
  const {group, points} = drawn({points: 2})
  const before = {mode: "markers", x: [0, 1], y: [0, 0], marker: {color: "#111111", size: [0, 10], opacity: 0.35}}
  const after = {...before, marker: {color: "#111111", size: [8, 10], opacity: [0.5, 1]}}
  patchOf(group, before, after, axis)?.()
  assert.deepEqual(
    points.map(({said, style}) => [said.d, style.opacity, style.fill]),
    [
      ["M4,0A4,4 0 1,1 0,-4A4,4 0 0,1 4,0Z", "0.5", undefined],
      ["M5,0A5,5 0 1,1 0,-5A5,5 0 0,1 5,0Z", "1", undefined],
    ],
  )
  const diamonds = (/** @type {number[]} */ size) => ({...before, marker: {...before.marker, size, symbol: [2, 2]}})
  assert.equal(patchOf(group, diamonds([1, 2]), diamonds([2, 2]), axis), null)
})

test("what is written leans as a whole, or not at all", () => {
  const page = /** @type {any} */ (globalThis)
  page.document = {createElementNS: (/** @type {string} */ _, /** @type {string} */ tag) => ({...node(), tag})}
  const {group, letters} = drawn({letters: 3})
  /** @type {any[]} */
  const put = []
  for (const letter of letters)
    Object.assign(letter, {replaceChildren: (/** @type {unknown[]} */ ...nodes) => put.push(nodes)})
  const before = {mode: "text", x: [0, 1, 2], y: [0, 0, 0], text: ["a", "<i>b</i>", "c"]}
  patchOf(group, before, {...before, text: ["<i>−0.3</i>", "d", "c"]}, axis)?.()
  assert.deepEqual(
    put.map(([one]) => [one.tag, one.said.style, one.textContent]),
    [["tspan", "font-style:italic", "−0.3"]],
  )
  assert.deepEqual(
    letters.map(({textContent}) => textContent),
    ["", "d", ""],
  )
  assert.equal(patchOf(group, before, {...before, text: ["<i>a</i>b", "d", "c"]}, axis), null)
})

test("a line takes its new path and colour", () => {
  const {group, lines} = drawn({line: true})
  const before = {mode: "lines", yaxis: "y2", x: [0, 1], y: [0, 1], line: {color: "#111111", width: 2}}
  patchOf(group, before, {...before, y: [1, 1], line: {color: "#abcdef", width: 2}}, axis)?.()
  assert.equal(lines[0].said.d, "M0.00,90.00L10.00,90.00")
  assert.equal(lines[0].style.stroke, "#abcdef")
})

test("what Plotly must draw itself is refused, and nothing is touched", () => {
  const marks = {mode: "markers", x: [0, 1], y: [0, 1], marker: {color: "#111111", size: 5}}
  const words = {mode: "text", x: [0], y: [0], text: ["a"]}
  const line = {mode: "lines", x: [0, 1], y: [0, 1], line: {color: "#111111", width: 1}}
  /** @type {[string, any, any, any, {points?: number, letters?: number, line?: boolean}][]} */
  const cases = [
    ["no element", null, marks, {...marks, x: [1, 1]}, {}],
    ["no such axis", 1, {...marks, xaxis: "x9"}, {...marks, xaxis: "x9", x: [1, 1]}, {points: 2}],
    ["another size", 1, marks, {...marks, marker: {color: "#111111", size: 6}}, {points: 2}],
    ["another width", 1, line, {...line, line: {color: "#111111", width: 3}}, {line: true}],
    ["another mode", 1, marks, {...marks, mode: "lines"}, {points: 2}],
    ["another name", 1, marks, {...marks, name: "b"}, {points: 2}],
    ["fewer points drawn", 1, marks, {...marks, x: [1, 1]}, {points: 1}],
    ["a colour scale", 1, marks, {...marks, marker: {color: [0.1, 0.2], size: 5}}, {points: 2}],
    ["a colour to see through", 1, marks, {...marks, marker: {color: "rgba(0,0,0,0.5)", size: 5}}, {points: 2}],
    ["a filled area", 1, {...line, fill: "tozeroy"}, {...line, fill: "tozeroy", y: [2, 2]}, {line: true}],
    ["a spline", 1, {...line, line: {shape: "spline"}}, {...line, line: {shape: "spline"}, y: [2, 2]}, {line: true}],
    ["no path drawn", 1, line, {...line, y: [2, 2]}, {}],
    ["markup", 1, words, {...words, text: ["<b>x</b>"]}, {letters: 1}],
    ["an entity", 1, words, {...words, text: ["&amp;"]}, {letters: 1}],
    ["a letter that goes", 1, words, {...words, text: [""]}, {letters: 1}],
    ["letters not drawn", 1, words, {...words, text: ["b"]}, {}],
  ]
  for (const [why, there, before, after, what] of cases) {
    const {group, points, letters, lines} = drawn(what)
    assert.equal(patchOf(there && group, before, after, axis), null, why)
    for (const part of [...points, ...letters, ...lines]) assert.deepEqual([part.said, part.style], [{}, {}], why)
  }
})

test("a trace moves alone where only places, colours and letters differ, and no legend shows them", () => {
  const trace = {x: [0], y: [0], name: "a", marker: {color: "#111111"}}
  assert.ok(movable(trace, {...trace, x: [1]}, true))
  assert.ok(movable(trace, {...trace, marker: {color: "#222222"}}, false))
  assert.ok(!movable(trace, {...trace, marker: {color: "#222222"}}, true))
  assert.ok(!movable(trace, {...trace, name: "b"}, false))
  assert.ok(!movable(trace, {x: [0], y: [0], name: "a"}, true))
})

test("on a map a unit is as long up as across, about the same middle, and no axis grows", () => {
  const margin = {l: 40, r: 10, t: 20, b: 30}
  for (const [width, height] of [
    [700, 300],
    [300, 700],
    [450, 450],
  ])
    for (const [xrange, yrange] of [
      [
        [-3, 3],
        [-2, 5],
      ],
      [
        [0, 1],
        [0, 10],
      ],
    ]) {
      const before = {
        margin,
        height,
        xaxis: {range: xrange, domain: [0, 0.6]},
        yaxis: {range: yrange, domain: [0.3, 1]},
      }
      const after = isometric(before, width)
      const px = (/** @type {[number, number]} */ [from, to], /** @type {number} */ all) => (to - from) * all
      const across = px(after.xaxis.domain, width - 50) / (xrange[1] - xrange[0])
      const up = px(after.yaxis.domain, height - 50) / (yrange[1] - yrange[0])
      assert.ok(Math.abs(across / up - 1) < 1e-9)
      const middle = (/** @type {number[]} */ [from, to]) => (from + to) / 2
      assert.ok(Math.abs(middle(after.xaxis.domain) - 0.3) < 1e-9)
      assert.ok(Math.abs(middle(after.yaxis.domain) - 0.65) < 1e-9)
      assert.ok(after.yaxis.domain[0] >= 0.3 - 1e-9 && after.yaxis.domain[1] <= 1 + 1e-9)
      assert.ok(after.xaxis.domain[0] >= -1e-9 && after.xaxis.domain[1] <= 0.6 + 1e-9)
      assert.deepEqual(after.xaxis.range, xrange)
    }
  // Axes that say nothing have all the room.
  const {xaxis: all} = isometric({margin, height: 300, xaxis: {range: [0, 9]}, yaxis: {range: [0, 1]}}, 300)
  assert.deepEqual(all.domain, [0, 1])
})
