// How numbers look: the same digits as neuroviz/viz/numbers.py writes, to the last one.

export const MINUS = "−"

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
// More places than a tie between two decimals has.
const BEYOND = 40

/**
 * So many digits after the point. Where a value lies exactly between two decimals, Python takes the even one and
 * JavaScript the larger: here it is the even one.
 * @param {number} value below 1e21
 * @param {number} digits
 */
export const decimals = (value, digits) => {
  const text = value.toFixed(digits)
  const [whole, rest] = value.toFixed(digits + BEYOND).split(".")
  if (!/^50*$/.test(rest.slice(digits))) return text
  const cut = digits ? `${whole}.${rest.slice(0, digits)}` : whole
  return "02468".includes(/** @type {string} */ (cut.at(-1))) ? cut : text
}

/**
 * A mantissa with so many digits after the point, and a power of ten.
 * @param {number} value
 * @param {number} digits
 * @returns {[mantissa: string, exponent: number]}
 */
const scientific = (value, digits) => {
  const split = (/** @type {number} */ places) => {
    const [mantissa, exponent] = value.toExponential(places).split("e")
    return /** @type {[string, number]} */ ([mantissa, Number(exponent)])
  }
  const near = split(digits)
  const [mantissa, exponent] = split(digits + BEYOND)
  const [whole, rest] = mantissa.split(".")
  if (!/^50*$/.test(rest.slice(digits))) return near
  const cut = digits ? `${whole}.${rest.slice(0, digits)}` : whole
  return "02468".includes(/** @type {string} */ (cut.at(-1))) ? [cut, exponent] : near
}

/** @param {string} text */
const signed = (text) => text.replaceAll("-", MINUS)

/** @param {string} text a decimal with a point */
const bare = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text)

/** @param {number} value */
const special = (value) =>
  Number.isNaN(value) ? "NaN" : value === Infinity ? "∞" : value === -Infinity ? `${MINUS}∞` : ""

/**
 * A number without zeros at its end; where it is very small or large, with a power of ten.
 * @param {number} value
 * @param {[from: number, below: number]} plain where it has none
 * @param {number} digits of a mantissa, after the point
 * @param {(size: number) => number} places after the point
 */
const concise = (value, [from, below], digits, places) => {
  const word = special(value)
  if (word) return word
  const size = Math.abs(value)
  if (size !== 0 && !(size >= from && size < below)) {
    const [mantissa, exponent] = scientific(value, digits)
    return signed(`${bare(mantissa)}e${exponent}`)
  }
  const text = bare(decimals(value, places(size)))
  return signed(text === "-0" ? "0" : text)
}

/**
 * A number as it was given: 7, −0.5, 0.3333, 1.2e−7.
 * @param {number} value
 */
export const short = (value) => concise(value, [1e-3, 1e5], 3, (size) => (size < 10 ? 4 : size < 1000 ? 3 : 2))

/**
 * A number that goes along with a pulse: three significant digits.
 * @param {number} value
 */
export const compact = (value) => concise(value, [1e-2, 1e4], 1, (size) => (size < 10 ? 2 : size < 100 ? 1 : 0))

/**
 * A number that was computed, always with four decimals: 1.0000, −0.7616.
 * @param {number} value
 */
export const fixed = (value) => {
  const word = special(value)
  if (word) return word
  const size = Math.abs(value)
  if (size >= 1e5 || (size > 0 && size < 5e-5)) {
    const [mantissa, exponent] = scientific(value, 4)
    return signed(`${mantissa}e${exponent}`)
  }
  return signed(decimals(value, 4).replace("-0.0000", "0.0000"))
}

/**
 * A number in at most `room` characters, its sign included: 0.59, −12.3, 1.2e5; "≈0" where it is too small for that.
 * @param {number} value
 * @param {number} [room] 4 or more
 */
export const brief = (value, room = 5) => {
  const word = special(value)
  if (word) return word
  const size = Math.abs(value)
  if (value === 0) return "0"
  if (size < 1e21)
    for (let digits = size < 0.1 ? 3 : 2; digits >= 0; digits--) {
      const text = bare(decimals(value, digits))
      if (text === "0" || text === "-0") break
      if (text.length <= room) return signed(text)
    }
  if (size < 1) return "≈0"
  let text = ""
  for (const digits of [1, 0]) {
    const [mantissa, exponent] = scientific(value, digits)
    text = `${mantissa.replace(/\.0$/, "")}e${exponent}`
    if (text.length <= room) break
  }
  return signed(text)
}

/**
 * An index below the line: 12 -> ₁₂.
 * @param {number} number
 */
export const subscript = (number) => [...String(number)].map((digit) => SUBSCRIPTS[Number(digit)]).join("")

/**
 * A value as a factor: a negative one in brackets.
 * @param {number} value
 */
export const bracketed = (value) => {
  const text = short(value)
  return text.startsWith(MINUS) ? `(${text})` : text
}
