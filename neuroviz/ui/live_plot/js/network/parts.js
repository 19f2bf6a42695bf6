// The parts of a drawn network: which of them is at a place, how they are marked, and by how much the hand moves one.

const HIT_PX = 7

/** @typedef {[x: number, y: number]} Pixels */
/** @typedef {import("../protocol.js").Part} Part */
/** @typedef {import("../protocol.js").NetworkPart} NetworkPart */

/**
 * The part at a place; a neuron before an edge.
 * @param {NetworkPart} network
 * @param {Pixels} place
 * @param {(x: number, y: number) => Pixels} toPx
 * @param {number} scale
 * @returns {Part | null}
 */
export const partAt = ({ys: columns, node_px}, [px, py], toPx, scale) => {
  const reach = Math.max(12, (node_px * scale) / 2 + 3)
  const at = columns.map((ys, layer) => ys.map((y) => toPx(layer, y)))
  for (let layer = 0; layer < at.length; layer++)
    for (let neuron = 0; neuron < at[layer].length; neuron++)
      if (Math.hypot(px - at[layer][neuron][0], py - at[layer][neuron][1]) <= reach) return {layer, neuron}
  /** @type {Part | null} */
  let best = null
  let nearest = HIT_PX
  for (let layer = 1; layer < at.length; layer++) {
    if (px < at[layer - 1][0][0] || px > at[layer][0][0]) continue
    for (let neuron = 0; neuron < at[layer].length; neuron++)
      for (let source = 0; source < at[layer - 1].length; source++) {
        const [ax, ay] = at[layer - 1][source],
          [bx, by] = at[layer][neuron]
        const away = Math.abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / Math.hypot(bx - ax, by - ay)
        if (away < nearest) {
          nearest = away
          best = {layer, neuron, source}
        }
      }
  }
  return best
}

/**
 * A hundredth of a number's order of magnitude, at least 0.01.
 * @param {number} value
 */
export const stepOf = (value) => Math.max(0.01, 10 ** (Math.floor(Math.log10(Math.max(Math.abs(value), 1))) - 2))

/** @param {Part} part */
export const symbolOf = ({layer, source}) => (source != null ? "w" : layer ? "b" : "x")

/**
 * Where the mark of a selected part stands.
 * @param {NetworkPart} network
 * @param {Part | null} part
 */
export const markOf = ({ys, node_px}, part) => {
  if (!part) return {x: [0], y: [0], size: [0]}
  const x = [],
    y = []
  if (part.source != null) {
    x.push(part.layer - 1)
    y.push(ys[part.layer - 1][part.source])
  }
  x.push(part.layer)
  y.push(ys[part.layer][part.neuron])
  return {x, y, size: x.map(() => (part.source != null ? 0 : node_px + 12))}
}
