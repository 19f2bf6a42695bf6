// Overfitting, watched: three networks on the same points, all at the epoch under one scrubber. Plotly draws what stands
// still; curves, maps with their borders, dots and gaps are drawn over it from the parameters, which are here: so
// scrubbing and playing ask nobody. The scrubber stops at kept epochs; between two of them play goes in a straight line.

import {borderOf} from "./lib/border.js"
import {iconButton, setIcon, undoKey} from "./lib/buttons.js"
import {Canvas} from "./lib/canvas.js"
import {el, shape} from "./lib/dom.js"
import {epochOf} from "./lib/format.js"
import {floats, forwardAll, inputsOf, MAP} from "./lib/forward.js"
import {paintMap} from "./lib/maps.js"
import {between, clamp, firstFrom} from "./lib/math.js"
import {isometric} from "./lib/patch.js"
import {Plot} from "./lib/plot.js"
import {shared} from "./lib/shared.js"
import {REPLAY_AFTER_MS, SPEEDS} from "./lib/timing.js"

const TRIO_SETTINGS = "neuroviz.trio"
const RUN_MS = 9000 // a whole run at speed 1
const CURVE = 161 // points along a curve
const FAR_PX = 4000 // a curve that has left the picture goes no further

const pathOf = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(4)} ${y.toFixed(4)}`).join("")

export class Overfitting extends Canvas {
  constructor(parent) {
    super(parent, "nv-trio")
    this.panes = []
    this.root.tabIndex = 0
    this.root.setAttribute("role", "group")
    this.sides = el("div", "nv-trio-sides")
    this.build()
    this.root.append(this.bar, this.below, this.sides)
    this.tracks = new Map()
    this.p = 0
    this.shortcut = (e) => undoKey(e, this.history)
    document.addEventListener("keydown", this.shortcut)
    this.root.addEventListener("keydown", (e) => this.key(e))
  }

  get graphs() {
    return this.panes.map(({graph}) => graph)
  }

  // --- the player ---

  build() {
    const {words} = shared,
      button = (name, act) => iconButton(name, words, act)
    this.settings = {
      speed: 1,
      auto: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      ...JSON.parse(sessionStorage.getItem(TRIO_SETTINGS) ?? "{}"),
    }
    this.playButton = button("play", () => this.toggle())
    this.scrub = el("input", "nv-scrub")
    Object.assign(this.scrub, {type: "range", min: 0, max: 0})
    this.scrub.dataset.testid = "player-scrub"
    this.scrub.setAttribute("aria-label", words.epoch)
    this.scrub.oninput = () => this.go(Number(this.scrub.value))
    this.now = el("output", "nv-now-ms")
    this.now.dataset.testid = "epoch"
    this.bar = el("div", "nv-player nv-trio-bar")
    this.bar.setAttribute("role", "group")
    this.bar.setAttribute("aria-label", words.player)
    this.bar.append(
      button("first", () => this.go(0)),
      button("back", () => this.go(this.stop - 1)),
      this.playButton,
      button("forward", () => this.go(this.stop + 1)),
      button("best", () => this.go(this.view.best)),
      button("last", () => this.go(this.view.stops.length - 1)),
      this.now,
      this.scrub,
    )
    this.speed = el("select", "nv-select")
    this.speed.dataset.testid = "player-speed"
    this.speed.setAttribute("aria-label", words.speed)
    for (const s of SPEEDS) this.speed.append(new Option(`${s}×`, String(s), false, s === this.settings.speed))
    this.speed.onchange = () => this.set("speed", Number(this.speed.value))
    const auto = el("label", "nv-check"),
      box = el("input")
    Object.assign(box, {type: "checkbox", checked: this.settings.auto})
    box.dataset.testid = "player-auto"
    box.onchange = () => {
      clearTimeout(this.replay)
      this.set("auto", box.checked)
    }
    auto.append(box, words.auto)
    this.history = ["undo", "redo", "reset"].map((name) => button(name, () => this.say(name, {})))
    const group = el("span", "nv-history")
    group.append(...this.history)
    this.caption = el("p", "nv-caption")
    this.caption.dataset.testid = "caption"
    this.below = el("div", "nv-player nv-trio-below")
    this.below.append(this.caption, this.speed, auto, group)
  }

  set(name, value) {
    this.settings[name] = value
    sessionStorage.setItem(TRIO_SETTINGS, JSON.stringify(this.settings))
  }

  refresh() {
    setIcon(this.playButton, this.playing ? "pause" : "play", shared.words)
    this.playButton.setAttribute("aria-pressed", String(!!this.playing))
    this.caption.setAttribute("aria-live", this.playing ? "off" : "polite")
    for (const b of this.history) b.disabled = !this.view?.history?.[b.dataset.testid.slice("player-".length)]
  }

  get total() {
    return this.view.stops.at(-1)
  }

  // The last place to stop at that lies not after p.
  get stop() {
    return this.view.stops.findLastIndex((epoch) => epoch <= this.p)
  }

  go(stop) {
    if (!this.laidOut) return
    this.pause()
    this.seek(this.view.stops[clamp(stop, 0, this.view.stops.length - 1)])
  }

  play() {
    clearTimeout(this.replay)
    if (!this.laidOut) return
    const run = {}
    this.playing = run
    this.refresh()
    if (this.p >= this.total) this.seek(0)
    let last = performance.now()
    const tick = (now) => {
      if (this.playing !== run) return
      const passed = clamp(now - last, 0, 100)
      last = now
      this.seek(Math.min(this.total, this.p + (passed / RUN_MS) * this.total * this.settings.speed))
      this.p < this.total ? requestAnimationFrame(tick) : this.pause()
    }
    requestAnimationFrame(tick)
  }

  // Rest is at a stop: there, what is drawn is what was learnt.
  pause() {
    clearTimeout(this.replay)
    if (!this.playing) return
    this.playing = null
    this.refresh()
    this.seek(this.view.stops[this.stop])
  }

  toggle() {
    this.playing ? this.pause() : this.play()
  }

  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || e.target.closest("input, select") || !this.view)
      return
    if (e.key === " " && e.target.closest("button")) return
    const act = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.go(this.stop - 1),
      ArrowRight: () => this.go(this.stop + 1),
      Home: () => this.go(0),
      End: () => this.go(this.view.stops.length - 1),
    }[e.key]
    if (!act) return
    act()
    e.preventDefault()
    e.stopPropagation()
  }

  // --- a new view ---

  // The view's tracks, each from the view or from the one before; nothing where one is missing.
  unpack({tracks}) {
    const found = new Map()
    for (const name in tracks) {
      const {weights_b64, ...track} = tracks[name],
        flat = weights_b64 == null ? this.tracks.get(name)?.flat : floats(weights_b64)
      if (!flat) return null
      const size = flat.length / track.epochs.length
      found.set(name, {...track, flat, weights: track.epochs.map((_, i) => flat.subarray(i * size, (i + 1) * size))})
    }
    return found
  }

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
    if (edited) this.pause()
    Object.assign(this, {view, tracks})
    this.root.setAttribute("aria-label", shared.words.trio)
    this.scrub.max = String(view.stops.length - 1)
    this.fill()
    await this.lay()
    if (this.gone) return
    this.refresh()
    if (this.playing) return
    // What the edit led to is seen at once; then the way there is shown.
    this.p = Math.min(atEnd ? Infinity : this.p, this.total)
    this.p = view.stops[this.stop]
    this.seek(this.p)
    if (!edited || !this.settings.auto) return
    clearTimeout(this.replay)
    this.replay = setTimeout(
      () => {
        this.p = 0
        this.play()
      },
      before ? REPLAY_AFTER_MS : 300,
    )
  }

  // Words and tables around the pictures.
  fill() {
    for (const spec of this.view.panes.slice(this.panes.length)) this.panes.push(this.pane(spec.name))
    this.view.panes.forEach(({title, size, rows, findings}, i) => {
      const pane = this.panes[i],
        head = el("tr"),
        line = (row) => {
          const tr = el("tr", row.compared ? "nv-compared" : ""),
            name = el("th", "", row.name)
          name.scope = "row"
          tr.append(name, ...this.view.heads.map(() => el("td")))
          return tr
        }
      pane.title.textContent = title
      pane.size.textContent = size
      head.append(
        el("td"),
        ...this.view.heads.map((text) => {
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

  pane(name) {
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
      upper = shape("rect", "")
    clip.append(upper)
    const parts = {compared: shape("path", "nv-line-compared"), own: shape("path", "nv-line-own")},
      held = shape("g", "", {"clip-path": `url(#nv-clip-${name})`})
    held.append(parts.compared, parts.own)
    Object.assign(parts, {
      bar: shape("path", "nv-gap-bar"),
      train: shape("circle", "nv-dot-train", {r: 5.5}),
      test: shape("circle", "nv-dot-test", {r: 5.5}),
      text: shape("text", "nv-gap-text"),
    })
    over.append(clip, held, parts.bar, parts.train, parts.test, parts.text)
    frame.append(ground, graph, over)
    const title = el("h3", "nv-trio-title"),
      size = el("p", "nv-hint"),
      table = el("table", "nv-trio-numbers"),
      findings = el("div", "nv-trio-findings")
    table.dataset.testid = `numbers-${name}`
    box.append(title, size, frame, table, findings)
    this.sides.append(box)
    const pane = {name, title, size, graph, ground, picture, over, upper, parts, table, findings, plot: new Plot(graph)}
    this.dragged(pane)
    return pane
  }

  // Along the losses, a drag goes through the epochs.
  dragged({graph}) {
    let held = false
    const epochAt = (e) => {
      const {xaxis2, yaxis2} = graph._fullLayout,
        box = graph.getBoundingClientRect()
      return e.clientY - box.top > yaxis2._offset - 8 && xaxis2.p2d(e.clientX - box.left - xaxis2._offset)
    }
    const move = (epoch) => this.go(this.view.stops.findLastIndex((stop) => stop <= epoch))
    graph.addEventListener("pointerdown", (e) => {
      const epoch = this.laidOut && !e.button && epochAt(e)
      if (epoch === false) return
      held = true
      graph.setPointerCapture(e.pointerId)
      move(epoch)
    })
    graph.addEventListener("pointermove", (e) => {
      if (!this.laidOut) return
      const epoch = epochAt(e)
      graph.style.cursor = epoch === false && !held ? "" : "ew-resize"
      if (held && epoch !== false) move(epoch)
    })
    for (const type of ["pointerup", "pointercancel"])
      graph.addEventListener(type, () => {
        held = false
      })
  }

  // What stands still, and where its axes are.
  async lay() {
    this.width = this.root.clientWidth
    this.caption.style.minHeight = ""
    const {
        flat,
        features,
        domain: [[x0, x1], [y0, y1]],
        panes,
      } = this.view,
      count = flat ? CURVE : MAP * MAP
    for (const [i, pane] of this.panes.entries()) {
      const {spec} = panes[i],
        layout = {...spec.layout, autosize: true}
      if (shared.present) layout.height = Math.max(420, Math.round(window.innerHeight * 0.62))
      // On a map a circle is round.
      await pane.plot.show(spec.data, flat ? layout : isometric(layout, pane.graph.clientWidth), {
        responsive: false,
        staticPlot: true,
        displayModeBar: false,
      })
      // Taken away while it was drawn: its figures are gone.
      if (this.gone) return
      const {xaxis, yaxis} = pane.graph._fullLayout,
        cell = 0.5 / (MAP - 1)
      const box = {x: xaxis._offset, y: yaxis._offset, width: xaxis._length, height: yaxis._length}
      for (const name in box) pane.upper.setAttribute(name, box[name])
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
    const along = (low, high, k, n) => low + ((high - low) * k) / (n - 1)
    this.grid = {
      count,
      inputs: inputsOf(features, count, (k) =>
        flat ? [along(x0, x1, k, CURVE), 0] : [along(x0, x1, k % MAP, MAP), along(y1, y0, Math.floor(k / MAP), MAP)],
      ),
    }
    this.laidOut = true
  }

  // --- an epoch ---

  // The epoch of the network that there is at p: a run that is over does not change any more.
  here(track, p) {
    return p > track.last ? track.end : p
  }

  // Its parameters: those that were kept, or between two of them. None where a run has diverged.
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

  // What a run's network says on the grid at p, or nothing.
  outputs(name, p) {
    const track = this.tracks.get(name),
      theta = track && this.theta(track, p)
    return theta && forwardAll(theta, track.sizes, track.activations, this.grid.inputs, this.grid.count).at(-1)
  }

  // Everything as it is at epoch p.
  seek(p) {
    this.p = p
    const {stop, view} = this,
      epoch = view.stops[stop]
    this.scrub.value = String(stop)
    this.now.textContent = epochOf(shared.words.epoch_of, epoch, this.total)
    this.scrub.setAttribute("aria-valuetext", this.now.textContent)
    this.root.dataset.epoch = epoch
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
        pane.findings.children[k].hidden = epoch <= after
      })
      if (!this.playing) pane.graph.setAttribute("aria-label", this.filled(spec.label, i, epoch))
    })
    const said = this.filled(view.captions[this.phase(epoch)], view.panes.length - 1, epoch)
    if (this.caption.textContent === said) return
    this.caption.textContent = said
    // The pictures below keep their place, whether the sentence takes one line or two.
    this.caption.style.minHeight = `${this.caption.offsetHeight}px`
  }

  filled(template, i, epoch) {
    const [train, test, gap] = this.view.panes[i].rows[0].values[this.stop],
      values = {train, test, gap, epoch}
    return template.replace(/\{(\w+)\}/g, (_, name) => values[name])
  }

  // Where the large network is in its story.
  phase(epoch) {
    const {broke, last, end} = this.tracks.get(this.view.panes.at(-1).run),
      best = this.view.stops[this.view.best]
    if (broke != null && epoch >= broke) return "broke"
    if (epoch > last && end < last) return "stopped"
    return epoch < best ? "before" : epoch === best ? "best" : "after"
  }

  drawNetwork(pane, spec) {
    const {xaxis, yaxis} = pane.graph._fullLayout,
      {flat} = this.view
    const own = this.outputs(spec.run, this.p),
      compared = this.outputs(spec.base, this.p)
    const px = (share, axis) => axis._offset + share * axis._length
    const curve = (values) =>
      pathOf(
        [...values].map((v, k) => [px(k / (CURVE - 1), xaxis), clamp(yaxis._offset + yaxis.d2p(v), -FAR_PX, FAR_PX)]),
      )
    const border = (values) =>
      borderOf(values, MAP, 0.5)
        .map((line) => pathOf(line.map(([i, j]) => [px(i / (MAP - 1), xaxis), px(j / (MAP - 1), yaxis)])))
        .join("")
    const draw = flat ? curve : border
    pane.parts.own.setAttribute("d", own ? draw(own) : "")
    pane.parts.compared.setAttribute("d", compared ? draw(compared) : "")
    pane.over.classList.toggle("nv-map-border", !flat)
    pane.picture.hidden = flat || !own
    if (!flat && own) paintMap(pane.picture, own, [0, 1], this.view.map_colors)
  }

  // Two dots on the losses and the gap between them, with its number where there is room.
  drawGap({graph, parts}, {spec, lines, run}, gap) {
    const {xaxis2, yaxis2} = graph._fullLayout,
      top = yaxis2.range[1]
    const here = this.here(this.tracks.get(run), Math.min(this.p, this.total))
    const x = xaxis2._offset + xaxis2.d2p(here),
      y = (v) => yaxis2._offset + yaxis2.d2p(clamp(v, 0, top))
    const [train, test] = ["train", "test"].map((name) =>
      between(here, spec.data[lines[name]].x, spec.data[lines[name]].y),
    )
    for (const [dot, value] of [
      [parts.train, train],
      [parts.test, test],
    ]) {
      dot.setAttribute("cx", x)
      dot.setAttribute("cy", y(value))
      // A loss above the picture has no dot.
      dot.style.visibility = value > top ? "hidden" : ""
    }
    parts.bar.setAttribute(
      "d",
      pathOf([
        [x, y(train)],
        [x, y(test)],
      ]),
    )
    const left = here > 0.55 * xaxis2.range[1],
      high = Math.max(train, test) > 0.85 * top
    parts.text.setAttribute("x", x + (left ? -12 : 12))
    parts.text.setAttribute("y", high ? (y(train) + y(test)) / 2 + 5 : y(Math.max(train, test)) - 10)
    parts.text.setAttribute("text-anchor", left ? "end" : "start")
    parts.text.textContent = this.view.gap.replace("{gap}", gap)
  }

  // --- the page around ---

  reword() {
    if (!this.view) return
    const {bar, below} = this
    this.build()
    bar.replaceWith(this.bar)
    below.replaceWith(this.below)
    this.scrub.max = String(this.view.stops.length - 1)
    this.refresh()
    this.seek(this.p)
  }

  async relay() {
    await this.lay()
    if (!this.gone) this.seek(this.p)
  }

  destroy() {
    this.playing = null
    clearTimeout(this.replay)
    document.removeEventListener("keydown", this.shortcut)
    super.destroy()
  }
}
