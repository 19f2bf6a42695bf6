// What the digits' page is drawn with: a bundle of its own, which comes with its page.

import {bring} from "../lib/kinds.js"
import {Digits} from "./digits.js"

export default () => bring("digits", Digits)
