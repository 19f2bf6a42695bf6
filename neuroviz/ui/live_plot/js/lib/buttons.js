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
  previous: "m15 5-7 7 7 7",
  next: "m9 5 7 7-7 7",
  smaller: "M3 19 8 6l5 13M5 15h6M16 13h6",
  larger: "M3 19 8 6l5 13M5 15h6M16 13h6M19 10v6",
  spotlight: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2",
  black: "M3 5h18v12H3zM8 21h8",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  keys: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01",
  room: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20c0-4 3-6 7-6s7 2 7 6M16 4a4 4 0 0 1 0 7M18 14c2.5.8 4 2.8 4 6",
  predict: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18h.01M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  leave: "M6 6l12 12M18 6 6 18",
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
  const button = el("button", "nv-button", null, `player-${name}`)
  button.type = "button"
  button.onclick = act
  setIcon(button, name, words)
  return button
}
