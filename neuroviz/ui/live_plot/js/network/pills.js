// Where the values of moving pulses stand: each keeps its side of its pulse for as long as the pulse is on its way, and
// at no moment does one lie on another, on a neuron, or on a name. A value for which no side is free all the way is not
// shown while its pulse moves; one that finds room only where its pulse waits is shown there; and one that finds none, not
// at all.

/** @typedef {{x: number, y: number, w: number, h: number}} Box left, top, width and height in pixels */
/** @typedef {{x: number, y: number, r: number}} Disc */
/** @typedef {[x: number, y: number]} Place */
/** @typedef {{w: number, radius: number, first: boolean}} Label its text's width, its pulse's radius; whether the eye is on it */
/** @typedef {{side: string, flying: boolean, leaving: boolean} | null} Side flying, leaving: whether it is shown on the way
 * and where the pulse leaves */

// As Plotly places letters around a point, in the order in which they are tried.
const SIDES = ["top center", "bottom center", "top right", "bottom right", "top left", "bottom left"]
const HEIGHT_EM = 1.3
const AIR_EM = 0.35
// Digits stand above their base line; their middle is so far above it.
const MIDDLE_EM = 0.32

/**
 * The pill around a text at a point, seen from there.
 * @param {string} side
 * @param {Label} label
 * @param {number} em size of the letters
 * @returns {Box}
 */
export const pillAt = (side, {w, radius}, em) => {
  const off = radius / 0.8 + 1,
    way = side.startsWith("top") ? -1 : side.startsWith("bottom") ? 1 : 0,
    base = 0.75 * em + way * off + ((way - 1) * em) / 2,
    left = side.endsWith("left") ? -off - w : side.endsWith("right") ? off : -w / 2,
    air = AIR_EM * em
  return {x: left - air, y: base - (MIDDLE_EM + HEIGHT_EM / 2) * em, w: w + 2 * air, h: HEIGHT_EM * em}
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

/**
 * @param {Box} box
 * @param {Disc} disc
 */
export const touches = ({x, y, w, h}, disc) =>
  Math.hypot(disc.x - Math.min(x + w, Math.max(x, disc.x)), disc.y - Math.min(y + h, Math.max(y, disc.y))) < disc.r

/**
 * @param {Box} box
 * @param {Place} place
 * @returns {Box}
 */
const moved = (box, [x, y]) => ({...box, x: box.x + x, y: box.y + y})

/**
 * The side of each label.
 * @param {Place[][]} moments where all pulses are, from the first moment to the last
 * @param {(Label | null)[]} labels null for a pulse without one
 * @param {number} em
 * @param {{boxes: Box[], discs: Disc[], frame: Box, soft: Box[]}} kept what nothing may lie on, what nothing may leave, and
 *   what a pulse that waits leaves free if it can
 * @returns {Side[]}
 */
export const sidesOf = (moments, labels, em, {boxes, discs, frame, soft}) => {
  /** @type {Box[][]} */
  const taken = moments.map(() => [])
  const end = moments.length - 1
  const free = (/** @type {Box} */ box, /** @type {number} */ moment) =>
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.w <= frame.x + frame.w &&
    box.y + box.h <= frame.y + frame.h &&
    !taken[moment].some((other) => meet(box, other)) &&
    !boxes.some((other) => meet(box, other)) &&
    !discs.some((disc) => touches(box, disc))
  /** @type {Side[]} */
  const sides = labels.map(() => null)
  const order = labels.flatMap((label, i) => (label ? [i] : []))
  const first = (/** @type {number} */ i) => Number(!!labels[i]?.first)
  // First those that the eye is on, then from top to bottom.
  order.sort((a, b) => first(b) - first(a) || moments[0][a][1] - moments[0][b][1])
  for (const at of [[...moments.keys()], [0, end], [end]])
    for (const i of order) {
      const label = labels[i]
      if (!label || sides[i]) continue
      const boxesAt = (/** @type {string} */ side) => at.map((m) => moved(pillAt(side, label, em), moments[m][i]))
      const harm = (/** @type {string} */ side) => {
        const [first, last] = [boxesAt(side)[0], boxesAt(side)[at.length - 1]]
        return soft.filter((box) => meet(first, box) || meet(last, box)).length
      }
      const [side] = SIDES.filter((one) => boxesAt(one).every((box, k) => free(box, at[k]))).sort(
        (a, b) => harm(a) - harm(b),
      )
      if (!side) continue
      sides[i] = {side, flying: at.length === moments.length, leaving: at[0] === 0}
      boxesAt(side).forEach((box, k) => {
        taken[at[k]].push(box)
      })
    }
  return sides
}
