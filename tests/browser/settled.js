// Whether the page has nothing left to say, to hear, to run or to paint. It stands in each page before the page's own
// scripts, so that it sees all of: timers about to fire, messages to the server, its answers, requests for files.
// Nothing here waits for a while to be on the safe side, but for the one case that is marked so.

(() => {
  // --- what is about to be said: Streamlit lets a slider come to rest, the canvas sends at the pace of the answers ---

  const SOON_MS = 500
  const {setTimeout: later, clearTimeout: never, requestAnimationFrame: paint} = window
  const timers = new Set()
  window.setTimeout = (act, ms = 0, ...args) => {
    const id = later((...args) => {
      timers.delete(id)
      typeof act === "function" ? act(...args) : globalThis.eval(act)
    }, ms, ...args)
    if (ms <= SOON_MS) timers.add(id)
    return id
  }
  window.clearTimeout = (id) => { timers.delete(id); never(id) }

  // --- what was asked of the server and not answered yet ---

  const FIELDS = {rerun: 11, files: 16, begun: 4, over: 6, filesAnswer: 19}, EARLY = 2
  // Streamlit drops what a part of the page asks that another run has removed; no answer says so.
  const FORGOTTEN_MS = 10_000
  // Of several questions at once the server may take some together, and none of its answers says which.
  const CROWDED_MS = 250
  let asked = 0, questions = 0, running = false, runs = 0, files = 0, crowdedUntil = 0

  // The field of a message's one-of, and its value where that is a number: top-level fields of a protobuf message.
  const look = (buffer) => {
    const bytes = new Uint8Array(buffer)
    let at = 0
    const varint = () => {
      let value = 0, scale = 1
      for (;;) {
        const byte = bytes[at++]
        value += (byte & 127) * scale
        if (byte < 128) return value
        scale *= 128
      }
    }
    const found = new Map()
    while (at < bytes.length) {
      const tag = varint(), kind = tag & 7, field = tag >>> 3
      if (kind === 0) { found.set(field, varint()); continue }
      if (kind === 1) at += 8
      else if (kind === 5) at += 4
      else { const length = varint(); at += length }
      found.set(field, null)
    }
    return found
  }

  const said = (message) => {
    if (message.has(FIELDS.files)) files++
    if (!message.has(FIELDS.rerun)) return
    asked = performance.now()
    if (questions || running) crowdedUntil = Infinity
    questions++
  }

  const heard = (message) => {
    if (message.has(FIELDS.filesAnswer)) files--
    if (message.has(FIELDS.begun)) { running = true; questions = 0 }
    if (!message.has(FIELDS.over)) return
    running = false
    runs++
    // This run was broken off because there is something newer to do.
    if (message.get(FIELDS.over) === EARLY) { questions ||= 1; asked = performance.now() }
    else if (crowdedUntil === Infinity) crowdedUntil = performance.now() + CROWDED_MS
  }

  const {send} = WebSocket.prototype, listened = new WeakSet()
  WebSocket.prototype.send = function (message) {
    if (!listened.has(this)) this.addEventListener("message", ({data}) => { if (typeof data !== "string") heard(look(data)) })
    listened.add(this)
    if (typeof message !== "string") said(look(message))
    return send.call(this, message)
  }

  // --- files on their way ---

  let requests = 0
  const {send: sendRequest} = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.send = function (...args) {
    requests++
    this.addEventListener("loadend", () => { requests-- })
    return sendRequest.apply(this, args)
  }

  // --- all of it ---

  const unrest = () => {
    const now = performance.now(), app = document.querySelector('[data-testid="stApp"]')
    if (!app || !runs) return "not there yet"
    if (due.some((id) => timers.has(id))) return "about to act"
    if (requests || files) return "a file is on its way"
    if (questions && now - asked < FORGOTTEN_MS) return "asking"
    if (running) return "running"
    if (now < crowdedUntil) return "crowded"
    if (app.dataset.testScriptState !== "notRunning" || app.dataset.testConnectionState !== "CONNECTED") return "Streamlit is at work"
    if (!document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')) return "empty"
    if (document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')) return "out of date"
    if (document.querySelector('[data-pending]:not([data-pending="0"])')) return "a canvas has no answer"
    if (document.querySelector("[data-working]")) return "a canvas is painting"
    return ""
  }

  // Resolves when there is no unrest, and none comes in the next frames: what has come is painted there, and may ask for
  // more. While there is some, no frame is asked for, since each costs what the page needs to get on. The timers that
  // count are those that ran when the wait began: what plays sets new ones for ever.
  const FRAMES = 4, LOOK_MS = 20
  let due
  window.settled = async () => {
    due = [...timers]
    for (let still = 0; still <= FRAMES; still++) {
      window.unrest = unrest()
      if (!window.unrest) await new Promise((next) => { paint(next) })
      else { still = -1; await new Promise((next) => { later(next, LOOK_MS) }) }
    }
    return true
  }
})()
