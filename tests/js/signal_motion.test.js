// What moves in the network's picture: when pulses are where, where their values stand, how full a neuron is.

import assert from "node:assert/strict"
import test from "node:test"
import {fitting} from "../../neuroviz/ui/live_plot/js/lib/ticks.js"
import {flightOf, made, placesOf, sourcesOf} from "../../neuroviz/ui/live_plot/js/network/flight.js"
import {meet, pillAt, sidesOf, touches} from "../../neuroviz/ui/live_plot/js/network/pills.js"
import {boxesOf, roomOf} from "../../neuroviz/ui/live_plot/js/network/placed.js"
import {ticksOf} from "../../neuroviz/ui/live_plot/js/network/steps.js"
import {filled, levelsOf, partialsOf} from "../../neuroviz/ui/live_plot/js/network/vessel.js"

Object.assign(globalThis, {document: {createElement: () => ({getContext: () => null})}})

/** A generator of numbers in [0, 1), the same in each run. @param {number} seed */
const randomly = (seed) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}

/** @param {number} seed */
const anyFlight = (seed) => {
  const random = randomly(seed),
    sources = Array.from({length: 1 + Math.floor(random() * 32)}, () => Math.floor(random() * 8)),
    place = () => /** @type {[number, number]} */ ([random() * 300, random() * 400])
  return {sources, flight: flightOf(sources.map(place), sources.map(place), sources)}
}

test("every pulse leaves after the step has begun and has arrived when it is over", () => {
  for (let seed = 0; seed < 200; seed++) {
    const {flight, sources} = anyFlight(seed)
    for (const [leaves, arrives] of flight.spans) assert.ok(leaves >= 0 && leaves < arrives && arrives <= 1 + 1e-9)
    assert.deepEqual(
      made(flight, 0),
      sources.map(() => 0),
    )
    assert.deepEqual(placesOf(flight, made(flight, 1 + 1e-9)), flight.to)
  }
})

test("pulses never go back", () => {
  const {flight} = anyFlight(3)
  let before = made(flight, 0)
  for (let share = 0; share <= 1; share += 0.02) {
    const now = made(flight, share)
    assert.ok(now.every((value, i) => value >= before[i]))
    before = now
  }
})

test("pulses of another source leave at another time, in the sources' order", () => {
  const {flight, sources} = anyFlight(11)
  sources.forEach((one, i) => {
    sources.forEach((other, k) => {
      assert.equal(Math.sign(flight.spans[i][0] - flight.spans[k][0]), Math.sign(one - other))
    })
  })
})

test("a longer connection takes longer", () => {
  const far = flightOf(
    [
      [0, 0],
      [0, 0],
    ],
    [
      [100, 0],
      [60, 0],
    ],
    [0, 0],
  )
  const [long, short] = far.spans.map(([leaves, arrives]) => arrives - leaves)
  assert.ok(Math.abs(short / long - 0.6) < 1e-9, "the same speed")
})

test("pulses' sources are found from two places of each", () => {
  const heights = [1.5, 0.5, -0.5, -1.5],
    sources = [2, 0, 3, 1, 1],
    targets = [1, 1, -1, 0, 0.5],
    at = (/** @type {number} */ share) => [
      sources.map(() => Math.round((2 + share) * 100) / 100),
      sources.map((source, i) => Math.round((heights[source] + share * (targets[i] - heights[source])) * 100) / 100),
    ]
  assert.deepEqual(sourcesOf(at(0.2), at(0.8), 3, heights), sources)
})

// --- values -----------------------------------------------------------------------------------------

const EM = 14
const FRAME = {x: 0, y: 0, w: 320, h: 420}

/** @param {number} seed */
const anyScene = (seed) => {
  const {flight, sources} = anyFlight(seed),
    random = randomly(seed + 1000),
    discs = [0, 300].flatMap((x) => [60, 200, 340].map((y) => ({x, y, r: 30}))),
    boxes = discs.map(({x, y}) => ({x: x - 30, y: y + 32, w: 60, h: 16})),
    labels = sources.map((_, i) => ({w: 20 + random() * 20, radius: 2 + random() * 7, first: i % 3 === 0})),
    moments = Array.from({length: 13}, (_, k) => placesOf(flight, made(flight, k / 12)))
  return {labels, discs, boxes, moments, sides: sidesOf(moments, labels, EM, {discs, boxes, frame: FRAME, soft: []})}
}

test("at no moment does a value lie on another, on a neuron or on a name, or leave the picture", () => {
  let shown = 0
  for (let seed = 0; seed < 60; seed++) {
    const {labels, discs, boxes, moments, sides} = anyScene(seed)
    moments.forEach((places, k) => {
      const pills = sides.flatMap((side, i) => {
        if (!side || !(side.flying || k === moments.length - 1 || (k === 0 && side.leaving))) return []
        const box = pillAt(side.side, labels[i], EM)
        return [{...box, x: box.x + places[i][0], y: box.y + places[i][1]}]
      })
      shown += pills.length
      pills.forEach((pill, i) => {
        assert.ok(!pills.slice(i + 1).some((other) => meet(pill, other)), `seed ${seed}, moment ${k}`)
        assert.ok(!boxes.some((box) => meet(pill, box)))
        assert.ok(!discs.some((disc) => touches(pill, disc)))
        assert.ok(pill.x >= 0 && pill.y >= 0 && pill.x + pill.w <= FRAME.w && pill.y + pill.h <= FRAME.h)
      })
    })
  }
  assert.ok(shown > 500, "and many are shown")
})

test("a value above its pulse goes below where it would lie on another's", () => {
  const way = (/** @type {number} */ y) => [0, 1, 2].map((k) => /** @type {[number, number]} */ ([80 + 40 * k, y]))
  const one = way(100),
    other = way(118)
  const moments = one.map((place, k) => [place, other[k]])
  const label = {w: 30, radius: 5, first: false}
  const sides = sidesOf(moments, [label, label], EM, {discs: [], boxes: [], frame: FRAME, soft: []})
  assert.deepEqual(
    sides.map((side) => side?.side),
    ["top center", "bottom center"],
  )
})

test("what the eye is on has its place first", () => {
  const moments = [
    [
      [100, 100],
      [102, 101],
    ],
    [
      [140, 100],
      [142, 101],
    ],
  ].map((all) => all.map(([x, y]) => /** @type {[number, number]} */ ([x, y])))
  const label = (/** @type {boolean} */ first) => ({w: 30, radius: 5, first})
  const sides = sidesOf(moments, [label(false), label(true)], EM, {discs: [], boxes: [], frame: FRAME, soft: []})
  assert.equal(sides[1]?.side, "top center")
})

test("a pulse that waits beside a weight leaves it free where another side does", () => {
  const moments = [[[60, 100]], [[200, 100]]].map((all) =>
    all.map(([x, y]) => /** @type {[number, number]} */ ([x, y])),
  )
  const soft = [{x: 185, y: 78, w: 30, h: 12}]
  const [side] = sidesOf(moments, [{w: 30, radius: 5, first: true}], EM, {discs: [], boxes: [], frame: FRAME, soft})
  assert.equal(side?.side, "bottom center")
})

// --- sums -------------------------------------------------------------------------------------------

const network = /** @type {any} */ ({
  ys: [
    [1, 0, -1],
    [0.5, -0.5],
  ],
  weights: [
    [
      [1.5, 0.2, 1.2],
      [-2, 1, 0],
    ],
  ],
  biases: [[-1.2, 0.5]],
  input: [0.8, 0.3, 0.9],
  z: [[1.14, -0.8]],
  a: [[0.8144, 0]],
})
const step = (/** @type {string} */ phase, moment = 0, /** @type {number | null} */ neuron = null) => ({
  layer: 1,
  phase,
  moment,
  neuron,
})

test("a neuron's sums are those of its terms", () => {
  assert.deepEqual(
    partialsOf(network, 1, 0).map((sum) => sum.toFixed(6)),
    ["1.200000", "1.260000", "2.340000"],
  )
})

test("each step takes up a level where the one before has left it", () => {
  const steps = [
    step("emit"),
    step("travel"),
    step("add", 1),
    step("add", 2),
    step("add", 3),
    step("sum"),
    step("activate"),
  ]
  const way = steps.map((one) => levelsOf(network, one, true))
  way.slice(1).forEach((levels, i) => {
    assert.deepEqual(
      levels.map(({from}) => from),
      way[i].map(({to}) => to),
    )
  })
  // 2.34, the most that any of the layer's neurons holds on its way, fills its vessel.
  assert.deepEqual(
    way[4].map(({to}) => to.toFixed(4)),
    ["1.0000", (-1.3 / 2.34).toFixed(4)],
  )
  assert.deepEqual(
    way[6].map(({to}) => to.toFixed(4)),
    [(0.8144 / 2.34).toFixed(4), "0.0000"],
  )
})

test("one neuron's step fills that one alone; a sum without single terms rises in one go", () => {
  assert.deepEqual(
    levelsOf(network, step("add", 1, 1), true).map(({neuron}) => neuron),
    [1],
  )
  const [{from, to}] = levelsOf(network, step("sum", 0, 0), false)
  assert.equal(from, 0)
  assert.equal(to, 1)
})

test("what is no number fills nothing, and hides no other's level", () => {
  const broken = {...network, z: [[null, -0.8]], a: [[null, 0]]}
  assert.deepEqual(
    levelsOf(broken, step("sum"), false).map(({neuron}) => neuron),
    [1],
  )
})

test("a level is above the zero line for a positive sum, below for a negative one", () => {
  const top = (/** @type {number} */ level) => Number(filled(50, 50, 20, level).match(/L[\d.]+,([\d.]+)/)?.[1])
  assert.ok(top(0.5) < 50)
  assert.ok(top(-0.5) > 50)
  assert.equal(top(1) + top(-1), 100)
  assert.ok(top(7) >= 30, "within the neuron")
})

// --- a layer's mark on the scrubber -----------------------------------------------------------------

test("each layer has a mark where its steps begin, there and back", () => {
  const steps = /** @type {any} */ ([0, 1, 1, 1, 2, 2].map((layer) => ({layer})))
  const back = [2, 2, 1].map((layer) => ({layer, book: "back"}))
  assert.deepEqual(ticksOf([...steps, ...back], ["in", "hidden", "out"]), [
    {at: 0, name: "in"},
    {at: 1, name: "hidden"},
    {at: 4, name: "out"},
    {at: 6, name: "out"},
    {at: 8, name: "hidden"},
  ])
})

test("no name touches another or leaves the line, and those of long stretches are shown", () => {
  const random = randomly(5)
  for (let k = 0; k < 200; k++) {
    const whole = 200 + random() * 700,
      places = Array.from({length: 1 + Math.floor(random() * 11)}, () => random() * whole).sort((a, b) => a - b),
      widths = places.map(() => 20 + random() * 90)
    const names = fitting(places, widths, whole)
    const shown = names.filter((name) => name !== null).sort((a, b) => a.left - b.left)
    assert.ok(shown.length >= 1)
    shown.forEach(({left, width}, i) => {
      assert.ok(left >= 0 && left + width <= whole)
      if (i) assert.ok(left >= shown[i - 1].left + shown[i - 1].width)
    })
    places.forEach((place, i) => {
      const next = places[i + 1] ?? whole
      const alone = names.every((name, j) => j === i || !name || name.left > next || name.left + name.width < place - 8)
      if (widths[i] + 8 < next - place && alone) assert.ok(names[i])
    })
  }
})

// --- the numbers at connections -----------------------------------------------------------------------

test("no number at a connection is shown on a neuron, a name or another, however close they are; those with room are", () => {
  const random = randomly(9)
  let hid = 0
  let kept = 0
  for (let k = 0; k < 100; k++) {
    const ys = Array.from({length: 2 + Math.floor(random() * 7)}, () =>
      Array.from({length: 1 + Math.floor(random() * 5)}, (_, i) => i),
    )
    /** @type {{x: number[], y: number[], text: string[]}} */
    const at = {x: [], y: [], text: []}
    ys.slice(1).forEach((column, layer) => {
      for (const to of column)
        for (const from of ys[layer]) {
          const share = 0.2 + 0.6 * random()
          at.x.push(layer + share)
          at.y.push(from + share * (to - from))
          at.text.push("−0.44")
        }
    })
    const called = ys.flatMap((column, x) => column.map((y) => ({x, y: y - 0.2})))
    const data = [
      {...at, textposition: "middle center", textfont: {size: 11}},
      {
        x: called.map(({x}) => x),
        y: called.map(({y}) => y),
        text: called.map((_, i) => (i % 3 ? "h₁ · b 0.3" : "\u00a0")),
        textposition: called.map(() => "bottom center"),
        textfont: {size: called.map(() => 11)},
      },
    ]
    const width = 300 + random() * 1100,
      layout = {
        margin: {l: 10, r: 10, t: 10, b: 10},
        height: 500,
        xaxis: {range: [-0.5, ys.length - 0.5]},
        yaxis: {range: [-0.5, 4.5]},
      },
      room = roomOf(
        data,
        layout,
        width,
        /** @type {any} */ ({ys, node_px: 40, live: {traces: {weights: 0, names: 1}}}),
        {scale: 0.6, family: "Letters", pulse_px: 14},
      )
    assert.deepEqual(
      room.discs.map((column) => column.length),
      ys.map((column) => column.length),
    )
    const shown = new Set(room.weights.map(({index}) => index)),
      w = 0.62 * 11 * 5,
      places = at.text.map((_, index) => room.px([at.x[index], at.y[index]]))
    at.text.forEach((_, index) => {
      assert.notEqual(shown.has(index), room.hidden.has(index), "a number is shown, or it is not")
      const [u, v] = places[index]
      // Points all over the number's letters: none of them within a neuron, or on a name.
      const on = [-0.5, -0.25, 0, 0.25, 0.5].some((across) =>
        [-0.35, 0, 0.35].some((up) => {
          const [a, b] = [u + across * w, v + up * 11]
          return (
            room.discs.flat().some(({x, y, r}) => Math.hypot(a - x, b - y) < r) ||
            room.names.some((name) => a > name.x && a < name.x + name.w && b > name.y && b < name.y + 0.65 * name.h)
          )
        }),
      )
      if (on) assert.ok(room.hidden.has(index))
      const beside = places.filter(
        ([x, y], other) => other !== index && shown.has(other) && Math.abs(x - u) < w && Math.abs(y - v) < 8,
      )
      if (shown.has(index)) assert.equal(beside.length, 0)
      const alone =
        room.discs.flat().every(({x, y, r}) => Math.hypot(x - u, y - v) > r + w / 2 + 11) &&
        room.names.every((name) => !name.w || !meet(name, {x: u - w / 2, y: v - 11, w, h: 22})) &&
        places.every(([x, y], other) => !shown.has(other) || Math.abs(x - u) > w || Math.abs(y - v) > 11)
      if (alone) assert.ok(shown.has(index))
      hid += Number(room.hidden.has(index))
      kept += Number(shown.has(index))
    })
  }
  assert.ok(hid > 100 && kept > 100)
})

test("a label that shows nothing is in nobody's way", () => {
  const label = (/** @type {string} */ text) => {
    const trace = {x: [0], y: [0], text: [text], textposition: "bottom center", textfont: {size: 14}}
    return boxesOf(
      trace,
      ([x, y]) => [x, y],
      (words, px) => words.length * px,
    )[0].w
  }
  assert.equal(label("\u00a0"), 0)
  assert.equal(label("x₁"), 28)
})
