// An MP4 of pictures in H.264 that the browser has encoded. Boxes as ISO/IEC 14496-12 and -15 name them: what the file is,
// how the pictures lie in it, and the pictures. The index comes first, so that a film plays before all of it is there.

const SCALE = 90_000
const MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]

/** @param {(number[] | Uint8Array)[]} parts */
const joined = (parts) => {
  const all = new Uint8Array(parts.reduce((sum, {length}) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** @param {...number} values each in four bytes */
const long = (...values) => {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value)
  return new Uint8Array(view.buffer)
}

/** @param {...number} values each in two bytes */
const short = (...values) => values.flatMap((value) => [(value >> 8) & 255, value & 255])

/** @param {string} text */
const letters = (text) => [...text].map((letter) => letter.charCodeAt(0))

/**
 * @param {string} name
 * @param {...(number[] | Uint8Array)} parts
 */
const box = (name, ...parts) => {
  const inside = joined(parts)
  return joined([long(8 + inside.length), letters(name), inside])
}

/** A box with a version and flags. @param {string} name @param {number} flags @param {...(number[] | Uint8Array)} parts */
const full = (name, flags, ...parts) => box(name, long(flags), ...parts)

/** How often each value comes in a row. @param {number[]} values */
const runs = (values) => {
  /** @type {[count: number, value: number][]} */
  const found = []
  for (const value of values) {
    const last = found.at(-1)
    if (last?.[1] === value) last[0]++
    else found.push([1, value])
  }
  return found
}

/**
 * The file.
 * @param {import("./webm.js").Chunk[]} chunks in their order; the first stands alone; each in units with their length
 * @param {{width: number, height: number, ms: number, description: Uint8Array}} film description: the decoder's (avcC)
 */
export const mp4 = (chunks, {width, height, ms, description}) => {
  const ticks = (/** @type {number} */ at) => Math.round((at * SCALE) / 1000),
    whole = ticks(ms),
    starts = [...chunks.map((chunk) => ticks(chunk.ms)), whole],
    lasting = runs(chunks.map((_, i) => starts[i + 1] - starts[i])),
    alone = chunks.flatMap((chunk, i) => (chunk.alone ? [i + 1] : [])),
    pictures = chunks.map(({bytes}) => bytes)
  const head = box("ftyp", letters("isom"), long(512), letters("isomiso2avc1mp41"))
  const entry = box(
    "avc1",
    long(0),
    short(0, 1),
    long(0, 0, 0, 0),
    short(width, height),
    long(0x480000, 0x480000, 0),
    short(1),
    new Uint8Array(32),
    short(24, 0xffff),
    box("avcC", description),
  )
  /** @param {number} first where the first picture stands in the file */
  const index = (first) =>
    box(
      "moov",
      full("mvhd", 0, long(0, 0, SCALE, whole, 0x10000), short(0x100, 0), long(0, 0, ...MATRIX, 0, 0, 0, 0, 0, 0, 2)),
      box(
        "trak",
        full(
          "tkhd",
          3,
          long(0, 0, 1, 0, whole, 0, 0),
          short(0, 0, 0, 0),
          long(...MATRIX, width * 0x10000, height * 0x10000),
        ),
        box(
          "mdia",
          full("mdhd", 0, long(0, 0, SCALE, whole), short(0x55c4, 0)),
          full("hdlr", 0, long(0), letters("vide"), long(0, 0, 0), letters("neuroviz\0")),
          box(
            "minf",
            full("vmhd", 1, short(0, 0, 0, 0)),
            box("dinf", full("dref", 0, long(1), full("url ", 1))),
            box(
              "stbl",
              full("stsd", 0, long(1), entry),
              full("stts", 0, long(lasting.length, ...lasting.flat())),
              full("stss", 0, long(alone.length, ...alone)),
              full("stsc", 0, long(1, 1, chunks.length, 1)),
              full("stsz", 0, long(0, chunks.length, ...pictures.map(({length}) => length))),
              full("stco", 0, long(1, first)),
            ),
          ),
        ),
      ),
    )
  // Wherever the pictures stand, the index is as long.
  const first = head.length + index(0).length + 8
  return joined([head, index(first), box("mdat", ...pictures)])
}
