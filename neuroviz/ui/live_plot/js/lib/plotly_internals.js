// All that is relied on in what Plotly keeps to itself: where its axes are, and which elements it has drawn for a trace.
// Where a newer Plotly has it no more, `missing` says so: then Plotly draws everything by itself, which is slower, and
// places come from the layout that it was handed. tests/browser/test_plotly_internals.py asks the real one.

/** @typedef {import("../protocol.js").Plain} Plain */
/** @typedef {HTMLElement & {data?: Plain[], layout?: Plain}} Graph what Plotly makes of an element */

/**
 * An axis on the screen. Pixels are those of the figure, from its left or its top.
 * @typedef {object} Axis
 * @property {number} start where its stretch begins
 * @property {number} length
 * @property {[from: number, to: number]} range
 * @property {(value: number) => number} px
 * @property {(px: number) => number} value
 * @property {(value: number) => number} inside pixels from `start`, as the elements of traces count them
 */

/** @typedef {{x: Axis, y: Axis}} Axes */

/** @param {string} name x, y, x2, ... as traces call it */
const longName = (name) => `${name[0]}axis${name.slice(1)}`

/** What is looked up in Plotly itself. One object, so that a test can take a part of it away. */
export const internals = {
  /**
   * @param {Graph} graph
   * @param {string} name
   * @returns {Axis | null}
   */
  axis(graph, name) {
    // Plotly's own, of no promised shape.
    const axis = /** @type {any} */ (graph)._fullLayout?.[longName(name)]
    const {_offset: start, _length: length, range, d2p, p2d} = axis ?? {}
    if (![start, length, range?.[0], range?.[1]].every(Number.isFinite) || !d2p || !p2d) return null
    return {
      start,
      length,
      range,
      px: (value) => start + axis.d2p(value),
      value: (px) => axis.p2d(px - start),
      inside: (value) => axis.d2p(value),
    }
  },

  /**
   * The number of the trace that an element was drawn for.
   * @param {Element} group
   * @returns {number | undefined}
   */
  index(group) {
    // D3 keeps there what an element shows.
    return /** @type {any} */ (group).__data__?.[0]?.trace?.index
  },

  // The piles of traces, one a pair of axes.
  piles: (/** @type {Element} */ graph) => [...graph.querySelectorAll(".scatterlayer")],
  groups: (/** @type {Element} */ graph) => [...graph.querySelectorAll(".scatterlayer > .trace")],
  points: (/** @type {Element} */ group) =>
    /** @type {SVGPathElement[]} */ ([...group.querySelectorAll(".points > path.point")]),
  letters: (/** @type {Element} */ group) => [...group.querySelectorAll(".text text")],
  lines: (/** @type {Element} */ group) =>
    /** @type {SVGPathElement[]} */ ([...group.querySelectorAll(".lines > path.js-line")]),
  // The layers of a pair of axes, one a kind of trace.
  layers: (/** @type {Element} */ plot) => [...plot.children].filter((node) => node.classList.contains("mlayer")),
  plots: (/** @type {Element} */ graph) => [
    ...new Set([...graph.querySelectorAll(".mlayer")].flatMap((layer) => layer.parentElement ?? [])),
  ],
}

/** @param {Element} node one of Plotly's own buttons over a figure */
export const isTool = (node) => !!node.closest(".modebar")

/** Whether Plotly has drawn a figure there. @param {Graph} graph */
export const isDrawn = (graph) => !!graph.data && !!graph.layout

/**
 * Whether a legend or a colour bar may have pushed the axes aside: how far, Plotly alone knows.
 * @param {Graph} graph
 */
const isPushed = ({layout, data = []}) => {
  const legends = data.filter(({showlegend}) => showlegend !== false).length
  const bars = data.some(({type = "scatter", showscale}) => type !== "scatter" && showscale !== false)
  return layout?.margin?.autoexpand !== false && (bars || (layout?.showlegend ?? legends > 1))
}

/**
 * Where the axis stands by what Plotly was told: our axes are straight, and their stretches are ours to say. Null where
 * nobody can tell: better nothing is drawn over a figure than in the wrong place.
 * @param {Graph} graph
 * @param {string} name
 * @returns {Axis | null}
 */
const axisAsTold = (graph, name) => {
  const {layout, clientWidth, clientHeight} = graph,
    told = layout?.[longName(name)],
    across = name[0] === "x"
  if (!layout?.margin || !told?.range || told.type === "log" || isPushed(graph)) return null
  const {l, r, t, b} = layout.margin,
    [from, to] = told.domain ?? [0, 1],
    room = across ? clientWidth - l - r : (layout.height ?? clientHeight) - t - b,
    length = room * (to - from),
    start = across ? l + room * from : t + room * (1 - to),
    [low, high] = told.range,
    inside = (/** @type {number} */ value) => {
      const share = (value - low) / (high - low)
      return length * (across ? share : 1 - share)
    }
  return {
    start,
    length,
    range: [low, high],
    px: (value) => start + inside(value),
    value: (px) => {
      const share = (px - start) / length
      return low + (high - low) * (across ? share : 1 - share)
    },
    inside,
  }
}

/**
 * An axis of a figure that has been drawn; null before that.
 * @param {Graph} graph
 * @param {string} name
 */
export const axisOf = (graph, name) => internals.axis(graph, name) ?? axisAsTold(graph, name)

/**
 * Two axes of a figure that has been drawn; null before that.
 * @param {Graph} graph
 * @param {string} [number] of the pair of axes, where it is not the first
 * @returns {Axes | null}
 */
export const axesOf = (graph, number = "") => {
  const x = axisOf(graph, `x${number}`),
    y = axisOf(graph, `y${number}`)
  return x && y && {x, y}
}

/**
 * The elements that scatter traces are drawn in, by their number.
 * @param {Graph} graph
 * @returns {Map<number, Element>}
 */
export const groupsOf = (graph) => {
  const found = new Map()
  for (const group of internals.groups(graph)) {
    const index = internals.index(group)
    if (index !== undefined) found.set(index, group)
  }
  return found
}

/**
 * The points that were drawn for a trace; null where they are not one for each of its places.
 * @param {Graph} graph
 * @param {number} trace
 */
export const pointsOf = (graph, trace) => {
  const group = groupsOf(graph).get(trace),
    points = group ? internals.points(group) : [],
    places = graph.data?.[trace]?.x
  return points.length && points.length === places?.length ? points : null
}

/** @param {Plain} trace */
const isSeen = ({type = "scatter", visible = true, x}) => type === "scatter" && visible === true && !!x?.length

/** @param {unknown[] | undefined} values */
const isAnything = (values) => !!values?.some((value) => value != null && value !== "")

/** @param {Plain} trace */
const isLine = ({x, y}) =>
  x.some((/** @type {unknown} */ _, /** @type {number} */ i) => isAnything([y[i]]) && isAnything([y[i + 1]]))

/**
 * Whether, of the traces that must have a part, any has it.
 * @param {Graph} graph
 * @param {(trace: Plain) => boolean} must
 * @param {(group: Element) => unknown[]} parts
 */
const isThere = (graph, must, parts) => {
  const groups = groupsOf(graph),
    wanted = (graph.data ?? []).flatMap((trace, i) => (isSeen(trace) && must(trace) ? [i] : []))
  return !wanted.length || wanted.some((i) => parts(groups.get(i) ?? graph.ownerDocument.createElement("g")).length > 0)
}

/**
 * @param {Plain} trace
 * @param {string} mode
 */
const has = (trace, mode) => !!trace.mode?.split("+").includes(mode)

/**
 * All that is relied on, by name: whether a figure that has been drawn has it.
 * @type {Record<string, (graph: Graph) => boolean>}
 */
export const RELIED_ON = {
  "axes: _offset, _length, range, d2p and p2d in _fullLayout.xaxis": (graph) =>
    ["x", "y"].every((name) => internals.axis(graph, name)),
  "piles: .scatterlayer": (graph) => !(graph.data ?? []).some(isSeen) || internals.piles(graph).length > 0,
  "traces: .scatterlayer > .trace": (graph) => !(graph.data ?? []).some(isSeen) || internals.groups(graph).length > 0,
  "their numbers: __data__[0].trace.index": (graph) =>
    internals.groups(graph).every((group) => internals.index(group) !== undefined),
  "points: .points > path.point": (graph) =>
    isThere(graph, (trace) => has(trace, "markers") && isAnything(trace.y), internals.points),
  "letters: .text text": (graph) =>
    isThere(graph, (trace) => has(trace, "text") && isAnything([trace.text].flat()), internals.letters),
  "lines: .lines > path.js-line": (graph) =>
    isThere(graph, (trace) => has(trace, "lines") && isLine(trace), internals.lines),
  "layers: .mlayer in a pair of axes": (graph) =>
    !graph.data?.length || internals.plots(graph).some((plot) => internals.layers(plot).length > 0),
}

/**
 * What is relied on and not there: while anything is, Plotly draws everything.
 * @param {Graph} graph
 */
export const missing = (graph) => Object.keys(RELIED_ON).filter((name) => !RELIED_ON[name](graph))
