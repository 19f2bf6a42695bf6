// Who leaves a page by a link takes along what was done just before. Streamlit's page asks its server for another page at
// once, and leaves out what the widgets of this one say. What was done in the same moment it says only afterwards, and
// then asks for a part of the page that is left: the step of a slider was lost, or the new page stayed empty. So a page
// that is left right after an edit is asked for in the message that carries the edit; and whatever else is to be said
// waits until the page has come.

const LINKS = ["stTopNavLink", "stSidebarNavLink", "stPageLink-NavLink"]
  .map((name) => `a[data-testid="${name}"]`)
  .join()
const DEEDS = ["keydown", "pointerdown", "pointerup", "input", "change"]
const JUST_NOW_MS = 1000
// In narrower windows the list of pages lies over the page.
const PHONE_PX = 768
// A server that does not answer keeps nobody from going on.
const MOST_WAIT_MS = 3000

// Streamlit does so where the browser calls itself a telephone's, unless the page is asked for here.
const closeList = () => {
  const button = document.querySelector(
    '[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button',
  )
  if (button instanceof HTMLElement) button.click()
}

export class Leaving {
  constructor() {
    /** @type {((name: string, value: unknown) => void) | null} the page's own voice */
    this.voice = null
    this.touched = Number.NEGATIVE_INFINITY
    /** whether another page has been asked for and has not come yet */
    this.underWay = false
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined
  }

  /** Once a page. */
  watch() {
    const done = (/** @type {Event} */ {target}) => {
      if (!(target instanceof Element && target.closest(LINKS))) this.touched = performance.now()
    }
    for (const deed of DEEDS) document.addEventListener(deed, done, true)
    document.addEventListener("click", (e) => this.click(e), true)
  }

  /** @param {MouseEvent} e */
  click(e) {
    const link = e.target instanceof Element ? e.target.closest(LINKS) : null
    if (!(link instanceof HTMLAnchorElement) || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    if (innerWidth < PHONE_PX) setTimeout(closeList)
    const ours = this.voice && !this.underWay && performance.now() - this.touched < JUST_NOW_MS
    if (!ours) return this.leave()
    e.preventDefault()
    e.stopImmediatePropagation()
    // What is being typed is said when it loses the keys.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    this.voice?.("go", new URL(link.href).pathname.split("/").at(-1))
    link.focus({preventScroll: true})
    // What is said in this moment goes into the same message.
    setTimeout(() => this.leave())
  }

  leave() {
    this.underWay = true
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => {
      this.underWay = false
    }, MOST_WAIT_MS)
  }

  /**
   * A page has come.
   * @param {(name: string, value: unknown) => void} voice the page's component's
   */
  arrived(voice) {
    this.voice = voice
    this.underWay = false
    clearTimeout(this.waiting)
  }
}

export const leaving = new Leaving()
