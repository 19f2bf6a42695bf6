// Elements, HTML and SVG, in one line each.

const SVG = "http://www.w3.org/2000/svg"

/**
 * An element with a class and a text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string | null} [text]
 * @param {string} [testid] by which a test finds it
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const el = (tag, className, text, testid) => {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text != null) node.textContent = text
  if (testid) node.dataset.testid = testid
  return node
}

/**
 * An SVG element with a class and attributes.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Record<string, string | number>} [attributes]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export const shape = (tag, className, attributes = {}) => {
  const node = document.createElementNS(SVG, tag)
  node.setAttribute("class", className)
  for (const name in attributes) node.setAttribute(name, String(attributes[name]))
  return node
}

/**
 * g_Na with a real subscript: what follows an underscore, up to the next space or sign.
 * @param {Element} line
 * @param {string} text
 */
export const subscripted = (line, text) =>
  line.replaceChildren(
    ...text.split(/_([A-Za-z]+)/).map((part, i) => {
      if (i % 2 === 0) return part
      const sub = el("sub")
      sub.textContent = part
      return sub
    }),
  )

/** Until the frame that is being made now is on the screen. */
export const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
