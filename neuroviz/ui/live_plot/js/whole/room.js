// Where each layer's neurons stand: a column where they are few, a block of rows where they are many. An input of so many
// numbers that they make a square is laid out as one, as an image is.

/**
 * @typedef {object} Block
 * @property {number} left
 * @property {number} top
 * @property {number} columns
 * @property {number} rows
 * @property {number} cell px of a neuron
 * @property {number} count
 * @property {number} middle of the room that it has
 * @property {number} slot the width of that
 */

const WIDEST = 0.62
const IMAGE_WIDEST = 0.86
// How much of the width a layer gets, beside the others: an image more, a few neurons less.
const IMAGE_SHARE = 1.5
const FEW = 16
const FEW_SHARE = 0.7

/**
 * @param {number[]} sizes
 * @param {number} side of the input's square, or 0
 * @param {{left: number, top: number, width: number, height: number, cell: number}} room cell: px that a neuron takes at
 *   most
 * @returns {Block[]}
 */
export const blocksOf = (sizes, side, {left, top, width, height, cell}) => {
  const isImage = (/** @type {number} */ layer) => layer === 0 && side > 0
  const shares = sizes.map((count, layer) => (isImage(layer) ? IMAGE_SHARE : count <= FEW ? FEW_SHARE : 1)),
    all = shares.reduce((sum, share) => sum + share, 0)
  let from = left
  return sizes.map((count, layer) => {
    const slot = (width * shares[layer]) / all,
      middle = from + slot / 2,
      widest = slot * (isImage(layer) ? IMAGE_WIDEST : WIDEST)
    from += slot
    const {columns, size} = isImage(layer)
      ? {columns: side, size: Math.min(widest / side, height / side, cell)}
      : arranged(count, widest, height, cell)
    const rows = Math.ceil(count / columns),
      px = size >= 3 ? Math.floor(size) : size
    return {
      left: Math.round(middle - (columns * px) / 2),
      top: Math.round(top + (height - rows * px) / 2),
      columns,
      rows,
      cell: px,
      count,
      middle,
      slot,
    }
  })
}

/**
 * The arrangement with the largest neurons; of equals, that with the fewest columns.
 * @param {number} count
 * @param {number} width
 * @param {number} height
 * @param {number} most
 */
const arranged = (count, width, height, most) => {
  let best = {columns: 1, size: 0}
  for (let columns = 1; columns <= count; columns++) {
    const size = Math.min(width / columns, height / Math.ceil(count / columns), most)
    if (size > best.size * (1 + 1e-9)) best = {columns, size}
    if (width / columns < best.size) break
  }
  return best
}

/**
 * The middle of a neuron.
 * @param {Block} block
 * @param {number} i
 * @returns {[x: number, y: number]}
 */
export const placeIn = ({left, top, columns, cell}, i) => [
  left + ((i % columns) + 0.5) * cell,
  top + (Math.floor(i / columns) + 0.5) * cell,
]

/**
 * The neuron at a place, or beside it by less than `slack` pixels; −1 for none.
 * @param {Block} block
 * @param {number} x
 * @param {number} y
 * @param {number} slack
 */
export const neuronIn = ({left, top, columns, rows, cell, count}, x, y, slack) => {
  const column = (x - left) / cell,
    row = (y - top) / cell,
    near = slack / cell
  if (column < -near || column >= columns + near || row < -near || row >= rows + near) return -1
  const at =
    Math.min(columns - 1, Math.max(0, Math.floor(column))) + columns * Math.min(rows - 1, Math.max(0, Math.floor(row)))
  return at < count ? at : -1
}
