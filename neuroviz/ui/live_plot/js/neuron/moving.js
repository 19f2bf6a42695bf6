// What moves in the picture of a neuron: points that light up, and points that run along paths.

import {between, clamp, firstFrom} from "../lib/math.js"
import {axesOf} from "../lib/plotly_internals.js"

const GLOW_MS = 5
const SPIKE_GLOW_MS = 1.6

/**
 * @typedef {object} Moment
 * @property {import("../protocol.js").NeuronClock} clock
 * @property {(name: string) => number | null} line what one of the rows' lines says then
 * @property {number} t
 */

/**
 * @param {import("../protocol.js").Path} path
 * @param {number} share of it
 * @returns {[x: number, y: number]}
 */
const placeOn = (path, share) => [between(share, path.share, path.x) ?? 0, between(share, path.share, path.y) ?? 0]

/**
 * A point more or less bright. Not by its opacity: that is a layer for each point, and a frame is slow to put together.
 * @param {SVGPathElement} point
 * @param {number} share
 */
export const light = ({style}, share) => {
  const shown = share > 0.004 ? "visible" : "hidden"
  if (style.visibility !== shown) style.visibility = shown
  if (shown === "visible") style.fillOpacity = style.strokeOpacity = share.toFixed(2)
}

/**
 * How bright a part is: by a line's level (of one sign where it has one), by the time since the last spike, or always
 * the same.
 * @param {Moment} moment
 * @param {import("../protocol.js").Driver} driver
 */
const lit = ({clock, line, t}, driver) => {
  const {trains, spikes, levels} = clock
  if (driver.on != null) return driver.on
  if (driver.line) {
    const [dark, full] = levels[driver.line],
      value = line(driver.line)
    // Into the cell or out of it: only one of the two arrows.
    if (driver.sign) return value == null ? 0 : clamp((driver.sign * value) / (full / 2), 0, 1)
    return value == null ? 0 : clamp(((driver.line === "v" ? value : Math.abs(value)) - dark) / (full - dark), 0, 1)
  }
  const {spike, train = 0, shift = 0} = driver,
    times = spike == null ? trains[train] : spikes,
    since = t - (spike ?? shift)
  const i = firstFrom(times, since + 1e-9) - 1
  return i < 0 ? 0 : Math.exp(-(since - times[i]) / (spike == null ? GLOW_MS : SPIKE_GLOW_MS))
}

/**
 * The pulses of a source that are on their way at t: on which path, and how far.
 * @param {Moment} moment
 * @param {import("../protocol.js").PulseSource} source
 * @param {import("../protocol.js").Path} path
 */
const running = ({clock, t}, source, path) => {
  const {trains, spikes} = clock,
    {train = 0} = source,
    times = source.spike ? spikes : trains[train],
    whole = source.before + source.after
  /** @type {[path: import("../protocol.js").Path, share: number][]} */
  const found = []
  for (let i = firstFrom(times, t - source.after); i < times.length && times[i] <= t + source.before; i++)
    found.push([path, (t - times[i] + source.before) / whole])
  return found
}

/**
 * A picture as it is at a moment; false where Plotly has not drawn it yet.
 * @param {import("./pane.js").Pane} pane
 * @param {import("../protocol.js").Spec} spec of the picture
 * @param {Moment} moment
 */
export const moveTo = (pane, spec, moment) => {
  const {graph, glows, pulses, plot, living} = pane,
    axes = axesOf(graph)
  if (!axes) return false
  living.at(moment.clock, moment.t, moment.line("v"))
  /** @type {number[]} */
  const slow = []
  /** @type {import("../protocol.js").Plain[]} */
  const moved = []
  for (const {points, of, trace} of glows) {
    const shares = of.map((driver) => lit(moment, driver))
    if (points) for (const [i, point] of points.entries()) light(point, shares[i] ?? 0)
    else {
      slow.push(trace)
      moved.push({marker: {opacity: shares}})
    }
  }
  for (const [kind, {points, paths, of, trace}] of pulses.entries()) {
    const slots = points?.length ?? spec.data[trace].x.length
    const pulsesNow = of.flatMap((source) => running(moment, source, paths[source.path])).slice(0, slots),
      places = pulsesNow.map(([path, share]) => placeOn(path, share))
    living.trail(kind, pulsesNow, axes)
    if (points)
      for (const [i, point] of points.entries()) {
        const at = places[i]
        if (at) point.setAttribute("transform", `translate(${axes.x.inside(at[0])},${axes.y.inside(at[1])})`)
        light(point, at ? 1 : 0)
      }
    else {
      const all = Array.from({length: slots}, (_, i) => places[i] ?? [0, 0])
      slow.push(trace)
      moved.push({
        x: all.map(([x]) => x),
        y: all.map(([, y]) => y),
        marker: {opacity: all.map((_, i) => (i < places.length ? 1 : 0))},
      })
    }
  }
  if (slow.length) plot.move(slow, moved)
  return true
}
