// Overfitting, watched: three networks on the same points, all at the epoch under one scrubber. Plotly draws what stands
// still; curves, maps with their borders, dots and gaps are drawn over it from the parameters, which are here: so
// scrubbing and playing ask nobody. The scrubber stops at kept epochs; between two of them play goes in a straight line.

import {Canvas} from "../lib/canvas.js"
import {el} from "../lib/dom.js"
import {epochOf} from "../lib/format.js"
import {MAP} from "../lib/forward.js"
import {playerKey} from "../lib/keys.js"
import {clamp} from "../lib/math.js"
import {isometric} from "../lib/patch.js"
import {PlayerBar, playsByItself, rewordBar} from "../lib/player_bar.js"
import {axesOf} from "../lib/plotly_internals.js"
import {heightLeft} from "../lib/room.js"
import {Settings} from "../lib/settings.js"
import {shared} from "../lib/shared.js"
import {Ticker} from "../lib/ticker.js"
import {FIRST_AFTER_MS, REPLAY_AFTER_MS, SPEEDS} from "../lib/timing.js"
import {layoutOnWall, wallPx} from "../lib/wall.js"
import {drawGap, drawNetwork, gapParted, gridOf, paneOf} from "./pane.js"
import {epochAt, outputsAt, unpack} from "./tracks.js"

// On a wall, between the two pictures: the upper one's numbers, and that of the gap.
const RUN_MS = 9000 // a whole run at speed 1

/** @typedef {import("../protocol.js").OverfittingView} View */
/** @typedef {import("./pane.js").PaneView} PaneView */
/** @typedef {import("./tracks.js").Weighed} Weighed */
/** @typedef {import("./pane.js").Pane} Pane */

/** @extends {Canvas<View>} */
export class Overfitting extends Canvas {
  /** @param {Element} parent */
  constructor(parent) {
    super(parent, "nv-trio")
    /** @type {Pane[]} */
    this.panes = []
    this.root.tabIndex = 0
    this.root.setAttribute("role", "group")
    this.sides = el("div", "nv-trio-sides")
    /** @type {Settings<{speed: number, auto: boolean}>} */
    this.settings = new Settings("neuroviz.trio", {speed: 1, auto: playsByItself()})
    this.ticker = new Ticker({
      advance: (ms) => this.advance(ms),
      changed: (playing) => {
        this.bar.show(playing)
        // Rest is at a stop: there, what is drawn is what was learnt.
        if (!playing) this.seek(this.shown.stops[this.stop])
      },
    })
    /** @type {Map<string, Weighed>} */
    this.tracks = new Map()
    // The epoch that is shown; in play, between two.
    this.p = 0
    this.laidOut = false
    /** The points that curves or maps are computed for. */
    this.grid = {count: 0, inputs: new Float32Array()}
    this.bar = this.makeBar()
    this.controls = this.controlsOf(this.bar)
    this.root.append(this.sides, this.controls, this.bar.caption)
    this.root.addEventListener("keydown", (e) => {
      if (this.view) playerKey(e, this.moves)
    })
  }

  get graphs() {
    return this.panes.map(({graph}) => graph)
  }

  // --- the player ---

  makeBar() {
    const {words} = shared
    return new PlayerBar({
      words,
      settings: this.settings,
      scrub: {label: words.epoch, seek: (stop) => this.go(stop)},
      moves: this.moves,
      act: {best: () => this.go(this.shown.best)},
      now: "epoch",
      choices: {speed: {options: SPEEDS.map((speed) => [speed, `${speed}×`])}},
      autoChanged: () => this.ticker.wait(),
      say: (kind) => this.say(kind, {}),
      keepsRoom: true,
    })
  }

  /** @param {PlayerBar} bar */
  controlsOf(bar) {
    const controls = el("div", "nv-trio-player")
    controls.append(
      bar.bar("nv-player nv-trio-bar", ["first", "back", "play", "forward", "best", "last", "now", "scrub"]),
      bar.row("nv-player nv-trio-more", ["speed", "auto", "history"]),
    )
    return controls
  }

  /** @type {Record<import("../lib/keys.js").Move, () => void>} */
  moves = {
    toggle: () => this.toggle(),
    back: () => this.go(this.stop - 1),
    forward: () => this.go(this.stop + 1),
    first: () => this.go(0),
    last: () => this.go(this.shown.stops.length - 1),
  }

  get total() {
    return this.shown.stops.at(-1) ?? 0
  }

  // The last place to stop at that lies not after p.
  get stop() {
    return this.shown.stops.findLastIndex((epoch) => epoch <= this.p)
  }

  /** @param {number} stop */
  go(stop) {
    if (!this.laidOut) return
    this.ticker.stop()
    this.seek(this.shown.stops[clamp(stop, 0, this.shown.stops.length - 1)])
  }

  play() {
    if (!this.laidOut) return
    if (this.p >= this.total) this.seek(0)
    this.ticker.start()
  }

  /** @param {number} ms */
  advance(ms) {
    this.seek(Math.min(this.total, this.p + (ms / RUN_MS) * this.total * this.settings.values.speed))
    return this.p >= this.total
  }

  toggle() {
    this.ticker.playing ? this.ticker.stop() : this.play()
  }

  // --- a new view ---

  /** @param {View} view */
  async take(view) {
    const tracks = unpack(view.tracks, this.tracks)
    if (!tracks) {
      this.say("need", {})
      return false
    }
    const before = this.view,
      edited = before?.signal !== view.signal,
      atEnd = !before || this.p >= this.total
    this.dress(view)
    if (edited) this.ticker.stop()
    Object.assign(this, {view, tracks})
    this.root.setAttribute("aria-label", shared.words.overfitting)
    this.bar.scrub.max = String(view.stops.length - 1)
    this.bar.enable(view.history)
    this.fill()
    await this.lay()
    if (this.gone) return
    if (this.ticker.playing) return
    // What the edit led to is seen at once; then the way there is shown.
    this.p = Math.min(atEnd ? Infinity : this.p, this.total)
    this.p = view.stops[this.stop]
    this.seek(this.p)
    if (!edited || !this.settings.values.auto || shared.led) return
    this.ticker.later(
      () => {
        this.p = 0
        this.play()
      },
      before ? REPLAY_AFTER_MS : FIRST_AFTER_MS,
    )
  }

  // Words and tables around the pictures.
  fill() {
    for (const spec of this.shown.panes.slice(this.panes.length)) this.addPane(spec.name)
    this.shown.panes.forEach(({title, size, rows, findings}, i) => {
      const pane = this.panes[i],
        head = el("tr"),
        line = (/** @type {PaneView["rows"][number]} */ row) => {
          const tr = el("tr", row.compared ? "nv-compared" : ""),
            name = el("th", "", row.name)
          name.scope = "row"
          tr.append(name, ...this.shown.heads.map(() => el("td")))
          return tr
        }
      pane.title.textContent = title
      pane.size.textContent = size
      head.append(
        el("td"),
        ...this.shown.heads.map((text) => {
          const th = el("th", "", text)
          th.scope = "col"
          return th
        }),
      )
      pane.table.replaceChildren(head, ...rows.map(line))
      pane.cells = [...pane.table.rows].slice(1).map((tr) => [...tr.querySelectorAll("td")])
      pane.findings.replaceChildren(...findings.map(({text, alarm}) => el("p", alarm ? "nv-problem" : "", text)))
    })
  }

  /** @param {string} name */
  addPane(name) {
    const pane = paneOf(name)
    pane.box.style.setProperty("--nv-column", String(this.panes.length + 1))
    this.sides.append(pane.box)
    this.dragged(pane.graph)
    this.panes.push(pane)
  }

  /**
   * Along the losses, a drag goes through the epochs.
   * @param {HTMLElement} graph
   */
  dragged(graph) {
    let held = false
    // The epoch under the pointer; null above the losses.
    const epochAt = (/** @type {PointerEvent} */ e) => {
      const axes = axesOf(graph, "2"),
        box = graph.getBoundingClientRect()
      if (!this.laidOut || !axes || e.clientY - box.top <= axes.y.start - 8) return null
      return axes.x.value(e.clientX - box.left)
    }
    const move = (/** @type {number} */ epoch) => this.go(this.shown.stops.findLastIndex((stop) => stop <= epoch))
    graph.addEventListener("pointerdown", (e) => {
      const epoch = e.button ? null : epochAt(e)
      if (epoch === null) return
      held = true
      graph.setPointerCapture(e.pointerId)
      move(epoch)
    })
    graph.addEventListener("pointermove", (e) => {
      if (!this.laidOut) return
      const epoch = epochAt(e)
      graph.style.cursor = epoch === null && !held ? "" : "ew-resize"
      if (held && epoch !== null) move(epoch)
    })
    for (const type of ["pointerup", "pointercancel"])
      graph.addEventListener(type, () => {
        held = false
      })
  }

  // What stands still, and where its axes are.
  async lay() {
    this.width = this.root.clientWidth
    this.bar.makeRoom()
    const {flat, panes} = this.shown
    for (const [i, pane] of this.panes.entries()) {
      const {spec} = panes[i],
        layout = layoutOnWall({...spec.layout, autosize: true})
      // Pictures, losses and player stand in one window; on a phone one below the other.
      if (this.width > 640)
        layout.height = heightLeft(this.root, shared.present ? wallPx(480) : 210, {
          min: shared.present ? 200 : 400,
          max: 760,
        })
      if (shared.present) gapParted(layout)
      // On a map a circle is round.
      await pane.plot.show(spec.data, flat ? layout : isometric(layout, pane.graph.clientWidth), {
        responsive: false,
        staticPlot: true,
        displayModeBar: false,
      })
      // Taken away while it was drawn: its figures are gone.
      if (this.gone) return
      const axes = axesOf(pane.graph),
        cell = 0.5 / (MAP - 1)
      if (!axes) continue
      const {x, y} = axes
      /** @type {Record<string, number>} */
      const box = {x: x.start, y: y.start, width: x.length, height: y.length}
      for (const name in box) pane.upper.setAttribute(name, String(box[name]))
      Object.assign(pane.ground.style, {
        left: `${box.x}px`,
        top: `${box.y}px`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      })
      // A cell's middle is where its value is of: the outer cells reach half over the edge.
      Object.assign(pane.picture.style, {
        left: `${-box.width * cell}px`,
        top: `${-box.height * cell}px`,
        width: `${box.width * (1 + 2 * cell)}px`,
        height: `${box.height * (1 + 2 * cell)}px`,
      })
    }
    this.grid = gridOf(this.shown)
    this.laidOut = true
  }

  // --- an epoch ---

  /** @param {string | null} name of a run */
  outputs(name) {
    return outputsAt(name == null ? null : this.tracks.get(name), this.p, this.grid)
  }

  /**
   * Everything as it is at epoch p.
   * @param {number} p
   */
  seek(p) {
    this.p = p
    const {stop, shown: view} = this,
      epoch = view.stops[stop]
    this.bar.scrub.style.setProperty("--nv-at", `${(100 * stop) / (view.stops.length - 1 || 1)}%`)
    this.bar.at(stop, epochOf(shared.words.epoch_of, epoch, this.total))
    this.root.dataset.epoch = String(epoch)
    view.panes.forEach((spec, i) => {
      const pane = this.panes[i]
      drawNetwork(pane, view, this.outputs(spec.run), this.outputs(spec.base))
      const here = epochAt(this.trackOf(spec.run), Math.min(p, this.total))
      drawGap(pane, spec, here, view.gap.replace("{gap}", spec.rows[0].values[stop][2]))
      spec.rows.forEach((row, r) => {
        row.values[stop].forEach((text, c) => {
          const cell = pane.cells[r][c]
          if (cell.textContent !== text) cell.textContent = text
        })
      })
      spec.findings.forEach(({after}, k) => {
        pane.findings.children[k].toggleAttribute("hidden", epoch <= after)
      })
      if (!this.ticker.playing) pane.graph.setAttribute("aria-label", this.filled(spec.label, i, epoch))
    })
    this.bar.tell(this.filled(view.captions[this.phase(epoch)], view.panes.length - 1, epoch))
  }

  /**
   * A sentence with the numbers of a network.
   * @param {string} template
   * @param {number} i which network
   * @param {number} epoch
   */
  filled(template, i, epoch) {
    const [train, test, gap] = this.shown.panes[i].rows[0].values[this.stop]
    /** @type {Record<string, string>} */
    const values = {train, test, gap, epoch: String(epoch)}
    return template.replace(/\{(\w+)\}/g, (_, name) => values[name])
  }

  /**
   * Where the large network is in its story.
   * @param {number} epoch
   */
  phase(epoch) {
    const {panes, stops} = this.shown,
      {broke, last, end} = this.trackOf(panes[panes.length - 1].run),
      best = stops[this.shown.best]
    if (broke != null && epoch >= broke) return "broke"
    if (epoch > last && end < last) return "stopped"
    return epoch < best ? "before" : epoch === best ? "best" : "after"
  }

  /**
   * A run that the view names: it came with it.
   * @param {string} name
   */
  trackOf(name) {
    return /** @type {Weighed} */ (this.tracks.get(name))
  }

  // --- the page around ---

  reword() {
    if (!this.view) return
    rewordBar(this)
    this.seek(this.p)
  }

  async relay() {
    await this.lay()
    if (!this.gone) this.seek(this.p)
  }

  destroy() {
    this.ticker.destroy()
    this.bar.destroy()
    super.destroy()
  }
}
