// Between two steps of the signal: a trace's points are on their way from what they were to what Plotly has been told that
// they are. Places, sizes and faintness go in a straight line, colours as their numbers do.

import {alike} from "../lib/objects.js"
import {nth} from "../lib/patch.js"
import {axesOf, pointsOf} from "../lib/plotly_internals.js"
import {mix} from "./live.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../lib/plotly_internals.js").Graph} Graph */

/**
 * @param {number} from
 * @param {number} to
 * @param {number} share
 */
const along = (from, to, share) => from + share * (to - from)

/** @param {unknown} color */
const isHex = (color) => /^#[0-9a-f]{6}$/i.test(String(color))

/**
 * What draws a trace's points between two states of it, for the share of the way that they have gone; null where nothing
 * of them is on its way, or where points come or go.
 * @param {Graph} graph in which the trace is drawn as it will be
 * @param {number} trace
 * @param {Plain} before
 * @param {Plain} after
 * @returns {((share: number) => void) | null}
 */
export const tweenOf = (graph, trace, before, after) => {
  const points = pointsOf(graph, trace),
    axes = axesOf(graph)
  if (!points || !axes || [before, after].some(({x}) => x?.length !== points.length)) return null
  const [old, now] = [before.marker ?? {}, after.marker ?? {}]
  const size = (/** @type {Plain} */ marker, /** @type {number} */ i) => nth(marker.size, i) ?? 0,
    opacity = (/** @type {Plain} */ marker, /** @type {number} */ i) => nth(marker.opacity, i) ?? 1
  /** @type {((point: SVGPathElement, i: number, share: number) => void)[]} */
  const acts = []
  const grows = !alike(old.size, now.size)
  if (grows || !alike(before.x, after.x) || !alike(before.y, after.y))
    acts.push((point, i, share) => {
      const x = axes.x.inside(along(before.x[i], after.x[i], share)),
        y = axes.y.inside(along(before.y[i], after.y[i], share)),
        grown = grows && size(now, i) && share < 1 ? along(size(old, i), size(now, i), share) / size(now, i) : 1
      const scale = grown === 1 ? "" : `scale(${grown.toFixed(3)})`
      point.setAttribute("transform", `translate(${x.toFixed(2)},${y.toFixed(2)})${scale}`)
    })
  if (!alike(old.opacity, now.opacity))
    acts.push((point, i, share) => {
      point.style.opacity = String(along(opacity(old, i), opacity(now, i), share))
    })
  for (const [what, from, to] of /** @type {const} */ ([
    ["fill", old.color, now.color],
    ["stroke", old.line?.color, now.line?.color],
  ]))
    if (!alike(from, to) && [from, to].flat().every(isHex))
      acts.push((point, i, share) => {
        point.style[what] = mix(nth(from, i), nth(to, i), share)
      })
  if (!acts.length) return null
  return (share) => {
    for (const [i, point] of points.entries()) for (const act of acts) act(point, i, share)
  }
}
