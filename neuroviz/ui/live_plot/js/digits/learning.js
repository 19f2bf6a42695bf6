// How the network came to know what it knows: its stops on the way, what it takes for what, and its surest mistakes.

import {el} from "../lib/dom.js"
import {refill} from "../lib/focus.js"
import {named} from "../lib/format.js"
import {shared} from "../lib/shared.js"
import {imageAt} from "./images.js"
import {thumbnail} from "./inside.js"

/** @typedef {import("../protocol/digits.js").DigitsView} DigitsView */
/** @typedef {import("./images.js").Images} Images */

const MOST_SHOWN = 24
const MOST_CONFUSED = 12

export class Learning {
  /** @param {{open: (index: number) => void, epochs: (count: number) => void}} told */
  constructor(told) {
    this.told = told
    this.root = el("section", "nv-learning", null, "digits-learning")
    this.title = el("h3", "nv-inside-title")
    this.stops = el("div", "nv-stops")
    this.stops.setAttribute("role", "group")
    this.note = el("p", "nv-hint")
    this.tableName = el("p", "nv-inside-name")
    this.table = el("table", "nv-confusion-digits")
    this.tableNote = el("p", "nv-hint")
    this.galleryName = el("p", "nv-inside-name")
    this.galleryName.setAttribute("aria-live", "polite")
    this.gallery = el("div", "nv-gallery", null, "digits-gallery")
    const sides = el("div", "nv-learning-sides"),
      left = el("div", ""),
      right = el("div", "")
    const scroll = el("div", "nv-table-scroll")
    scroll.append(this.table, this.tableNote)
    // On a phone a table of a hundred cells has no room for fingers: there, what it confuses most stands one by one.
    this.list = el("div", "nv-confused")
    left.append(this.tableName, scroll, this.list)
    right.append(this.galleryName, this.gallery)
    sides.append(left, right)
    this.root.append(this.title, this.stops, this.note, sides)
    /** @type {{digit: number, answer: number} | null} the cell whose images are shown */
    this.cell = null
    this.shown = ""
  }

  /**
   * @param {DigitsView} view
   * @param {Images | null} images
   */
  show(view, images) {
    const key = JSON.stringify([view.weights, view.palette.ink, !!images, view.words.learning])
    if (key === this.shown) return
    if (!this.shown.includes(view.images)) this.cell = null
    this.shown = key
    const {words, learning} = view,
      {count} = learning
    this.title.textContent = words.learning
    this.note.textContent = words.learning_note.replace("{count}", String(count))
    this.tableName.textContent = words.confusion
    this.tableNote.textContent = words.confusion_note
    this.fillStops(view)
    this.fillTable(view, images)
    this.fillGallery(view, images)
  }

  /** @param {DigitsView} view */
  fillStops({words, learning}) {
    const {stops, epochs, more, last, kept} = learning
    this.stops.setAttribute("aria-label", words.epochs)
    const label = el("span", "nv-stops-name", words.epochs)
    const buttons = stops.map(([epoch, share]) => {
      const button = el("button", "nv-button nv-stop", null, `stop-${epoch}`)
      button.type = "button"
      button.setAttribute("aria-pressed", String(epoch === epochs))
      button.append(
        el("b", "", String(epoch)),
        el("span", "nv-stop-share", words.share_right.replace("{share}", share.toFixed(1))),
      )
      button.onclick = () => this.told.epochs(epoch)
      return button
    })
    const on = el(
      "button",
      "nv-button nv-word",
      more ? words.learn_on : words.learnt_out.replace("{last}", String(last)),
    )
    on.type = "button"
    on.dataset.testid = "learn-on"
    on.disabled = !more
    // A button that is disabled loses the keys, and the one that follows would not have them.
    on.onclick = () => {
      if (on.ariaDisabled === "true") return
      on.ariaDisabled = "true"
      on.textContent = words.learning_on
      this.told.epochs(Math.max(epochs, kept) + 1)
    }
    this.stops.replaceChildren(label, ...buttons, on)
  }

  /**
   * @param {DigitsView} view
   * @param {Images | null} images
   */
  fillTable(view, images) {
    const {words, learning} = view,
      {confusion} = learning,
      most = Math.max(...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)), 1)
    const head = el("tr")
    head.append(
      el("td"),
      ...confusion.map((_, answer) => {
        const th = el("th", "", String(answer))
        th.scope = "col"
        return th
      }),
    )
    const rows = confusion.map((row, digit) => {
      const tr = el("tr"),
        th = el("th", "", String(digit))
      th.scope = "row"
      tr.append(
        th,
        ...row.map((count, answer) => {
          const td = el("td", digit === answer ? "nv-right" : "")
          if (!count) return td
          const button = el("button", "nv-cell", String(count))
          button.type = "button"
          button.dataset.testid = `cell-${digit}-${answer}`
          button.setAttribute("aria-label", cellLabel(words, count, digit, answer))
          const share = digit === answer ? 0 : count / most
          td.style.setProperty("--nv-share", `${Math.round(70 * share)}%`)
          button.onclick = () => {
            this.cell = {digit, answer}
            this.fillGallery(view, images)
          }
          td.append(button)
          return td
        }),
      )
      return tr
    })
    this.table.replaceChildren(head, ...rows)
    const confused = confusion
      .flatMap((row, digit) => row.map((count, answer) => ({digit, answer, count})))
      .filter(({digit, answer, count}) => count && digit !== answer)
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_CONFUSED)
    this.list.replaceChildren(
      el("p", "nv-hint", words.confused_note),
      ...confused.map(({digit, answer, count}) => {
        const button = el(
          "button",
          "nv-button nv-word",
          named(shared.words.named, `${digit} → ${answer}`, String(count)),
        )
        button.type = "button"
        button.setAttribute("aria-label", cellLabel(words, count, digit, answer))
        button.onclick = () => {
          this.cell = {digit, answer}
          this.fillGallery(view, images)
        }
        return button
      }),
    )
  }

  /**
   * The images of a cell; where none is chosen, the surest mistakes.
   * @param {DigitsView} view
   * @param {Images | null} images
   */
  fillGallery(view, images) {
    const {words, learning} = view,
      {cell} = this,
      {answers, wrong, confusion} = learning
    if (!images) {
      this.galleryName.textContent = words.wrong
      this.gallery.replaceChildren(el("p", "nv-hint", words.loading))
      return
    }
    const found = cell
      ? [...images.labels.keys()].filter((i) => images.labels[i] === cell.digit && Number(answers[i]) === cell.answer)
      : wrong
    this.galleryName.textContent = cell
      ? cellLabel(words, confusion[cell.digit][cell.answer], cell.digit, cell.answer)
      : words.wrong
    const shown = found.slice(0, MOST_SHOWN).map((i) => {
      const box = el("span", "nv-mistake"),
        [digit, answer] = [String(images.labels[i]), answers[i]]
      const label = words.image.replace("{digit}", digit).replace("{answer}", answer)
      box.append(thumbnail(imageAt(images, i), view, label, () => this.told.open(i)))
      box.append(el("span", "nv-mistake-said", `${digit} → ${answer}`))
      return box
    })
    refill(this.gallery, shown.length ? shown : [el("p", "nv-hint", words.gallery_none)])
  }
}

/**
 * @param {Record<string, string>} words
 * @param {number} count
 * @param {number} digit
 * @param {number} answer
 */
const cellLabel = (words, count, digit, answer) =>
  words.cell.replace("{count}", String(count)).replace("{digit}", String(digit)).replace("{answer}", String(answer))
