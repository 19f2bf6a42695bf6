// How fast a training plays: so many epochs a second, or all as they come. What the visitor chooses from says the number
// that is played, and a film keeps the same one.

/** @type {Record<string, number>} */
const EPOCHS_A_SECOND = {slow: 3, medium: 12}
const PACES = [...Object.keys(EPOCHS_A_SECOND), "fast"]

/**
 * How long an epoch is seen, in ms; at full speed `fastest`.
 * @param {string} pace
 * @param {number} fastest
 */
export const epochMs = (pace, fastest) => (pace in EPOCHS_A_SECOND ? 1000 / EPOCHS_A_SECOND[pace] : fastest)

/**
 * Each pace, as the visitor's language calls it.
 * @param {Record<string, string>} words
 * @returns {[pace: string, word: string][]}
 */
export const paceOptions = (words) =>
  PACES.map((pace) => [
    pace,
    pace in EPOCHS_A_SECOND ? words.pace_of.replace("{n}", String(EPOCHS_A_SECOND[pace])) : words.pace_fast,
  ])
