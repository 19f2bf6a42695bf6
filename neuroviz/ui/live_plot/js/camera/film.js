// The signal's way, picture by picture. Each is drawn and then taken: how long that takes, and whether the machine is
// slow, is not seen in the film, as it would be in a recording of what happens on the screen.

import {painted} from "../lib/dom.js"

const FIRST_MS = 700
const LAST_MS = 1500

/** @typedef {import("../network/player.js").Player} Player */

/**
 * How long each step is seen, in ms: its movement, and for the first and the last one a rest.
 * @param {Player} player
 * @param {number} speed
 */
export const lengths = (player, speed) =>
  player.steps.map((step, i) => (i ? step.ms / speed : FIRST_MS) + (i === player.steps.length - 1 ? LAST_MS : 0))

/**
 * How many pictures there will be.
 * @param {number[]} steps as `lengths` says
 * @param {number} every so many ms
 */
export const countOf = (steps, every) => steps.reduce((all, ms) => all + Math.max(1, Math.round(ms / every)), 0)

/**
 * Go through the film: after each yield the picture is to be taken, and is seen for `every` ms.
 * @param {Player} player
 * @param {number} speed
 * @param {number} every
 */
export async function* pictures(player, speed, every) {
  const steps = lengths(player, speed)
  player.pause()
  player.jump(0)
  for (const [i, ms] of steps.entries()) {
    const moving = i ? player.filmed() : null
    // What Plotly draws of it is there in its next frame, or the one after.
    await painted()
    await painted()
    const count = Math.max(1, Math.round(ms / every)),
      moves = i ? player.steps[i].ms / speed : 1
    for (let k = 1; k <= count; k++) {
      if (moving) moving.draw(Math.min(1, (k * every) / moves))
      yield i
    }
    if (moving) moving.end()
  }
}
