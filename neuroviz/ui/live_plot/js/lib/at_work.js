// What Streamlit's page says of the script that runs for it.

export const LOOK_MS = 50
// A server that is at work will answer; one whose last word was lost seems to be at work for ever.
export const MOST_WAIT_MS = 6000

const state = () =>
  globalThis.document?.querySelector?.("[data-test-script-state]")?.getAttribute("data-test-script-state")

/** Whether a script runs, as far as the page knows. */
export const isAtWork = () => state() === "running"

/**
 * Does something when no script runs and none was asked for, or after MOST_WAIT_MS.
 * @param {() => void} act
 * @param {number} [waited]
 */
export const whenAtRest = (act, waited = 0) => {
  if (waited < MOST_WAIT_MS && ["running", "rerunRequested"].includes(state() ?? ""))
    setTimeout(() => whenAtRest(act, waited + LOOK_MS), LOOK_MS)
  else act()
}
