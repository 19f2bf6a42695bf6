// What is seen of a part of the page, as SVG: the figures that Plotly and we have drawn, canvases, grounds, lines, and every
// line of text as text. Nothing is drawn anew, so that it looks like what is seen, in the middle of a movement too.

import {shape} from "../lib/dom.js"

// What elements get from the style sheet, which does not come along.
const STYLED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
]
const LETTERED = ["font-family", "font-size", "font-weight", "font-style", "font-variant-numeric", "text-anchor"]
const OURS = ':scope [class*="nv-"], :scope [class*="nv-"] *'
const SPARE = ".draglayer, .hoverlayer, .selectionlayer, .zoomlayer, .modebar-container, desc"
// What is there for the hand alone.
const HANDS = ".nv-player, .nv-links, .nv-digits button, .nv-look-controls, select, input, textarea, dialog"
/** Whether nothing is seen of a colour. @param {string} color */
const isClear = (color) => / 0\)$/.test(color)

/** @param {string} value */
const px = (value) => Number.parseFloat(value) || 0
const round = (/** @type {number} */ value) => Math.round(value * 100) / 100

/** @param {Record<string, string | number>} attributes @param {keyof SVGElementTagNameMap} tag */
const bare = (tag, attributes) => {
  const node = shape(tag, "", attributes)
  node.removeAttribute("class")
  return node
}

/**
 * A figure as it stands, with what it has from the style sheet written into it.
 * @param {SVGElement} drawn
 * @param {{left: number, top: number}} from
 * @param {number} [id] no two parts of a picture share a name
 */
export const figureOf = (drawn, from, id = 0) => {
  const copy = /** @type {SVGElement} */ (drawn.cloneNode(true)),
    box = drawn.getBoundingClientRect(),
    // Of Plotly's, what is ours in it; of ours, all.
    which = drawn.classList.contains("main-svg") ? OURS : "*",
    ours = drawn.querySelectorAll(which)
  // Of the copy, nothing is within an element of ours; the original stands in one.
  const copies = copy.querySelectorAll(which)
  copies.forEach((node, i) => {
    const style = getComputedStyle(ours[i])
    if (style.display === "none" || style.visibility === "hidden") {
      node.setAttribute("visibility", "hidden")
      return
    }
    for (const name of STYLED) node.setAttribute(name, style.getPropertyValue(name))
    if (node.tagName === "text") for (const name of LETTERED) node.setAttribute(name, style.getPropertyValue(name))
  })
  for (const node of copy.querySelectorAll(SPARE)) node.remove()
  copy.removeAttribute("style")
  if (id) apart(copy, id)
  const place = {x: box.left - from.left, y: box.top - from.top, width: box.width, height: box.height}
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(round(value)))
  if (getComputedStyle(drawn).overflow === "visible") copy.setAttribute("overflow", "visible")
  return copy
}

/**
 * What is cut by a name has one of its own.
 * @param {SVGElement} copy
 * @param {number} id
 */
const apart = (copy, id) => {
  for (const node of copy.querySelectorAll("[id]")) node.id = `p${id}-${node.id}`
  for (const node of copy.querySelectorAll("[clip-path]"))
    node.setAttribute("clip-path", (node.getAttribute("clip-path") ?? "").replace(/#([^"')]+)/, `#p${id}-$1`))
}

/** What a part of the page comes to: its pieces, in the order in which they are drawn, and the room that they take. */
export class Seen {
  /** @param {{left: number, top: number}} from */
  constructor(from) {
    this.from = from
    /** @type {SVGElement[]} */
    this.pieces = []
    this.box = {left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity}
    this.figures = 0
  }

  /** @param {{left: number, top: number, right: number, bottom: number}} rect */
  reach({left, top, right, bottom}) {
    const {box, from} = this
    box.left = Math.min(box.left, left - from.left)
    box.top = Math.min(box.top, top - from.top)
    box.right = Math.max(box.right, right - from.left)
    box.bottom = Math.max(box.bottom, bottom - from.top)
  }

  /**
   * @param {SVGElement} piece
   * @param {{left: number, top: number, right: number, bottom: number}} rect
   * @param {number} opacity
   */
  put(piece, rect, opacity) {
    this.reach(rect)
    if (opacity < 1) piece.setAttribute("opacity", String(round(opacity)))
    this.pieces.push(piece)
  }

  /**
   * @param {Element} node
   * @param {number} [through] how much is seen of what it stands in
   */
  add(node, through = 1) {
    if (node.matches(HANDS)) return
    const style = getComputedStyle(node),
      rect = node.getBoundingClientRect(),
      opacity = through * Number(style.opacity)
    if (style.display === "none" || style.visibility === "hidden" || !opacity) return
    if (node instanceof SVGSVGElement) return this.addFigure(node, rect, opacity)
    if (node instanceof HTMLCanvasElement) return this.addCanvas(node, rect, opacity)
    if (!(node instanceof HTMLElement)) return
    if (rect.width && rect.height) this.addGround(node, style, rect, opacity)
    for (const child of node.childNodes)
      if (child instanceof Element) this.add(child, opacity)
      else if (child instanceof Text && child.data.trim()) this.addText(child, style, opacity)
  }

  /**
   * @param {SVGSVGElement} node
   * @param {DOMRect} rect
   * @param {number} opacity
   */
  addFigure(node, rect, opacity) {
    if (rect.width && rect.height) this.put(figureOf(node, this.from, ++this.figures), rect, opacity)
  }

  /**
   * @param {HTMLCanvasElement} node
   * @param {DOMRect} rect
   * @param {number} opacity
   */
  addCanvas(node, rect, opacity) {
    if (!rect.width || !rect.height || !node.width || !node.height) return
    const {left, top, width, height} = rect,
      piece = bare("image", {
        x: round(left - this.from.left),
        y: round(top - this.from.top),
        width: round(width),
        height: round(height),
        preserveAspectRatio: "none",
        href: node.toDataURL(),
      })
    if (getComputedStyle(node).imageRendering === "pixelated") piece.setAttribute("style", "image-rendering: pixelated")
    // For who paints it at once: the canvas itself.
    sources.set(piece, node)
    this.put(piece, rect, opacity)
  }

  /**
   * Ground and lines of an element.
   * @param {HTMLElement} node
   * @param {CSSStyleDeclaration} style
   * @param {DOMRect} rect
   * @param {number} opacity
   */
  addGround(node, style, rect, opacity) {
    const x = rect.left - this.from.left,
      y = rect.top - this.from.top,
      {width, height} = rect,
      rx = Math.min(px(style.borderTopLeftRadius), width / 2, height / 2)
    const share = style.getPropertyValue("--nv-share")
    if (!isClear(style.backgroundColor))
      this.put(bare("rect", {x, y, width, height, rx, fill: style.backgroundColor}), rect, opacity)
    // A bar that fills a part of its element, from below; and the line at which time stands.
    if (share && style.backgroundImage !== "none") {
      const part = (height * px(share)) / 100
      this.put(
        bare("rect", {x, y: y + height - part, width, height: part, fill: colorIn(style.backgroundImage)}),
        rect,
        opacity,
      )
    } else if (node.classList.contains("nv-veil"))
      this.put(bare("rect", {x, y, width: 2, height, fill: style.getPropertyValue("--nv-ink")}), rect, opacity)
    const sides = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]).map((side) => ({
      wide: style[`border${side}Style`] === "none" ? 0 : px(style[`border${side}Width`]),
      color: style[`border${side}Color`],
    }))
    const [top, right, bottom, left] = sides
    if (sides.every(({wide, color}) => wide && wide === top.wide && color === top.color)) {
      const half = top.wide / 2
      const frame = {x: x + half, y: y + half, width: width - top.wide, height: height - top.wide, rx}
      this.put(bare("rect", {...frame, fill: "none", stroke: top.color, "stroke-width": top.wide}), rect, opacity)
      return
    }
    const lines = [
      {...top, x, y, width, height: top.wide},
      {...bottom, x, y: y + height - bottom.wide, width, height: bottom.wide},
      {...left, x, y, width: left.wide, height},
      {...right, x: x + width - right.wide, y, width: right.wide, height},
    ]
    for (const {wide, color, ...line} of lines)
      if (wide && !isClear(color)) this.put(bare("rect", {...line, fill: color}), rect, opacity)
  }

  /**
   * A text, line by line where it is broken.
   * @param {Text} node
   * @param {CSSStyleDeclaration} style
   * @param {number} opacity
   */
  addText(node, style, opacity) {
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    for (const {text, rect} of linesOf(node)) {
      const {up, down} = ascentOf(font),
        line = bare("text", {
          x: round(rect.left - this.from.left),
          y: round(rect.top - this.from.top + (rect.height - up - down) / 2 + up),
          fill: style.color,
          "font-family": style.fontFamily,
          "font-size": style.fontSize,
          "font-weight": style.fontWeight,
          "font-style": style.fontStyle,
          "font-variant-numeric": style.fontVariantNumeric,
        })
      line.setAttribute("style", "white-space: pre")
      line.textContent = text
      this.put(line, rect, opacity)
    }
  }
}

/** @type {WeakMap<Element, HTMLCanvasElement>} the canvas that an image was made of */
export const sources = new WeakMap()

const FIRST_COLOR = /(?:rgba?|color)\((?:[^()]|\([^()]*\))*\)/
/** The first colour of a gradient. @param {string} image */
const colorIn = (image) => FIRST_COLOR.exec(image)?.[0] ?? "none"

/**
 * The lines that a text is broken into, as the page breaks it.
 * @param {Text} node
 */
const linesOf = (node) => {
  const range = document.createRange(),
    {data} = node
  /** @type {{text: string, rect: {left: number, top: number, right: number, bottom: number, height: number}}[]} */
  const lines = []
  range.setStart(node, data.length - data.trimStart().length)
  range.setEnd(node, data.trimEnd().length)
  const whole = range.getClientRects()
  if (whole.length === 1) return [{text: data.replace(/\s+/g, " ").trim(), rect: whole[0]}]
  // Word by word; where letters have no blanks between them, letter by letter.
  for (const {0: word, index} of data.matchAll(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g)) {
    range.setStart(node, index)
    range.setEnd(node, index + word.trimEnd().length)
    const rect = range.getClientRects()[0]
    if (!rect?.width) continue
    const last = lines.at(-1)
    if (last && Math.abs(last.rect.top - rect.top) < rect.height / 2) {
      last.text += word.replace(/\s+/g, " ")
      last.rect = {...last.rect, right: rect.right}
    } else {
      const {left, top, right, bottom, height} = rect
      lines.push({text: word.replace(/\s+/g, " "), rect: {left, top, right, bottom, height}})
    }
  }
  return lines
}

/** @type {Map<string, {up: number, down: number}>} */
const ascents = new Map()
const pen = document.createElement("canvas").getContext("2d")

/** How far letters reach above and below their line. @param {string} font */
const ascentOf = (font) => {
  const known = ascents.get(font)
  if (known || !pen) return known ?? {up: 0, down: 0}
  pen.font = font
  const {fontBoundingBoxAscent: up, fontBoundingBoxDescent: down} = pen.measureText("x")
  ascents.set(font, {up, down})
  return {up, down}
}
