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
export const figures = (value, digits) =>
  value == null
    ? "–"
    : value
        .toFixed(digits)
        .replace("-0." + "0".repeat(digits), "0." + "0".repeat(digits))
        .replace("-", "−")

/**
 * "epoch 3 of 40", by a sentence with {epoch} and {total}.
 * @param {string} sentence
 * @param {number} epoch
 * @param {number} total
 */
export const epochOf = (sentence, epoch, total) =>
  sentence.replace("{epoch}", String(epoch)).replace("{total}", String(total))
