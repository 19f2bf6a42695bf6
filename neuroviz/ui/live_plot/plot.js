// A figure that Plotly draws: whole where it must be, else only the traces that differ.

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))

class Plot {
  constructor(graph) {
    this.graph = graph
    this.undrawn = new Map()
    this.moving = []
    this.movesUntil = 0
  }

  // Where only traces differ, those are drawn and nothing else: it takes half as long as a whole figure.
  // Says whether it was drawn as a whole.
  async show(data, layout, config) {
    const frame = JSON.stringify([layout, config, this.graph.clientWidth, data.length])
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
      this.ground = null
    } else if (changed.length) this.move(changed, changed.map((i) => data[i]))
    this.frame = frame
    this.shown = data
    return whole
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
    // Plotly takes contours away when other traces move; `stack` puts them back before the screen shows it.
    const ground = this.graph.querySelector(".contourlayer")
    if (ground) this.ground = [ground.parentNode, ground]
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
    if (this.ground && !this.ground[1].isConnected) this.ground[0].prepend(this.ground[1])
    const index = (node) => node.__data__?.[0]?.trace?.index ?? 0
    for (const layer of this.graph.querySelectorAll(".scatterlayer")) {
      const pile = [...layer.children], sorted = pile.toSorted((a, b) => index(a) - index(b))
      if (pile.some((node, i) => node !== sorted[i])) layer.append(...sorted)
    }
  }
}
