// What a training is drawn with: a bundle of its own, which comes with its page.

import {bring} from "../lib/kinds.js"
import {Training} from "./training.js"

export default () => bring("training", Training)
