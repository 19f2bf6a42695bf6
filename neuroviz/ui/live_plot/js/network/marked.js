// What of a network's picture is pointed at and selected, and how to: see `Canvas.marked`.

/** @typedef {import("../protocol.js").Part} Part */

/**
 * @param {import("./network.js").NetworkCanvas} canvas
 * @returns {import("../lib/canvas.js").Marked | null}
 */
export const markedOn = (canvas) => {
  const network = canvas.view?.network
  if (!network) return null
  return {
    pointed: canvas.pointed,
    selected: network.selection,
    point: (part) => canvas.point(part),
    select: (part) => canvas.gestures.mark(part),
  }
}
