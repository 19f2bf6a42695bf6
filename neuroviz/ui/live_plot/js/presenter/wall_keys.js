// What a key means where the page is shown on a wall: those of the teacher's keyboard, and those that clickers send.

import {isChosenFrom, isPlain, isTypedInto, keptByField, moveOf} from "../lib/keys.js"

/** @typedef {"leave" | "spotlight" | "black" | "full" | "keys" | "larger" | "smaller"} Act */
/** @typedef {import("../lib/keys.js").Move} Move */

/** @type {Record<string, Act>} */
const ACTS = {
  Escape: "leave",
  s: "spotlight",
  b: "black",
  // A clicker darkens the screen with a full stop, and begins the show with F5, which would load the page anew.
  ".": "black",
  f: "full",
  F5: "full",
  "?": "keys",
  "+": "larger",
  "=": "larger",
  "-": "smaller",
}

// A clicker's two large buttons. What is between them is not read, so nothing is lost where they do not scroll.
/** @type {Record<string, Move>} */
const CLICKER = {PageUp: "back", PageDown: "forward"}

/**
 * What is to be done, or null where the key means nothing here or belongs to what has the focus.
 * @param {KeyboardEvent} e
 * @returns {{act?: Act, move?: Move} | null}
 */
export const wallKey = (e) => {
  if (!isPlain(e)) return null
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key
  const own = !isTypedInto(e.target) && !isChosenFrom(e.target)
  if (key in ACTS) return own ? {act: ACTS[key]} : null
  if (key in CLICKER) return own ? {move: CLICKER[key]} : null
  const move = moveOf(key)
  return move && !keptByField(key, e.target) ? {move} : null
}
