// The page's help lies over it: it goes by Escape, and by a press anywhere else.

const HELP = ".st-key-neuroviz_help"

/** Close it, where it is open. */
export const foldHelp = () => {
  const open = document.querySelector(`${HELP} details[open] > summary`)
  if (open instanceof HTMLElement) open.click()
}

/** Once a page. */
export const watchHelp = () => {
  document.addEventListener("pointerdown", ({target}) => {
    if (target instanceof Element && !target.closest(HELP)) foldHelp()
  })
  // What it says may be longer than its box: the arrow keys scroll whatever has the focus.
  const reachable = (/** @type {Event} */ {target}) => {
    if (target instanceof Element && target.closest(HELP)) target.lastElementChild?.setAttribute("tabindex", "0")
  }
  document.addEventListener("toggle", reachable, true)
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !e.defaultPrevented) foldHelp()
  })
}
