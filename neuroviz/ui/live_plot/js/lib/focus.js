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
      next = again?.matches(":disabled") ? otherwise : (again ?? otherwise)
    // Who has gone on meanwhile is not called back.
    if ((here !== document.body && here !== node) || (node.isConnected && !node.matches(":disabled"))) return
    if (next instanceof HTMLElement) next.focus({preventScroll: true})
  }
}
