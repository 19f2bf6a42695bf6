// What the two neurons is drawn with: a bundle of its own, which comes with its page.

import {bring} from "../lib/kinds.js"
import {NeuronCanvas} from "./neuron.js"

export default () => bring("neuron", NeuronCanvas)
