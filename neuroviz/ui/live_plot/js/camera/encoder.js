// Pictures encoded by the browser itself (WebCodecs), for a film in a WebM or in an MP4.

export const FILM_MS = 40
// So many pictures wait for the encoder; more would only fill the memory.
const MOST_WAITING = 8
const WHOLE_MS = 2000

/** @typedef {[codec: string, name: string][]} Codecs */

/** @type {Codecs} */
const OPEN = [
  ["vp09.00.51.08", "V_VP9"],
  ["vp8", "V_VP8"],
]
// High, main and baseline, up to the sizes that are offered.
/** @type {Codecs} */
const H264 = ["640033", "4d0033", "42e033"].map((profile) => [`avc1.${profile}`, "avc1"])

/**
 * @param {"webm" | "mp4"} kind
 * @param {number} width
 * @param {number} height
 * @param {number} bitrate
 */
export const encoderFor = async (kind, width, height, bitrate) => {
  if (typeof VideoEncoder === "undefined") return null
  for (const [codec, name] of kind === "mp4" ? H264 : OPEN) {
    /** @type {VideoEncoderConfig} */
    const config = {codec, width, height, bitrate, framerate: 1000 / FILM_MS}
    // As an MP4 holds them: each unit with its length before it.
    if (kind === "mp4") config.avc = {format: "avc"}
    const {supported} = await VideoEncoder.isConfigSupported(config).catch(() => ({supported: false}))
    if (supported) return {config, name}
  }
  return null
}

export class Encoder {
  /** @param {VideoEncoderConfig} config */
  constructor(config) {
    /** @type {import("./webm.js").Chunk[]} */
    this.chunks = []
    this.description = new Uint8Array()
    /** @type {Error | undefined} */
    this.wrong = undefined
    this.whole = -Infinity
    this.encoder = new VideoEncoder({
      output: (chunk, about) => {
        const bytes = new Uint8Array(chunk.byteLength),
          {description} = about?.decoderConfig ?? {}
        chunk.copyTo(bytes)
        if (description) this.description = bytesOf(description)
        this.chunks.push({bytes, ms: chunk.timestamp / 1000, alone: chunk.type === "key"})
      },
      error: (error) => {
        this.wrong = error
      },
    })
    this.encoder.configure(config)
  }

  /**
   * @param {HTMLCanvasElement} picture
   * @param {number} ms at which it is seen
   */
  async add(picture, ms) {
    const {encoder} = this,
      alone = ms - this.whole >= WHOLE_MS
    if (alone) this.whole = ms
    const frame = new VideoFrame(picture, {timestamp: ms * 1000, duration: FILM_MS * 1000})
    encoder.encode(frame, {keyFrame: alone})
    frame.close()
    while (encoder.encodeQueueSize > MOST_WAITING && !this.wrong) await new Promise((done) => setTimeout(done, 4))
    if (this.wrong) throw this.wrong
  }

  async end() {
    await this.encoder.flush()
    if (this.wrong) throw this.wrong
    return this.chunks
  }

  close() {
    if (this.encoder.state !== "closed") this.encoder.close()
  }
}

/** @param {AllowSharedBufferSource} source */
const bytesOf = (source) =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice()
