// Between two steps of the signal, on a stand-in for what Plotly draws.

import assert from "node:assert/strict"
import {test} from "node:test"
import {tweenOf} from "../../neuroviz/ui/live_plot/js/network/tween.js"

const point = () => ({
  /** @type {Record<string, string>} */
  said: {},
  /** @type {Record<string, string>} */
  style: {},
  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    this.said[name] = value
  },
})

/** @param {number} count of the points that are drawn for the first of its traces */
const figure = (count) => {
  const points = Array.from({length: count}, point),
    group = {__data__: [{trace: {index: 0}}], querySelectorAll: () => points}
  const axis = {_offset: 0, _length: 100, range: [0, 10], d2p: (/** @type {number} */ v) => 10 * v, p2d: () => 0}
  const graph = {
    _fullLayout: {xaxis: axis, yaxis: axis},
    data: [{x: Array(count).fill(0)}],
    querySelectorAll: () => [group],
  }
  return {points, graph: /** @type {any} */ (graph)}
}

const BEFORE = {x: [0, 1], y: [0, 1], marker: {size: [0, 10], opacity: 1, color: "#000000", line: {color: "#102030"}}}
const AFTER = {
  x: [1, 1],
  y: [2, 1],
  marker: {size: [20, 10], opacity: [0, 1], color: ["#ffffff", "#000000"], line: {color: "#102030"}},
}

test("points are where they were, then between, and at the end where they will be", () => {
  const {graph, points} = figure(2),
    tween = tweenOf(graph, 0, BEFORE, AFTER)
  assert.ok(tween)
  const seen = (/** @type {number} */ share) => {
    tween(share)
    return points.map(({said, style}) => [said.transform, style.opacity, style.fill, style.stroke])
  }
  assert.deepEqual(seen(0), [
    ["translate(0.00,0.00)scale(0.000)", "1", "#000000", undefined],
    ["translate(10.00,10.00)", "1", "#000000", undefined],
  ])
  assert.deepEqual(seen(0.5)[0].slice(0, 2), ["translate(5.00,10.00)scale(0.500)", "0.5"])
  assert.deepEqual(seen(1), [
    ["translate(10.00,20.00)", "0", "#ffffff", undefined],
    ["translate(10.00,10.00)", "1", "#000000", undefined],
  ])
})

test("nothing is on its way where nothing differs, where points come, and where none are drawn", () => {
  assert.equal(tweenOf(figure(2).graph, 0, AFTER, AFTER), null)
  assert.equal(tweenOf(figure(2).graph, 0, {...BEFORE, x: [0]}, AFTER), null)
  assert.equal(tweenOf(figure(2).graph, 0, BEFORE, {...AFTER, x: [1]}), null)
  assert.equal(tweenOf(figure(0).graph, 0, BEFORE, AFTER), null)
  assert.equal(tweenOf(figure(2).graph, 1, BEFORE, AFTER), null)
})

test("a colour that is no colour of the palette is left as it is drawn", () => {
  const {graph, points} = figure(2)
  const marker = (/** @type {unknown} */ color) => ({...AFTER, marker: {...AFTER.marker, color}})
  assert.equal(tweenOf(graph, 0, marker([0, 1]), marker([1, -1])), null)
  tweenOf(graph, 0, marker([0, 1]), {...marker([1, -1]), x: [0, 0]})?.(0.5)
  assert.equal(points[0].style.fill, undefined)
})
