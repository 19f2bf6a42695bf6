// Light or dark, as the page is now: Streamlit follows the system, and a visitor's own choice in its menu, without asking
// Python, which draws the pictures in the colours of the one or the other.

/** @returns {Element | null} what has the theme's colours */
const app = () => document.querySelector('[data-testid="stApp"]')

/** @typedef {"light" | "dark"} Scheme */

/** @returns {Scheme | null} */
export const schemeNow = () => {
  const node = app(),
    scheme = node && getComputedStyle(node).colorScheme
  return scheme === "light" || scheme === "dark" ? scheme : null
}

export class Theme {
  /** @param {() => Scheme | null} [now] how the page looks */
  constructor(now = schemeNow) {
    this.now = now
    /** @type {Scheme | null} the one that Python drew for */
    this.drawn = null
    /** @type {Scheme | null} the one that it was asked for last */
    this.asked = null
    /** @type {((scheme: Scheme) => void) | null} */
    this.ask = null
    /** @type {MutationObserver | null} */
    this.changes = null
  }

  /**
   * @param {Scheme} drawn
   * @param {(scheme: Scheme) => void} ask has everything drawn in the other
   */
  follow(drawn, ask) {
    if (drawn !== this.drawn) this.asked = null
    Object.assign(this, {drawn, ask})
    const node = app()
    if (!this.changes && node) {
      this.changes = new MutationObserver(() => this.look())
      this.changes.observe(node, {attributeFilter: ["class", "style"]})
      // Its class may be the same, and what stands behind it another.
      this.changes.observe(document.head, {childList: true})
    }
    this.look()
  }

  look() {
    const scheme = this.now()
    if (scheme && scheme === this.drawn) this.asked = null
    if (!scheme || scheme === this.drawn || scheme === this.asked) return
    this.asked = scheme
    this.ask?.(scheme)
  }
}
