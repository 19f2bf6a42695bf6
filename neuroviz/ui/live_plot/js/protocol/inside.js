// The view of the page that looks inside (viz/inside/inside_view.py); what each part means stands in Python's
// protocol/inside.py.

/** @typedef {import("../protocol.js").Common & InsideParts & {kind: "inside"}} InsideView */

/**
 * @typedef {object} InsideParts
 * @property {number} side
 * @property {string} digit_b64
 * @property {string} digit_label
 * @property {string[]} digit_said
 * @property {number[]} shares
 * @property {string[]} share_texts
 * @property {number} asked
 * @property {{index: number, b64: string, label: string, shown: boolean}[]} examples
 * @property {number[]} hard
 * @property {string} lens
 * @property {string[][]} lenses
 * @property {string} test
 * @property {string[][]} tests
 * @property {Board} main
 * @property {Board} rival
 * @property {string[]} film_said
 * @property {string[]} verdict
 * @property {string} thumb_b64
 * @property {Control[]} controls
 * @property {Control[]} test_controls
 * @property {string} tells
 * @property {string} blind
 * @property {string[]} said
 * @property {Curve[]} curves
 * @property {{place: number[], text: string, cut: boolean}[]} cuts
 * @property {boolean} lesions
 * @property {Record<string, string>} palette
 * @property {import("../protocol.js").MapColors} map_colors
 * @property {Record<string, string>} words
 */

/**
 * @typedef {object} Board
 * @property {"map" | "tiles" | "film"} kind
 * @property {string} title
 * @property {string} label
 * @property {number} wide
 * @property {string} values_b64
 * @property {boolean} outline
 * @property {string} x_b64
 * @property {string} scale
 * @property {{name: string, layer: number, tiles: Tile[]}[]} tiles
 * @property {string[]} frames
 * @property {string[]} frame_said
 */

/** @typedef {{text: string, share: number, silent: boolean, label: string}} Tile */

/**
 * @typedef {object} Control
 * @property {"choice" | "range"} kind
 * @property {string} field
 * @property {string} name
 * @property {string | number} value
 * @property {string[][]} [options]
 * @property {number} [low]
 * @property {number} [high]
 * @property {number} [step]
 */

/** @typedef {{name: string, points: number[][], said: string, survived: number}} Curve */

export {}
