// A figure that Plotly draws: whole where it must be, else only the traces that differ.

import {painted} from "./dom.js"
import {merged} from "./objects.js"
import {movable, PATCHED, patchOf} from "./patch.js"
import {axesOf, groupsOf, internals, missing} from "./plotly_internals.js"

/** @typedef {import("./objects.js").Plain} Plain */
/** @typedef {import("./plotly_internals.js").Graph} Graph */

/**
 * The page's own letters: a figure's are the same.
 * @param {Element} node
 */
export const family = (node) => getComputedStyle(node).fontFamily || "sans-serif"

/**
 * Of a trace, what can be drawn by hand.
 * @param {Plain} trace
 * @returns {Plain}
 */
const handed = (trace) => Object.fromEntries(Object.entries(trace).filter(([key]) => PATCHED.has(key)))

export class Plot {
  /** @param {HTMLElement} graph */
  constructor(graph) {
    this.graph = /** @type {Graph} */ (graph)
    /** @type {Plain[] | undefined} the traces as they are shown, or on their way to being so */
    this.shown = undefined
    /** @type {string | null | undefined} what a whole figure is drawn for */
    this.frame = undefined
    /** @type {Plain} */
    this.layout = {}
    /** @type {Plain} */
    this.config = {}
    /** @type {Map<number, Plain>} */
    this.undrawn = new Map()
    /** @type {Set<number>} traces drawn by hand since Plotly last drew them */
    this.byHand = new Set()
    /** @type {number[]} */
    this.moving = []
    this.call = {}
    this.movesUntil = 0
    this.drawings = 0
    // What this Plotly has no more of all that is relied on; then everything is its own to draw, whole.
    /** @type {string[]} */
    this.lacks = []
    /** @type {Promise<void> | null} */
    this.drawing = null
    /** @type {Promise<void> | null} a whole drawing that waits for what is on its way: what changes meanwhile goes into it */
    this.due = null
    /** @type {[Element, Element[]][]} */
    this.layers = []
    this.taken = new MutationObserver(() => this.putBack())
    /** @type {number[]} traces that change in each frame, while those under them rest */
    this.lively = []
  }

  /**
   * Where traces differ in what can move, those are drawn and nothing else: lines, colours and letters by hand where that
   * is all (a fifth of the time that Plotly takes), other things by Plotly. Says whether it was drawn as a whole.
   * @param {Plain[]} data
   * @param {Plain} layout
   * @param {Plain} config
   */
  async show(data, layout, config) {
    const frame = JSON.stringify([layout, config, this.graph.clientWidth, data.length])
    Object.assign(this, {layout, config})
    const shown = this.shown ?? []
    const differs = (/** @type {number} */ i) => JSON.stringify(data[i]) !== JSON.stringify(shown[i])
    const changed = this.shown?.length === data.length ? [...data.keys()].filter(differs) : []
    // A trace that had no points, or now has none, takes its place among the others only in a whole figure.
    const comesOrGoes = (/** @type {number} */ i) => !data[i].x?.length !== !shown[i].x?.length
    const whole =
      frame !== this.frame ||
      (changed.length > 0 && this.lacks.length > 0) ||
      changed.some((i) => comesOrGoes(i) || !this.canMove(i, data[i]))
    if (whole) await this.draw(data)
    else if (changed.length) {
      this.move(
        changed,
        changed.map((i) => data[i]),
      )
      this.shown = data
    }
    this.frame = frame
    return whole
  }

  /**
   * The whole figure.
   * @param {Plain[]} data
   */
  async draw(data) {
    // A movement under way, or a change still waiting for its frame, would overwrite the new figure.
    if (this.busy && !this.due)
      this.move(
        this.moving,
        this.moving.map((i) => (this.shown ?? data)[i]),
      )
    this.shown = data
    if (this.undrawn.size) this.due ??= painted().then(() => this.drawNow())
    await (this.due ?? this.drawNow())
  }

  // Each time it says that its data are other ones: what was drawn by hand meanwhile, Plotly does not know.
  async drawNow() {
    this.due = null
    this.undrawn.clear()
    this.byHand.clear()
    this.taken.disconnect()
    await window.Plotly.react(
      this.graph,
      this.shown,
      {...this.layout, font: {...this.layout.font, family: family(this.graph)}, datarevision: ++this.drawings},
      this.config,
    )
    this.lacks = missing(this.graph)
    this.layers = internals.plots(this.graph).map((plot) => [plot, internals.layers(plot)])
    for (const [plot] of this.layers) this.taken.observe(plot, {childList: true})
    const groups = groupsOf(this.graph)
    for (const trace of this.lively) {
      const group = groups.get(trace)
      // On a surface of its own: what lies under it need not be painted again in each frame.
      if (group instanceof SVGElement) group.style.willChange = "transform"
    }
  }

  // Moving some traces, Plotly takes away every layer that holds none of them: contours, or another pair of axes' points.
  putBack() {
    for (const [plot, layers] of this.layers) {
      layers.push(...internals.layers(plot).filter((layer) => !layers.includes(layer)))
      if (layers.some((layer) => layer.parentNode !== plot)) plot.prepend(...layers)
    }
  }

  /**
   * @param {number} i
   * @param {Plain} trace
   */
  canMove(i, trace) {
    return movable(this.shown?.[i] ?? {}, trace, this.layout.showlegend !== false && trace.showlegend !== false)
  }

  /**
   * Another stretch of the x axis.
   * @param {[number, number]} range
   */
  stretch(range) {
    const {layout} = this
    return this.show(this.shown ?? [], {...layout, xaxis: {...layout.xaxis, range}}, this.config)
  }

  /**
   * Draws traces as they are now into what Plotly has drawn; false, and nothing done, where it would take more than that.
   * @param {number[]} traces
   * @param {Plain[]} data
   */
  patch(traces, data) {
    const shown = this.shown ?? [],
      groups = groupsOf(this.graph)
    const axis = (/** @type {string} */ name) => internals.axis(this.graph, name)
    const patches = traces.map((trace, i) => patchOf(groups.get(trace), shown[trace], data[i], axis))
    if (patches.some((apply) => !apply)) return false
    for (const apply of patches) apply?.()
    // Plotly's own next drawing begins with what is seen now.
    for (const [i, trace] of traces.entries()) {
      Object.assign(this.graph.data?.[trace] ?? {}, data[i])
      this.byHand.add(trace)
    }
    return true
  }

  /**
   * Change traces at once that no movement under way has a part in.
   * @param {number[]} traces
   * @param {Plain[]} data
   */
  put(traces, data) {
    const shown = this.shown ?? []
    const now = traces.map((trace, i) => merged(shown[trace] ?? {}, data[i]))
    const differ = traces.flatMap((trace, i) => (JSON.stringify(now[i]) === JSON.stringify(shown[trace]) ? [] : [i]))
    const [those, theirs] = [differ.map((i) => traces[i]), differ.map((i) => now[i])]
    if (!those.length || !this.shown) return
    if (this.due || this.lacks.length || !this.patch(those, theirs)) this.move(those, theirs)
    else
      those.forEach((trace, i) => {
        shown[trace] = theirs[i]
      })
  }

  /**
   * Where a trace's points are on their way, in this frame; nothing else is told of it. Says whether they could be moved.
   * @param {number} trace
   * @param {[x: number, y: number][]} places as the axes count
   * @param {boolean[]} shown whether the letters at each are; the others, all where
   *   it is empty, do not go along until the points have arrived
   */
  place(trace, places, shown) {
    const group = this.undrawn.has(trace) ? undefined : groupsOf(this.graph).get(trace),
      axes = axesOf(this.graph)
    if (!group || !axes) return false
    const points = internals.points(group),
      letters = /** @type {SVGElement[]} */ (internals.letters(group))
    if (points.length !== places.length || (shown.length && letters.length !== places.length)) return false
    places.forEach(([x, y], i) => {
      const across = axes.x.inside(x).toFixed(2),
        up = axes.y.inside(y).toFixed(2),
        there = `translate(${across},${up})`
      // What is touched is drawn anew, whether it has moved or not.
      if (points[i].getAttribute("transform") === there) return
      points[i].setAttribute("transform", there)
      if (shown[i]) {
        letters[i].setAttribute("x", across)
        letters[i].setAttribute("y", up)
      }
    })
    shown.forEach((seen, i) => {
      const now = seen ? "" : "hidden"
      if (letters[i].style.visibility !== now) letters[i].style.visibility = now
    })
    return true
  }

  /**
   * A trace's points have come to where they were going.
   * @param {number} trace
   * @param {Plain} places
   */
  arrive(trace, places) {
    this.unhide(trace)
    this.put([trace], [places])
  }

  /** @param {number} trace whose letters are all shown */
  unhide(trace) {
    const group = groupsOf(this.graph).get(trace)
    if (group)
      for (const node of internals.letters(group))
        if (node instanceof SVGElement && node.style.visibility) node.style.visibility = ""
  }

  get busy() {
    return performance.now() < this.movesUntil
  }

  /**
   * Change some traces, at once or in `ms`; what cannot move is drawn as a whole. Plotly drops a change that another
   * follows before the next frame of the screen, so what may not have been drawn yet goes along once more.
   * @param {number[]} traces
   * @param {Plain[]} data what changes in each of them
   * @param {number} [ms]
   */
  move(traces, data, ms = 0) {
    const {shown} = this
    if (shown && traces.some((trace, i) => !this.canMove(trace, merged(shown[trace], data[i])))) {
      this.shown = shown.map((trace, i) => (traces.includes(i) ? merged(trace, data[traces.indexOf(i)]) : trace))
      this.draw(this.shown)
      return
    }
    if (shown && (this.due || this.lacks.length)) {
      for (const [i, trace] of traces.entries()) shown[trace] = merged(shown[trace], data[i])
      if (!this.due) this.drawSoon()
      return
    }
    if (!ms && shown && !this.busy && !this.undrawn.size) {
      const now = traces.map((trace, i) => merged(shown[trace], data[i]))
      if (this.patch(traces, now)) {
        traces.forEach((trace, i) => {
          shown[trace] = now[i]
        })
        return
      }
    }
    traces.forEach((trace, i) => {
      this.undrawn.set(trace, merged(this.undrawn.get(trace) ?? {}, data[i]))
      // Where the trace is going counts as shown: a view that says the same does not disturb the way there.
      if (shown) shown[trace] = merged(shown[trace], data[i])
    })
    // Moving some traces, Plotly draws the others as it last knew them: what was drawn by hand, it is told.
    for (const trace of this.byHand)
      this.undrawn.set(trace, merged(handed(shown?.[trace] ?? {}), this.undrawn.get(trace) ?? {}))
    this.byHand.clear()
    // A change without movement leaves movements under way alone; the shortest movement takes their place.
    const duration = ms || (this.busy ? 1 : 0)
    if (ms) Object.assign(this, {moving: traces, movesUntil: performance.now() + ms + 100})
    window.Plotly.animate(
      this.graph,
      {traces: [...this.undrawn.keys()], data: [...this.undrawn.values()]},
      {
        mode: "immediate",
        frame: {duration, redraw: false},
        transition: {duration, easing: "linear"},
      },
    ).catch(() => {})
    const call = {}
    this.call = call
    requestAnimationFrame(() => {
      this.stack()
      requestAnimationFrame(() => {
        this.stack()
        if (this.call === call) this.undrawn.clear()
      })
    })
  }

  // All as it is shown now, again and again while it changes, one drawing after the other.
  drawSoon() {
    const drawn = this.drawings
    this.drawing ??= painted().then(async () => {
      this.drawing = null
      // What was drawn meanwhile was newer.
      if (this.shown && drawn === this.drawings) await this.draw(this.shown)
    })
  }

  // Drawing some of its traces, Plotly moves them up or down in the pile: edges belong under neurons.
  stack() {
    const index = (/** @type {Element} */ node) => internals.index(node) ?? 0
    for (const layer of internals.piles(this.graph)) {
      const pile = [...layer.children],
        sorted = pile.toSorted((a, b) => index(a) - index(b))
      if (pile.some((node, i) => node !== sorted[i])) layer.append(...sorted)
    }
  }
}
