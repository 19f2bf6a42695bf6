// What is said on the pictures of the two neurons: the scale of V, and the name of a part where it is.

import {el} from "../lib/dom.js"
import {figures} from "../lib/format.js"
import {clamp} from "../lib/math.js"

/**
 * The colours of V, with their numbers, and what else is said by colour.
 * @param {HTMLElement} place
 * @param {import("../protocol.js").NeuronView} view
 */
export const showScale = (place, {right, legend}) => {
  const scale = right.living.body?.scale ?? [],
    bar = el("i"),
    [low, high] = [scale[0]?.[0] ?? 0, scale[scale.length - 1]?.[0] ?? 1]
  const stops = scale.map(([mv, color]) => `${color} ${((100 * (mv - low)) / (high - low)).toFixed(0)}%`)
  bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`
  place.replaceChildren(
    `V: ${figures(low, 0)}`,
    bar,
    `+${figures(high, 0)} mV`,
    ...legend.map((line) => el("span", "", line)),
  )
}

/**
 * A ring around a part, and its name above or below.
 * @param {HTMLElement} over the picture
 * @param {string} words
 * @param {number[]} place in px
 * @param {number} width of the picture: the name stays within it, whatever the length of the words
 */
export const name = (over, words, [x, y], width) => {
  const ring = el("div", "nv-ring"),
    label = el("div", "nv-label", words)
  ring.style.transform = `translate(${x}px, ${y}px)`
  label.style.top = `${y > 90 ? y - 30 : y + 30}px`
  label.classList.toggle("nv-above", y > 90)
  over.append(ring, label)
  const half = label.offsetWidth / 2
  label.style.left = `${clamp(x, half + 4, Math.max(half + 4, width - half - 4))}px`
}
