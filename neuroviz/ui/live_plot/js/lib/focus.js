// Who goes by keys stays at what they have pressed, also where it is drawn anew: the next Tab would lead elsewhere.

const NAMES = ["data-testid", "data-title", "aria-label"]

/**
 * What gives the keys back to a part of `root` that has them now, once another of the same name stands in its place.
 * @param {HTMLElement} root
 * @returns {() => void}
 */
export const keepFocus = (root) => {
  const node = globalThis.document?.activeElement
  const name = node && root.contains(node) && NAMES.find((each) => node.hasAttribute(each))
  if (!node || !name) return () => {}
  const same = `[${name}="${CSS.escape(node.getAttribute(name) ?? "")}"]`
  return () => {
    const again = root.querySelector(same)
    if (!node.isConnected && document.activeElement === document.body && again instanceof HTMLElement)
      again.focus({preventScroll: true})
  }
}
