// The names of inputs stand left of their neurons and those of outputs right of them, where the canvas is wide enough;
// elsewhere they stay below, where Python put them. What a letter is wide is reckoned, not measured: the picture stands
// where it is seen first, whenever the page's letters arrive.

import {merged} from "../lib/objects.js"

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */

const LETTER_EM = 0.56
const NAME_PX = 14
const AWAY_PX = 10
// How far the glow of a neuron that lights up reaches from its middle, in its own sizes: see `halo` in live.js.
const GLOW = 0.775
// What may stand behind an output's name: a bias, or what the way back says of it.
const NUMBER = " · δ −0.0000"
// Of the room between two layers, so much is kept.
const KEPT = 0.85

/** @param {string} text */
const wide = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1 : LETTER_EM), 0)

/**
 * A figure's axis and names with the names beside; null where there is no room for that.
 * @param {import("../protocol.js").Spec} spec
 * @param {NetworkPart} network
 * @param {number} width of the canvas, without its margins
 * @param {number} scale of what is drawn
 * @returns {{range: [number, number], names: Plain} | null}
 */
export const beside = ({data, layout}, {ys, names, node_px, live}, width, scale) => {
  const last = ys.length - 1,
    off = Math.max(node_px / 2 + AWAY_PX, GLOW * node_px + 2) * scale,
    room = (/** @type {string[]} */ texts) => off + (Math.max(...texts.map(wide)) * NAME_PX + AWAY_PX) * scale
  if (!live.room) return null
  const left = room(names[0]),
    right = room(names[last].map((name) => name + NUMBER)),
    [low, high] = layout.xaxis.range,
    unit = (width - left - right) / last
  if (unit < (KEPT * width) / (high - low)) return null
  const trace = data[live.traces.names],
    moved = {x: [...trace.x], y: [...trace.y], textposition: [...trace.textposition]}
  let at = 0
  for (const [layer, column] of ys.entries()) {
    at++ // the layer's heading
    for (const y of column) {
      if (layer === 0 || layer === last) {
        moved.x[at] = layer + (layer ? off : -off) / unit
        moved.y[at] = y
        moved.textposition[at] = layer ? "middle right" : "middle left"
      }
      at++
    }
  }
  return {range: [-left / unit, last + right / unit], names: merged(trace, moved)}
}
