"""Words of the activations page."""

WORDS: dict[str, str] = {
    "activations.intro":
        "A neuron adds up its inputs to one number, *z*; its activation function turns *z* into what it passes on, "
        "*a = g(z)*. **Drag across the picture**: the tangent's steepness is the height of the dashed curve, and all that "
        "learning has to go by.",
    "activations.choose": "Function",
    "activations.compare": "Compare with",
    "activations.compare_none": "nothing",
    "activations.z": "z",
    "activations.z_exact": "z, exactly",
    "activations.figure.derivative": "slope of {name}",
    "activations.figure.point": "{name}({z}) = {value}",
    "activations.figure.slope": "slope {slope}",
    "activations.figure_label": "{names}, each with its derivative dashed and the tangent at z = {z}. {values}",
    "activations.bars":
        "The bars below the picture mark where learning stalls: faint where the slope is smaller than {flat} in size, "
        "solid where it is exactly 0.",
    "activations.here": "**At z = {z}**: value **{value}**, slope **{slope}**",
    "activations.range": "**Range**: {range}",
    "activations.range_both": "between {low} and {high}",
    "activations.range_low": "from {low} upwards, without end",
    "activations.range_none": "every number",
    "activations.saturates": "**Saturates** (the slope fades to 0): {where}",
    "activations.saturates_both": "on both sides",
    "activations.saturates_low": "towards −∞ only",
    "activations.saturates_high": "towards +∞ only",
    "activations.saturates_none": "nowhere",
    "activations.dies": "**Dies** (the slope is exactly 0): z from {low} to {high}",
    "activations.dies_none": "**Dies** (the slope is exactly 0): nowhere",
    "activations.kink": "**No tangent** at z = {z}, where it bends or jumps; there the program takes the slope {slope}.",
    "activations.for_title": "What it is for.",
    "activations.wrong_title": "What goes wrong.",
    "activations.for.sigmoid":
        "It squeezes any z in between 0 and 1, so its value reads well as a probability: "
        "the usual last step of a network that answers yes or no.",
    "activations.wrong.sigmoid":
        "Its slope is never more than 0.25 and fades on both sides. Through many layers such factors multiply, "
        "and the first layers hear almost nothing of the error.",
    "activations.for.tanh":
        "A sigmoid stretched so that its middle is 0: the next layer gets numbers of both signs. "
        "A good companion in small and in recurrent networks.",
    "activations.wrong.tanh":
        "Beyond about ±3 it is flat. The article's z = 28 and 59 lie so far out that a computer's number "
        "cannot tell tanh from 1 any more.",
    "activations.for.relu":
        "It lets what is positive pass and silences the rest. Cheap, never flat for z > 0, "
        "and the first choice for hidden layers.",
    "activations.wrong.relu":
        "A neuron whose z is negative for every input has slope 0 for all of them and hardly ever learns again: "
        "a dead ReLU.",
    "activations.for.leaky_relu":
        "A ReLU that keeps a little slope, 0.01, on the negative side, so that a silent neuron can find its way back.",
    "activations.wrong.leaky_relu":
        "On that side it learns a hundred times more slowly, and the 0.01 is one more number that somebody has to choose.",
    "activations.for.elu":
        "Like ReLU for positive z, but it bends gently down to −1. Activations stay nearer to 0 on average, "
        "which makes life easier for the next layer.",
    "activations.wrong.elu":
        "It costs an exponential, and far to the left it is flat after all.",
    "activations.for.softplus":
        "A ReLU with its corner rounded off; its derivative is exactly the sigmoid. "
        "Handy where an output must be positive, such as a width or a rate.",
    "activations.wrong.softplus":
        "It is never quite 0, so no neuron is ever really silent, and in hidden layers it seldom does better than "
        "the cheaper ReLU.",
    "activations.for.gelu":
        "It weights z by the chance that a normally distributed number lies below z: a smooth ReLU, and the choice of "
        "BERT and GPT-2. Most newer language models use a gated relative, SwiGLU (Shazeer 2020). Drawn here in its tanh form.",
    "activations.wrong.gelu":
        "It dips to −0.17 near z = −0.75. Left of the dip the slope is negative: there a larger z gives a smaller a.",
    "activations.for.linear":
        "It passes z on as it is. Right for an output that may be any number: a price, a temperature.",
    "activations.wrong.linear":
        "Between layers it adds nothing. Any number of linear layers is worth one linear layer, "
        "and that one cannot even do XOR.",
    "activations.for.step":
        "All or nothing, 0 or 1, as in the first artificial neurons (McCulloch and Pitts, 1943). "
        "Logic gates can be read straight off it.",
    "activations.wrong.step":
        "Its slope is 0 wherever it has one. Gradient descent finds nothing to follow, "
        "so a network of steps cannot be trained that way.",
    "activations.for.softmax":
        "It turns the z of a whole layer into shares that add up to 1: the usual last step when one class out of "
        "several has to be picked.",
    "activations.wrong.softmax":
        "Only differences between the z count, and the shares add up to 1 even for an input unlike anything "
        "the network has seen. A large share is not the same as being right.",
    "activations.neighbours":
        "Softmax always needs its neighbours. The curve shows the share of **neuron 1** as its own z moves "
        "while the z of two others stay fixed. Move them too: the three shares always add up to 1.",
    "activations.neighbour": "z of neuron {i}",
    "activations.share": "neuron {i}<br>z = {z}<br>{share}",
    "activations.shares_label": "The three shares of softmax as one bar of length 1: {shares}",
    "activations.gallery": "All ten in one frame",
    "activations.gallery_note":
        "Each with its slope dashed, z from −4 to 4. Softmax is drawn as one neuron beside two others with z = 0 and 1.",
    "activations.gallery_bounded": "They level off on both sides",
    "activations.gallery_open": "They go on rising",
}
