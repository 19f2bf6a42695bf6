// A figure of the two neurons, and its place on the page.

import {el} from "../lib/dom.js"
import {Plot} from "../lib/plot.js"
import {Living} from "./living.js"

/** @typedef {SVGPathElement[] | null} Points those that Plotly has drawn; null where it has to move them itself */

/**
 * A figure with its place on the page.
 * @typedef {object} Pane
 * @property {HTMLElement} pane
 * @property {import("../lib/plotly_internals.js").Graph} graph
 * @property {HTMLElement} over
 * @property {HTMLElement} formula
 * @property {Plot} plot
 * @property {Living} living
 * @property {(import("../protocol.js").Glow & {points: Points})[]} glows
 * @property {(import("../protocol.js").Pulses & {points: Points})[]} pulses
 */

/**
 * A place for a figure.
 * @param {"left" | "right" | "below"} name
 * @param {string} testid
 * @returns {Pane}
 */
export const paneOf = (name, testid) => {
  const pane = el("div", `nv-pane nv-${name}`),
    graph = el("div", "nv-graph"),
    over = el("div", "nv-over"),
    formula = el("div", "nv-formula")
  graph.setAttribute("role", "img")
  graph.dataset.testid = testid
  const living = new Living()
  pane.append(living.under, graph, living.svg, over)
  if (name !== "below") pane.append(formula)
  return {pane, graph, over, formula, living, plot: new Plot(graph), glows: [], pulses: []}
}
