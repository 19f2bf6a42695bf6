// Where a map crosses a level: marching squares, the pieces joined to lines, so that a dashed line stays dashed.

/** @typedef {[column: number, row: number]} Place */

/**
 * @param {ArrayLike<number>} values size × size, row by row
 * @param {number} size
 * @param {number} level
 * @returns {Place[][]} lines, between the places that the values are of
 */
export const borderOf = (values, size, level) => {
  /** @type {Map<number, number>} */
  const next = new Map()
  /** @type {Map<number, Place>} */
  const place = new Map()
  const edge = (/** @type {number} */ i, /** @type {number} */ j, /** @type {boolean} */ down) => {
    const id = 2 * (j * size + i) + (down ? 1 : 0)
    if (!place.has(id)) {
      const a = values[j * size + i],
        b = down ? values[(j + 1) * size + i] : values[j * size + i + 1],
        t = (level - a) / (b - a)
      place.set(id, down ? [i, j + t] : [i + t, j])
    }
    return id
  }
  for (let j = 0; j < size - 1; j++)
    for (let i = 0; i < size - 1; i++) {
      const a = values[j * size + i] > level,
        b = values[j * size + i + 1] > level
      const c = values[(j + 1) * size + i + 1] > level,
        d = values[(j + 1) * size + i] > level
      if (a === b && b === c && c === d) continue
      /** @type {[before: boolean, after: boolean, at: () => number][]} */
      const sides = [
        [a, b, () => edge(i, j, false)],
        [b, c, () => edge(i + 1, j, true)],
        [c, d, () => edge(i, j + 1, false)],
        [d, a, () => edge(i, j, true)],
      ]
      // Round the cell, a line comes in where it gets darker and leaves at the next side where it gets brighter.
      sides.forEach(([from, to, at], k) => {
        if (!from || to) return
        const out = [1, 2, 3].map((step) => sides[(k + step) % 4]).find(([before, after]) => !before && after)
        if (out) next.set(at(), out[2]())
      })
    }
  /** @type {Place[][]} */
  const lines = []
  const inner = new Set(next.values())
  const follow = (/** @type {number} */ from) => {
    /** @type {Place[]} */
    const line = []
    /** @type {number | undefined} */
    let id = from
    while (id !== undefined) {
      line.push(/** @type {Place} */ (place.get(id)))
      const to = next.get(id)
      next.delete(id)
      id = to
    }
    lines.push(line)
  }
  // Those that begin at the map's edge, then those that are closed.
  for (const id of [...next.keys()]) if (!inner.has(id)) follow(id)
  for (const id of [...next.keys()]) if (next.has(id)) follow(id)
  return lines
}
