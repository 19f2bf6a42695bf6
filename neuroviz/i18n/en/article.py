"""Words of the article page."""

WORDS: dict[str, str] = {
    "article.intro":
        "The article shows a whole layer in a few lines: a weighted sum, *z = Wx + b*, and then *a = tanh(z)*. "
        "The idea is exactly right. As printed, though, the code stops with an error, and behind the error wait "
        "two more lessons. Everything here is run while you read: the results are NumPy's own.",
    "article.source":
        "The article is a tutorial in Chinese, *{title}* (in English about: neural networks and the human nervous system, in "
        "theory and in Python: how the brain passes on signals). It sets a neural network beside the human brain, gives "
        "formulas for both, and runs one layer of a network.",
    "article.origin": "It came to this app as a bare text, without an author’s name and without an address, so there is nothing to link to.",
    "article.open": "Open this example in the studio",
    "article.again":
        "Your turn: open the example in the studio, make the weights, the biases and the inputs ten times smaller, "
        "and watch the neurons come back to life.",
    "article.happens": "1. What happens",
    "article.happens_numbers": "Two inputs, two neurons, these numbers:",
    "article.happens_line": "and this line for z. NumPy answers:",
    "article.why": "2. Why",
    "article.why_text":
        "A product takes each row of W, multiplies it number by number with a column of x, and adds up. So W must have "
        "as many columns as x has rows: **the two inner numbers must agree**. But `x = [[7, 8]]` has two pairs of "
        "brackets. It is not a list of two numbers but a table with one row.",
    "article.why_printed": "As printed, x lies down: one row. 2 columns meet 1 row, and there is no product.",
    "article.why_column": "Stood up as a column, x has 2 rows. The inner numbers agree, the outer ones, 2 and 1, "
                          "are the shape of z.",
    "article.right": "3. Two right ways",
    "article.right_column": "**x as a column**, as in the formula",
    "article.right_column_text": "b has to stand up as well, hence `b[:, np.newaxis]` (`b[:, None]` for short).",
    "article.right_row": "**x as a row**, as in practice",
    "article.right_row_text": "Each example is a row, so a thousand examples are a thousand rows and the line stays "
                              "the same. This is how this app, and nearly every library, does it.",
    "article.right_plain": "The article's own order works too, with one pair of brackets less: `x[0]` is the flat "
                           "vector `[7, 8]`, and `{code}` gives `{z}`.",
    "article.wrong": "4. Two wrong ways that say nothing",
    "article.wrong_text": "The error was the lucky case. These two repairs run without a word.",
    "article.wrong_bias": "**Only x stood up**",
    "article.wrong_bias_text":
        "A column plus a flat b: NumPy stretches both (the dotted boxes) until they fit, and adds every bias to every "
        "neuron. Two neurons, four results; the right ones are on the diagonal. This stretching is called broadcasting.",
    "article.wrong_transpose": "**The transpose forgotten**",
    "article.wrong_transpose_text":
        "The inner numbers agree, because W happens to be square. But now each neuron reads a column of W instead of "
        "its own row: weights 1 and 3 where 1 and 2 were meant.",
    "article.wrong_after":
        "And then tanh hides it. All four ways, right and wrong, print nothing but 1. So look at the shape first, "
        "then at z, and only then at a.",
    "article.one": "5. Is the answer really 1?",
    "article.one_text":
        "No. tanh never reaches 1. It comes so near that a computer's number, with its 16 digits, rounds it to 1, "
        "and subtracting from 1 then leaves nothing. Rewritten without the subtraction, the distance is still there:",
    "article.gap": "Distance from 1",
    "article.slope": "Slope of tanh",
    "article.subtracted": "by subtraction: {value}",
    "article.rewritten": "rewritten: {value}",
    "article.slope_subtracted": "as 1 − a²: {value}",
    "article.slope_stable": "as 1 / cosh² z: {value}",
    "article.figure.subtraction": "1 − tanh(z) by subtraction",
    "article.figure.rewritten": "the same, rewritten",
    "article.figure.ends": "from z = {z} on: 0",
    "article.gap_alt": "1 − tanh(z) from z = 0 to 62 on a logarithmic scale. Rewritten, it is a straight line down to "
                       "10 to the power of −54; by subtraction it frays and ends near z = 19.",
    "article.means": "6. What this means for learning",
    "article.learning": "Gradient descent multiplies by the slope. With a learning "
                        "rate of {rate} and an error signal of 1, one step changes the weight w = {w} of the first "
                        "neuron by {step}. Beside {w} that is too little to be written down: {result} "
                        "A saturated neuron has an answer, but it can no longer learn.",
    "article.learning_still": "after the step w is the same number as before.",
    "article.learning_moved": "after the step w is barely another number.",
    "article.remedy": "What helps is to keep z small: inputs scaled to about ±1 and small first weights. That is what "
                      "the Xavier and He ways of filling a network are for.",
    "article.slips": "7. Six small things in the text",
    "article.slip_activation":
        "**What an activation function acts on.** The article says it maps “the output of the input layer”. In fact g acts on "
        "each neuron's own z, in every hidden layer and in the output layer. The input layer has no z and no g.",
    "article.slip_comment":
        "**Whose output z is.** The comment beside the code calls z the output of the input layer. The input layer "
        "only holds x; z is the weighted sum of the layer after it, here of the only one that computes.",
    "article.slip_linear":
        "**“A network may be linear.”** It may, but then its layers are no use: two of them are one, as the line below "
        "shows, and one cannot do XOR. Being non-linear is not what sets the brain apart from networks; "
        "it is what makes networks worth building.",
    "article.slip_bias":
        "**Whose the bias is.** The article joins neurons by weights *and biases*. A weight belongs to a connection between two "
        "neurons; a bias belongs to one neuron alone, and there is one for each neuron, not for each connection.",
    "article.slip_synapse":
        "**Where neurons meet.** The article joins the brain's neurons by axons and does not name the **synapse**. The axon only leads "
        "to it: across a narrow gap a transmitter passes on the signal, and how strongly it does is what corresponds to a weight.",
    "article.slip_overfitting":
        "**Why networks overfit.** “Because the model is too complex” is one reason. Too few points and too much noise are the others; "
        "and very large networks often do well on new points all the same.",
    "article.more": "What the article asks and what it leaves open",
    "article.shapes_alt": "Matrices drawn as boxes, with their shapes: {shapes}.",
}
