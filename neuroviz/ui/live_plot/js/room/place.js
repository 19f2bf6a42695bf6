// Where the presenter's picture stands: read off the presenter's own players and pictures, and put onto the followers'.

import {bars, live} from "../lib/shared.js"

const NARROW_PX = 640

/** @typedef {import("../protocol.js").Part} Part */
/** @typedef {import("../protocol/room.js").Place} Place */

/**
 * @param {Part | null | undefined} part
 * @returns {number[] | null}
 */
const packed = (part) => (part ? [part.layer, part.neuron, ...(part.source == null ? [] : [part.source])] : null)

/**
 * @param {number[] | null} part
 * @returns {Part | null}
 */
const unpacked = (part) => part && {layer: part[0], neuron: part[1], ...(part.length > 2 ? {source: part[2]} : {})}

/** The page's picture of a network, on which parts can be marked. */
const network = () => [...live].find((canvas) => canvas.marked)?.marked

// A page has one player.
const player = () => [...bars][0]

/** A picture of the visitor's document, where the page has one. */
export const ownPicture = () => [...live].find((canvas) => canvas.view?.keep)

/** @returns {Place} */
export const placeNow = () => {
  const bar = player(),
    marked = network()
  return {
    at: bar ? Number(bar.scrub.value) : null,
    unit: bar?.choices.unit?.value ?? "",
    pointed: packed(marked?.pointed),
    selected: packed(marked?.selected),
  }
}

/**
 * Steps forward by one are shown as movements, as the presenter sees them.
 * @param {Place} place
 */
export const goTo = ({at, unit, pointed, selected}) => {
  const bar = player(),
    marked = network()
  const box = bar?.choices.unit
  if (box && unit && box.value !== unit) {
    box.value = unit
    box.dispatchEvent(new Event("change"))
  }
  if (bar && at != null) {
    const now = Number(bar.scrub.value),
      to = Math.min(at, Number(bar.scrub.max))
    // Of a training, what has not been learnt here is learnt on the way.
    if (bar.ticks && to === now + 1) bar.plan.moves.forward()
    else if (to !== now) bar.plan.scrub.seek(to)
  }
  if (!marked) return
  if (JSON.stringify(packed(marked.selected)) !== JSON.stringify(selected)) marked.select(unpacked(selected))
  marked.point(unpacked(pointed))
}

/** What is asked about is seen above the question, on a telephone too. */
export const reveal = () => {
  if (window.innerWidth > NARROW_PX) return
  const root = ownPicture()?.root
  // Of a training, the map: the network stands above it.
  ;(root?.querySelector(".nv-map") ?? root)?.scrollIntoView({block: "start"})
}

/** Before an answer is seen: at the beginning, and at rest. */
export const holdStill = () => {
  const bar = player()
  if (bar && (bar.playing || Number(bar.scrub.value) > 0)) bar.plan.moves.first()
}

/** All that was asked about, from its beginning. */
export const playOut = () => {
  const bar = player()
  if (!bar) return
  bar.plan.moves.first()
  if (!bar.playing) bar.plan.moves.toggle()
}
