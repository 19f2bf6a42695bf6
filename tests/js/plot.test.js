// What becomes of changes that follow each other faster than Plotly draws, on a stand-in for Plotly: whatever the order
// of whole drawings and of changes, what is on the screen in the end is all that was asked for.

import assert from "node:assert/strict"
import {test} from "node:test"
import {merged} from "../../neuroviz/ui/live_plot/js/lib/objects.js"
import {Plot} from "../../neuroviz/ui/live_plot/js/lib/plot.js"
import {internals} from "../../neuroviz/ui/live_plot/js/lib/plotly_internals.js"

/** @typedef {Record<string, any>} Plain */

/** @type {(() => void)[]} */
let frames = []
const frame = async () => {
  const now = frames
  frames = []
  for (const act of now) act()
  await new Promise((done) => setTimeout(done, 1))
}

// As Plotly does: a change that another follows before the next frame of the screen is never drawn.
const screen = {
  /** @type {Plain[]} */
  data: [],
  /** @type {object | null} */
  waiting: null,
}
const Plotly = {
  /**
   * @param {unknown} _
   * @param {Plain[]} data
   */
  async react(_, data) {
    screen.data = structuredClone(data)
  },
  /**
   * @param {unknown} _
   * @param {{traces: number[], data: Plain[]}} change
   */
  async animate(_, {traces, data}) {
    const own = {}
    screen.waiting = own
    frames.push(() => {
      if (screen.waiting !== own) return
      traces.forEach((trace, i) => {
        screen.data[trace] = merged(screen.data[trace] ?? {}, structuredClone(data[i]))
      })
    })
  },
}

Object.assign(globalThis, {
  window: {Plotly},
  requestAnimationFrame: (/** @type {() => void} */ act) => frames.push(act),
  getComputedStyle: () => ({fontFamily: "Letters"}),
  MutationObserver: class {
    observe() {}
    disconnect() {}
  },
})
const axis = {start: 0, length: 1, range: [0, 1], px: Number, value: Number, inside: Number}
// Nothing is drawn by hand: every change is Plotly's to draw.
Object.assign(internals, {axis: () => axis, groups: () => [], piles: () => [], plots: () => [{}], layers: () => [{}]})

/** @param {number} seed */
const randomly = (seed) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}

const TRACES = 3

test("whatever changes while a whole drawing waits for its turn is in it", async () => {
  for (let seed = 1; seed < 120; seed++) {
    const random = randomly(seed),
      any = () => Math.floor(random() * 100),
      one = () => Math.floor(random() * TRACES)
    const plot = new Plot(/** @type {any} */ ({clientWidth: 300}))
    /** @type {Plain[]} */
    let wanted = Array.from({length: TRACES}, () => ({type: "none", x: [0], text: "0", name: "a"}))
    /** @type {Promise<unknown> | null} */
    let showing = null
    const show = (/** @type {Plain} */ layout) => {
      showing = plot.show(structuredClone(wanted), layout, {}).finally(() => {
        showing = null
      })
    }
    show({showlegend: false, of: 0})
    for (let k = 0; k < 12; k++) {
      const trace = one(),
        change = random() < 0.3 ? {name: String(any())} : {text: String(any())},
        act = Math.floor(random() * 5)
      if (act === 0) await frame()
      else if (act === 1 && !showing) {
        wanted = wanted.with(trace, merged(wanted[trace], change))
        show({showlegend: false, of: random() < 0.5 ? any() : plot.layout.of})
      } else {
        wanted = wanted.with(trace, merged(wanted[trace], change))
        if (act === 2) plot.put([trace], [change])
        else plot.move([trace], [change])
      }
    }
    for (let k = 0; k < 6; k++) await frame()
    assert.deepEqual(screen.data, wanted, `seed ${seed}`)
    assert.deepEqual(plot.shown, wanted, `seed ${seed}`)
  }
})
