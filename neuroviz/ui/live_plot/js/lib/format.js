// Numbers as text, with a real minus sign.

/**
 * As few digits as the number needs.
 * @param {number} value
 */
export const plain = (value) => String(value).replace("-", "−")

/**
 * So many digits after the point; a dash where there is no number, and no minus before a zero.
 * @param {number | null | undefined} value
 * @param {number} digits
 */
export const figures = (value, digits) => {
  if (value == null) return "–"
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−")
}

/**
 * "epoch 3 of 40", by a sentence with {epoch} and {total}.
 * @param {string} sentence
 * @param {number} epoch
 * @param {number} total
 */
export const epochOf = (sentence, epoch, total) =>
  sentence.replace("{epoch}", String(epoch)).replace("{total}", String(total))

/**
 * "sweet: 0.8", as the visitor's language writes it.
 * @param {string} sentence with {name} and {what}
 * @param {string} name
 * @param {string} what
 */
export const named = (sentence, name, what) => sentence.replace("{name}", () => name).replace("{what}", () => what)

/**
 * In whole percent; what is nearly nothing, or nearly all, is said to be so.
 * @param {number} share
 */
export const percent = (share) => {
  const text = `${Math.round(100 * share)}%`
  return (text === "0%" && share > 0) || (text === "100%" && share < 1) ? `≈${text}` : text
}
