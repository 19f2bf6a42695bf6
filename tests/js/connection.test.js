// The page is run anew once each time that its server was lost and is there again.

import assert from "node:assert/strict"
import {test} from "node:test"
import {Connection} from "../../neuroviz/ui/live_plot/js/lib/connection.js"

test("run anew when the connection has come back, and only then", () => {
  Object.assign(globalThis, {document: {querySelector: () => null}})
  let runs = 0
  const connection = new Connection()
  connection.follow(() => runs++)
  connection.is("CONNECTED")
  assert.equal(runs, 0)
  for (const state of ["PINGING_SERVER", "CONNECTING", "PINGING_SERVER", "CONNECTING"]) connection.is(state)
  assert.equal(runs, 0)
  connection.is("CONNECTED")
  connection.is("CONNECTED")
  assert.equal(runs, 1)
  connection.is("DISCONNECTED_FOREVER")
  connection.is("CONNECTED")
  assert.equal(runs, 2)
})
