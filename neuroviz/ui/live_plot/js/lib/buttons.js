// Buttons with an icon.

import {el} from "./dom.js"

/** @type {Record<string, string>} */
const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z",
  back: "M17 5 7 12l10 7z",
  play: "M7 4v16l13-8z",
  pause: "M7 4v16M17 4v16",
  forward: "M7 5l10 7-10 7z",
  last: "M18 5v14M5 5l10 7-10 7z",
  undo: "M9 14 4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  redo: "M15 14l5-5-5-5M20 9H10a5.5 5.5 0 0 0 0 11h4",
  reset: "M4 12a8 8 0 1 0 2.5-5.8M4 4v5h5",
  restart: "M4 12a8 8 0 1 0 2.5-5.8M4 4v5h5",
  batch: "M7 12h.01M12 12h.01M17 12h.01M5 6h14v12H5z",
  best: "m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z",
  more: "M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5v5M8 14.5v5",
  loop: "M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5",
}

/**
 * Give a button an icon and, in the visitor's language, its name.
 * @param {HTMLButtonElement} button
 * @param {string} name
 * @param {Record<string, string>} words
 */
export const setIcon = (button, name, words) => {
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`
  button.setAttribute("aria-label", words[name])
  button.title = words[name]
}
/**
 * A button with an icon.
 * @param {string} name
 * @param {Record<string, string>} words
 * @param {() => void} act
 */
export const iconButton = (name, words, act) => {
  const button = el("button", "nv-button")
  button.type = "button"
  button.dataset.testid = `player-${name}`
  button.onclick = act
  setIcon(button, name, words)
  return button
}
