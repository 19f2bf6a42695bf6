// A stand-in for the few things of the browser's that the bar and the keys use.

export class Node_ {
  /** @param {string} tag */
  constructor(tag) {
    this.tag = tag
    this.className = ""
    this.textContent = ""
    this.type = ""
    this.value = ""
    this.checked = false
    this.disabled = false
    this.scrollWidth = 0
    this.clientWidth = 0
    this.offsetHeight = 24
    /** @type {Record<string, string>} */
    this.dataset = {}
    /** @type {Record<string, string>} */
    this.style = {}
    /** @type {Record<string, string>} */
    this.attributes = {}
    /** @type {any[]} */
    this.children = []
    /** @type {Node_ | null} */
    this.parent = null
    this.innerHTML = ""
    this.title = ""
    /** @type {((e?: any) => void) | null} */
    this.onclick = null
    /** @type {((e?: any) => void) | null} */
    this.onchange = null
    /** @type {((e?: any) => void) | null} */
    this.oninput = null
    /** @type {Record<string, (e: any) => void>} */
    this.heard = {}
  }

  /**
   * @param {string} type
   * @param {(e: any) => void} act
   */
  addEventListener(type, act) {
    this.heard[type] = act
  }

  /** @param {any[]} nodes */
  append(...nodes) {
    for (const node of nodes) if (node instanceof Node_) node.parent = this
    this.children.push(...nodes)
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  setAttribute(name, value) {
    this.attributes[name] = value
  }

  click() {
    if (!this.disabled) this.onclick?.()
  }

  /**
   * Lists of `tag`, `[attribute]`, `[attribute=value]` and `:not(...)` of these, which is all that is asked.
   * @param {string} selectors
   * @returns {Node_ | null}
   */
  closest(selectors) {
    const isOne = (/** @type {string} */ part) => {
      const [, tag, rest] = /** @type {RegExpMatchArray} */ (part.trim().match(/^(\w*)(.*)$/))
      if (tag && tag !== this.tag) return false
      const holds = (/** @type {string} */ bracket) => {
        const [name, value] = bracket.slice(1, -1).split("=")
        const own = name === "type" ? this.type : this.attributes[name]
        return value === undefined ? own !== undefined : own === value
      }
      const denied = [...rest.matchAll(/:not\((\[[^\]]*\])\)/g)].map((found) => found[1])
      const asked = rest.replaceAll(/:not\(\[[^\]]*\]\)/g, "").match(/\[[^\]]*\]/g) ?? []
      return asked.every(holds) && !denied.some(holds)
    }
    return selectors.split(",").some(isOne) ? this : (this.parent?.closest(selectors) ?? null)
  }
}

/** What listens to a medium or to the document. */
class Listened {
  constructor() {
    /** @type {Record<string, Set<(e: any) => void>>} */
    this.listeners = {}
    this.matches = false
  }

  /**
   * @param {string} type
   * @param {(e: any) => void} act
   */
  addEventListener(type, act) {
    this.listeners[type] ??= new Set()
    this.listeners[type].add(act)
  }

  /**
   * @param {string} type
   * @param {(e: any) => void} act
   */
  removeEventListener(type, act) {
    this.listeners[type]?.delete(act)
  }

  /**
   * @param {string} type
   * @param {any} [e]
   */
  fire(type, e) {
    for (const act of this.listeners[type] ?? []) act(e)
  }
}

/** Puts it in the browser's place; what a test needs of it. */
export const pretend = () => {
  const stillness = new Listened(),
    page = new Listened()
  /** @type {Map<string, string>} */
  const kept = new Map()
  Object.assign(globalThis, {
    Element: Node_,
    document: Object.assign(page, {createElement: (/** @type {string} */ tag) => new Node_(tag)}),
    matchMedia: () => stillness,
    Option: class extends Node_ {
      /**
       * @param {string} text
       * @param {string} value
       * @param {boolean} _
       * @param {boolean} selected
       */
      constructor(text, value, _, selected) {
        super("option")
        Object.assign(this, {textContent: text, value, selected})
      }
    },
    sessionStorage: {
      getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
    },
  })
  return {stillness, page, kept}
}
