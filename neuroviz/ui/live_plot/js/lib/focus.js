// Who goes by keys stays at what they have pressed, also where it is drawn anew: the next Tab would lead elsewhere.

const NAMES = ["data-testid", "data-title", "data-part", "aria-label"]

/**
 * What gives the keys back to a part of `root` that has them now, once another of the same name stands in its place.
 * @param {HTMLElement} root
 * @param {HTMLElement | null} [otherwise] what gets them where that part is gone, or can no longer be pressed
 * @returns {() => void}
 */
export const keepFocus = (root, otherwise = null) => {
  const node = globalThis.document?.activeElement
  const name = node && root.contains(node) && NAMES.find((each) => node.hasAttribute(each))
  if (!node || !name) return () => {}
  const same = `[${name}="${CSS.escape(node.getAttribute(name) ?? "")}"]`
  return () => {
    const here = document.activeElement,
      again = root.querySelector(same),
      // Of undo, redo and reset, another one can be pressed when this one has done its all.
      beside = again?.matches(":disabled") ? again.parentElement?.querySelector(":enabled") : again,
      next = (again !== beside && otherwise) || beside || otherwise
    // Who has gone on meanwhile is not called back.
    if ((here !== document.body && here !== node) || (node.isConnected && !node.matches(":disabled"))) return
    if (next instanceof HTMLElement) next.focus({preventScroll: true})
  }
}

/**
 * Put other parts into a row of buttons: whoever has one of them stays in its place, though another stands there now,
 * or none.
 * @param {HTMLElement} row
 * @param {Node[]} parts
 */
export const refill = (row, parts) => {
  const buttons = () => [...row.querySelectorAll("button")],
    place = buttons().indexOf(/** @type {HTMLButtonElement} */ (globalThis.document?.activeElement))
  row.replaceChildren(...parts)
  if (place < 0) return
  const left = buttons()
  if (!left.length) row.tabIndex = -1
  ;(left[place] ?? left.at(-1) ?? row).focus({preventScroll: true})
}
