// A WebM file around the pictures that the browser's own encoder has made: one track, a cluster for each picture that
// stands by itself. Source: RFC 8794 (EBML), RFC 9559 (Matroska), and webmproject.org, "WebM Container Guidelines".

/** @typedef {{bytes: Uint8Array, ms: number, alone: boolean}} Chunk alone: it can be shown without those before it */

/** @param {number} id */
const idBytes = (id) => {
  const bytes = []
  for (let rest = id; rest; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return bytes
}

/** A length in eight bytes, the first of which says so. @param {number} length */
const lengthBytes = (length) => {
  const bytes = new Uint8Array(8),
    view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(length / 2 ** 32))
  view.setUint32(4, length % 2 ** 32)
  bytes[0] = 1
  return bytes
}

/**
 * An element and what is in it.
 * @param {number} id
 * @param {Uint8Array[]} parts
 */
const element = (id, ...parts) => joined([Uint8Array.from(idBytes(id)), lengthBytes(lengthOf(parts)), ...parts])

/** @param {Uint8Array[]} parts */
const lengthOf = (parts) => parts.reduce((all, part) => all + part.length, 0)

/** @param {Uint8Array[]} parts */
const joined = (parts) => {
  const all = new Uint8Array(lengthOf(parts))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** @param {number} id @param {number} value */
const whole = (id, value) => element(id, Uint8Array.from(idBytes(value || 0).length ? idBytes(value) : [0]))

/** @param {number} id @param {string} value */
const text = (id, value) => element(id, new TextEncoder().encode(value))

/** @param {number} id @param {number} value */
const real = (id, value) => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value)
  return element(id, bytes)
}

/**
 * The file.
 * @param {Chunk[]} chunks in their order; the first stands alone
 * @param {{codec: string, width: number, height: number, ms: number}} film codec: V_VP8 or V_VP9; ms: its length
 */
export const webm = (chunks, {codec, width, height, ms}) => {
  const head = element(
    0x1a45dfa3,
    whole(0x4286, 1),
    whole(0x42f7, 1),
    whole(0x42f2, 4),
    whole(0x42f3, 8),
    text(0x4282, "webm"),
    whole(0x4287, 4),
    whole(0x4285, 2),
  )
  // Times count in ms.
  const info = element(
    0x1549a966,
    whole(0x2ad7b1, 1_000_000),
    text(0x4d80, "neuroviz"),
    text(0x5741, "neuroviz"),
    real(0x4489, ms),
  )
  const picture = element(0xe0, whole(0xb0, width), whole(0xba, height))
  const track = element(0xae, whole(0xd7, 1), whole(0x73c5, 1), whole(0x83, 1), text(0x86, codec), picture)
  /** @type {Chunk[][]} */
  const groups = []
  for (const chunk of chunks) {
    if (chunk.alone || !groups.length) groups.push([])
    groups[groups.length - 1].push(chunk)
  }
  const clusters = groups.map((group) => {
    const from = Math.round(group[0].ms)
    return element(
      0x1f43b675,
      whole(0xe7, from),
      ...group.map(({bytes, ms: at, alone}) => {
        const since = Math.round(at) - from
        return element(0xa3, Uint8Array.from([0x81, since >> 8, since & 255, alone ? 0x80 : 0]), bytes)
      }),
    )
  })
  return joined([head, element(0x18538067, info, element(0x1654ae6b, track), ...clusters)])
}
