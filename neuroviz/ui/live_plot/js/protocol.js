// All that travels between Python and the browser. Python's side is neuroviz/ui/live_plot/protocol; the views
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
 * @property {PresenterData | null} presenter what the bar of the projector view shows, where the page is on a projector
 * @property {"light" | "dark"} theme that the pictures are drawn for
 * @property {string} session Python's
 * @property {boolean} in_room whether the session has a room
 * @property {Record<string, number>} late how far Python has come with what was said for canvases that are gone
 */

/**
 * The bar of the projector view.
 * @typedef {object} PresenterData
 * @property {string} title the page's
 * @property {string} chosen what it shows of what it can begin with, or ""
 * @property {string | null} previous what comes before that, where there is any
 * @property {string | null} next what comes after
 * @property {[keys: string, does: string][]} keys
 * @property {Record<string, string>} words in the visitor's language
 */

/** @typedef {import("./protocol/room.js").RoomView} RoomView */
/** @typedef {import("./protocol/room.js").Glance} Glance */

/**
 * A view on its way to the browser.
 * @typedef {object} Message
 * @property {number} rev changes when, and only when, the view does
 * @property {number} done the number of the last event that was carried out
 * @property {string} [key] the canvas's name
 * @property {View} view
 */

/**
 * What the visitor did, on its way to Python. The kind says what else there is.
 * @typedef {{kind: string, gesture?: string | null, number?: number} & Plain} Event
 */

/** @typedef {TableView | RoomView | Glance | NeuronView | TrainingView | OverfittingView | DigitsView | InsideView | WholeView
 *   | FigureView | KnownView | HistoryView} View */

/**
 * What the browser shows of the network is right: the answer to an event with which it said what it shows.
 * @typedef {Common & {kind: "known", shape: number, numbers: number, signal: number}} KnownView
 */

/** @typedef {Common & {kind: "history"}} HistoryView undo, redo and reset where there is no picture */

/**
 * What a canvas of the visitor's document brings, whatever it shows (`document_canvas`).
 * @typedef {object} Common
 * @property {{undo: boolean, redo: boolean, reset: boolean, opened: number}} [history] what can be taken back
 * @property {Keep} [keep] what a reload must not lose
 * @property {Record<string, string>} [colors] for the style sheet's --nv-<name>
 * @property {boolean} [fixed] nothing can be changed: a saved page, without a server
 * @property {boolean} [stale] whether what stands beside the canvas shows something older
 */

/**
 * @typedef {object} Keep
 * @property {string} session
 * @property {boolean} fresh whether the session has only begun
 * @property {string | null} link what it began with
 * @property {string} document
 * @property {string} [beside] what a page keeps beside it
 * @property {number} [sheet] its number, where it is a room's
 * @property {number} [model] the same of the wide model
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
 * @property {Frame[] | WalkFrame[]} [frames] for the player
 * @property {NetworkPart} [network]
 * @property {Spec} [side] the curve of an activation
 * @property {number} [signal] another one is played anew
 * @property {Walk} [walk] the paths of a walk downhill
 * @property {Probe & {second?: Probe}} [probe] a value to drag along x, and a second along y
 * @property {string} [legend] how to read the picture
 * @property {number} [rest] px that have to be seen below the picture: it is as tall as the window leaves it then
 * @property {number} [tall] px that it is tall, whatever the window leaves: for a picture that is taken of it
 * @property {boolean} [simple] for a picture that plays round and round, with nothing beside it
 * @property {number} [coach] how often the visitor has asked for the first steps; where it is not there, they are not shown
 * @property {string} [prompt] what the hand can do, until it has done it
 * @property {string} [prompt_touch] the same, of a finger
 */

/** @typedef {{x: number, min: number, max: number, step: number, name: string}} Probe */

/**
 * Walks downhill (viz/descent/descent_figure.py).
 * @typedef {object} Walk
 * @property {{tail: number, head: number, x: number[], y: number[]}[]} paths and the traces that show them
 * @property {{trace: number, x: number[][], y: number[][]}} [segments] the slope at each step
 * @property {{text: string, alarm: boolean}[]} verdicts how each went
 * @property {Hills | null} hills the same ground in three dimensions, where it has two weights
 */

/**
 * The ground as hills (viz/descent/hills_view.py); places from −1 to 1 across the picture, heights from 0 to 1.
 * @typedef {object} Hills
 * @property {number[][]} z as many rows as columns
 * @property {number} steps contour lines from bottom to top
 * @property {string} low colour of the lowest ground
 * @property {string} high
 * @property {string} line
 * @property {string} paper
 * @property {string} shine where light falls
 * @property {{x: number[], y: number[], color: string, dash: number[], corners: number}[]} paths corners: of the mark on
 *   the ball; 0: none, 4: a square, −4: on its tip
 */

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
 * @property {boolean} [whole] played layer by layer in any case
 * @property {boolean} [crowded] more labels than can be read
 * @property {boolean} [at_once]
 * @property {string} [book] whose equations go with it: "back", or the signal's own
 * @property {number[]} [offsets] where each neuron's pulses begin, and where the last one's end
 */

/**
 * A step of a walk downhill: k of them are over; lines: its arithmetic.
 * @typedef {{layer: number, phase: string, ms: number, moment: number, caption: string, k: number, lines: string[]}} WalkFrame
 */

/** @typedef {{layer: number, neuron: number, source?: number | null}} Part a neuron, or an edge into it */
/** @typedef {[text: string, when: number, sign: number]} Piece of an equation, known from a moment on */
/** @typedef {[pieces: Piece[], partials: (string | null)[]]} Equation partials: the sum after each term */
/** @typedef {{shape: string, x_symbol: string, z: string[], W: string[][], x: string[], b: string[]}} MatrixForm */

/**
 * @typedef {object} NetworkPart
 * @property {number[][]} ys the neurons of each layer
 * @property {number} node_px
 * @property {string[][]} names
 * @property {string[]} layers their names
 * @property {number[][][]} weights
 * @property {number[][]} biases
 * @property {number[]} input
 * @property {(number | null)[][]} z
 * @property {(number | null)[][]} a
 * @property {Part | null} selection
 * @property {string} paper the colour behind the picture
 * @property {{layer: number, pulses: number, selected: number}} traces
 * @property {Equation[][]} equations of each layer after the input, neuron by neuron
 * @property {Equation[][]} [back] of the way back
 * @property {MatrixForm[]} matrices
 * @property {Live} live
 * @property {number} [shape] the sum of all that the picture shows but the network's numbers
 * @property {{text: string, message: string} | null} [wrong]
 */

/**
 * What the browser needs to compute the network itself (network/live.js).
 * @typedef {object} Live
 * @property {boolean} follows whether all that is shown can be computed here while the hand moves a number
 * @property {[width: number, height: number]} drawn_for the canvas in pixels that places and sizes are for
 * @property {string[]} activations of each layer after the input
 * @property {string[]} heads how they are written before a bracket
 * @property {boolean[]} bounded whether a layer's colours are for values up to 1
 * @property {Record<"positive" | "negative" | "positive_soft" | "negative_soft" | "zero" | "muted" | "alarm", string>} colors
 * @property {number} room characters that a neuron has room for; 0: none
 * @property {number} widths of edges
 * @property {boolean[]} labelled whether the edges into a layer carry their weights
 * @property {{weights: number, names: number, halo: number, focus: number}} traces
 * @property {{most_terms: number, sum: number, activated: number}} moments as in an equation's pieces
 */

/** @typedef {import("./protocol/digits.js").DigitsView} DigitsView */
/** @typedef {import("./protocol/inside.js").InsideView} InsideView */
/** @typedef {import("./protocol/whole.js").WholeView} WholeView */
/** @typedef {import("./protocol/neuron.js").NeuronView} NeuronView */
/** @typedef {import("./protocol/neuron.js").Labelled} Labelled */
/** @typedef {import("./protocol/neuron.js").Place} Place */
/** @typedef {import("./protocol/neuron.js").NeuronSide} NeuronSide */
/** @typedef {import("./protocol/neuron.js").Living} Living */
/** @typedef {import("./protocol/neuron.js").Vessel} Vessel */
/** @typedef {import("./protocol/neuron.js").Body} Body */
/** @typedef {import("./protocol/neuron.js").Glow} Glow */
/** @typedef {import("./protocol/neuron.js").Driver} Driver */
/** @typedef {import("./protocol/neuron.js").Pulses} Pulses */
/** @typedef {import("./protocol/neuron.js").Path} Path */
/** @typedef {import("./protocol/neuron.js").PulseSource} PulseSource */
/** @typedef {import("./protocol/neuron.js").NeuronPart} NeuronPart */
/** @typedef {import("./protocol/neuron.js").NeuronEdit} NeuronEdit */
/** @typedef {import("./protocol/neuron.js").NeuronClock} NeuronClock */

/**
 * A training (viz/training/training_view.py).
 * @typedef {Common & TrainingPictures & TrainingFrames & {kind: "training"}} TrainingView
 */

/** @typedef {{spec: Spec, title: string, label: string}} Titled */

/**
 * @typedef {object} TrainingPictures
 * @property {Titled & TrainingNetwork} network
 * @property {Titled & {isometric: boolean, lines: number, sticks: number | null}} map how many curves, and which trace
 *   joins the points to them
 * @property {Titled} losses
 * @property {Titled} weights
 * @property {TrainingData} data
 * @property {number} layout another one is drawn anew
 * @property {TrainingBuild} build
 */

/**
 * What the network can be built with in its picture.
 * @typedef {object} TrainingBuild
 * @property {number} most_neurons in a hidden layer
 * @property {number} most_layers hidden ones
 * @property {{name: string, label: string, on: boolean}[]} inputs that it could get
 * @property {Record<string, string>} words
 */

/**
 * @typedef {object} TrainingNetwork
 * @property {number[]} sizes
 * @property {number[][]} ys the neurons of each layer
 * @property {number} node_px
 * @property {number[]} widths of edges
 * @property {string[]} activations of each layer after the input
 * @property {[low: number, high: number][]} ranges which of their values are coloured fully
 * @property {string} neuron the map's title while it shows a neuron of a {layer}
 * @property {MapColors} colors
 */

/**
 * @typedef {object} TrainingData
 * @property {[x: [number, number], y: [number, number]]} domain
 * @property {string[]} features
 * @property {boolean} flat one input: a curve, no map
 * @property {number[]} point where all inputs stay
 * @property {[across: number, up: number]} axes but for these two
 * @property {boolean} discrete the decision alone, however sure
 * @property {number} classes 0 where values are learnt
 * @property {boolean} own whether points can be clicked in
 * @property {string[]} class_names
 * @property {Rgb[]} class_colors
 * @property {[low: number, high: number]} range
 * @property {{x: number[], y: number[], curve: number[]} | null} train the training points, where there is a curve
 * @property {MapColors} map_colors
 */

/**
 * @typedef {object} TrainingFrames
 * @property {number} run
 * @property {number} parameters
 * @property {number[]} shown_weights
 * @property {number} from how many frames the browser has
 * @property {number[]} epochs of the frames that are new
 * @property {string} weights_b64 their parameters
 * @property {EpochNumbers[]} numbers
 * @property {number} total epochs
 * @property {"running" | "finished" | "early_stop" | "diverged"} state
 * @property {number | null} best
 * @property {string} legend what colour, thickness, dash and filling mean
 * @property {string} sentence with {train_loss} and the like
 * @property {string} message
 * @property {number} [arrived] how many tables of the visitor's have been learnt from
 */

/**
 * What is said of an epoch, by the names that a sentence uses; the two values are drawn.
 * @typedef {object} EpochNumbers
 * @property {number} epoch
 * @property {string} train_loss
 * @property {string} test_loss
 * @property {string} gap
 * @property {string} train_metric
 * @property {string} test_metric
 * @property {string} [typical]
 * @property {string} [largest]
 * @property {number | null} train_loss_value
 * @property {number | null} test_loss_value
 * @property {number[][]} [confusion]
 */

/**
 * Three trainings on the same points (viz/overfitting/overfitting_view.py).
 * @typedef {Common & OverfittingRest & {kind: "overfitting", panes: OverfittingPane[]}} OverfittingView
 */

/**
 * @typedef {object} OverfittingRest
 * @property {number} signal
 * @property {number[]} stops epochs
 * @property {number} best which of them is the best of the large network
 * @property {string[]} features
 * @property {boolean} flat one input: a curve, no map
 * @property {[x: [number, number], y: [number, number]]} domain
 * @property {MapColors} map_colors
 * @property {Record<string, Track>} tracks by the names of runs
 * @property {Record<"before" | "best" | "after" | "stopped" | "broke", string>} captions
 * @property {string[]} heads of the tables
 * @property {string} gap with {gap}
 */

/**
 * A run's network at its kept epochs.
 * @typedef {object} Track
 * @property {number[]} sizes
 * @property {string[]} activations
 * @property {number[]} epochs
 * @property {number} last
 * @property {number} end the epoch that the run is left with
 * @property {number | null} broke in which it diverged
 * @property {string | null} weights_b64 null where the browser has them
 */

/**
 * @typedef {object} OverfittingPane
 * @property {string} name
 * @property {string} title
 * @property {string} size
 * @property {{train: number, test: number}} lines which traces the losses are
 * @property {Spec} spec
 * @property {string} label with {epoch}, {train}, {test}, {gap}
 * @property {string} run
 * @property {string | null} base what it is held against
 * @property {{name: string, compared: boolean, values: string[][]}[]} rows numbers at each stop
 * @property {{text: string, after: number, alarm: boolean}[]} findings
 */

export {}
