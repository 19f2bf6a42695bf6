// What a browser is told of a room. Python's side is neuroviz/ui/live_plot/protocol/room.py.

/**
 * What concerns this visitor.
 * @typedef {object} RoomView
 * @property {"room"} kind
 * @property {"leads" | "follows" | "alone"} role
 * @property {string} code
 * @property {string} secret of the presenter, kept for a reload
 * @property {string} address of the room
 * @property {string} qr the same as a picture
 * @property {string} sheets where the document that was kept last is found
 * @property {boolean} following whether the room's document is shown
 * @property {number} sheet which of the room's documents the page shows
 * @property {number} model which of its models
 * @property {string} page
 * @property {[kind: string, text: string][]} asks what can be asked here
 * @property {AskedQuestion | null} question
 * @property {string} refused what could not be done
 * @property {Record<string, string>} words
 */

/**
 * A question, worded for the visitor.
 * @typedef {object} AskedQuestion
 * @property {number} number
 * @property {string} text
 * @property {string[]} options none where the answer is a number
 * @property {string} symbol of the number that is asked for
 * @property {number} low
 * @property {number} high
 * @property {number | null} answer the visitor's
 * @property {number[]} truth once it is known
 */

/** @typedef {AskedQuestion & {revealed: boolean}} Question */

/**
 * What concerns all in a room; most of it only where the room is open.
 * @typedef {object} Glance
 * @property {"glance"} kind
 * @property {string} code
 * @property {boolean} there
 * @property {number} people
 * @property {string} page
 * @property {Place} place
 * @property {number} sheet
 * @property {number} model
 * @property {number} handed
 * @property {boolean} frozen
 * @property {{number: number, revealed: boolean, truth: number[]} | null} question
 * @property {number} answered
 * @property {number[]} counts
 */

/**
 * Where the presenter's picture stands.
 * @typedef {object} Place
 * @property {number | null} at
 * @property {string} unit
 * @property {number[] | null} pointed
 * @property {number[] | null} selected
 */

export {}
