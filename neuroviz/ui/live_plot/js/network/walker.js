// A walk downhill, step by step: every path grows to its next point, and the step's arithmetic stands below.
// Python made the points and the lines. Points that are not reached yet lie on the last that is, so each step glides.

import {el} from "../lib/dom.js"
import {heightLeft} from "../lib/room.js"
import {shared} from "../lib/shared.js"
import {wallPx} from "../lib/wall.js"
import {Hills} from "./hills.js"
import {Player} from "./player.js"

/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("../protocol.js").Walk} Walk */

/**
 * A walk's steps are those of a walk.
 * @param {Step} step
 */
const walkStep = (step) => /** @type {import("./steps.js").WalkStep} */ (/** @type {unknown} */ (step))

class WalkLines {
  /**
   * @param {HTMLElement} root
   * @param {Walker} walker
   */
  constructor(root, walker) {
    this.walker = walker
    this.box = el("div", "nv-equation", null, "equation")
    root.append(this.box)
  }

  /**
   * How each walk went is said when the last of them is over.
   * @param {Step} step
   */
  show(step) {
    const {k, lines} = walkStep(step),
      over = k === this.walker.frames.length - 1,
      verdicts = over ? this.walker.walk.verdicts : []
    this.box.replaceChildren(
      ...lines.map((line) => el("p", "nv-line", line)),
      ...verdicts.map(({text, alarm}) => {
        const said = el("p", alarm ? "nv-verdict nv-alarm" : "nv-verdict")
        // **A name** stands out.
        said.append(...text.split("**").map((part, i) => (i % 2 ? el("strong", "", part) : part)))
        return said
      }),
    )
    if (!shared.present) this.box.style.minHeight = `${this.box.offsetHeight}px`
  }

  destroy() {}
}

export class Walker extends Player {
  /** @type {Hills | undefined} */
  hills = undefined
  /** @type {HTMLElement | undefined} */
  sides = undefined

  /**
   * @param {HTMLElement} root
   * @returns {import("./player.js").Explainer}
   */
  beside(root) {
    this.bar.choices.unit.hidden = true
    return new WalkLines(root, this)
  }

  get walk() {
    return /** @type {Walk} */ (this.view.walk)
  }

  /**
   * The hills stand beside the map, and go where the ground is a curve.
   * @param {import("../protocol.js").FigureView} view
   * @param {boolean} first
   * @param {boolean} made
   */
  load(view, first, made) {
    super.load(view, first, made)
    const {hills} = this.walk,
      {stage} = this.mount
    if (hills && !this.hills) {
      this.sides = el("div", "nv-walk-sides")
      stage.before(this.sides)
      this.hills = new Hills(this.sides)
      this.sides.append(stage)
    } else if (!hills && this.hills) this.flatten()
    if (hills) this.hills?.take(hills, view.label)
  }

  // How tall the pictures are: what the window leaves above player, sentence and arithmetic.
  get height() {
    return heightLeft(this.root, shared.present ? wallPx(380) : 246, {min: 240, max: 720})
  }

  flatten() {
    this.hills?.destroy()
    this.sides?.replaceWith(this.mount.stage)
    this.hills = this.sides = undefined
  }

  explain() {
    super.explain()
    this.hills?.to(walkStep(this.steps[this.step]).k)
  }

  destroy() {
    this.flatten()
    super.destroy()
  }

  makeSteps() {
    this.steps = this.frames.map((frame) => ({...frame, neuron: null}))
    this.bar.scrub.max = String(this.steps.length - 1)
  }

  /**
   * @param {Step} step
   * @returns {import("./steps.js").Change}
   */
  change(step) {
    const {paths, segments} = this.walk,
      {k} = walkStep(step)
    /** @type {number[]} */
    const traces = []
    /** @type {import("../protocol.js").Plain[]} */
    const data = []
    for (const {tail, head, x, y} of paths) {
      const last = Math.min(k, x.length - 1),
        held = (/** @type {number[]} */ v) => v.map((_, i) => v[Math.min(i, last)])
      traces.push(tail, head)
      data.push({x: held(x), y: held(y)}, {x: [x[last]], y: [y[last]]})
    }
    if (segments) {
      const at = Math.min(k, segments.x.length - 1)
      traces.push(segments.trace)
      data.push({x: segments.x[at], y: segments.y[at]})
    }
    return [traces, data]
  }

  /** @param {number} i */
  stateAt(i) {
    const [traces, data] = this.change(this.steps[i])
    return new Map(traces.map((trace, k) => [trace, data[k]]))
  }
}
