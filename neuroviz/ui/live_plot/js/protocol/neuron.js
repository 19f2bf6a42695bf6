// The view of the two neurons (viz/neuron/comparison_view.py).

/**
 * An artificial neuron, a biological one, and what happened over time (viz/neuron/comparison_view.py).
 * @typedef {import("../protocol.js").Common & {kind: "neuron", left: NeuronSide, right: NeuronSide, below: Labelled, clock: NeuronClock} & NeuronRest} NeuronView
 */

/**
 * @typedef {object} NeuronRest
 * @property {{left: string[], right: string[]}} formulas lines; {v:1} stands for the value now, with so many digits
 * @property {string[]} legend what the colours and letters of the picture mean, a line each
 * @property {NeuronPart[]} parts
 * @property {string} problem why there is no run
 * @property {number} most that a number may be
 * @property {number} signal
 * @property {{name: string, text: string, message: string} | null} [wrong] what was typed and not taken, of which part
 */

/** @typedef {{spec: import("../protocol.js").Spec, label: string}} Labelled a figure, and what it is to who cannot see it */
/** @typedef {[x: number, y: number]} Place */
/** @typedef {Labelled & {glows: Glow[], pulses: Pulses[], living: Living}} NeuronSide */

/**
 * What lives in a picture; lengths in its units, lines as x, y, x, y, ...
 * @typedef {object} Living
 * @property {Vessel[]} [vessels]
 * @property {{lines: number[][], width: number, sign: number}[]} [branches] of each input: its stem, then its twigs
 * @property {Body} [body]
 */

/** @typedef {{at: number[], radius: number, sign: number, share: number}} Vessel share: how full */

/**
 * @typedef {object} Body
 * @property {number[]} at
 * @property {number} radius
 * @property {number[]} outline
 * @property {[mv: number, color: string][]} scale
 * @property {number | null} peak mV that a spike is drawn with which the model leaves out
 */

/**
 * Points that light up.
 * @typedef {object} Glow
 * @property {number} trace
 * @property {Driver[]} of what lights up each point
 */

/**
 * What lights up a point: one of these.
 * @typedef {object} Driver
 * @property {number} [on] always so much
 * @property {string} [line] the level of a line
 * @property {number} [sign] of that line, where only one side of zero counts
 * @property {number} [spike] ms since the last of the neuron's own spikes
 * @property {number} [train] the spikes of an input
 * @property {number} [shift] and when they are seen here, ms later
 */

/**
 * Points that run along paths.
 * @typedef {object} Pulses
 * @property {number} trace
 * @property {Path[]} paths
 * @property {PulseSource[]} of
 */

/** @typedef {{x: number[], y: number[], share: number[]}} Path share: of the way, at each of its points */

/**
 * @typedef {object} PulseSource
 * @property {number} [train] the spikes of an input
 * @property {boolean} [spike] or the neuron's own
 * @property {number} path
 * @property {number} before ms that it is on its way before the spike's own time
 * @property {number} after and after it
 */

/**
 * What corresponds.
 * @typedef {object} NeuronPart
 * @property {string} name
 * @property {Place} left
 * @property {Place} right
 * @property {[left: string, right: string]} words
 * @property {NeuronEdit | null} edit how it is changed by hand
 */

/** @typedef {{part: string, index: number, value: number, label: string}} NeuronEdit */

/**
 * @typedef {object} NeuronClock
 * @property {number} duration ms
 * @property {number[]} time
 * @property {Record<string, number>} lines which trace of the rows is which
 * @property {Record<string, [dark: number, full: number]>} levels
 * @property {number[][]} trains
 * @property {number[][]} currents of each input at each time, in 255ths of the largest
 * @property {number[]} spikes
 * @property {number} travel ms that a drawn pulse takes to its synapse
 * @property {number | null} delay from the hillock to the terminals, where spikes arrive
 * @property {[t: number, sentence: number][]} events
 * @property {string[]} sentences
 */

export {}
