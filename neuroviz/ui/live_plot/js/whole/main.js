// What draws models of any width: a bundle of its own, which comes with their numbers on their page alone.

import {shared} from "../lib/shared.js"
import {Numbers} from "./numbers.js"
import {Whole} from "./whole.js"

/** @type {Numbers | null} of the model that is on the page */
let numbers = null

/** @param {import("../protocol.js").Component} component data: a line of JSON, and the numbers as they are */
export default ({data}) => {
  const end = data.indexOf(10)
  const {name, kind, sizes} = JSON.parse(new TextDecoder().decode(data.subarray(0, end)))
  if (numbers?.name !== name) numbers = new Numbers(name, kind, sizes, data.subarray(end + 1))
  const arrived = shared.whole?.arrived
  shared.whole = {make: (host) => new Whole(host, () => /** @type {Numbers} */ (numbers)), pack: name}
  arrived?.()
}
