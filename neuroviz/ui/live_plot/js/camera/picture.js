// A picture of its own: what is seen (seen.js) on its ground, in the size that was asked for, with what it shows and where it
// can be opened; and the letters, where it is to be a file.

import {shape} from "../lib/dom.js"

const CAPTION_PX = 17
const LEAST_CAPTION_PX = 9
const LINE_LEFT = 0.94

/**
 * How large a picture is, and what stands in it beside the network.
 * @typedef {object} Frame
 * @property {number} width of the picture that is made
 * @property {number} height
 * @property {number} wide of what is drawn, in pixels of the page
 * @property {number} tall
 * @property {string} paper the ground's colour
 * @property {string} ink
 * @property {string} family the letters'
 * @property {string} label what it shows, in words
 * @property {string} link where it can be opened
 */

/**
 * The picture.
 * @param {SVGElement[]} pieces of what is seen
 * @param {string} caption
 * @param {Frame} frame
 * @param {{left: number, top: number}} at where they stand in it
 */
export const pictureOf = (pieces, caption, frame, at) => {
  const {width, height, wide, tall} = frame
  const all = shape("svg", "", {width, height, viewBox: `0 0 ${wide} ${tall}`, role: "img"})
  // A letter need not begin at a whole pixel: in another size than the page's, words would be full of gaps.
  all.setAttribute("text-rendering", "geometricPrecision")
  all.removeAttribute("class")
  all.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  const held = shape("g", "", {transform: `translate(${at.left} ${at.top})`})
  held.removeAttribute("class")
  held.append(...pieces)
  all.append(
    named("title", frame.label),
    named("desc", frame.link),
    shape("rect", "", {width: wide, height: tall, fill: frame.paper}),
    held,
  )
  if (caption) all.append(written(caption, frame))
  return all
}

/**
 * The picture as the text of a file.
 * @param {SVGElement} all
 * @param {Face[]} faces that bring the letters
 */
export const textOf = (all, faces) => {
  const fonts = named("style", ""),
    leans = all.innerHTML.includes("italic")
  fonts.textContent = faces.flatMap(({italic, rule}) => (italic && !leans ? [] : [rule])).join("\n")
  all.insertBefore(fonts, all.children[2])
  const text = new XMLSerializer().serializeToString(all)
  fonts.remove()
  return text
}

/**
 * @param {"title" | "desc" | "style"} tag
 * @param {string} text
 */
const named = (tag, text) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag)
  node.textContent = text
  return node
}

/**
 * The sentence below, in letters that it fits with.
 * @param {string} caption
 * @param {Frame} frame
 */
const written = (caption, {wide, tall, ink, family}) => {
  const pen = document.createElement("canvas").getContext("2d"),
    font = (/** @type {number} */ px) => `${px}px ${family}`
  let px = CAPTION_PX
  if (pen) {
    pen.font = font(px)
    px = Math.max(LEAST_CAPTION_PX, Math.min(px, (px * LINE_LEFT * wide) / pen.measureText(caption).width))
  }
  const line = shape("text", "", {x: wide / 2, y: tall - px, "text-anchor": "middle", fill: ink})
  line.removeAttribute("class")
  line.setAttribute("style", `font: ${font(px)}`)
  line.textContent = caption
  return line
}

/** @typedef {{italic: boolean, rule: string}} Face letters of one kind, as the rule that brings them */

/** @type {Map<string, Promise<string>>} */
const known = new Map()

/**
 * The rules that bring the page's own letters into a picture, which cannot ask for them: with the letters in them.
 * @param {string} family
 * @returns {Promise<Face[]>}
 */
export const fontsOf = (family) => {
  const first = family.split(",")[0].replace(/["']/g, "").trim()
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules]
    } catch {
      // A style sheet of elsewhere, which the browser does not let be read.
      return []
    }
  })
  const faces = rules.filter(
    (rule) =>
      rule instanceof CSSFontFaceRule &&
      rule.style.getPropertyValue("font-family").replace(/["']/g, "").trim() === first,
  )
  return Promise.all(
    faces.map(async (rule) => ({
      italic: /** @type {CSSFontFaceRule} */ (rule).style.getPropertyValue("font-style") === "italic",
      rule: await inlined(/** @type {CSSFontFaceRule} */ (rule)),
    })),
  )
}

/** @param {CSSFontFaceRule} rule */
const inlined = (rule) => {
  const {cssText, parentStyleSheet} = rule,
    found = /url\(["']?([^"')]+)["']?\)/.exec(cssText)
  if (!found) return cssText
  const address = new URL(found[1], parentStyleSheet?.href ?? document.baseURI).href
  const made = known.get(address) ?? fetched(address)
  known.set(address, made)
  return made.then((data) => cssText.replace(found[0], `url("${data}")`)).catch(() => "")
}

/**
 * @param {string} address
 * @returns {Promise<string>}
 */
const fetched = async (address) => {
  const blob = await (await fetch(address)).blob()
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result))
    reader.onerror = () => failed(reader.error)
    reader.readAsDataURL(blob)
  })
}

/**
 * The picture in points.
 * @param {string} svg
 * @returns {Promise<HTMLImageElement>}
 */
export const imageOf = async (svg) => {
  const image = new Image(),
    address = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}))
  try {
    image.src = address
    await image.decode()
  } finally {
    URL.revokeObjectURL(address)
  }
  return image
}
