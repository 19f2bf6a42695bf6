// How large the letters on the wall are: steps, so that one press is seen from the back row.

const STEPS = [0.8, 0.9, 1, 1.15, 1.3, 1.5]

/**
 * The next size in a direction, or the same at the end.
 * @param {number} now
 * @param {1 | -1} by
 */
export const nextSize = (now, by) => {
  const steps = by > 0 ? STEPS : STEPS.toReversed()
  return steps.find((step) => (step - now) * by > 1e-9) ?? now
}
