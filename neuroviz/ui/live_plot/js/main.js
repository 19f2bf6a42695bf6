// What reaches the browser: the component that brings the words, and the canvases that wait for it.

import {watchHelp} from "./help.js"
import {HistoryBar} from "./history.js"
import {lent} from "./lent.js"
import {Connection} from "./lib/connection.js"
import {whenHandChanges} from "./lib/hand.js"
import {bring, kindOf} from "./lib/kinds.js"
import {late} from "./lib/late.js"
import {leaving} from "./lib/leaving.js"
import {providePlotly} from "./lib/plotly.js"
import * as plotly from "./lib/plotly_internals.js"
import {watchFocus} from "./lib/refocus.js"
import {live, shared} from "./lib/shared.js"
import {Theme} from "./lib/theme.js"
import {NetworkCanvas} from "./network/network.js"
import {NumberTable} from "./number_table.js"
import {Presenter} from "./presenter/presenter.js"
import {GlanceMount, RoomMount, room} from "./room/room.js"
import {open} from "./standalone.js"

for (const [name, kind] of Object.entries({
  table: NumberTable,
  figure: NetworkCanvas,
  known: NetworkCanvas,
  history: HistoryBar,
  room: RoomMount,
  glance: GlanceMount,
}))
  bring(name, kind)
shared.lent = lent

// For whoever asks, in the console or in a test, what this Plotly has of all that is relied on.
shared.plotly = plotly

/** @type {WeakMap<Element, import("./lib/kinds.js").Mount>} */
const mounts = new WeakMap()

/**
 * Streamlit calls this with each view, and what it returns where the component goes, but also at once where a newer view
 * came before the call was over: then the place is still in the page, and the canvas is the newer view's too.
 * @param {import("./protocol.js").Component} component
 */
const draw = (component) => {
  const {parentElement} = component
  /** @type {import("./protocol.js").Message} */
  const data = JSON.parse(new TextDecoder().decode(component.data))
  /** @type {(() => void) | undefined} */
  let clean
  let gone = false
  const kind = kindOf(data.view.kind, () => {
    if (!gone) clean = draw(component)
  })
  if (!kind)
    return () => {
      gone = true
      clean?.()
    }
  const mount = mounts.get(parentElement) ?? new kind(parentElement)
  mounts.set(parentElement, mount)
  mount.update(component, data)
  return () => {
    if (parentElement.isConnected) return
    if (mounts.get(parentElement) === mount) mounts.delete(parentElement)
    mount.destroy()
  }
}

shared.open = (place, content) => {
  shared.draw = draw
  open(place, content)
}
shared.providePlotly = providePlotly
const reword = () => {
  for (const mount of live) mount.reword()
}
watchHelp()
whenHandChanges(reword)
leaving.watch()
watchFocus()

const theme = new Theme()
const connection = new Connection()

/** @type {Presenter | null} the bar of the projector view */
let presenter = null

/**
 * @param {import("./protocol.js").PresenterData | null} data
 * @param {(name: string, value: unknown) => void} say
 */
const present = (data, say) => {
  if (data && presenter) presenter.update(data, say)
  else if (data) presenter = new Presenter(data, say)
  else {
    presenter?.destroy()
    presenter = null
  }
}

/**
 * @param {{data: import("./protocol.js").PageData, parentElement: Element,
 *   setTriggerValue: (name: string, value: unknown) => void}} component
 */
export default ({data, parentElement, setTriggerValue}) => {
  const say = (/** @type {string} */ name, /** @type {unknown} */ value) => leaving.say(name, value)
  shared.askForPlotly = () => say("plotly", true)
  const reworded = shared.words && JSON.stringify(shared.words) !== JSON.stringify(data.words)
  shared.words = data.words
  shared.present = !!data.presenter
  shared.predict = () => room().view?.role !== "follows" && say("room", {kind: "ask"})
  shared.openRoom = () => {
    const {card, leads} = room()
    if (leads) return card.toggle()
    card.wanted = true
    say("room", {kind: "open"})
  }
  present(data.presenter, say)
  room().page(data.in_room, say)
  if (reworded) reword()
  document.documentElement.lang = data.words.html_lang
  // From now on: no canvas is drawn before its words are here.
  shared.draw = draw
  for (const ready of shared.waiting.splice(0)) ready()
  leaving.arrived(setTriggerValue, parentElement)
  late.answered(say, data.late, data.session)
  theme.follow(data.theme, (scheme) => say("theme", scheme))
  connection.follow(() => say("again", true))
}
