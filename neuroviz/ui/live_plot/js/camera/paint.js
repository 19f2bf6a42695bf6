// An SVG as we make it (seen.js), painted on a canvas: shapes, cuts, texts and images. A browser can do that itself, but
// reads all letters anew for each picture, which takes most of the time that a film does. Held to the browser's own in
// tests/browser/test_camera.py.

import {sources} from "./seen.js"

const INHERITED = /** @type {const} */ ([
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "font-variant-numeric",
  "text-anchor",
  "visibility",
  "paint-order",
])

/** @typedef {Record<string, string>} Style */

/** @type {Style} */
const FIRST = {
  fill: "black",
  "fill-opacity": "1",
  stroke: "none",
  "stroke-width": "1",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "font-family": "sans-serif",
  "font-size": "16px",
  "font-weight": "400",
  "font-style": "normal",
  "font-variant-numeric": "normal",
  "text-anchor": "start",
  visibility: "visible",
  "paint-order": "normal",
}

/** @param {string | null} value */
const number = (value) => Number.parseFloat(value ?? "") || 0

/** What an element says of itself. @param {SVGElement} node @param {string} name */
const own = (node, name) => node.style.getPropertyValue(name) || node.getAttribute(name)

/** @param {SVGElement} node @param {Style} above @returns {Style} */
const styleOf = (node, above) => {
  const style = {...above}
  for (const name of INHERITED) {
    const value = own(node, name)
    if (!value || value === "inherit") continue
    style[name] = name === "font-size" ? sizeOf(value, above["font-size"]) : value
  }
  return style
}

/** @param {string} value @param {string} above */
const sizeOf = (value, above) =>
  value.endsWith("%")
    ? `${(number(value) / 100) * number(above)}px`
    : value.endsWith("em")
      ? `${number(value) * number(above)}px`
      : `${number(value)}px`

export class Painter {
  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {SVGElement} all the picture
   */
  constructor(pen, all) {
    this.pen = pen
    this.all = all
    /** @type {Map<string, SVGElement>} */
    this.named = new Map()
    for (const node of all.querySelectorAll("[id]")) this.named.set(node.id, /** @type {SVGElement} */ (node))
  }

  paint() {
    const {pen, all} = this,
      [, , wide, tall] = (all.getAttribute("viewBox") ?? "").split(" ").map(Number)
    pen.setTransform(pen.canvas.width / wide, 0, 0, pen.canvas.height / tall, 0, 0)
    pen.clearRect(0, 0, wide, tall)
    // As the picture says of its letters (picture.js).
    pen.textRendering = "geometricPrecision"
    for (const child of all.children) this.node(/** @type {SVGElement} */ (child), FIRST)
    pen.setTransform(1, 0, 0, 1, 0, 0)
  }

  /**
   * @param {SVGElement} node
   * @param {Style} above
   */
  node(node, above) {
    const {pen} = this
    if (/^(title|desc|style|defs|clipPath|metadata|script)$/.test(node.tagName)) return
    if (own(node, "display") === "none") return
    const style = styleOf(node, above),
      opacity = own(node, "opacity")
    if (opacity !== null && Number(opacity) <= 0) return
    pen.save()
    if (opacity) pen.globalAlpha *= Number(opacity)
    this.move(node)
    this.cut(node)
    this.draw(node, style)
    pen.restore()
  }

  /** @param {SVGElement} node */
  move(node) {
    const {pen} = this
    if (node instanceof SVGSVGElement) {
      pen.translate(number(node.getAttribute("x")), number(node.getAttribute("y")))
      const [x, y, wide, tall] = (node.getAttribute("viewBox") ?? "").split(" ").map(Number),
        width = number(node.getAttribute("width")),
        height = number(node.getAttribute("height"))
      if (own(node, "overflow") !== "visible" && width && height) {
        pen.beginPath()
        pen.rect(0, 0, width, height)
        pen.clip()
      }
      if (tall) {
        const scale = Math.min(width / wide, height / tall)
        pen.translate((width - scale * wide) / 2, (height - scale * tall) / 2)
        pen.scale(scale, scale)
        pen.translate(-x, -y)
      }
    } else if (node instanceof SVGGraphicsElement) {
      const matrix = node.transform.baseVal.consolidate()?.matrix
      if (matrix) pen.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    }
  }

  /** @param {SVGElement} node */
  cut(node) {
    const name = /#([^"')]+)/.exec(own(node, "clip-path") ?? "")?.[1],
      cut = name && this.named.get(name)
    if (!cut) return
    const path = new Path2D()
    for (const child of cut.children) {
      const part = pathOf(/** @type {SVGElement} */ (child)),
        matrix = child instanceof SVGGraphicsElement ? child.transform.baseVal.consolidate()?.matrix : null
      if (part) path.addPath(part, matrix ? DOMMatrix.fromMatrix(matrix) : undefined)
    }
    this.pen.clip(path)
  }

  /**
   * @param {SVGElement} node
   * @param {Style} style
   */
  draw(node, style) {
    if (node.tagName === "text") return this.text(node, style)
    if (node.tagName === "image") return this.image(node, style)
    const path = pathOf(node)
    if (path) this.shape(path, style, node)
    else for (const child of node.children) this.node(/** @type {SVGElement} */ (child), style)
  }

  /**
   * @param {Path2D} path
   * @param {Style} style
   * @param {SVGElement} node
   */
  shape(path, style, node) {
    const {pen} = this
    if (style.visibility === "hidden") return
    this.inked(style, "fill", () => pen.fill(path, own(node, "fill-rule") === "evenodd" ? "evenodd" : "nonzero"))
    this.inked(style, "stroke", () => {
      if (own(node, "vector-effect") !== "non-scaling-stroke") return pen.stroke(path)
      // As wide as it says, however far its shape is stretched.
      const matrix = pen.getTransform(),
        scale = Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) || 1,
        whole = pen.canvas.width / number(this.all.getAttribute("viewBox")?.split(" ")[2] ?? "")
      pen.lineWidth *= whole / scale
      pen.stroke(path)
    })
  }

  /**
   * @param {Style} style
   * @param {"fill" | "stroke"} kind
   * @param {() => void} act
   */
  inked(style, kind, act) {
    const {pen} = this,
      color = style[kind],
      through = Number(style[`${kind}-opacity`])
    if (color === "none" || color === "transparent" || !through) return
    const before = pen.globalAlpha
    pen.globalAlpha *= through
    if (kind === "fill") pen.fillStyle = color
    else {
      pen.strokeStyle = color
      pen.lineWidth = number(style["stroke-width"])
      pen.lineCap = /** @type {CanvasLineCap} */ (style["stroke-linecap"])
      pen.lineJoin = /** @type {CanvasLineJoin} */ (style["stroke-linejoin"])
      pen.miterLimit = number(style["stroke-miterlimit"])
      pen.setLineDash(style["stroke-dasharray"] === "none" ? [] : style["stroke-dasharray"].split(/[\s,]+/).map(number))
      if (!pen.lineWidth) {
        pen.globalAlpha = before
        return
      }
    }
    act()
    pen.globalAlpha = before
  }

  /**
   * Lines and pieces of a text; each goes on where the last has ended, unless it says where.
   * @param {SVGElement} node
   * @param {Style} style
   */
  text(node, style) {
    if (style.visibility === "hidden") return
    /** @typedef {{text: string, style: Style, dx: number, dy: number}} Run */
    /** @type {{x: number, y: number, runs: Run[]}[]} */
    const lines = []
    const walk = (/** @type {SVGElement} */ part, /** @type {Style} */ now) => {
      const x = part.getAttribute("x"),
        y = part.getAttribute("y"),
        lengthOf = (/** @type {string | null} */ value) =>
          value?.endsWith("em") ? number(value) * number(now["font-size"]) : number(value)
      if (x !== null || y !== null || !lines.length) {
        const last = lines.at(-1)
        lines.push({x: x === null ? (last?.x ?? 0) : number(x), y: y === null ? (last?.y ?? 0) : number(y), runs: []})
      }
      let [dx, dy] = [lengthOf(part.getAttribute("dx")), lengthOf(part.getAttribute("dy"))]
      for (const child of part.childNodes)
        if (child instanceof SVGElement) walk(child, styleOf(child, now))
        else if (child instanceof Text && child.data) {
          const text = child.data
          lines[lines.length - 1].runs.push({text, style: now, dx, dy})
          ;[dx, dy] = [0, 0]
        }
    }
    walk(node, style)
    for (const {x, y, runs} of lines) this.line(x, y, runs)
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {{text: string, style: Style, dx: number, dy: number}[]} runs
   */
  line(x, y, runs) {
    const {pen} = this
    const lettered = (/** @type {Style} */ style) => {
      const size = number(style["font-size"])
      pen.font = `${style["font-style"]} ${style["font-weight"]} ${size}px ${style["font-family"]}`
    }
    const widths = runs.map(({text, style}) => {
        lettered(style)
        return pen.measureText(text).width
      }),
      whole = widths.reduce((all, wide, i) => all + wide + runs[i].dx, 0),
      anchor = runs[0]?.style["text-anchor"]
    let at = x - (anchor === "middle" ? whole / 2 : anchor === "end" ? whole : 0),
      base = y
    for (const [i, {text, style, dx, dy}] of runs.entries()) {
      at += dx
      base += dy
      lettered(style)
      const fill = () => this.inked(style, "fill", () => pen.fillText(text, at, base)),
        stroke = () => this.inked(style, "stroke", () => pen.strokeText(text, at, base))
      if (style["paint-order"].startsWith("stroke")) {
        stroke()
        fill()
      } else {
        fill()
        stroke()
      }
      at += widths[i]
    }
  }

  /**
   * @param {SVGElement} node
   * @param {Style} style
   */
  image(node, style) {
    const {pen} = this,
      source = sources.get(node) ?? images.get(node.getAttribute("href") ?? node.getAttribute("xlink:href") ?? "")
    if (!source || style.visibility === "hidden") return
    const before = pen.imageSmoothingEnabled
    if (/pixelated|crisp-edges/.test(node.style.imageRendering)) pen.imageSmoothingEnabled = false
    pen.drawImage(
      source,
      number(node.getAttribute("x")),
      number(node.getAttribute("y")),
      number(node.getAttribute("width")),
      number(node.getAttribute("height")),
    )
    pen.imageSmoothingEnabled = before
  }
}

/** @type {Map<string, HTMLImageElement>} images by their address, which is all of them */
const images = new Map()

/** Fetches the images that a picture shows, so that it can be painted at once. @param {SVGElement} all */
export const withImages = async (all) => {
  for (const node of all.querySelectorAll("image")) {
    const address = node.getAttribute("href") ?? node.getAttribute("xlink:href") ?? ""
    if (sources.has(node) || images.has(address) || !address) continue
    const image = new Image()
    image.src = address
    await image.decode()
    images.set(address, image)
  }
}

/** @param {SVGElement} node */
const pathOf = (node) => {
  const of = (/** @type {string} */ name) => number(node.getAttribute(name)),
    path = new Path2D()
  switch (node.tagName) {
    case "path":
      return new Path2D(node.getAttribute("d") ?? "")
    case "rect":
      if (of("rx")) path.roundRect(of("x"), of("y"), of("width"), of("height"), of("rx"))
      else path.rect(of("x"), of("y"), of("width"), of("height"))
      return path
    case "circle":
      path.arc(of("cx"), of("cy"), of("r"), 0, 2 * Math.PI)
      return path
    case "ellipse":
      path.ellipse(of("cx"), of("cy"), of("rx"), of("ry"), 0, 0, 2 * Math.PI)
      return path
    case "line":
      path.moveTo(of("x1"), of("y1"))
      path.lineTo(of("x2"), of("y2"))
      return path
    case "polyline":
    case "polygon": {
      const points = (node.getAttribute("points") ?? "").trim().split(/[\s,]+/)
      for (let i = 0; i + 1 < points.length; i += 2) path.lineTo(Number(points[i]), Number(points[i + 1]))
      if (node.tagName === "polygon") path.closePath()
      return path
    }
    default:
      return null
  }
}
