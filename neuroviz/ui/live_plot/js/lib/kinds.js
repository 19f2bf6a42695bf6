// Which canvas shows which kind of view. That of a page that has a bundle of its own comes with that bundle.

/** @typedef {{update(component: import("../protocol.js").Component, message: any): void, destroy(): void}} Mount */
/** @typedef {new (parent: Element) => Mount} Kind */

/** @type {Map<string, Kind>} */
const kinds = new Map()
/** @type {Map<string, (() => void)[]>} what waits for a kind */
const waiting = new Map()

/**
 * @param {string} name of the view's kind
 * @param {Kind} kind
 */
export const bring = (name, kind) => {
  kinds.set(name, kind)
  const ready = waiting.get(name) ?? []
  waiting.delete(name)
  for (const go of ready) go()
}

/**
 * @param {string} name
 * @param {() => void} ready called when it is here, where it is not yet
 */
export const kindOf = (name, ready) => {
  const kind = kinds.get(name)
  if (!kind) waiting.set(name, [...(waiting.get(name) ?? []), ready])
  return kind
}
