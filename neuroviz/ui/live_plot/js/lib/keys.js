// The keys of a player, the same on every picture, those of undo and redo, and which of them belong to what has the focus.

/** @typedef {"toggle" | "back" | "forward" | "first" | "last"} Move */

/** @type {Record<string, Move>} */
const MOVES = {" ": "toggle", ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last"}

// Where a letter is a letter, and an undo the field's own.
const TYPED_INTO = "textarea, [contenteditable], input:not([type=range]):not([type=checkbox]):not([type=radio])"
const CHOSEN_FROM = "select, [role=listbox], [role=radiogroup]"
const PRESSED = "button, summary, input[type=checkbox], [role=button]"
const SCROLLED = ["ArrowLeft", "ArrowRight", "Home", "End"]

/**
 * Whether a key belongs to the field, button or scrolling box that has the focus.
 * @param {string} key
 * @param {EventTarget | null} target
 * @param {EventTarget | null} [root] the picture itself
 */
export const keptByField = (key, target, root = null) => {
  if (!(target instanceof Element)) return false
  if (target.closest(`${TYPED_INTO}, ${CHOSEN_FROM}`)) return true
  if (target.closest("input[type=range]")) return key !== " "
  if (target.closest(PRESSED)) return key === " "
  return target !== root && SCROLLED.includes(key) && target.scrollWidth > target.clientWidth
}

/** @param {KeyboardEvent} e */
export const isPlain = (e) => !(e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented)

/**
 * Do what a key means to a player; whether there was anything to do.
 * @param {KeyboardEvent} e
 * @param {Record<Move, () => void>} moves
 */
export const playerKey = (e, moves) => {
  const move = MOVES[e.key]
  if (!move || !isPlain(e) || keptByField(e.key, e.target, e.currentTarget)) return false
  moves[move]()
  e.preventDefault()
  e.stopPropagation()
  return true
}

/**
 * Whether what has the focus is typed into.
 * @param {EventTarget | null} target
 */
export const isTypedInto = (target) => target instanceof Element && !!target.closest(TYPED_INTO)

/**
 * Whether a letter would choose something in it.
 * @param {EventTarget | null} target
 */
export const isChosenFrom = (target) => target instanceof Element && !!target.closest(CHOSEN_FROM)

/**
 * What a key means to a player.
 * @param {string} key
 * @returns {Move | undefined}
 */
export const moveOf = (key) => MOVES[key]

/**
 * Undo and redo from anywhere on the page, but not where a text field has an undo of its own.
 * @param {KeyboardEvent} e
 * @param {Partial<Record<"undo" | "redo", HTMLButtonElement>>} buttons
 */
export const undoKey = (e, {undo, redo}) => {
  if (!(e.ctrlKey || e.metaKey) || isTypedInto(e.target)) return
  const key = e.key.toLowerCase(),
    button = key === "y" || (e.shiftKey && key === "z") ? redo : key === "z" ? undo : null
  if (!button) return
  e.preventDefault()
  if (!button.disabled) button.click()
}
