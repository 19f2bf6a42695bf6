// Overfitting, watched: three networks on the same points, all at the epoch under one scrubber. Plotly draws what stands
// still; curves, maps with their borders, dots and gaps are drawn over it from the parameters, which are here: so
// scrubbing and playing ask nobody. The scrubber stops at kept epochs; between two of them play goes in a straight line.

import {borderOf} from "./lib/border.js"
import {Canvas} from "./lib/canvas.js"
import {el, shape} from "./lib/dom.js"
import {epochOf} from "./lib/format.js"
import {floats, forwardAll, inputsOf, MAP} from "./lib/forward.js"
import {playerKey} from "./lib/keys.js"
import {paintMap} from "./lib/maps.js"
import {between, clamp, firstFrom} from "./lib/math.js"
import {isometric} from "./lib/patch.js"
import {PlayerBar, playsByItself} from "./lib/player_bar.js"
import {Plot} from "./lib/plot.js"
import {axesOf} from "./lib/plotly_internals.js"
import {heightLeft} from "./lib/room.js"
import {Settings} from "./lib/settings.js"
import {shared} from "./lib/shared.js"
import {Ticker} from "./lib/ticker.js"
import {FIRST_AFTER_MS, REPLAY_AFTER_MS, SPEEDS} from "./lib/timing.js"
import {layoutOnWall, wallPx} from "./lib/wall.js"

// On a wall, between the two pictures: the upper one's numbers, and that of the gap.
const GAP_ON_WALL_PX = 84
const RUN_MS = 9000 // a whole run at speed 1
const CURVE = 161 // points along a curve
const FAR_PX = 4000 // a curve that has left the picture goes no further

/** @typedef {import("./protocol.js").OverfittingView} View */
/** @typedef {import("./protocol.js").OverfittingPane} PaneView */
/** @typedef {import("./protocol.js").Track & {weights: Float32Array[], flat: Float32Array}} Weighed */
/** @typedef {ReturnType<typeof paneOf>} Pane */

/** @param {[x: number, y: number][]} points */
const pathOf = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(4)} ${y.toFixed(4)}`).join("")

/**
 * One network's place on the page.
 * @param {string} name
 */
const paneOf = (name) => {
  const box = el("section", "nv-trio-pane"),
    frame = el("div", "nv-trio-frame"),
    graph = el("div", "nv-graph")
  graph.setAttribute("role", "img")
  graph.dataset.testid = `overfit-${name}`
  const ground = el("div", "nv-trio-ground"),
    picture = el("canvas")
  picture.width = picture.height = MAP
  ground.append(picture)
  const over = shape("svg", "nv-trio-over", {"aria-hidden": "true"}),
    clip = shape("clipPath", "", {id: `nv-clip-${name}`}),
    upper = shape("rect", ""),
    held = shape("g", "", {"clip-path": `url(#nv-clip-${name})`})
  clip.append(upper)
  const parts = {
    compared: shape("path", "nv-line-compared"),
    own: shape("path", "nv-line-own"),
    playhead: shape("path", "nv-playhead"),
    bar: shape("path", "nv-gap-bar"),
    train: shape("circle", "nv-dot-train", {r: 5.5}),
    test: shape("circle", "nv-dot-test", {r: 5.5}),
    text: shape("text", "nv-gap-text"),
  }
  held.append(parts.compared, parts.own)
  over.append(clip, held, parts.playhead, parts.bar, parts.train, parts.test, parts.text)
  frame.append(ground, graph, over)
  const title = el("h3", "nv-trio-title"),
    size = el("p", "nv-hint"),
    table = el("table", "nv-trio-numbers"),
    findings = el("div", "nv-trio-findings")
  table.dataset.testid = `numbers-${name}`
  box.append(title, size, frame, table, findings)
  /** @type {HTMLTableCellElement[][]} row by row */
  const cells = []
  return {box, title, size, graph, ground, picture, over, upper, parts, table, cells, findings, plot: new Plot(graph)}
}

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
      act: {
        first: this.moves.first,
        back: this.moves.back,
        play: this.moves.toggle,
        forward: this.moves.forward,
        best: () => this.go(this.shown.best),
        last: this.moves.last,
      },
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

  /** @type {Record<import("./lib/keys.js").Move, () => void>} */
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

  /**
   * The view's tracks, each from the view or from the one before; nothing where one is missing.
   * @param {View} view
   */
  unpack({tracks}) {
    /** @type {Map<string, Weighed>} */
    const found = new Map()
    for (const name in tracks) {
      const {weights_b64, ...track} = tracks[name],
        flat = weights_b64 == null ? this.tracks.get(name)?.flat : floats(weights_b64)
      if (!flat) return null
      const size = flat.length / track.epochs.length
      found.set(name, {
        ...track,
        weights_b64,
        flat,
        weights: track.epochs.map((_, i) => flat.subarray(i * size, (i + 1) * size)),
      })
    }
    return found
  }

  /** @param {View} view */
  async take(view) {
    const tracks = this.unpack(view)
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
    this.root.setAttribute("aria-label", shared.words.trio)
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
    if (!edited || !this.settings.values.auto) return
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
    const {
        flat,
        features,
        domain: [[x0, x1], [y0, y1]],
        panes,
      } = this.shown,
      count = flat ? CURVE : MAP * MAP
    for (const [i, pane] of this.panes.entries()) {
      const {spec} = panes[i],
        layout = layoutOnWall({...spec.layout, autosize: true})
      // Pictures, losses and player stand in one window; on a phone one below the other.
      if (this.width > 640)
        layout.height = heightLeft(this.root, shared.present ? wallPx(480) : 210, {
          min: shared.present ? 200 : 400,
          max: 760,
        })
      if (shared.present) this.part(layout)
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
    const along = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ k, n = MAP) =>
      low + ((high - low) * k) / (n - 1)
    this.grid = {
      count,
      inputs: inputsOf(features, count, (k) =>
        flat ? [along(x0, x1, k, CURVE), 0] : [along(x0, x1, k % MAP), along(y1, y0, Math.floor(k / MAP))],
      ),
    }
    this.laidOut = true
  }

  /**
   * The gap's number stands between the two pictures: on a wall it wants more room there.
   * @param {import("./protocol.js").Plain} layout
   */
  part(layout) {
    const {height, margin, yaxis2} = layout,
      top = 0.5 - wallPx(GAP_ON_WALL_PX) / (height - margin.t - margin.b)
    layout.yaxis2 = {...yaxis2, domain: [0, Math.max(0.15, Math.min(yaxis2.domain[1], top))]}
  }

  // --- an epoch ---

  /**
   * The epoch of the network that there is at p: a run that is over does not change any more.
   * @param {Weighed} track
   * @param {number} p
   */
  here(track, p) {
    return p > track.last ? track.end : p
  }

  /**
   * Its parameters: those that were kept, or between two of them. None where a run has diverged.
   * @param {Weighed} track
   * @param {number} p
   */
  theta(track, p) {
    const {epochs, weights, broke} = track
    if (broke != null && p >= broke) return null
    const here = this.here(track, p),
      i = Math.min(firstFrom(epochs, here), epochs.length - 1)
    if (epochs[i] === here || !i) return weights[i]
    const t = (here - epochs[i - 1]) / (epochs[i] - epochs[i - 1]),
      a = weights[i - 1],
      b = weights[i]
    return a.map((value, k) => value + (b[k] - value) * t)
  }

  /**
   * What a run's network says on the grid at p, or nothing.
   * @param {string | null} name
   * @param {number} p
   */
  outputs(name, p) {
    const track = name == null ? null : this.tracks.get(name),
      theta = track && this.theta(track, p)
    return track && theta && forwardAll(theta, track.sizes, track.activations, this.grid.inputs, this.grid.count).at(-1)
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
      this.drawNetwork(pane, spec)
      this.drawGap(pane, spec, spec.rows[0].values[stop][2])
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

  /**
   * @param {Pane} pane
   * @param {PaneView} spec
   */
  drawNetwork(pane, spec) {
    const axes = axesOf(pane.graph),
      {flat} = this.shown
    if (!axes) return
    const {x, y} = axes
    const own = this.outputs(spec.run, this.p),
      compared = this.outputs(spec.base, this.p)
    const px = (/** @type {number} */ share, /** @type {import("./lib/plotly_internals.js").Axis} */ axis) =>
      axis.start + share * axis.length
    const curve = (/** @type {Float32Array} */ values) =>
      pathOf([...values].map((v, k) => [px(k / (CURVE - 1), x), clamp(y.px(v), -FAR_PX, FAR_PX)]))
    const border = (/** @type {Float32Array} */ values) =>
      borderOf(values, MAP, 0.5)
        .map((line) => pathOf(line.map(([i, j]) => [px(i / (MAP - 1), x), px(j / (MAP - 1), y)])))
        .join("")
    const draw = flat ? curve : border
    pane.parts.own.setAttribute("d", own ? draw(own) : "")
    pane.parts.compared.setAttribute("d", compared ? draw(compared) : "")
    pane.over.classList.toggle("nv-map-border", !flat)
    pane.picture.hidden = flat || !own
    if (!flat && own) paintMap(pane.picture, own, [0, 1], this.shown.map_colors)
  }

  /**
   * Two dots on the losses and the gap between them; its number stands above the losses, where no line goes.
   * @param {Pane} pane
   * @param {PaneView} spec
   * @param {string} gap
   */
  drawGap({graph, parts}, {spec, lines, run}, gap) {
    const axes = axesOf(graph, "2")
    if (!axes) return
    const [, top] = axes.y.range,
      here = this.here(this.trackOf(run), Math.min(this.p, this.total))
    const x = axes.x.px(here),
      y = (/** @type {number} */ v) => axes.y.px(clamp(v, 0, top))
    // A loss that is no number any more stands above the picture.
    const lossOf = (/** @type {number} */ line) =>
      between(here, spec.data[line].x, spec.data[line].y) ?? Number.POSITIVE_INFINITY
    const train = lossOf(lines.train),
      test = lossOf(lines.test)
    for (const [dot, value] of /** @type {const} */ ([
      [parts.train, train],
      [parts.test, test],
    ])) {
      dot.setAttribute("cx", String(x))
      dot.setAttribute("cy", String(y(value)))
      // A loss above the picture has no dot.
      dot.style.visibility = value > top ? "hidden" : ""
    }
    const left = here > 0.55 * axes.x.range[1],
      side = left ? -1 : 1,
      {start, length} = axes.y
    parts.playhead.setAttribute("d", `M${x} ${start - 3}V${start + length}`)
    parts.bar.setAttribute(
      "d",
      pathOf([
        [x + 7 * side, y(train)],
        [x + 12 * side, y(train)],
        [x + 12 * side, y(test)],
        [x + 7 * side, y(test)],
      ]),
    )
    parts.text.setAttribute("x", String(x))
    parts.text.setAttribute("y", String(start - 7))
    parts.text.setAttribute("text-anchor", left ? "end" : "start")
    parts.text.textContent = this.shown.gap.replace("{gap}", gap)
  }

  // --- the page around ---

  reword() {
    if (!this.view) return
    const {bar, controls} = this
    this.bar = this.makeBar()
    this.controls = this.controlsOf(this.bar)
    bar.destroy()
    controls.replaceWith(this.controls)
    bar.caption.replaceWith(this.bar.caption)
    this.bar.scrub.max = String(this.shown.stops.length - 1)
    this.bar.enable(this.shown.history)
    this.bar.show(this.ticker.playing)
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
