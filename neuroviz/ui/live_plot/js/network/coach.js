// Five first steps on the canvas, once: what can be done there, each done when the visitor really does it or goes on. A ring
// stands around what a step talks about. The card lies below the panels beside the canvas; where they leave it no room, it
// has a row of its own above the picture. It covers nothing.

import {el} from "../lib/dom.js"
import {forHand} from "../lib/hand.js"
import {axesOf} from "../lib/plotly_internals.js"
import {shared} from "../lib/shared.js"

/** @typedef {"pull" | "neuron" | "play" | "scrub" | "undo"} Deed */
/** @typedef {{left: number, top: number, width: number, height: number}} Spot in pixels of the canvas's root */

/** @type {Deed[]} */
export const DEEDS = ["pull", "neuron", "play", "scrub", "undo"]
const MARK = "neuroviz.coach"
const IN_PICTURE = new Set(["pull", "neuron"])
const AROUND_PX = 6
// The longest step's card, with air, in the narrowest panels that it may stand below.
const TALLEST_PX = 190
const LEAST_PX = 280

// A browser may deny its storage: then the steps are shown once a page.
let known = false

export const isKnown = () => {
  try {
    return known || localStorage.getItem(MARK) !== null
  } catch {
    return known
  }
}

const remember = () => {
  known = true
  try {
    localStorage.setItem(MARK, "done")
  } catch {
    // So it is asked again next time.
  }
}

/**
 * What comes after a step, where some are done already; undefined at the end.
 * @param {Deed} now
 * @param {Set<Deed>} done
 */
export const after = (now, done) => DEEDS.slice(DEEDS.indexOf(now) + 1).find((deed) => !done.has(deed))

export class Coach {
  /**
   * @param {import("./network.js").NetworkCanvas} mount
   * @param {() => void} left when it is over
   */
  constructor(mount, left) {
    this.mount = mount
    this.left = left
    /** @type {Deed} */
    this.now = DEEDS[0]
    /** @type {Set<Deed>} */
    this.done = new Set()
    const button = (/** @type {string} */ name, /** @type {() => void} */ act) => {
      const node = el("button", "nv-coach-button")
      Object.assign(node, {type: "button", onclick: act})
      node.dataset.testid = `coach-${name}`
      return node
    }
    this.root = el("section", "nv-coach", null, "coach")
    this.root.setAttribute("role", "dialog")
    this.root.setAttribute("aria-modal", "false")
    this.text = el("p", "nv-coach-text")
    this.text.setAttribute("aria-live", "polite")
    this.place = el("span", "nv-coach-place")
    this.skip = button("skip", () => this.leave())
    this.next = button("next", () => this.go())
    const row = el("div", "nv-coach-row")
    row.append(this.place, this.skip, this.next)
    this.root.append(this.text, row)
    this.ring = el("div", "nv-coach-ring")
    this.ring.setAttribute("aria-hidden", "true")
    mount.stage.before(this.root, this.ring)
    this.keys = (/** @type {KeyboardEvent} */ e) => {
      // What lies over the page goes first.
      if (e.key === "Escape" && !document.querySelector(".st-key-neuroviz_help details[open]")) this.leave()
    }
    document.addEventListener("keydown", this.keys)
    this.moved = () => this.stand()
    document.addEventListener("scroll", this.moved, {capture: true, passive: true})
    // What stands above and around the canvas comes and goes: where the player is then, is known from their sizes.
    this.resized = new ResizeObserver(this.moved)
    for (let node = mount.root.querySelector(".nv-player"); node; node = node.parentElement) this.resized.observe(node)
    this.panels = mount.root.closest("[data-testid=stColumn]")?.nextElementSibling
    // One panel follows another while the columns keep their height.
    this.changed = new MutationObserver(this.moved)
    if (this.panels) this.changed.observe(this.panels, {childList: true, subtree: true})
    this.say()
  }

  say() {
    const {words} = shared,
      {now} = this,
      last = after(now, this.done) === undefined
    this.root.setAttribute("aria-label", words.coach)
    this.root.dataset.step = now
    this.text.textContent = forHand(words, `coach_${now}`)
    this.place.textContent = `${DEEDS.indexOf(now) + 1}/${DEEDS.length}`
    this.skip.textContent = words.coach_skip
    this.skip.hidden = last
    this.next.textContent = words[last ? "coach_done" : "coach_next"]
    this.stand()
  }

  /** @param {Deed} deed the visitor has done it */
  did(deed) {
    this.done.add(deed)
    if (deed === this.now) this.go()
  }

  go() {
    const next = after(this.now, this.done)
    if (!next) return this.leave()
    this.now = next
    this.say()
    // Nothing moves under the hand that still pulls.
    if (!this.done.has("pull") || !IN_PICTURE.has(next)) this.look()
  }

  // The card has pushed down what it talks about: all of that comes into sight.
  look() {
    for (const node of [this.mount.stage, this.ring, this.root]) node.scrollIntoView({block: "nearest"})
  }

  leave() {
    remember()
    this.destroy()
    this.left()
  }

  // The card is fixed below the panels while the canvas is beside it, or what is below makes room for it. And a ring around
  // what it talks about.
  stand() {
    const {root} = this.mount,
      {style} = this.root,
      page = /** @type {HTMLElement} */ (root.closest("[data-testid=stMain]") ?? document.documentElement),
      here = root.getBoundingClientRect(),
      end = this.panels?.querySelector(":scope > * > :last-child")?.getBoundingClientRect()
    if (
      end &&
      end.left >= here.right &&
      end.width >= LEAST_PX &&
      page.clientHeight - page.scrollTop - end.bottom >= TALLEST_PX
    ) {
      style.cssText = `position: fixed; left: ${end.left}px; width: ${end.width}px; bottom: ${Math.max(2 * AROUND_PX, page.clientHeight - here.bottom)}px`
    } else style.cssText = ""
    const spot = this.spot()
    this.ring.hidden = !spot
    for (const [name, value] of Object.entries(spot ?? {})) this.ring.style.setProperty(name, `${value}px`)
  }

  /** @returns {Spot | null} what it talks about */
  spot() {
    const {mount, now} = this
    if (!IN_PICTURE.has(now)) {
      const node = now === "scrub" ? mount.player?.bar.scrub : mount.player?.bar.buttons[now],
        box = node?.getBoundingClientRect()
      if (!box?.width) return null
      const {left, top} = mount.root.getBoundingClientRect()
      return {left: box.left - left, top: box.top - top, width: box.width, height: box.height}
    }
    const axes = axesOf(mount.graph),
      {network} = mount.shown
    if (!axes || !network) return null
    const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ size) => ({
      left: mount.stage.offsetLeft + axes.x.px(x) - size / 2,
      top: mount.stage.offsetTop + axes.y.px(y) - size / 2,
      width: size,
      height: size,
    })
    if (now === "neuron") return at(1, network.ys[1][0], network.node_px * mount.scale + 2 * AROUND_PX)
    // Around the weight, too.
    return at(0.42, 0.58 * network.ys[0][0] + 0.42 * network.ys[1][0], 48)
  }

  destroy() {
    document.removeEventListener("keydown", this.keys)
    document.removeEventListener("scroll", this.moved, {capture: true})
    this.resized.disconnect()
    this.changed.disconnect()
    this.root.remove()
    this.ring.remove()
  }
}
