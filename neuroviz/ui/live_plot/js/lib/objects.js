// Plain objects, as JSON has them: merged, mapped, compared.

/** @typedef {Record<string, any>} Plain */

/**
 * @param {unknown} x
 * @returns {x is Plain}
 */
export const isObject = (x) => x !== null && typeof x === "object" && !Array.isArray(x)

/**
 * `base` with what `more` says differently, at every depth; neither is changed.
 * @param {Plain} base
 * @param {Plain} more
 * @returns {Plain}
 */
export const merged = (base, more) => {
  const out = {...base}
  for (const key in more) out[key] = isObject(more[key]) && isObject(out[key]) ? merged(out[key], more[key]) : more[key]
  return out
}

/**
 * Every array of length n in a frame's trace, mapped; the rest as it is.
 * @param {Plain} trace
 * @param {number} n
 * @param {(values: any[], path: string[]) => any[]} f
 * @param {string[]} [path]
 * @returns {Plain}
 */
export const mapArrays = (trace, n, f, path = []) => {
  /** @type {Plain} */
  const out = {}
  for (const key in trace) {
    const value = trace[key]
    out[key] =
      Array.isArray(value) && value.length === n
        ? f(value, [...path, key])
        : isObject(value)
          ? mapArrays(value, n, f, [...path, key])
          : value
  }
  return out
}

/**
 * What stands at a path; undefined where there is no such place.
 * @param {any} object
 * @param {string[]} path
 */
export const at = (object, path) => path.reduce((o, key) => o?.[key], object)

/**
 * Whether two values are the same as JSON.
 * @param {unknown} a
 * @param {unknown} b
 */
export const alike = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b)
