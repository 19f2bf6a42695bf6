// A figure that Plotly draws: whole where it must be, else only the traces that differ.

import {painted} from "./dom.js"
import {merged} from "./objects.js"
import {movable, patchOf} from "./patch.js"

const layersOf = (plot) => [...plot.children].filter((node) => node.classList.contains("mlayer"))

export class Plot {
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
    else if (changed.length)
      this.move(
        changed,
        changed.map((i) => data[i]),
      )
    this.frame = frame
    this.shown = data
    return whole
  }

  // The whole figure. Each time it says that its data are other ones: what was drawn by hand meanwhile, Plotly does not know.
  async draw(data) {
    // A movement under way, or a change still waiting for its frame, would overwrite the new figure.
    if (this.busy)
      this.move(
        this.moving,
        this.moving.map((i) => this.shown[i]),
      )
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

  canMove(i, trace) {
    return movable(this.shown[i], trace, this.layout.showlegend !== false && trace.showlegend !== false)
  }

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
    const patches = traces.map((trace, i) =>
      patchOf(groups.get(trace), this.shown[trace], data[i], _fullData[trace], _fullLayout),
    )
    if (patches.some((apply) => !apply)) return false
    patches.forEach((apply) => apply())
    // Plotly's own next drawing begins with what is seen now.
    traces.forEach((trace, i) => Object.assign(this.graph.data[trace], data[i]))
    return true
  }

  get busy() {
    return performance.now() < this.movesUntil
  }

  // Change some traces, at once or in `ms`; what cannot move is drawn as a whole. Plotly drops a change that another
  // follows before the next frame of the screen, so what may not have been drawn yet goes along once more.
  move(traces, data, ms = 0) {
    if (this.shown && traces.some((trace, i) => !this.canMove(trace, merged(this.shown[trace], data[i])))) {
      this.shown = this.shown.map((trace, i) => (traces.includes(i) ? merged(trace, data[traces.indexOf(i)]) : trace))
      this.draw(this.shown)
      return
    }
    if (!ms && this.shown && !this.busy && !this.undrawn.size) {
      const now = traces.map((trace, i) => merged(this.shown[trace], data[i]))
      if (this.patch(traces, now)) {
        traces.forEach((trace, i) => {
          this.shown[trace] = now[i]
        })
        return
      }
    }
    traces.forEach((trace, i) => {
      this.undrawn.set(trace, merged(this.undrawn.get(trace) ?? {}, data[i]))
      // Where the trace is going counts as shown: a view that says the same does not disturb the way there.
      if (this.shown) this.shown[trace] = merged(this.shown[trace], data[i])
    })
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
    const call = (this.call = {})
    requestAnimationFrame(() => {
      this.stack()
      requestAnimationFrame(() => {
        this.stack()
        if (this.call === call) this.undrawn.clear()
      })
    })
  }

  // Drawing some of its traces, Plotly moves them up or down in the pile: edges belong under neurons.
  stack() {
    const index = (node) => node.__data__?.[0]?.trace?.index ?? 0
    for (const layer of this.graph.querySelectorAll(".scatterlayer")) {
      const pile = [...layer.children],
        sorted = pile.toSorted((a, b) => index(a) - index(b))
      if (pile.some((node, i) => node !== sorted[i])) layer.append(...sorted)
    }
  }
}
