// The arithmetic of a question that was answered: the histogram's columns, and which of them holds the truth.

/** @typedef {import("../protocol/room.js").Question} Question */

const BINS = 20
// Of a number line, so much on either side is as good as right.
const NEAR = 0.05

/** @param {number} value three figures, without a long tail */
export const rounds = (value) => Number(value.toPrecision(3))

/** @param {Question} question whether the visitor has foreseen it */
export const isRight = ({options, answer, truth, low, high}) =>
  answer != null && (options.length ? truth.includes(answer) : Math.abs(answer - truth[0]) <= NEAR * (high - low))

/**
 * @param {Question} question
 * @param {number[]} counts none where nobody else has answered
 * @returns {{label: string, count: number, share: number, right: boolean, own: boolean}[]}
 */
export const columnsOf = ({options, low, high, truth, answer}, counts) => {
  const most = Math.max(1, ...counts),
    many = options.length || BINS
  const place = (/** @type {number} */ value) =>
    options.length ? value : Math.max(0, Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS)))
  const right = new Set(truth.map(place)),
    own = answer == null ? -1 : place(answer)
  return Array.from({length: many}, (_, at) => ({
    label: options.length ? options[at] : at === 0 ? String(rounds(low)) : at === many - 1 ? String(rounds(high)) : "",
    count: counts[at] ?? 0,
    share: (counts[at] ?? 0) / most,
    right: right.has(at),
    own: at === own,
  }))
}
