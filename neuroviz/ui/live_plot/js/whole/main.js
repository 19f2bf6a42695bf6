// What draws models of any width: a bundle of its own, which comes with their numbers on their page alone.

import {bring} from "../lib/kinds.js"
import {WholeCanvas} from "./canvas.js"
import {Numbers} from "./numbers.js"

/** @param {import("../protocol.js").Component} component data: a line of JSON, and the numbers as they are */
export default ({data}) => {
  const end = data.indexOf(10)
  const {name, kind, sizes} = JSON.parse(new TextDecoder().decode(data.subarray(0, end)))
  WholeCanvas.bring(name, () => new Numbers(name, kind, sizes, data.subarray(end + 1)))
  bring("whole", WholeCanvas)
}
