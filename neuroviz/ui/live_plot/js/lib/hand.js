// The hand that is at work: a mouse with its keys, or a finger, to which some things are said otherwise.

const finger = () => matchMedia("(pointer: coarse)")

export const isFinger = () => finger().matches

/**
 * A sentence for the hand that is at work: that under `<name>_touch` for a finger, where there is one.
 * @param {Record<string, string | undefined>} words
 * @param {string} name
 */
export const forHand = (words, name) => (isFinger() && words[`${name}_touch`]) || (words[name] ?? "")

/**
 * A mouse may be plugged in, a tablet taken out of its dock.
 * @param {() => void} act
 */
export const whenHandChanges = (act) => finger().addEventListener("change", act)
