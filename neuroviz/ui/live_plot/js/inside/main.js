// What the lenses' page is drawn with: a bundle of its own, which comes with its page.

import {bring} from "../lib/kinds.js"
import {LookInside} from "./inside.js"

export default () => bring("inside", LookInside)
