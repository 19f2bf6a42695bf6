// Who goes by keys stays where they are when a widget is made anew. A widget whose value has changed by anything but
// itself comes back under another name (`session.bound`), also where a number that was typed is written in another way:
// the keys would be at the top of the page.

const REACHABLE = "input, textarea, button, select, a[href], [tabindex]:not([tabindex='-1'])"
const NAMED = /^st-key-(.+?)$/
const NUMBERED = /^(.+)-\d+$/
// What has not come back by then is gone.
const MOST_WAIT_MS = 3000

/** @param {Element | null} node */
const nameOf = (node) => {
  const home = node?.closest("[class*='st-key-']")
  const name = [...(home?.classList ?? [])].map((each) => NAMED.exec(each)?.[1]).find(Boolean)
  return home && name ? {home, name} : null
}

/**
 * The widget that stands in the place of one that is gone: of the same name, but for the number at its end.
 * @param {string} name
 */
const successor = (name) => {
  const stems = [name, NUMBERED.exec(name)?.[1]].filter((each) => each !== undefined)
  const all = [...document.querySelectorAll("[class*='st-key-']")]
  for (const stem of stems)
    for (const home of all) {
      const theirs = nameOf(home)?.name ?? ""
      if (theirs === stem || NUMBERED.exec(theirs)?.[1] === stem) return home
    }
  return null
}

/** Once a page. */
export const watchFocus = () => {
  /** @type {{node: Element, name: string, place: number, until?: number} | null} what has, or had, the keys */
  let held = null
  const forget = () => {
    held = null
  }
  document.addEventListener("focusin", ({target}) => {
    const named = target instanceof Element ? nameOf(target) : null
    held =
      named && target instanceof Element
        ? {node: target, name: named.name, place: [...named.home.querySelectorAll(REACHABLE)].indexOf(target)}
        : null
  })
  // Who goes elsewhere by hand, or has gone on by a key, is not called back.
  for (const deed of ["pointerdown", "keydown"])
    document.addEventListener(deed, () => held && !held.node.isConnected && forget(), true)
  document.addEventListener("focusout", ({relatedTarget, target}) => {
    // What is taken away loses the keys too.
    setTimeout(() => {
      if (!relatedTarget && held?.node === target && held.node.isConnected) forget()
    })
  })
  new MutationObserver(() => {
    if (!held || held.node.isConnected || document.activeElement !== document.body) return
    held.until ??= performance.now() + MOST_WAIT_MS
    if (performance.now() > held.until) return forget()
    const home = successor(held.name)
    const again = home && [...home.querySelectorAll(REACHABLE)][held.place]
    if (!(again instanceof HTMLElement)) return
    again.focus({preventScroll: true})
    if (again instanceof HTMLInputElement && again.type === "text")
      again.setSelectionRange(again.value.length, again.value.length)
  }).observe(document.body, {childList: true, subtree: true})
}
