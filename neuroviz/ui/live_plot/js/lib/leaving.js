// Who leaves a page by a link takes along what was done just before. Streamlit's page asks its server for another page at
// once, and leaves out what the widgets of this one say. What was done in the same moment it says only afterwards, and
// then asks for a part of the page that is left: the step of a slider was lost, or the new page stayed empty. So a page
// that is left right after anything was done or said is asked for in the message that carries it; whatever else is to be
// said waits until the page has come; and Streamlit's own widgets of the page that is left are not heard any more.

import {painted} from "./dom.js"

const LINKS = ["stTopNavLink", "stSidebarNavLink", "stPageLink-NavLink"]
  .map((name) => `a[data-testid="${name}"]`)
  .join()
const DEEDS = ["keydown", "pointerdown", "pointerup", "input", "change"]
const UNHEARD = ["keydown", "pointerdown", "mousedown", "click"]
const JUST_NOW_MS = 1000
// In narrower windows the list of pages lies over the page.
const PHONE_PX = 768
// A server that does not answer keeps nobody from going on.
const MOST_WAIT_MS = 3000

// Streamlit does so where the browser calls itself a telephone's, unless the page is asked for here. The keys, which would
// stay at a link that nobody sees, go to the button that opens the list.
const closeList = async () => {
  const button = document.querySelector(
    '[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button',
  )
  if (button instanceof HTMLElement) button.click()
  await painted()
  const opens = document.querySelector('[data-testid="stExpandSidebarButton"]')
  if (document.activeElement?.closest('[data-testid="stSidebar"]') && opens instanceof HTMLElement)
    opens.focus({preventScroll: true})
}

/** @param {string} href */
const linkTo = (href) =>
  /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(LINKS)]).find((link) => link.href === href)

export class Leaving {
  constructor() {
    /** @type {((name: string, value: unknown) => void) | null} the page's own voice */
    this.voice = null
    /** when something was last done or said */
    this.touched = Number.NEGATIVE_INFINITY
    /** whether another page has been asked for and has not come yet */
    this.underWay = false
    /** whether it was asked for by the page's own voice */
    this.asked = false
    /** where one goes on to from there */
    this.onward = ""
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined
    /** @type {Map<string, unknown>} what the page's component says when the other page has come */
    this.unsaid = new Map()
    /** the address of the page that is here */
    this.path = ""
    /** @type {Element | null} the place of its component */
    this.place = null
  }

  /** Once a page. */
  watch() {
    const done = (/** @type {Event} */ {target}) => {
      if (!(target instanceof Element && target.closest(LINKS))) this.touched = performance.now()
    }
    for (const deed of DEEDS) document.addEventListener(deed, done, true)
    for (const deed of UNHEARD) document.addEventListener(deed, (e) => this.hush(e), true)
    document.addEventListener("click", (e) => this.click(e), true)
    window.addEventListener("popstate", () => {
      if (location.pathname !== this.path) this.leave()
    })
  }

  /** @param {MouseEvent} e */
  click(e) {
    const link = e.target instanceof Element ? e.target.closest(LINKS) : null
    if (!(link instanceof HTMLAnchorElement) || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    if (innerWidth < PHONE_PX) setTimeout(closeList)
    // The same page again has all that is said.
    if (!this.underWay && link.pathname === location.pathname) return
    const now = performance.now() - this.touched < JUST_NOW_MS
    // Whoever thinks better of it on the way goes on from there: asked for now, that page would come first.
    if (this.asked) this.onward = link.href
    else if (!this.voice || this.underWay || !now) return this.leave()
    this.asked = true
    e.preventDefault()
    e.stopImmediatePropagation()
    if (this.onward) return
    // What is being typed is said when it loses the keys.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    this.voice?.("go", new URL(link.href).pathname.split("/").at(-1))
    link.focus({preventScroll: true})
    // What is said in this moment goes into the same message.
    setTimeout(() => this.leave())
  }

  /**
   * A widget that is pressed now would have the page that is left drawn again, in the other's place. What is done on a
   * canvas is handed on.
   * @param {Event} e
   */
  hush(e) {
    const at = e.target instanceof Element && e.target.closest('[data-testid="stMain"]') ? e.target : null
    if (!this.underWay || !at || at.closest(`.nv-canvas, ${LINKS}`)) return
    if (e instanceof KeyboardEvent && e.key === "Tab") return
    e.preventDefault()
    e.stopImmediatePropagation()
  }

  leave() {
    this.underWay = true
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.stay(), MOST_WAIT_MS)
  }

  /** Nothing is under way any more. */
  stay() {
    this.underWay = false
    this.asked = false
    clearTimeout(this.waiting)
    const {onward} = this
    this.onward = ""
    if (onward) setTimeout(() => linkTo(onward)?.click())
    const unsaid = [...this.unsaid]
    this.unsaid.clear()
    for (const [name, value] of unsaid) this.say(name, value)
  }

  /** Something is said in this moment: it may be on its way only after the page that is asked for next. */
  said() {
    this.touched = performance.now()
  }

  /**
   * Say something for the page.
   * @param {string} name
   * @param {unknown} value
   */
  say(name, value) {
    if (this.underWay) {
      this.unsaid.set(name, value)
      return
    }
    this.said()
    this.voice?.(name, value)
  }

  /**
   * A page has come, or what it says of itself, again: its component has spoken, or has other words.
   * @param {(name: string, value: unknown) => void} voice the page's component's
   * @param {Element} place where that component stands: each page's has another
   */
  arrived(voice, place) {
    this.voice = voice
    if (place === this.place) return
    this.place = place
    this.path = location.pathname
    this.stay()
  }
}

export const leaving = new Leaving()
