// Five first steps on the canvas, once: what can be done there, each done when the visitor really does it or goes on. A ring
// stands around what a step talks about. The card lies beside the canvas, or above it on a phone: picture, player, caption
// and equation are free.

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
const WIDEST_PX = 380
// In less its two buttons have no room.
const LEAST_PX = 200

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
    mount.stage.after(this.root, this.ring)
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
  }

  leave() {
    remember()
    this.destroy()
    this.left()
  }

  // A ring around what it talks about, and the card where it hides nothing of that: beside the canvas, at the window's foot,
  // whatever is scrolled; else above the picture. Where neither has room, as in a small frame, over the picture's foot.
  stand() {
    const spot = this.spot()
    this.ring.hidden = !spot
    for (const [name, value] of Object.entries(spot ?? {})) this.ring.style.setProperty(name, `${value}px`)
    const {root, stage} = this.mount,
      {style} = this.root,
      page = /** @type {HTMLElement} */ (root.closest("[data-testid=stMain]") ?? document.documentElement),
      {left, right, top} = root.getBoundingClientRect(),
      // The page has the same margin on both sides.
      room = page.clientWidth - left - right - 2 * AROUND_PX,
      beside = room >= LEAST_PX
    style.position = beside ? "fixed" : "absolute"
    style.width = `${Math.min(WIDEST_PX, beside ? room : right - left)}px`
    style.inset = `auto ${left}px ${2 * AROUND_PX}px auto`
    if (beside) return
    const height = this.root.offsetHeight + AROUND_PX,
      bar = document.querySelector("[data-testid=stHeader]")?.clientHeight ?? 0,
      above = top + page.scrollTop - bar >= height,
      foot = Math.min(
        stage.offsetHeight,
        (root.querySelector(".nv-player")?.getBoundingClientRect().top ?? Infinity) - top,
      )
    style.inset = `${(above ? 0 : foot) - height}px auto auto 0`
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
    return at(0.5, (network.ys[0][0] + network.ys[1][0]) / 2, 44)
  }

  destroy() {
    document.removeEventListener("keydown", this.keys)
    document.removeEventListener("scroll", this.moved, {capture: true})
    this.resized.disconnect()
    this.root.remove()
    this.ring.remove()
  }
}
