// What the three trainings is drawn with: a bundle of its own, which comes with its page.

import {bring} from "../lib/kinds.js"
import {Overfitting} from "./overfitting.js"

export default () => bring("overfitting", Overfitting)
