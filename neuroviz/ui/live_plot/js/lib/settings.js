// How a visitor has set a player: kept as long as the browser's tab, each player's under its own name.

/** @typedef {Record<string, string | number | boolean>} Values */

/**
 * What was chosen before, as far as it can be read and is still of the same kind.
 * @param {string} name
 * @param {Values} defaults
 * @returns {Values}
 */
const keptOf = (name, defaults) => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}")
    return Object.fromEntries(Object.entries(kept).filter(([key, value]) => typeof value === typeof defaults[key]))
  } catch {
    return {}
  }
}

/** @template {Values} T */
export class Settings {
  /**
   * @param {string} name
   * @param {T} defaults
   */
  constructor(name, defaults) {
    this.name = name
    // Only what was chosen is kept: the rest follows what the visitor's system asks for.
    this.chosen = keptOf(name, defaults)
    this.values = /** @type {T} */ ({...defaults, ...this.chosen})
  }

  /**
   * @template {keyof T & string} K
   * @param {K} key
   * @param {T[K]} value
   */
  set(key, value) {
    this.values[key] = value
    this.chosen[key] = value
    sessionStorage.setItem(this.name, JSON.stringify(this.chosen))
  }
}
