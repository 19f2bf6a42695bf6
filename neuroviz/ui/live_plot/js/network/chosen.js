// Whether a network plays as soon as it is seen, and neuron by neuron or by layer: as the visitor has
// chosen, else by its size.

import {playsByItself} from "../lib/player_bar.js"
import {Settings} from "../lib/settings.js"
import {SPEEDS} from "../lib/timing.js"

/** @typedef {import("../protocol.js").FigureView} FigureView */

// Up to so many neurons, each is computed by itself, until the visitor asks otherwise.
const MOST_ONE_BY_ONE = 12

/** @returns {Settings<{speed: number, loop: boolean, auto: boolean, byNeuron: boolean}>} */
export const settings = () =>
  new Settings("neuroviz.player", {speed: 1, loop: false, auto: playsByItself(), byNeuron: false})

/** Whether a network plays as soon as it is seen. */
export const autoplay = () => settings().values.auto

/**
 * Whether each neuron is computed by itself: as the visitor has chosen; until then in a small network, and by layer at a
 * glance and where the way back is shown.
 * @param {FigureView} view
 * @param {ReturnType<typeof settings>} [chosen]
 */
export const oneByOne = ({network, frames, simple}, {chosen, values} = settings()) => {
  if ("byNeuron" in chosen || !network) return values.byNeuron
  const back = /** @type {import("../protocol.js").Frame[]} */ (frames ?? []).some((frame) => frame.whole)
  return network.ys.flat().length <= MOST_ONE_BY_ONE && !simple && !back
}

/**
 * The choices of how fast, and of what is computed at once.
 * @param {Record<string, string>} words
 * @param {boolean} byNeuron
 * @param {(byNeuron: boolean) => void} chosen
 * @returns {Record<string, import("../lib/player_bar.js").Choice>}
 */
export const paceAndUnit = (words, byNeuron, chosen) => ({
  speed: {options: SPEEDS.map((speed) => [speed, `${speed}×`])},
  unit: {
    options: [
      ["layer", words.by_layer],
      ["neuron", words.by_neuron],
    ],
    value: byNeuron ? "neuron" : "layer",
    chosen: (unit) => chosen(unit === "neuron"),
  },
})
