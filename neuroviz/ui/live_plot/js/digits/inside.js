// Inside a neuron: the picture that it looks for, what it gets now, and the images that excite it most.

import {el} from "../lib/dom.js"
import {refill} from "../lib/focus.js"
import {figures, named} from "../lib/format.js"
import {forHand} from "../lib/hand.js"
import {shared} from "../lib/shared.js"
import {imageAt, paintPixels} from "./images.js"

/** @typedef {import("./picture.js").Scene} Scene */

/**
 * A small picture of an image, to press.
 * @param {number[]} pixels
 * @param {import("../protocol/digits.js").DigitsView} view
 * @param {string} label
 * @param {() => void} act
 */
export const thumbnail = (pixels, view, label, act) => {
  const button = el("button", "nv-thumbnail"),
    canvas = el("canvas")
  button.type = "button"
  button.setAttribute("aria-label", label)
  button.title = label
  button.onclick = act
  const {zero, ink} = view.palette,
    rgb = (/** @type {string} */ color) =>
      /** @type {[number, number, number]} */ ([1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16)))
  paintPixels(
    canvas,
    pixels.map((value) => value / view.most),
    {negative: rgb(zero), middle: rgb(zero), positive: rgb(ink)},
  )
  button.append(canvas)
  return button
}

/**
 * @param {import("../protocol/digits.js").DigitsView} view
 * @param {{layer: number, neuron: number}} at
 */
export const nameOf = ({words, layers, sizes}, {layer, neuron}) =>
  layer === sizes.length - 1
    ? words.output_neuron.replace("{number}", String(neuron))
    : words.neuron.replace("{layer}", layers[layer]).replace("{number}", String(neuron + 1))

export class Inside {
  /** @param {(index: number) => void} open puts an image on the pad */
  constructor(open) {
    this.open = open
    this.root = el("section", "nv-inside", null, "digits-inside")
    this.title = el("h3", "nv-inside-title")
    this.hint = el("p", "nv-hint nv-inside-hint")
    this.cards = el("div", "nv-inside-cards")
    /** @type {Record<string, {title: HTMLElement, note: HTMLElement, canvas: HTMLCanvasElement}>} */
    this.pictures = {}
    for (const name of ["looks_for", "gets"]) {
      const card = el("figure", "nv-inside-card"),
        title = el("figcaption", "nv-inside-name"),
        canvas = el("canvas", "nv-inside-picture"),
        note = el("p", "nv-hint")
      canvas.dataset.testid = `inside-${name}`
      canvas.setAttribute("role", "img")
      card.append(title, canvas, note)
      this.cards.append(card)
      this.pictures[name] = {title, note, canvas}
    }
    this.excites = el("div", "nv-inside-card")
    this.excitesName = el("p", "nv-inside-name")
    this.gallery = el("div", "nv-gallery")
    this.excitesNote = el("p", "nv-hint")
    this.excites.append(this.excitesName, this.gallery, this.excitesNote)
    this.cards.append(this.excites)
    this.root.append(this.title, this.hint, this.cards)
    this.shown = ""
  }

  /**
   * @param {Scene} scene
   * @param {{layer: number, neuron: number}} at
   * @param {import("./images.js").Images | null} images
   */
  show(scene, at, images) {
    const {view, brain, signal} = scene,
      {words} = view,
      deep = at.layer > 1,
      row = brain.weights[at.layer - 1][at.neuron],
      terms = row.map((w, i) => w * signal.a[at.layer - 1][i]),
      z = figures(signal.z[at.layer - 1][at.neuron], 2)
    this.title.textContent = named(shared.words.named, words.inside, nameOf(view, at))
    this.hint.textContent = forHand(words, "inside_hint")
    const wide = deep ? 1 : view.side
    const paint = (/** @type {string} */ name, /** @type {number[]} */ values, /** @type {string} */ note) => {
      const {title, note: said, canvas} = this.pictures[name],
        largest = Math.max(...values.map(Math.abs)) || 1
      title.textContent = words[name]
      said.textContent = note
      canvas.classList.toggle("nv-column", deep)
      canvas.setAttribute("aria-label", named(shared.words.named, nameOf(view, at), words[name]))
      paintPixels(
        canvas,
        values.map((value) => value / largest),
        view.map_colors,
        wide,
      )
    }
    paint("looks_for", row, deep ? words.looks_for_deep_note : words.looks_for_note)
    paint("gets", terms, (deep ? words.gets_deep_note : words.gets_note).replace("{z}", z))
    const key = [view.weights, at.layer, at.neuron, view.palette.ink, !!images, words.excites].join()
    if (key === this.shown) return
    this.shown = key
    const {exciting, count, answers} = view.learning
    this.excitesName.textContent = words.excites
    this.excitesNote.textContent = images ? words.excites_note.replace("{count}", String(count)) : words.loading
    refill(
      this.gallery,
      images
        ? exciting[at.layer - 1][at.neuron].map((i) =>
            thumbnail(
              imageAt(images, i),
              view,
              words.image.replace("{digit}", String(images.labels[i])).replace("{answer}", answers[i]),
              () => this.open(i),
            ),
          )
        : [],
    )
  }
}
