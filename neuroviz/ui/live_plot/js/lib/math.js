// Arithmetic that several pictures use.

/**
 * @param {number} x
 * @param {number} low
 * @param {number} high
 */
export const clamp = (x, low, high) => Math.min(high, Math.max(low, x))

/**
 * Decimal places that multiples of `step` need.
 * @param {number} step
 */
export const digitsOf = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9))

/**
 * The multiple of `step` nearest to x, without the tail that binary fractions leave.
 * @param {number} x
 * @param {number} step
 */
export const rounded = (x, step) => Number((Math.round(x / step) * step).toFixed(digitsOf(step)))

/**
 * The first index of a sorted array whose value is not below t; its length where all are.
 * @param {ArrayLike<number>} sorted
 * @param {number} t
 */
export const firstFrom = (sorted, t) => {
  let low = 0,
    high = sorted.length
  while (low < high) {
    const mid = (low + high) >> 1
    if (sorted[mid] < t) low = mid + 1
    else high = mid
  }
  return low
}

/**
 * The value at t, in a straight line between the two neighbours; null beside a gap, the end's value beyond an end.
 * @param {number} t
 * @param {ArrayLike<number>} sorted
 * @param {ArrayLike<number | null>} values
 * @returns {number | null}
 */
export const between = (t, sorted, values) => {
  const i = Math.min(Math.max(firstFrom(sorted, t), 1), sorted.length - 1)
  const a = values[i - 1],
    b = values[i]
  if (a == null || b == null) return null
  const span = sorted[i] - sorted[i - 1]
  return span > 0 ? a + (b - a) * clamp((t - sorted[i - 1]) / span, 0, 1) : b
}

/**
 * 1, 2 or 5 times a power of ten, not below x: an axis that need not change with every epoch.
 * @param {number} x above 0
 */
export const niceAbove = (x) => {
  const power = 10 ** Math.floor(Math.log10(x))
  return /** @type {number} */ ([1, 2, 5, 10].find((k) => k * power >= x * (1 - 1e-9))) * power
}
