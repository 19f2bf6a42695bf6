// Taking pictures of a network, and films of the signal's way. The network is drawn once more, out of sight, in the size
// and the theme that were asked for, and taken there. This is a bundle of its own: few pages need it.

import {el, painted} from "../lib/dom.js"
import {shared} from "../lib/shared.js"
import {countOf, lengths, pictures} from "./film.js"
import {Gif, paletteOf} from "./gif.js"
import {fontsOf, imageOf, svgOf} from "./picture.js"
import {webm} from "./webm.js"

// What is drawn has letters of a size for a slide; a larger picture is the same, larger.
const DRAWN_PX = 1280
const CAPTION_PX = 44
const TOP_PX = 16
const GIF_MS = 80
const FILM_MS = 40
const WHOLE_EVERY = 50
const BITS_A_POINT = 0.08
const PALETTE_FROM = 8
const CODECS = /** @type {const} */ ([
  ["vp09.00.51.08", "V_VP9"],
  ["vp8", "V_VP8"],
])

/** @typedef {import("../network/network.js").NetworkCanvas} NetworkCanvas */

/**
 * What Python sends (neuroviz/ui/live_plot/camera.py).
 * @typedef {object} Asked
 * @property {Record<string, string>} words
 * @property {import("../protocol.js").FigureView} view of the network, in the colours that were chosen
 * @property {[width: number, height: number]} size of the picture
 * @property {string} paper
 * @property {string} ink
 * @property {string} name of the file, without its ending
 * @property {string} link where the network can be opened; "" for none
 */

class Stopped extends Error {}

/** Whether a canvas is a network that plays. @param {unknown} canvas */
const isNetwork = (canvas) => {
  const network = /** @type {NetworkCanvas} */ (canvas)
  return !!network.player && !!network.view?.network && !network.view.tall
}

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
    const worded = JSON.stringify(asked.words) !== JSON.stringify(this.asked?.words)
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
      ["gif", () => this.gif()],
      ["webm", () => this.film()],
    ]
    this.buttons = kinds.map(([kind, act]) => {
      const button = el("button", "nv-camera-button", words[kind])
      button.type = "button"
      button.dataset.testid = `camera-${kind}`
      button.onclick = () => this.take(kind, act)
      return button
    })
    row.append(...this.buttons)
    this.bar = el("progress")
    this.bar.max = 1
    this.bar.setAttribute("aria-label", words.making)
    this.cancel = el("button", "nv-camera-button", words.cancel)
    this.cancel.type = "button"
    this.cancel.dataset.testid = "camera-cancel"
    this.cancel.onclick = () => {
      this.stop = true
    }
    this.progress = el("div", "nv-camera-row")
    this.progress.hidden = true
    this.progress.append(this.bar, this.cancel)
    this.said = el("p", "nv-hint", words.hint)
    this.said.dataset.testid = "camera-said"
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
      this.say(error instanceof Stopped ? words.stopped : error instanceof Unable ? words.unable : words.failed)
    } finally {
      this.running = false
      for (const button of this.buttons ?? []) button.disabled = false
      if (this.progress) this.progress.hidden = true
    }
  }

  /**
   * The network once more, out of sight, while something is done with it.
   * @template T
   * @param {(stage: Stage) => Promise<T>} act
   */
  async staged(act) {
    const stage = new Stage(/** @type {Asked} */ (this.asked))
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
      const svg = stage.svg()
      if (!inPoints) return new Blob([svg], {type: "image/svg+xml"})
      const canvas = await stage.drawn(svg)
      return /** @type {Promise<Blob>} */ (
        new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("png")))))
      )
    })
  }

  gif() {
    return this.staged(async (stage) => {
      const {player, speed} = stage,
        count = countOf(lengths(player, speed), GIF_MS)
      // The colours of some moments are those of all.
      const samples = [],
        apart = Math.max(1, Math.floor(player.steps.length / PALETTE_FROM))
      for (let i = 0; i < player.steps.length; i += apart) {
        player.jump(i)
        await painted()
        await painted()
        samples.push(await stage.points())
        this.passed(0)
      }
      const [width, height] = stage.size,
        film = new Gif(width, height, paletteOf(samples))
      let made = 0
      for await (const _ of pictures(player, speed, GIF_MS)) {
        if (made && stage.isTaken(stage.svg())) film.stay(GIF_MS / 10)
        else film.add(await stage.points(), GIF_MS / 10)
        this.passed(++made / count)
      }
      return new Blob([film.bytes()], {type: "image/gif"})
    })
  }

  async film() {
    const {size} = /** @type {Asked} */ (this.asked),
      [width, height] = size,
      bitrate = Math.round((BITS_A_POINT * width * height * 1000) / FILM_MS)
    const found = await encoderFor(width, height, bitrate)
    if (!found) throw new Unable()
    return this.staged(async (stage) => {
      const {player, speed} = stage,
        count = countOf(lengths(player, speed), FILM_MS)
      /** @type {import("./webm.js").Chunk[]} */
      const chunks = []
      /** @type {Error | undefined} */
      let wrong
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength)
          chunk.copyTo(bytes)
          chunks.push({bytes, ms: chunk.timestamp / 1000, alone: chunk.type === "key"})
        },
        error: (error) => {
          wrong = error
        },
      })
      encoder.configure(found.config)
      try {
        let made = 0
        for await (const _ of pictures(player, speed, FILM_MS)) {
          const frame = new VideoFrame(await stage.drawn(stage.svg()), {
            timestamp: made * FILM_MS * 1000,
            duration: FILM_MS * 1000,
          })
          encoder.encode(frame, {keyFrame: made % WHOLE_EVERY === 0})
          frame.close()
          if (wrong) throw wrong
          this.passed(++made / count)
        }
        await encoder.flush()
        if (wrong) throw wrong
        return new Blob([webm(chunks, {codec: found.codec, width, height, ms: made * FILM_MS})], {type: "video/webm"})
      } finally {
        if (encoder.state !== "closed") encoder.close()
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

/**
 * @param {number} width
 * @param {number} height
 * @param {number} bitrate
 */
const encoderFor = async (width, height, bitrate) => {
  if (typeof VideoEncoder === "undefined") return null
  for (const [codec, name] of CODECS) {
    const config = {codec, width, height, bitrate, framerate: 1000 / FILM_MS}
    const {supported} = await VideoEncoder.isConfigSupported(config).catch(() => ({supported: false}))
    if (supported) return {config, codec: name}
  }
  return null
}

/** A network out of sight, as it stands on the page. */
class Stage {
  /** @param {Asked} asked */
  constructor(asked) {
    this.asked = asked
    const [width, height] = asked.size
    this.size = asked.size
    this.wide = DRAWN_PX * Math.min(1, width / height)
    this.tall = Math.round((this.wide * height) / width)
    this.place = el("div", "nv-offstage")
    this.place.style.width = `${this.wide}px`
    this.place.setAttribute("aria-hidden", "true")
    this.place.inert = true
    document.body.append(this.place)
    /** @type {NetworkCanvas | undefined} */
    this.seen = /** @type {NetworkCanvas | undefined} */ ([...(shared.live ?? [])].find(isNetwork))
    this.speed = this.seen?.player?.settings.values.speed ?? 1
    /** @type {string | undefined} what was drawn last */
    this.taken = undefined
    this.pen = document.createElement("canvas")
    Object.assign(this.pen, {width, height})
  }

  get canvas() {
    return /** @type {NetworkCanvas} */ (
      [...(shared.live ?? [])].find((canvas) => this.place.contains(/** @type {NetworkCanvas} */ (canvas).root))
    )
  }

  get player() {
    return /** @type {import("../network/player.js").Player} */ (this.canvas.player)
  }

  async ready() {
    const view = {...this.asked.view, tall: this.tall - CAPTION_PX - TOP_PX}
    this.clean = shared.draw?.({
      parentElement: this.place,
      data: new TextEncoder().encode(JSON.stringify({rev: 1, done: 0, view})),
      setTriggerValue: () => {},
    })
    while (!this.canvas?.rev || this.canvas.working) await painted()
    const {player, seen} = this
    player.pause()
    player.ticker.wait()
    const before = seen?.player
    if (before) {
      player.settings.values.byNeuron = before.settings.values.byNeuron
      player.makeSteps()
    }
    player.jump(before?.step ?? player.steps.length - 1)
    await painted()
    await painted()
    this.family = getComputedStyle(this.canvas.root).fontFamily
    this.faces = await fontsOf(this.family)
    // The first picture with new letters may come before they do.
    await this.drawn(this.svg())
    this.taken = undefined
  }

  svg() {
    const {asked, wide, tall, canvas, player} = this,
      [width, height] = asked.size
    const frame = {
      width,
      height,
      wide,
      tall,
      top: TOP_PX,
      paper: asked.paper,
      ink: asked.ink,
      family: this.family ?? "sans-serif",
      label: asked.view.label,
      link: asked.link,
    }
    return svgOf(canvas.graph, player.bar.caption.textContent ?? "", frame, this.faces ?? [])
  }

  /** Whether this is what was taken last. @param {string} svg */
  isTaken(svg) {
    return svg === this.taken
  }

  /** @param {string} svg */
  async drawn(svg) {
    if (this.isTaken(svg)) return this.pen
    this.taken = svg
    const image = await imageOf(svg),
      {pen} = this
    pen.getContext("2d", {willReadFrequently: true})?.drawImage(image, 0, 0, pen.width, pen.height)
    return pen
  }

  async points() {
    const pen = await this.drawn(this.svg()),
      context = /** @type {CanvasRenderingContext2D} */ (pen.getContext("2d", {willReadFrequently: true}))
    return context.getImageData(0, 0, pen.width, pen.height).data
  }

  destroy() {
    this.clean?.()
    this.place.remove()
  }
}

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
