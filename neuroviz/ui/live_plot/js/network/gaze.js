// Where the eye is while a network plays, and which numbers the pulses leave room for there.

const NARROW_GAP_PX = 160

/** @typedef {import("./player.js").Player} Player */

/**
 * Where the eye is: on what the pointer is over, on what is being computed, or on what is selected. The way back has
 * numbers of its own at its connections.
 * @param {Player} player
 * @returns {import("./focus.js").Focus | null}
 */
export const gazeOf = ({mount, network, ticker, steps, step: at}) => {
  const {pointed} = mount,
    {selection} = network,
    step = steps[at]
  if (step.book === "back" || step.whole) return null
  if (pointed?.layer && !ticker.playing) return pointed
  if (step.layer && at < steps.length - 1) return {layer: step.layer, neuron: step.neuron}
  return selection?.layer ? selection : null
}

/**
 * Which weights there is no room for: those on a neuron, and those that the pulses' own numbers lie on; in a narrow gap
 * between two layers, any.
 * @param {Player} player
 * @returns {(at: number) => boolean}
 */
export const hushedBy = ({mount, network, motion, steps, step: at}) => {
  const step = steps[at],
    gap = (mount.width ?? 0) / network.ys.length,
    narrow = gap < NARROW_GAP_PX * mount.scale && ["emit", "travel", "add"].includes(step.phase),
    covered = motion?.plans.covered(step),
    hidden = mount.room?.hidden
  return (number) => narrow || !!hidden?.has(number) || !!covered?.has(number)
}
