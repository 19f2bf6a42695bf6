// The glass that opens a block under the pointer, where its neurons are too small to be told apart.

// So many neurons around the one that is pointed at, where they are smaller than this.
const GLASS = 7
const SMALL_GLASS = 5
const GLASS_PX = 22
const GLASS_BELOW_PX = 12

/**
 * What is under the pointer, large enough to be told apart.
 * @param {import("./picture.js").Picture} picture
 * @param {import("./picture.js").Scene} scene
 * @param {import("./picture.js").Neuron} at
 */
export const openGlass = (picture, scene, {layer, neuron}) => {
  const context = picture.over.getContext("2d"),
    block = picture.blocks[layer]
  if (!context || block.cell >= GLASS_BELOW_PX) return
  const {columns, count} = block,
    {palette} = scene.view,
    across = picture.narrow ? SMALL_GLASS : GLASS,
    {shares, ramp} = picture.filling(scene, layer),
    colors = picture.colors.of(palette),
    [x, y] = picture.place(layer, neuron),
    wide = across * GLASS_PX,
    width = picture.over.width / picture.ratio,
    height = picture.over.height / picture.ratio,
    left = Math.max(2, Math.min(width - wide - 2, x + 24 + wide > width ? x - wide - 24 : x + 24)),
    top = Math.max(2, Math.min(height - wide - 2, y - wide / 2)),
    half = (across - 1) / 2
  context.setTransform(picture.ratio, 0, 0, picture.ratio, 0, 0)
  context.fillStyle = palette.paper
  context.fillRect(left - 4, top - 4, wide + 8, wide + 8)
  for (let dy = -half; dy <= half; dy++)
    for (let dx = -half; dx <= half; dx++) {
      const column = (neuron % columns) + dx,
        i = neuron + dy * columns + dx
      if (column < 0 || column >= columns || i < 0 || i >= count) continue
      const share = shares(i),
        [r, g, b] = colors.at(ramp, share),
        u = left + (dx + half) * GLASS_PX,
        v = top + (dy + half) * GLASS_PX
      context.fillStyle = `rgb(${r},${g},${b})`
      context.fillRect(u, v, GLASS_PX - 1, GLASS_PX - 1)
      if (share < 0) {
        context.fillStyle = Math.abs(share) > 0.55 ? palette.paper : palette.negative
        context.fillRect(u + 6, v + GLASS_PX / 2 - 1, GLASS_PX - 13, 2)
      }
    }
  context.strokeStyle = palette.muted
  context.lineWidth = 1
  context.strokeRect(left - 4, top - 4, wide + 8, wide + 8)
  context.strokeStyle = palette.ink
  context.lineWidth = 2
  context.strokeRect(left + half * GLASS_PX - 1, top + half * GLASS_PX - 1, GLASS_PX + 1, GLASS_PX + 1)
  context.setTransform(1, 0, 0, 1, 0, 0)
}
