// Taking pictures of what a page shows, and films of what moves there: the canvas is drawn once more, out of sight, in the
// size and the theme that were asked for, and taken there. This is a bundle of its own, for who opens the panel.

import {el} from "../lib/dom.js"
import {Encoder, encoderFor, FILM_MS} from "./encoder.js"
import {Gif, paletteOf} from "./gif.js"
import {mp4} from "./mp4.js"
import {Offstage} from "./offstage.js"
import {imageOf} from "./picture.js"
import {webm} from "./webm.js"

const GIF_MS = 80
const WHOLE_EVERY = 50
const BITS_A_POINT = 0.08
const PALETTE_FROM = 8

/**
 * What Python sends (neuroviz/ui/live_plot/camera.py).
 * @typedef {object} Asked
 * @property {Record<string, string>} words
 * @property {string} of key of the canvas that is taken
 * @property {import("../protocol.js").Plain | null} view of the same in the colours that were chosen; null: as it is seen
 * @property {Record<string, string>} colors of the page around it, in the theme that was chosen
 * @property {[width: number, height: number]} size of the picture
 * @property {string} paper
 * @property {string} ink
 * @property {string} name of the file, without its ending
 * @property {string} link where it can be opened; "" for none
 * @property {boolean} moves whether it has a film
 */

class Stopped extends Error {}

class Camera {
  /** @param {Element} parent */
  constructor(parent) {
    this.root = el("div", "nv-camera")
    parent.append(this.root)
    /** @type {Asked | null} */
    this.asked = null
    this.running = false
    this.stop = false
  }

  /** @param {Asked} asked */
  update(asked) {
    const said = (/** @type {Asked} */ {words, moves}) => JSON.stringify([words, moves]),
      worded = !this.asked || said(asked) !== said(this.asked)
    this.asked = asked
    if (worded && !this.running) this.layOut(asked.words)
  }

  /** @param {Record<string, string>} words */
  layOut(words) {
    const row = el("div", "nv-camera-row")
    /** @type {[name: string, act: () => Promise<Blob>][]} */
    const kinds = [
      ["svg", () => this.picture(false)],
      ["png", () => this.picture(true)],
    ]
    if (this.asked?.moves)
      kinds.push(["gif", () => this.gif()], ["webm", () => this.film("webm")], ["mp4", () => this.film("mp4")])
    this.buttons = kinds.map(([kind, act]) => {
      const button = el("button", "nv-camera-button", words[kind], `camera-${kind}`)
      button.type = "button"
      button.onclick = () => this.take(kind, act)
      return button
    })
    row.append(...this.buttons)
    this.bar = el("progress")
    this.bar.max = 1
    this.bar.setAttribute("aria-label", words.making)
    this.cancel = el("button", "nv-camera-button", words.cancel, "camera-cancel")
    this.cancel.type = "button"
    this.cancel.onclick = () => {
      this.stop = true
    }
    this.progress = el("div", "nv-camera-row")
    this.progress.hidden = true
    this.progress.append(this.bar, this.cancel)
    this.said = el("p", "nv-hint", words.hint, "camera-said")
    this.said.setAttribute("role", "status")
    this.root.replaceChildren(row, this.progress, this.said)
  }

  /** @param {string} sentence */
  say(sentence) {
    if (this.said) this.said.textContent = sentence
  }

  /** @param {number} share */
  passed(share) {
    if (this.bar) this.bar.value = share
    if (this.stop) throw new Stopped()
  }

  /**
   * @param {string} kind
   * @param {() => Promise<Blob>} act
   */
  async take(kind, act) {
    if (this.running || !this.asked) return
    const {words, name} = this.asked
    this.running = true
    this.stop = false
    this.say(words.making)
    for (const button of this.buttons ?? []) button.disabled = true
    if (this.progress) this.progress.hidden = false
    try {
      this.passed(0)
      const blob = await act()
      save(blob, `${name}.${kind}`)
      this.say(words.done.replace("{file}", `${name}.${kind}`).replace("{size}", sizeOf(blob.size)))
    } catch (error) {
      if (!(error instanceof Stopped || error instanceof Unable)) console.error(error)
      this.say(
        error instanceof Stopped ? words.stopped : error instanceof Unable ? words[`unable_${kind}`] : words.failed,
      )
    } finally {
      this.running = false
      for (const button of this.buttons ?? []) button.disabled = false
      if (this.progress) this.progress.hidden = true
    }
  }

  /**
   * The canvas once more, out of sight, while something is done with it.
   * @template T
   * @param {(stage: Offstage) => Promise<T>} act
   */
  async staged(act) {
    const stage = new Offstage(/** @type {Asked} */ (this.asked))
    try {
      await stage.ready()
      return await act(stage)
    } finally {
      stage.destroy()
    }
  }

  /** @param {boolean} inPoints */
  picture(inPoints) {
    return this.staged(async (stage) => {
      const svg = stage.text()
      if (!inPoints) return new Blob([svg], {type: "image/svg+xml"})
      const image = await imageOf(svg),
        {pen} = stage
      pen.getContext("2d")?.drawImage(image, 0, 0, pen.width, pen.height)
      return /** @type {Promise<Blob>} */ (
        new Promise((done, failed) => pen.toBlob((blob) => (blob ? done(blob) : failed(new Error("png")))))
      )
    })
  }

  gif() {
    return this.staged(async (stage) => {
      const {kind, canvas} = stage,
        count = countIn(kind, canvas, GIF_MS),
        apart = Math.max(1, Math.floor(count / PALETTE_FROM)),
        [width, height] = stage.size
      // The colours of some moments are those of all. What is alike is kept once.
      const samples = []
      let gone = 0
      for await (const _ of momentsOf(kind, canvas, GIF_MS * apart)) {
        samples.push(await stage.points())
        this.passed((0.1 * ++gone) / (PALETTE_FROM + 2))
        if (samples.length > PALETTE_FROM + 2) break
      }
      const film = new Gif(width, height, paletteOf(samples))
      let made = 0
      for await (const _ of momentsOf(kind, canvas, GIF_MS)) {
        if (made && !stage.moved()) film.stay(GIF_MS / 10)
        else film.add(await stage.points(), GIF_MS / 10)
        this.passed(0.1 + (0.9 * ++made) / count)
        await breath()
      }
      return new Blob([film.bytes()], {type: "image/gif"})
    })
  }

  /** @param {"webm" | "mp4"} kind */
  async film(kind) {
    const {size} = /** @type {Asked} */ (this.asked),
      // H.264 counts its points in pairs.
      [width, height] = kind === "mp4" ? size.map((side) => side - (side % 2)) : size,
      bitrate = Math.round((BITS_A_POINT * width * height * 1000) / FILM_MS)
    const found = await encoderFor(kind, width, height, bitrate)
    if (!found) throw new Unable(kind)
    return this.staged(async (stage) => {
      const count = countIn(stage.kind, stage.canvas, FILM_MS),
        film = new Encoder(found.config)
      try {
        let made = 0
        for await (const _ of momentsOf(stage.kind, stage.canvas, FILM_MS)) {
          // What stands still is shown longer; now and then a picture comes all the same, so that one can leap there.
          if (!made || stage.moved() || made % WHOLE_EVERY === 0) await film.add(await stage.drawn(), made * FILM_MS)
          this.passed(++made / count)
          if (made % 4 === 0) await breath()
        }
        const chunks = await film.end(),
          ms = made * FILM_MS
        const bytes =
          kind === "mp4"
            ? mp4(chunks, {width, height, ms, description: film.description})
            : webm(chunks, {codec: found.name, width, height, ms})
        return new Blob([bytes], {type: `video/${kind}`})
      } finally {
        film.close()
      }
    })
  }

  destroy() {
    this.stop = true
    this.root.remove()
  }
}

/** What this browser has no means for. */
class Unable extends Error {}

/** The page, too, is to be painted and its buttons pressed. */
const breath = () => new Promise((done) => setTimeout(done))

/**
 * @param {import("./kinds.js").Kind} kind
 * @param {unknown} canvas
 * @param {number} every
 */
const countIn = (kind, canvas, every) => kind.count?.(canvas, every) ?? 1

/**
 * @param {import("./kinds.js").Kind} kind
 * @param {unknown} canvas
 * @param {number} every
 */
const momentsOf = (kind, canvas, every) => /** @type {NonNullable<typeof kind.film>} */ (kind.film)(canvas, every)

/**
 * @param {Blob} blob
 * @param {string} name
 */
const save = (blob, name) => {
  const link = el("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** @param {number} bytes */
const sizeOf = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)

/** @type {WeakMap<Element, Camera>} */
const cameras = new WeakMap()

/** @param {import("../protocol.js").Component} component */
export default ({parentElement, data}) => {
  const camera = cameras.get(parentElement) ?? new Camera(parentElement)
  cameras.set(parentElement, camera)
  camera.update(JSON.parse(new TextDecoder().decode(data)))
  return () => {
    camera.destroy()
    if (cameras.get(parentElement) === camera) cameras.delete(parentElement)
  }
}
