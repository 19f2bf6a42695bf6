// The canvas: mounts once under Streamlit's parent element and is updated in place.

const mounts = new WeakMap()
const live = new Set()
const shared = (globalThis.neuroviz ??= {waiting: []})

class Mount extends Canvas {
  constructor(parent) {
    super(parent)
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
    this.scale = 1
    this.plot = new Plot(this.graph)
    this.gestures = new Gestures(this)
  }

  get graphs() { return [this.graph] }

  get held() { return this.gestures.drag }

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

  painted() { this.player?.explain() }

  async take(view) {
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
    this.dress(view)
    this.root.classList.toggle("nv-simple", !!view.simple)
    if (view.frames) {
      const made = !this.player
      this.player ??= new (view.walk ? Walker : Player)(this, this.root, shared.words)
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
    const modeBar = this.player && !present && !view.simple && !view.walk && !touch ? "hover" : false
    await this.plot.show(data, layout, {
      responsive: false, displaylogo: false, displayModeBar: modeBar, scrollZoom: false, doubleClick: "reset",
      modeBarButtons: [["zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]],
    })
  }

  // In another language: the player is made anew, the graph stays.
  reword() {
    if (!this.player) return
    const {step} = this.player
    this.player.destroy()
    this.player = null
    const before = this.working ?? Promise.resolve()
    this.do(() => before.then(() => this.take(this.view)).then(() => this.player?.jump(step)))
  }

  async relay() {
    await this.paint()
    if (!this.gone) this.player?.explain()
  }

  destroy() {
    this.player?.destroy()
    super.destroy()
  }
}

shared.draw = (component) => {
  const {parentElement} = component
  const data = JSON.parse(new TextDecoder().decode(component.data))
  if (!mounts.has(parentElement)) {
    const Kind = data.view.table ? NumberTable : data.view.clock ? Duet : data.view.train ? Trainer
      : data.view.trio ? Trio : Mount
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
