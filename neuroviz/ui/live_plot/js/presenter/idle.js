// Something that is seen for a while after each sign of life, and for as long as it is needed.

export class Idle {
  /**
   * @param {number} ms how long it stays after the last sign
   * @param {(seen: boolean) => void} show
   * @param {() => boolean} needed whether it stays all the same
   */
  constructor(ms, show, needed) {
    this.ms = ms
    this.show = show
    this.needed = needed
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined
  }

  wake() {
    this.show(true)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => (this.needed() ? this.wake() : this.show(false)), this.ms)
  }

  hide() {
    clearTimeout(this.timer)
    this.show(false)
  }

  destroy() {
    clearTimeout(this.timer)
  }
}
