// One of the three networks: its place on the page, what it says, and the gap between its losses.

import {borderOf} from "../lib/border.js"
import {el, shape} from "../lib/dom.js"
import {inputsOf, MAP} from "../lib/forward.js"
import {paintMap} from "../lib/maps.js"
import {between, clamp} from "../lib/math.js"
import {Plot} from "../lib/plot.js"
import {axesOf} from "../lib/plotly_internals.js"
import {wallPx} from "../lib/wall.js"

const CURVE = 161 // points along a curve
const GAP_ON_WALL_PX = 84
const FAR_PX = 4000 // a curve that has left the picture goes no further

/** @typedef {import("../protocol.js").OverfittingPane} PaneView */
/** @typedef {ReturnType<typeof paneOf>} Pane */

/** @param {[x: number, y: number][]} points */
const pathOf = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(4)} ${y.toFixed(4)}`).join("")

/**
 * One network's place on the page.
 * @param {string} name
 */
export const paneOf = (name) => {
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

/**
 * What a network says, as curves or as a map with its border.
 * @param {Pane} pane
 * @param {{flat: boolean, map_colors: import("../protocol.js").MapColors}} view
 * @param {Float32Array | null | undefined} own what it says on the grid; nothing where it has diverged
 * @param {Float32Array | null | undefined} compared and what the run says that it is compared with
 */
export const drawNetwork = (pane, {flat, map_colors}, own, compared) => {
  const axes = axesOf(pane.graph)
  if (!axes) return
  const {x, y} = axes
  const px = (/** @type {number} */ share, /** @type {import("../lib/plotly_internals.js").Axis} */ axis) =>
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
  if (!flat && own) paintMap(pane.picture, own, [0, 1], map_colors)
}

/**
 * Two dots on the losses and the gap between them; its number stands above the losses, where no line goes.
 * @param {Pane} pane
 * @param {PaneView} spec
 * @param {number} here at which epoch
 * @param {string} gap in words
 */
export const drawGap = ({graph, parts}, {spec, lines}, here, gap) => {
  const axes = axesOf(graph, "2")
  if (!axes) return
  const [, top] = axes.y.range
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
  parts.text.textContent = gap
}

/**
 * The points that curves or maps are computed for.
 * @param {{flat: boolean, features: string[], domain: [x: [number, number], y: [number, number]]}} view
 */
export const gridOf = ({flat, features, domain: [[x0, x1], [y0, y1]]}) => {
  const count = flat ? CURVE : MAP * MAP
  const along = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ k, n = MAP) =>
    low + ((high - low) * k) / (n - 1)
  return {
    count,
    inputs: inputsOf(features, count, (k) =>
      flat ? [along(x0, x1, k, CURVE), 0] : [along(x0, x1, k % MAP), along(y1, y0, Math.floor(k / MAP))],
    ),
  }
}

/**
 * The gap's number stands between the two pictures: on a wall it wants more room there.
 * @param {import("../protocol.js").Plain} layout
 */
export const gapParted = (layout) => {
  const {height, margin, yaxis2} = layout,
    top = 0.5 - wallPx(GAP_ON_WALL_PX) / (height - margin.t - margin.b)
  layout.yaxis2 = {...yaxis2, domain: [0, Math.max(0.15, Math.min(yaxis2.domain[1], top))]}
}
