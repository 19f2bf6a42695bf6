// One picture of a lens: a map of pixels with the ink's edge over it, tiles for neurons, or a film of a dream.

import {bytes, paintPixels, rgbOf} from "../digits/images.js"
import {el} from "../lib/dom.js"
import {refill} from "../lib/focus.js"
import {floats} from "../lib/forward.js"
import {short} from "../lib/numbers.js"

/** @typedef {import("../protocol/inside.js").InsideView} View */
/** @typedef {import("../protocol/inside.js").Board} Board */

// Ink that is darker than this has an edge.
const INK = 0.4
const EDGE_PX = 720

/**
 * The edge of the ink, as lines between pixels: x, y, x, y, from 0 to side.
 * @param {ArrayLike<number>} ink from 0 to 1
 * @param {number} side
 */
export const edgesOf = (ink, side) => {
  /** @type {[number, number, number, number][]} */
  const edges = []
  const inked = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= 0 && y >= 0 && x < side && y < side && ink[y * side + x] > INK
  for (let y = 0; y <= side; y++)
    for (let x = 0; x <= side; x++) {
      if (inked(x, y) !== inked(x - 1, y)) edges.push([x, y, x, y + 1])
      if (inked(x, y) !== inked(x, y - 1)) edges.push([x, y, x + 1, y])
    }
  return edges
}

/**
 * An image of ink on paper.
 * @param {HTMLCanvasElement} canvas
 * @param {string} b64 a byte a pixel
 * @param {Record<string, string>} palette
 */
export const paintInk = (canvas, b64, {paper, ink}) => {
  const clear = rgbOf(paper)
  paintPixels(
    canvas,
    [...bytes(b64)].map((value) => value / 255),
    {negative: clear, middle: clear, positive: rgbOf(ink)},
  )
}

export class Picture {
  /**
   * @param {string} name
   * @param {(layer: number, neuron: number) => void} press of a tile
   */
  constructor(name, press) {
    this.name = name
    this.press = press
    this.root = el("figure", "nv-look-picture", null, `look-${name}`)
    this.title = el("figcaption", "nv-look-title")
    this.frame = el("div", "nv-look-frame")
    this.canvas = el("canvas", "nv-look-canvas")
    this.canvas.setAttribute("role", "img")
    this.edge = el("canvas", "nv-look-edge")
    this.edge.setAttribute("aria-hidden", "true")
    this.tiles = el("div", "nv-look-tiles")
    this.scale = el("p", "nv-hint nv-look-scale")
    this.frame.append(this.canvas, this.edge, this.tiles)
    this.root.append(this.title, this.frame, this.scale)
    /** @type {ArrayLike<number>} */
    this.values = []
    /** @type {{view: View, board: Board} | null} */
    this.shown = null
    this.at = 0
    this.frame.addEventListener("pointermove", (e) => this.read(e))
    this.frame.addEventListener("pointerleave", () => this.say())
  }

  /**
   * @param {View} view
   * @param {Board} board
   */
  show(view, board) {
    this.shown = {view, board}
    this.title.textContent = board.title
    const tiled = board.kind === "tiles"
    this.canvas.hidden = tiled
    this.edge.hidden = !board.outline || tiled
    this.tiles.hidden = !tiled
    this.canvas.setAttribute("aria-label", board.label)
    if (tiled) this.fillTiles(board)
    else if (board.kind === "map") this.paintMap(view, board)
    if (board.outline && !tiled) this.paintEdge(view, board)
    this.say()
  }

  /** What the colours mean, or what is under the pointer. @param {string} [instead] */
  say(instead) {
    if (!this.shown) return
    const {board} = this.shown
    this.scale.textContent = instead ?? (board.kind === "film" ? this.filmSaid(board) : board.scale)
  }

  /** @param {Board} board */
  filmSaid(board) {
    return this.at === board.frames.length - 1 ? board.scale : (board.frame_said[this.at] ?? "")
  }

  /**
   * A film's frame.
   * @param {number} at
   */
  seek(at) {
    if (this.shown?.board.kind !== "film") return
    const {view, board} = this.shown
    this.at = Math.min(at, board.frames.length - 1)
    paintInk(this.canvas, board.frames[this.at], view.palette)
    this.say()
  }

  /**
   * @param {View} view
   * @param {Board} board
   */
  paintMap(view, {values_b64, wide}) {
    this.values = floats(values_b64)
    let largest = 0
    for (let i = 0; i < this.values.length; i++) largest = Math.max(largest, Math.abs(this.values[i]))
    const shares = Array.from(this.values, (value) => value / (largest || 1))
    paintPixels(this.canvas, shares, view.map_colors, wide)
  }

  /**
   * @param {View} view
   * @param {Board} board
   */
  paintEdge({side, palette}, {x_b64}) {
    const {edge} = this,
      ink = [...bytes(x_b64)].map((value) => value / 255)
    edge.width = edge.height = EDGE_PX
    const context = /** @type {CanvasRenderingContext2D} */ (edge.getContext("2d")),
      unit = EDGE_PX / side
    Object.assign(context, {lineWidth: 2, strokeStyle: palette.muted, globalAlpha: 0.75, lineCap: "round"})
    context.beginPath()
    for (const [x0, y0, x1, y1] of edgesOf(ink, side)) {
      context.moveTo(x0 * unit, y0 * unit)
      context.lineTo(x1 * unit, y1 * unit)
    }
    context.stroke()
  }

  /** @param {Board} board */
  fillTiles({tiles}) {
    refill(
      this.tiles,
      tiles.map(({name, layer, tiles: each}) => {
        const group = el("div", "nv-look-group"),
          grid = el("div", "nv-look-grid")
        group.append(el("p", "nv-look-layer", name), grid)
        each.forEach((tile, neuron) => {
          const button = el("button", "nv-look-tile", tile.text, `${this.name}-${layer}-${neuron}`)
          button.type = "button"
          button.setAttribute("aria-label", tile.label)
          button.setAttribute("aria-pressed", String(tile.silent))
          button.title = tile.label
          button.style.setProperty("--nv-share", `${Math.round(85 * Math.abs(tile.share))}%`)
          button.dataset.sign = tile.share < 0 ? "negative" : "positive"
          button.onclick = () => this.press(layer, neuron)
          grid.append(button)
        })
        return group
      }),
    )
  }

  /** @param {PointerEvent} e */
  read(e) {
    if (this.shown?.board.kind !== "map") return
    const {board, view} = this.shown,
      box = this.frame.getBoundingClientRect(),
      tall = this.values.length / board.wide,
      x = Math.floor(((e.clientX - box.left) / box.width) * board.wide),
      y = Math.floor(((e.clientY - box.top) / box.height) * tall),
      value = this.values[y * board.wide + x]
    if (x < 0 || x >= board.wide || value === undefined) return this.say()
    this.say(
      view.words.under
        .replace("{row}", String((y % view.side) + 1))
        .replace("{column}", String((x % view.side) + 1))
        .replace("{value}", short(value)),
    )
  }
}
