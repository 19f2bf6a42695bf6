// A GIF of pictures in flat colours: one palette for all of them, and of each picture only what differs from the one
// before. Written here, because no library's source may lie in this repository and none is loaded from elsewhere.
// Source: CompuServe, Graphics Interchange Format, version 89a; its loop is Netscape's application extension.

const CLEAR = 255
const LONGEST = 65535
const MOST_COLORS = 255
const BITS = 5
const BUCKETS = 1 << (3 * BITS)
const SHIFT = 8 - BITS
const MOST_BITS = 12
const MOST_CODES = 1 << MOST_BITS
const MOST_IN_BLOCK = 255
const LETTERS = 256
const [RESET, END] = [LETTERS, LETTERS + 1]

/** Which bucket of the histogram a colour falls into. */
const bucketOf = (/** @type {number} */ r, /** @type {number} */ g, /** @type {number} */ b) =>
  ((r >> SHIFT) << (2 * BITS)) | ((g >> SHIFT) << BITS) | (b >> SHIFT)

/** @typedef {{count: number, sum: [number, number, number], place: [number, number, number], bucket: number}} Bin */

/**
 * The colours that pictures are made of, 255 at most, by cutting the box of all of them at its median, again and again:
 * each time the box with the most to gain.
 * @param {Iterable<Uint8ClampedArray>} pictures in red, green, blue, opacity
 * @returns {Uint8Array} red, green, blue of each
 */
export const paletteOf = (pictures) => {
  const counts = new Float64Array(BUCKETS),
    sums = new Float64Array(3 * BUCKETS)
  for (const rgba of pictures)
    for (let i = 0; i < rgba.length; i += 4) {
      const at = bucketOf(rgba[i], rgba[i + 1], rgba[i + 2])
      counts[at]++
      for (let k = 0; k < 3; k++) sums[3 * at + k] += rgba[i + k]
    }
  /** @type {Bin[]} */
  const bins = []
  counts.forEach((count, bucket) => {
    if (!count) return
    const sum = /** @type {[number, number, number]} */ ([0, 1, 2].map((k) => sums[3 * bucket + k]))
    bins.push({count, sum, bucket, place: /** @type {[number, number, number]} */ (sum.map((s) => s / count))})
  })
  const boxes = [boxOf(bins)]
  while (boxes.length < MOST_COLORS) {
    boxes.sort((a, b) => b.gain - a.gain)
    if (!(boxes[0].gain > 0)) break
    const {bins: own, axis} = /** @type {ReturnType<typeof boxOf>} */ (boxes.shift())
    own.sort((a, b) => a.place[axis] - b.place[axis])
    const half = own.reduce((all, bin) => all + bin.count, 0) / 2
    let passed = 0,
      cut = 0
    while (cut < own.length - 1 && passed < half) passed += own[cut++].count
    cut = Math.max(1, cut)
    boxes.push(boxOf(own.slice(0, cut)), boxOf(own.slice(cut)))
  }
  return Uint8Array.from(
    boxes.flatMap(({bins: own}) => {
      const count = own.reduce((all, bin) => all + bin.count, 0)
      return [0, 1, 2].map((k) => Math.round(own.reduce((all, bin) => all + bin.sum[k], 0) / count))
    }),
  )
}

/** @param {Bin[]} bins */
const boxOf = (bins) => {
  const spans = [0, 1, 2].map((k) => {
    let low = 255,
      high = 0
    for (const {place} of bins) {
      low = Math.min(low, place[k])
      high = Math.max(high, place[k])
    }
    return high - low
  })
  const widest = Math.max(...spans, 0),
    count = bins.reduce((all, bin) => all + bin.count, 0)
  // Many points matter, but a colour that stands apart, however rare, must not be lost: a thin line is few points.
  return {bins, axis: spans.indexOf(widest), gain: bins.length > 1 ? widest * widest * Math.log2(1 + count) : 0}
}

/** Bytes that are still being written. */
class Bytes {
  constructor() {
    this.buffer = new Uint8Array(1 << 16)
    this.length = 0
  }

  /** @param {number} more */
  need(more) {
    if (this.length + more <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.length + more))
    larger.set(this.buffer)
    this.buffer = larger
  }

  /** @param {...number} values */
  put(...values) {
    this.need(values.length)
    for (const value of values) this.buffer[this.length++] = value
  }

  /** @param {number} value */
  short(value) {
    this.put(value & 255, value >> 8)
  }

  /** @param {string} text */
  text(text) {
    this.put(...[...text].map((c) => c.charCodeAt(0)))
  }
}

export class Gif {
  /**
   * @param {number} width
   * @param {number} height
   * @param {Uint8Array} palette
   */
  constructor(width, height, palette) {
    this.width = width
    this.height = height
    this.palette = palette
    this.nearest = new Int16Array(BUCKETS).fill(-1)
    /** @type {Uint8Array | null} */
    this.before = null
    /** @type {{at: number, hundredths: number} | null} how long the last picture is seen, and where that stands */
    this.lasts = null
    this.out = new Bytes()
    const {out} = this
    out.text("GIF89a")
    out.short(width)
    out.short(height)
    // 256 colours in one table, of 8 bits each.
    out.put(0xf7, 0, 0)
    out.need(768)
    out.buffer.set(palette, out.length)
    out.length += 768
    out.put(0x21, 0xff, 11)
    out.text("NETSCAPE2.0")
    out.put(3, 1, 0, 0, 0)
  }

  /**
   * One more picture.
   * @param {Uint8ClampedArray} rgba
   * @param {number} hundredths of a second that it is seen
   */
  add(rgba, hundredths) {
    const {width, height, before, out} = this,
      now = this.indexed(rgba)
    let [left, top, right, bottom] = [width, height, -1, -1]
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++)
        if (now[i] !== before?.[i]) {
          if (x < left) left = x
          if (x > right) right = x
          if (y < top) top = y
          bottom = y
        }
    // Where nothing has changed, one point of it stands for all.
    if (right < 0) [left, top, right, bottom] = [0, 0, 0, 0]
    const w = right - left + 1,
      h = bottom - top + 1,
      part = new Uint8Array(w * h)
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const i = (y + top) * width + x + left
        part[y * w + x] = now[i] === before?.[i] ? CLEAR : now[i]
      }
    out.put(0x21, 0xf9, 4, (1 << 2) | 1)
    this.lasts = {at: out.length, hundredths}
    out.short(hundredths)
    out.put(CLEAR, 0, 0x2c)
    for (const value of [left, top, w, h]) out.short(value)
    out.put(0, 8)
    const packed = lzw(part)
    for (let at = 0; at < packed.length; at += MOST_IN_BLOCK) {
      const block = packed.subarray(at, at + MOST_IN_BLOCK)
      out.put(block.length, ...block)
    }
    out.put(0)
    this.before = now
  }

  /** The last picture is seen for so many hundredths of a second more. @param {number} hundredths */
  stay(hundredths) {
    const {lasts, out} = this
    if (!lasts) return
    lasts.hundredths = Math.min(LONGEST, lasts.hundredths + hundredths)
    out.buffer[lasts.at] = lasts.hundredths & 255
    out.buffer[lasts.at + 1] = lasts.hundredths >> 8
  }

  bytes() {
    this.out.put(0x3b)
    return this.out.buffer.slice(0, this.out.length)
  }

  /** @param {Uint8ClampedArray} rgba */
  indexed(rgba) {
    const {nearest} = this,
      indices = new Uint8Array(rgba.length / 4)
    for (let i = 0, j = 0; i < rgba.length; i += 4, j++) {
      const at = bucketOf(rgba[i], rgba[i + 1], rgba[i + 2])
      if (nearest[at] < 0) nearest[at] = this.closest(rgba[i], rgba[i + 1], rgba[i + 2])
      indices[j] = nearest[at]
    }
    return indices
  }

  /**
   * @param {number} r
   * @param {number} g
   * @param {number} b
   */
  closest(r, g, b) {
    const {palette} = this
    let best = 0,
      least = Infinity
    for (let i = 0; 3 * i < palette.length; i++) {
      const away = (palette[3 * i] - r) ** 2 + (palette[3 * i + 1] - g) ** 2 + (palette[3 * i + 2] - b) ** 2
      if (away < least) {
        least = away
        best = i
      }
    }
    return best
  }
}

/**
 * The points by Lempel, Ziv and Welch.
 * @param {Uint8Array} points
 */
const lzw = (points) => {
  // Which code stands for a known one and one more letter.
  const longer = new Int16Array(MOST_CODES * LETTERS),
    out = new Bytes()
  let bits = 0,
    held = 0,
    size = 9,
    next = END + 1
  const put = (/** @type {number} */ code) => {
    held |= code << bits
    bits += size
    for (; bits >= 8; bits -= 8, held >>>= 8) out.put(held & 255)
    // A code is as long as the largest that the reader may know by then.
    if (next === 1 << size && size < MOST_BITS) size++
  }
  put(RESET)
  let known = points[0]
  for (const point of points.subarray(1)) {
    const at = known * LETTERS + point
    if (longer[at]) {
      known = longer[at]
      continue
    }
    put(known)
    if (next < MOST_CODES) longer[at] = next++
    else {
      put(RESET)
      longer.fill(0)
      size = 9
      next = END + 1
    }
    known = point
  }
  put(known)
  put(END)
  if (bits) out.put(held & 255)
  return out.buffer.subarray(0, out.length)
}
