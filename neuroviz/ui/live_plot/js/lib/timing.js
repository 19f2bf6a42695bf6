// Paces that several pictures keep.

// A drag on its way to Python: one message each so many ms.
export const SEND_EVERY_MS = 90
// Where the picture follows the hand by itself, Python hears of it when the hand rests, and this often on a long way.
export const RESTS_AFTER_MS = 250
export const SEND_AT_LEAST_EVERY_MS = 1000
// After an edit, what it led to is seen for so long before the way there is played.
export const REPLAY_AFTER_MS = 450
// The first time, before it is played.
export const FIRST_AFTER_MS = 300
export const SPEEDS = [0.25, 0.5, 1, 2, 4]
