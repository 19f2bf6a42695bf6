// A slow screen: what moves for long is painted at most twenty times a second, so that it leaves the machine to the
// other tests. Time passes as ever: whatever plays goes by the clock. A few frames in a row, such as an edit needs, come
// as fast as the screen has them. It stands in each page before the page's own scripts.

{
  const MOST_IN_A_ROW = 8, ONE_MORE_MS = 50
  const {requestAnimationFrame: paint, setTimeout: later} = window
  let left = MOST_IN_A_ROW, counted = performance.now()
  let number = 0, asked = false, waiting = new Map(), now = new Map()

  const count = () => {
    const more = (performance.now() - counted) / ONE_MORE_MS
    left = Math.min(MOST_IN_A_ROW, left + more)
    counted = performance.now()
  }

  const frame = (at) => {
    count()
    left -= 1
    asked = false
    now = waiting
    waiting = new Map()
    for (const [id, act] of now) {
      now.delete(id)
      try { act(at) } catch (error) { reportError(error) }
    }
  }

  const ask = () => {
    count()
    if (left >= 1) paint.call(window, frame)
    else later.call(window, ask, Math.ceil((1 - left) * ONE_MORE_MS))
  }

  window.requestAnimationFrame = (act) => {
    number++
    waiting.set(number, act)
    if (!asked) { asked = true; ask() }
    return number
  }
  window.cancelAnimationFrame = (id) => { waiting.delete(id); now.delete(id) }
}
