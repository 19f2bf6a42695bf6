// How tall a picture may be so that what belongs to it stays in one window.

/**
 * The height that is left in the window for a picture, in pixels.
 * @param {HTMLElement} root the canvas; its distance from the top of the page counts, however far the page is scrolled
 * @param {number} rest what else of the canvas has to be seen with the picture
 * @param {{min: number, max: number}} limits
 */
export const heightLeft = (root, rest, {min, max}) => {
  const scrolled = root.closest('[data-testid="stMain"]')?.scrollTop ?? 0
  const top = root.getBoundingClientRect().top + scrolled
  return Math.round(Math.max(min, Math.min(max, window.innerHeight - top - rest)))
}
