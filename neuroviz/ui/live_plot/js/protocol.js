// All that travels between Python and the browser. Python's side is neuroviz/ui/live_plot/__init__.py; the views
// themselves are made in neuroviz/viz (neuron/comparison_view.py, training/training_view.py, studio/network_view.py, ...)
// and in neuroviz/ui/common/number_table.py. NaN and infinity travel as null.

/** @typedef {Record<string, any>} Plain a plain object, as JSON has it */
/** @typedef {{data: Plain[], layout: Plain}} Spec a Plotly figure */
/** @typedef {[red: number, green: number, blue: number]} Rgb */
/** @typedef {{negative: Rgb, middle: Rgb, positive: Rgb}} MapColors */

/**
 * What Streamlit hands to a component.
 * @typedef {object} Component
 * @property {Element} parentElement
 * @property {Uint8Array} data a Message, as JSON
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/**
 * What the page's code is told once a page.
 * @typedef {object} PageData
 * @property {Record<string, string>} words in the visitor's language
 * @property {boolean} present whether the page is shown on a projector
 */

/**
 * A view on its way to the browser.
 * @typedef {object} Message
 * @property {number} rev changes when, and only when, the view does
 * @property {number} done the number of the last event that was carried out
 * @property {View} view
 */

/**
 * What the visitor did, on its way to Python. The kind says what else there is.
 * @typedef {{kind: string, gesture?: string | null, number?: number} & Plain} Event
 */

/** @typedef {TableView | PairView | TrainingView | OverfittingView | FigureView} View */

/**
 * What a canvas of the visitor's document brings, whatever it shows (`document_canvas`).
 * @typedef {object} Common
 * @property {{undo: boolean, redo: boolean, reset: boolean, opened: number}} [history] what can be taken back
 * @property {Keep} [keep] what a reload must not lose
 * @property {Record<string, string>} [colors] for the style sheet's --nv-<name>
 * @property {boolean} [fixed] nothing can be changed: a saved page, without a server
 * @property {boolean} [nudge] whether what stands beside the canvas has to follow
 */

/**
 * @typedef {object} Keep
 * @property {string} session
 * @property {boolean} fresh whether the session has only begun
 * @property {string | null} link what it began with
 * @property {string} document
 */

/**
 * A table of numbers.
 * @typedef {object} TableView
 * @property {"table"} kind
 * @property {Table} table
 */

/**
 * @typedef {object} Table
 * @property {string} label
 * @property {string[]} columns
 * @property {string[]} rows
 * @property {{use: [string, string], remove: [string, string]} | null} actions
 * @property {[short: string, full: string][][]} cells
 * @property {Record<string, [text: string, message: string]>} errors by "row,column"
 * @property {number | null} current
 * @property {string} refused
 */

/**
 * One figure: the network with its player, a walk downhill, or a curve with a probe.
 * @typedef {Common & {kind: "figure", spec: Spec, label: string} & FigureParts} FigureView
 */

/**
 * @typedef {object} FigureParts
 * @property {Frame[]} [frames] for the player
 * @property {NetworkPart} [network]
 * @property {Spec} [side] the curve of an activation
 * @property {number} [signal] another one is played anew
 * @property {Plain} [walk] the paths of a walk downhill
 * @property {Probe & {second?: Probe}} [probe] a value to drag along x, and a second along y
 * @property {string} [legend] how to read the picture
 * @property {boolean} [simple] for a picture that only plays, round and round
 */

/** @typedef {{x: number, min: number, max: number, step: number, name: string}} Probe */

/**
 * A meaningful step of the animation (viz/studio/timeline.py).
 * @typedef {object} Frame
 * @property {number} layer
 * @property {string} phase
 * @property {number} ms
 * @property {string} caption
 * @property {number[]} traces
 * @property {Plain[]} data what changes in each of the traces
 * @property {number} [moment]
 * @property {number} [k] how many steps of a walk are over
 * @property {string[]} [lines] the arithmetic of a walk's step
 * @property {boolean} [whole] played layer by layer in any case
 * @property {boolean} [crowded] more labels than can be read
 * @property {boolean} [at_once]
 * @property {number[]} [offsets] where each neuron's pulses begin, and where the last one's end
 */

/** @typedef {{layer: number, neuron: number, source?: number | null}} Part a neuron, or an edge into it */

/**
 * @typedef {object} NetworkPart
 * @property {number[][]} ys the neurons of each layer
 * @property {number} node_px
 * @property {string[][]} names
 * @property {number[][][]} weights
 * @property {number[][]} biases
 * @property {number[]} input
 * @property {(number | null)[][]} z
 * @property {(number | null)[][]} a
 * @property {Part | null} selection
 * @property {{layer: number, pulses: number, selected: number}} traces
 * @property {any[]} equations
 * @property {any[]} back
 * @property {any[]} matrices
 * @property {Live} live
 * @property {{text: string, message: string} | null} [wrong]
 */

/**
 * What the browser needs to compute the network itself (network/live.js).
 * @typedef {object} Live
 * @property {boolean} follows whether all that is shown can be computed here while the hand moves a number
 * @property {string[]} activations of each layer after the input
 * @property {string[]} heads how they are written before a bracket
 * @property {boolean[]} bounded whether a layer's colours are for values up to 1
 * @property {Record<"positive" | "negative" | "positive_soft" | "negative_soft" | "zero" | "muted" | "alarm", string>} colors
 * @property {number} room characters that a neuron has room for; 0: none
 * @property {number} widths of edges
 * @property {boolean[]} labelled whether the edges into a layer carry their weights
 * @property {{weights: number, names: number, halo: number}} traces
 * @property {{most_terms: number, sum: number, activated: number}} moments as in an equation's pieces
 */

/**
 * An artificial neuron, a biological one, and what happened over time (viz/neuron/comparison_view.py).
 * @typedef {Common & Plain & {kind: "pair", left: Plain, right: Plain, below: Plain, clock: PairClock}} PairView
 */

/**
 * @typedef {object} PairClock
 * @property {number} duration ms
 * @property {number[]} time
 * @property {Record<string, number>} lines which trace of the rows is which
 * @property {Record<string, [dark: number, full: number]>} levels
 * @property {number[][]} trains
 * @property {number[]} spikes
 * @property {number} delay
 * @property {[t: number, sentence: number][]} events
 * @property {string[]} sentences
 */

/**
 * A training (viz/training/training_view.py).
 * @typedef {Common & Plain & {kind: "training", run: number, state: string, weights_b64: string}} TrainingView
 */

/**
 * Three trainings on the same points (viz/overfitting/overfitting_view.py).
 * @typedef {Common & Plain & {kind: "overfitting", signal: number, stops: number[], panes: Plain[]}} OverfittingView
 */

export {}
