// What of a figure's changes can be drawn by hand, and how. What is relied on in Plotly's own DOM and layout stands
// here and in plot.js.

import {alike} from "./objects.js"

// How a scatter trace that Plotly has drawn becomes another one that differs in places, colours or letters alone; null
// where more differs, or where Plotly has drawn it in some way not known here.
export const patchOf = (group, before, after, full, layout) => {
  if (!group || Object.keys({...before, ...after}).some((key) => !PATCHED.has(key) && !alike(before[key], after[key])))
    return null
  const acts = [],
    has = (part) => after.mode.split("+").includes(part),
    {marker, line, text} = after
  const moved = !alike(before.x, after.x) || !alike(before.y, after.y),
    recolored = !alike(before.marker, marker)
  const uncolored = (part) => ({...part, color: 0, line: {...part?.line, color: 0}})
  if (!alike(uncolored(before.marker), uncolored(marker)) || !alike(uncolored(before.line), uncolored(line)))
    return null
  const points = [...group.querySelectorAll(".points > path.point")],
    letters = [...group.querySelectorAll(".text text")]
  if ((moved || recolored) && has("markers") && points.length !== after.x.length) return null
  if (has("text") && letters.length !== after.x.length) return null
  if (moved) {
    const axis = (name) => layout[`${name[0]}axis${name.slice(1)}`],
      xaxis = axis(full.xaxis),
      yaxis = axis(full.yaxis)
    const path = group.querySelector(".lines > path.js-line")
    if (after.fill || letters.some((node) => node.children.length) || (has("lines") && (!path || line.shape)))
      return null
    if (has("lines"))
      acts.push(() => {
        path.setAttribute("d", linePath(after.x, after.y, xaxis, yaxis))
        // Plotly draws each piece of a broken line as a path of its own.
        while (path.nextSibling) path.nextSibling.remove()
      })
    const place = (i) => [xaxis.c2p(after.x[i]), yaxis.c2p(after.y[i])]
    points.forEach((point, i) => acts.push(() => point.setAttribute("transform", `translate(${place(i)})`)))
    letters.forEach((node, i) => acts.push(() => ["x", "y"].forEach((name, k) => node.setAttribute(name, place(i)[k]))))
  }
  if (recolored) {
    const nth = (colors, i) => (Array.isArray(colors) ? colors[i] : colors)
    // A number is a place on a scale, and a colour that can be seen through is two styles.
    if (![marker.color, marker.line?.color ?? []].flat().every((color) => /^#/.test(color))) return null
    points.forEach((point, i) =>
      acts.push(() => {
        point.style.fill = nth(marker.color, i)
        if (marker.line?.color) point.style.stroke = nth(marker.line.color, i)
      }),
    )
  }
  if (has("lines") && before.line.color !== line.color)
    group.querySelectorAll("path.js-line").forEach((path) =>
      acts.push(() => {
        path.style.stroke = line.color
      }),
    )
  if (!alike(before.text, text)) {
    const plain = (words) => words && !/[<&\n]/.test(words)
    if (!has("text") || text.some((words, i) => words !== before.text[i] && !(plain(words) && plain(before.text[i]))))
      return null
    letters.forEach((node, i) => {
      if (text[i] !== before.text[i])
        acts.push(() => {
          node.textContent = text[i]
        })
    })
  }
  return () => acts.forEach((act) => act())
}
const PATCHED = new Set(["x", "y", "line", "marker", "text"])
// What of a trace Plotly draws anew where it moves some traces and leaves the rest: its own places, colours and letters.
// All else it keeps as it was: a name in a legend, a legend's symbols, whether a trace is there at all, a colour bar.
const MOVED = new Set([...PATCHED, "textfont", "textposition"])
const IN_LEGEND = ["line", "marker"]
export const movable = (before, after, legend) =>
  Object.keys({...before, ...after}).every(
    (key) => (MOVED.has(key) && !(legend && IN_LEGEND.includes(key))) || alike(before[key], after[key]),
  )

const linePath = (x, y, xaxis, yaxis) => {
  let path = "",
    pen = "M"
  for (let i = 0; i < x.length; i++) {
    if (x[i] == null || y[i] == null) {
      pen = "M"
      continue
    }
    path += `${pen}${xaxis.c2p(x[i]).toFixed(2)},${yaxis.c2p(y[i]).toFixed(2)}`
    pen = "L"
  }
  return path || "M0,0"
}

// The layout of a map in this width, with a unit of its first two axes as long up as across. Plotly can do that too, but
// then keeps an axis's range from one figure to the next.
export const isometric = (layout, width) => {
  const {
      margin: {l, r, t, b},
      height,
      xaxis,
      yaxis,
    } = layout,
    x = xaxis.domain ?? [0, 1],
    y = yaxis.domain ?? [0, 1]
  const unit = ([from, to], px, [low, high]) => ((to - from) * px) / (high - low)
  const across = unit(x, width - l - r, xaxis.range),
    up = unit(y, height - t - b, yaxis.range),
    both = Math.min(across, up)
  const about = ([from, to], share) =>
    [(1 + share) * from + (1 - share) * to, (1 - share) * from + (1 + share) * to].map((v) => v / 2)
  return {...layout, xaxis: {...xaxis, domain: about(x, both / across)}, yaxis: {...yaxis, domain: about(y, both / up)}}
}
