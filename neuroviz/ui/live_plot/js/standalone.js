// A page of its own, without a server: the saved web page (neuroviz/ui/live_plot/standalone.py). Its canvas is the app's;
// its view says "fixed", so that nothing is offered there that only a server could answer.

import {live, shared} from "./lib/shared.js"

// What is left of a sheet of paper between its margins: A4's 210 mm, a little less than Letter's 216, without 2 × 15 mm.
const PAPER = "180mm"

// A browser may deny a file, or a page in a frame, its storage: the player's settings then last as long as the page.
const provideStorage = () => {
  try {
    sessionStorage.getItem("")
  } catch {
    const kept = new Map()
    const value = {
      getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ text) => kept.set(name, text),
    }
    Object.defineProperty(window, "sessionStorage", {value})
  }
}

/**
 * Show what the page holds.
 * @param {Element} place where the canvas goes
 * @param {string} content as JSON: {words, message}
 */
export const open = (place, content) => {
  provideStorage()
  const {words, message} = JSON.parse(content)
  shared.words = words
  shared.draw?.({
    parentElement: place,
    data: new TextEncoder().encode(JSON.stringify(message)),
    setTriggerValue: () => {},
  })
  // What was drawn for a screen is drawn for paper: letters keep their size, the picture gets the paper's width.
  const fit = (/** @type {string} */ width) => () => {
    for (const {root} of live) root.style.width = width
    for (const canvas of live) canvas.fit()
  }
  window.addEventListener("beforeprint", fit(PAPER))
  window.addEventListener("afterprint", fit(""))
}
