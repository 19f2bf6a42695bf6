// A figure that Plotly draws: whole where it must be, else only the traces that differ.

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))

// How a scatter trace that Plotly has drawn becomes another one that differs in places, colours or letters alone; null
// where more differs, or where Plotly has drawn it in some way not known here.
const patchOf = (group, before, after, full, layout) => {
  if (!group || Object.keys({...before, ...after}).some((key) => !PATCHED.has(key) && !alike(before[key], after[key]))) return null
  const acts = [], has = (part) => after.mode.split("+").includes(part), {marker, line, text} = after
  const moved = !alike(before.x, after.x) || !alike(before.y, after.y), recolored = !alike(before.marker, marker)
  const uncolored = (part) => ({...part, color: 0, line: {...part?.line, color: 0}})
  if (!alike(uncolored(before.marker), uncolored(marker)) || !alike(uncolored(before.line), uncolored(line))) return null
  const points = [...group.querySelectorAll(".points > path.point")], letters = [...group.querySelectorAll(".text text")]
  if ((moved || recolored) && has("markers") && points.length !== after.x.length) return null
  if (has("text") && letters.length !== after.x.length) return null
  if (moved) {
    const axis = (name) => layout[`${name[0]}axis${name.slice(1)}`], xaxis = axis(full.xaxis), yaxis = axis(full.yaxis)
    const path = group.querySelector(".lines > path.js-line")
    if (after.fill || letters.some((node) => node.children.length) || has("lines") && (!path || line.shape)) return null
    if (has("lines")) acts.push(() => {
      path.setAttribute("d", linePath(after.x, after.y, xaxis, yaxis))
      // Plotly draws each piece of a broken line as a path of its own.
      while (path.nextSibling) path.nextSibling.remove()
    })
    const place = (i) => [xaxis.c2p(after.x[i]), yaxis.c2p(after.y[i])]
    points.forEach((point, i) => acts.push(() => point.setAttribute("transform", `translate(${place(i)})`)))
    letters.forEach((node, i) => acts.push(() => ["x", "y"].forEach((name, k) => node.setAttribute(name, place(i)[k]))))
  }
  if (recolored) {
    const nth = (colors, i) => Array.isArray(colors) ? colors[i] : colors
    // A number is a place on a scale, and a colour that can be seen through is two styles.
    if (![marker.color, marker.line?.color ?? []].flat().every((color) => /^#/.test(color))) return null
    points.forEach((point, i) => acts.push(() => {
      point.style.fill = nth(marker.color, i)
      if (marker.line?.color) point.style.stroke = nth(marker.line.color, i)
    }))
  }
  if (has("lines") && before.line.color !== line.color)
    group.querySelectorAll("path.js-line").forEach((path) => acts.push(() => { path.style.stroke = line.color }))
  if (!alike(before.text, text)) {
    const plain = (words) => words && !/[<&\n]/.test(words)
    if (!has("text") || text.some((words, i) => words !== before.text[i] && !(plain(words) && plain(before.text[i])))) return null
    letters.forEach((node, i) => { if (text[i] !== before.text[i]) acts.push(() => { node.textContent = text[i] }) })
  }
  return () => acts.forEach((act) => act())
}
const PATCHED = new Set(["x", "y", "line", "marker", "text"])
// What of a trace Plotly draws anew where it moves some traces and leaves the rest: its own places, colours and letters.
// All else it keeps as it was: a name in a legend, a legend's symbols, whether a trace is there at all, a colour bar.
const MOVED = new Set([...PATCHED, "textfont", "textposition"])
const IN_LEGEND = ["line", "marker"]
const movable = (before, after, legend) => Object.keys({...before, ...after})
  .every((key) => MOVED.has(key) && !(legend && IN_LEGEND.includes(key)) || alike(before[key], after[key]))
const alike = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b)

const linePath = (x, y, xaxis, yaxis) => {
  let path = "", pen = "M"
  for (let i = 0; i < x.length; i++) {
    if (x[i] == null || y[i] == null) { pen = "M"; continue }
    path += `${pen}${xaxis.c2p(x[i]).toFixed(2)},${yaxis.c2p(y[i]).toFixed(2)}`
    pen = "L"
  }
  return path || "M0,0"
}

// The layout of a map in this width, with a unit of its first two axes as long up as across. Plotly can do that too, but
// then keeps an axis's range from one figure to the next.
const isometric = (layout, width) => {
  const {margin: {l, r, t, b}, height, xaxis, yaxis} = layout, x = xaxis.domain ?? [0, 1], y = yaxis.domain ?? [0, 1]
  const unit = ([from, to], px, [low, high]) => (to - from) * px / (high - low)
  const across = unit(x, width - l - r, xaxis.range), up = unit(y, height - t - b, yaxis.range), both = Math.min(across, up)
  const about = ([from, to], share) => [(1 + share) * from + (1 - share) * to, (1 - share) * from + (1 + share) * to].map((v) => v / 2)
  return {...layout, xaxis: {...xaxis, domain: about(x, both / across)}, yaxis: {...yaxis, domain: about(y, both / up)}}
}
const layersOf = (plot) => [...plot.children].filter((node) => node.classList.contains("mlayer"))

class Plot {
  constructor(graph) {
    this.graph = graph
    this.undrawn = new Map()
    this.moving = []
    this.movesUntil = 0
    this.drawings = 0
    this.layers = []
    this.taken = new MutationObserver(() => this.putBack())
  }

  // Where traces differ in what can move, those are drawn and nothing else: lines, colours and letters by hand where that
  // is all (a fifth of the time that Plotly takes), other things by Plotly. Says whether it was drawn as a whole.
  async show(data, layout, config) {
    const frame = JSON.stringify([layout, config, this.graph.clientWidth, data.length])
    Object.assign(this, {layout, config})
    const differs = (trace, i) => JSON.stringify(trace) !== JSON.stringify(this.shown[i])
    const changed = this.shown?.length === data.length ? [...data.keys()].filter((i) => differs(data[i], i)) : []
    // A trace that had no points, or now has none, takes its place among the others only in a whole figure.
    const comesOrGoes = (i) => !data[i].x?.length !== !this.shown[i].x?.length
    const whole = frame !== this.frame || changed.some((i) => comesOrGoes(i) || !this.canMove(i, data[i]))
    if (whole) await this.draw(data)
    else if (changed.length) this.move(changed, changed.map((i) => data[i]))
    this.frame = frame
    this.shown = data
    return whole
  }

  // The whole figure. Each time it says that its data are other ones: what was drawn by hand meanwhile, Plotly does not know.
  async draw(data) {
    // A movement under way, or a change still waiting for its frame, would overwrite the new figure.
    if (this.busy) this.move(this.moving, this.moving.map((i) => this.shown[i]))
    if (this.undrawn.size) await painted()
    this.undrawn.clear()
    this.taken.disconnect()
    await window.Plotly.react(this.graph, data, {...this.layout, datarevision: ++this.drawings}, this.config)
    const plots = new Set([...this.graph.querySelectorAll(".mlayer")].map((layer) => layer.parentNode))
    this.layers = [...plots].map((plot) => [plot, layersOf(plot)])
    for (const [plot] of this.layers) this.taken.observe(plot, {childList: true})
  }

  // Moving some traces, Plotly takes away every layer that holds none of them: contours, or another pair of axes' points.
  putBack() {
    for (const [plot, layers] of this.layers) {
      layers.push(...layersOf(plot).filter((layer) => !layers.includes(layer)))
      if (layers.some((layer) => layer.parentNode !== plot)) plot.prepend(...layers)
    }
  }

  canMove(i, trace) { return movable(this.shown[i], trace, this.layout.showlegend !== false && trace.showlegend !== false) }

  // Another stretch of the x axis.
  stretch(range) {
    const {layout} = this
    return this.show(this.shown, {...layout, xaxis: {...layout.xaxis, range}}, this.config)
  }

  // Draws traces as they are now into what Plotly has drawn; false, and nothing done, where it would take more than that.
  patch(traces, data) {
    const groups = new Map()
    for (const group of this.graph.querySelectorAll(".scatterlayer > .trace"))
      groups.set(group.__data__[0].trace.index, group)
    const {_fullData, _fullLayout} = this.graph
    const patches = traces.map((trace, i) => patchOf(groups.get(trace), this.shown[trace], data[i], _fullData[trace], _fullLayout))
    if (patches.some((apply) => !apply)) return false
    patches.forEach((apply) => apply())
    // Plotly's own next drawing begins with what is seen now.
    traces.forEach((trace, i) => Object.assign(this.graph.data[trace], data[i]))
    return true
  }

  get busy() { return performance.now() < this.movesUntil }

  // Change some traces, at once or in `ms`; what cannot move is drawn as a whole. Plotly drops a change that another
  // follows before the next frame of the screen, so what may not have been drawn yet goes along once more.
  move(traces, data, ms = 0) {
    if (this.shown && traces.some((trace, i) => !this.canMove(trace, merged(this.shown[trace], data[i])))) {
      this.shown = this.shown.map((trace, i) => traces.includes(i) ? merged(trace, data[traces.indexOf(i)]) : trace)
      this.draw(this.shown)
      return
    }
    if (!ms && this.shown && !this.busy && !this.undrawn.size) {
      const now = traces.map((trace, i) => merged(this.shown[trace], data[i]))
      if (this.patch(traces, now)) { traces.forEach((trace, i) => { this.shown[trace] = now[i] }); return }
    }
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
    const index = (node) => node.__data__?.[0]?.trace?.index ?? 0
    for (const layer of this.graph.querySelectorAll(".scatterlayer")) {
      const pile = [...layer.children], sorted = pile.toSorted((a, b) => index(a) - index(b))
      if (pile.some((node, i) => node !== sorted[i])) layer.append(...sorted)
    }
  }
}
