// The canvas: mounts once under Streamlit's parent element and is updated in place.

const PURGE_AFTER_MS = 5000
const mounts = new WeakMap()
const live = new Set()
const shared = (globalThis.neuroviz ??= {waiting: []})

const plotly = () => new Promise((found) => {
  const look = () => window.Plotly ? found() : setTimeout(look, 30)
  look()
})
const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))

class Mount {
  constructor(parent) {
    this.root = el("div", "nv-canvas")
    this.stage = el("div", "nv-stage")
    this.stage.tabIndex = 0
    this.stage.setAttribute("role", "application")
    this.graph = el("div", "nv-graph")
    this.overlay = document.createElementNS("http://www.w3.org/2000/svg", "svg")
    this.overlay.setAttribute("class", "nv-overlay")
    this.overlay.setAttribute("aria-hidden", "true")
    this.overlay.innerHTML = "<path/><text/>"
    this.stage.append(this.graph, this.overlay)
    this.root.append(this.stage)
    parent.append(this.root)
    this.scale = 1
    this.outbox = new Outbox()
    this.undrawn = new Map()
    this.moving = []
    this.movesUntil = 0
    this.gestures = new Gestures(this)
    live.add(this)
    this.resized = new ResizeObserver(() => this.fit())
    this.resized.observe(this.root)
  }

  say(kind, payload) { this.outbox.put({kind, ...payload}) }

  // On a narrow canvas, markers and letters shrink with the columns.
  scaleFor(width) {
    const columns = this.view.network?.ys.length
    return columns ? clamp(width / (columns * 96), 0.45, 1) : 1
  }

  scaled(trace) {
    if (this.scale === 1) return trace
    const out = {...trace}
    const times = (v, low) => Array.isArray(v) ? v.map((x) => x && Math.max(low, x * this.scale)) : v && Math.max(low, v * this.scale)
    if (out.marker?.size != null) out.marker = {...out.marker, size: times(out.marker.size, 4)}
    if (out.textfont?.size) out.textfont = {...out.textfont, size: times(out.textfont.size, 9)}
    return out
  }

  update(component, {rev, done, view}) {
    this.outbox.answered(component, done)
    if (this.rev === rev) return
    this.next = {rev, view}
    this.working ??= this.work().finally(() => { this.working = null })
  }

  // One at a time, and always the newest.
  async work() {
    await plotly()
    while (this.next) {
      const {rev, view} = this.next
      this.next = null
      if (this.gone) return
      await this.draw(view)
      if (this.gone) return
      await painted()
      this.graph.dataset.rev = this.rev = rev
      this.player?.explain()
      // What stands beside the canvas shows numbers too: it follows when the hand rests.
      if (view.nudge && !this.gestures.drag && !this.outbox.pending.length) shared.nudge?.()
    }
  }

  async draw(view) {
    const first = !this.view
    // A drag goes on across answers: what the hand holds is newer than what the server knew.
    const held = this.gestures.drag?.part && this.gestures.drag
    this.view = view
    if (held) this.gestures.remember(held.part, held.value)
    // So is what Python has not heard of yet.
    for (const event of this.outbox.pending) this.gestures.assume(event)
    if (this.gestures.unsent) this.gestures.assume(this.gestures.unsent)
    this.stage.setAttribute("aria-label", view.label)
    this.graph.dataset.testid = view.network ? "network-graph" : "plot"
    if (view.keep && keepThroughReload(view.keep)) this.say("restore", {document: keptDocument()})
    for (const name in view.colors) this.root.style.setProperty(`--nv-${name}`, view.colors[name])
    this.root.classList.toggle("nv-simple", !!view.simple)
    if (view.frames) {
      const made = !this.player
      this.player ??= new Player(this, this.root, shared.words)
      this.player.load(view, first, made)
    }
    await this.paint()
  }

  async paint() {
    const view = this.view, {spec} = view
    this.width = this.root.clientWidth
    this.scale = this.scaleFor(this.width)
    const present = shared.present && this.player
    this.root.classList.toggle("nv-present", !!present)
    const layout = {...spec.layout, autosize: true}
    // A finger on the graph scrolls the page.
    const touch = matchMedia("(pointer: coarse)").matches
    if (touch) layout.dragmode = false
    if (present) layout.height = Math.max(320, Math.round(window.innerHeight * 0.6))
    const plain = spec.data.map((trace) => this.scaled(trace))
    const data = this.player ? this.player.figureNow(plain) : plain
    const modeBar = this.player && !present && !view.simple && !touch ? "hover" : false
    await this.show(data, layout, {
      responsive: false, displaylogo: false, displayModeBar: modeBar, scrollZoom: false, doubleClick: "reset",
      modeBarButtons: [["zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]],
    })
  }

  // Where only traces differ, those are drawn and nothing else: it takes half as long as a whole figure.
  async show(data, layout, config) {
    const frame = JSON.stringify([layout, config, this.width, data.length])
    const differs = (trace, i) => JSON.stringify(trace) !== JSON.stringify(this.shown[i])
    const changed = this.shown?.length === data.length ? [...data.keys()].filter((i) => differs(data[i], i)) : []
    // A trace that had no points, or now has none, takes its place among the others only in a whole figure.
    const whole = frame !== this.frame || changed.some((i) => !data[i].x.length !== !this.shown[i].x.length)
    if (whole) {
      // A movement under way, or a change still waiting for its frame, would overwrite the new figure.
      if (this.busy) this.move(this.moving, this.moving.map((i) => this.shown[i]))
      if (this.undrawn.size) await painted()
      this.undrawn.clear()
      await window.Plotly.react(this.graph, data, layout, config)
    } else if (changed.length) this.move(changed, changed.map((i) => data[i]))
    this.frame = frame
    this.shown = data
  }

  get busy() { return performance.now() < this.movesUntil }

  // Change some traces, at once or in `ms`. Plotly drops a change that another follows before the next
  // frame of the screen, so what may not have been drawn yet goes along once more.
  move(traces, data, ms = 0) {
    traces.forEach((trace, i) => {
      this.undrawn.set(trace, merged(this.undrawn.get(trace) ?? {}, data[i]))
      // Where the trace is going counts as shown: a view that says the same does not disturb the way there.
      if (this.shown) this.shown[trace] = merged(this.shown[trace], data[i])
    })
    // A change without movement leaves movements under way alone; the shortest movement takes their place.
    const duration = ms || (this.busy ? 1 : 0)
    if (ms) Object.assign(this, {moving: traces, movesUntil: performance.now() + ms + 100})
    window.Plotly.animate(this.graph, {traces: [...this.undrawn.keys()], data: [...this.undrawn.values()]}, {
      mode: "immediate", frame: {duration, redraw: false}, transition: {duration, easing: "linear"},
    }).catch(() => {})
    const call = this.call = {}
    requestAnimationFrame(() => {
      this.stack()
      requestAnimationFrame(() => { this.stack(); if (this.call === call) this.undrawn.clear() })
    })
  }

  // Drawing some of its traces, Plotly moves them up or down in the pile: edges belong under neurons.
  stack() {
    const layer = this.graph.querySelector(".scatterlayer")
    if (!layer) return
    const index = (node) => node.__data__?.[0]?.trace?.index ?? 0
    const pile = [...layer.children], sorted = pile.toSorted((a, b) => index(a) - index(b))
    if (pile.some((node, i) => node !== sorted[i])) layer.append(...sorted)
  }

  // In another language: the player is made anew, the graph stays.
  reword() {
    if (!this.player) return
    const {step} = this.player
    this.player.destroy()
    this.player = null
    this.working = (this.working ?? Promise.resolve()).then(() => this.draw(this.view)).then(() => this.player?.jump(step))
      .finally(() => { this.working = this.next ? this.work() : null })
  }

  fit() {
    if (!this.view || this.working || this.root.clientWidth === this.width || !this.root.clientWidth) return
    this.working = this.paint().then(() => this.player?.explain())
      .finally(() => { this.working = this.next ? this.work() : null })
  }

  destroy() {
    this.gone = true
    this.resized.disconnect()
    this.outbox.destroy()
    this.player?.destroy()
    live.delete(this)
    this.root.remove()
    // Not before the last movement is over: it would find its figure gone.
    setTimeout(() => window.Plotly?.purge(this.graph), PURGE_AFTER_MS)
  }
}

shared.draw = (component) => {
  const {parentElement} = component
  const data = JSON.parse(new TextDecoder().decode(component.data))
  if (!mounts.has(parentElement)) {
    const Kind = data.view.table ? NumberTable : data.view.clock ? Duet : Mount
    mounts.set(parentElement, new Kind(parentElement))
  }
  const mount = mounts.get(parentElement)
  mount.update(component, data)
  return () => {
    if (mounts.get(parentElement) === mount) mounts.delete(parentElement)
    mount.destroy()
  }
}

export default ({data}) => {
  const reworded = shared.words && JSON.stringify(shared.words) !== JSON.stringify(data.words)
  shared.words = data.words
  shared.present = data.present
  if (reworded) for (const mount of live) mount.reword()
  document.documentElement.lang = data.words.html_lang
  for (const draw of shared.waiting.splice(0)) draw()
}
