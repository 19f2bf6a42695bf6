"""Words of the first page."""

WORDS: dict[str, str] = {
    "home.lead": "Change any number and watch every neuron add up what it gets. Then send the same signal into a simulated living neuron.",
    "home.layers": "On the left, the **input layer** holds the numbers that go in. The **hidden layers** between compute with them, and the **output layer** on the right gives the answer.",
    "home.begin": "Play with it",
    "home.teach": "I am teaching",
    "home.teach.help": "Opens the studio in large type, for the projector. Esc leads back.",
    "home.prompt": "Drag a connection up or down",
    "home.prompt_touch": "Tap a connection, then drag it up or down",
    "home.verb.studio": "Build a network",
    "home.verb.activations": "Slide along a curve",
    "home.verb.article": "Find the bug",
    "home.verb.neuron": "Make it fire",
    "home.verb.descent": "Roll downhill",
    "home.verb.training": "Let it learn",
    "home.verb.overfitting": "Learn by heart",
    "home.verb.digits": "Draw a digit",
    "home.verb.inside": "Ask why",
    "home.verb.whole": "Open a real one",
    "home.verb.privacy": "Guess who",
    "home.verb.questions": "Ask on",
    "home.article_source": "This app grew from an article in Chinese, *{title}*, which explains how a network and a brain pass on signals. All that the article tells can be done by hand here, and where it slips, this app says so.",
    "home.compare": "A network and a brain",
    "home.share.title": "What they share",
    "home.share.text":
        "- **Many simple units.** Each adds up what reaches it through its connections: some are strong, some weak, some hold it back.\n"
        "- **A bend.** What a unit sends on is not in proportion to what it gets. A network has its activation function for that, a neuron its threshold.\n"
        "- **Learning** changes how strong the connections are.",
    "home.differ.title": "Where they differ",
    "home.differ.text":
        "- **A number or spikes.** A unit of a network computes one number, layer by layer. A neuron fires spikes, almost all of one size, whenever it is ready: what counts is when they come and how often.\n"
        "- **A connection or a synapse.** A connection is a number and always delivers. Between two neurons lies a synapse, which releases its transmitter at random.\n"
        "- **The error.** In training, each unit is told its share of the error. How a brain finds out which synapses to change is an open question.",
    "home.compare.more": "See both at work, and where the likeness ends",
    "home.pages": "What you can do here",
    "home.studio": "Build a network, drag its connections, and step through the signal term by term. Undo everything; share it as a link.",
    "home.activations": "Ten functions that turn a sum into a signal: drag along each curve and see where it saturates and where it dies.",
    "home.article": "A few lines of NumPy that look right and fail: why they fail, how they can fail without a word, and what tanh(28) hides.",
    "home.neuron": "The same inputs drive an artificial neuron and a simulated biological one, side by side. Ten experiments, from the first spike to the pufferfish's poison.",
    "home.descent": "The real loss landscape, and four optimisers walking down it; then backpropagation: each neuron's share of the error.",
    "home.training": "Press play, watch every neuron find its part, and travel back in time. Ten data sets, or your own.",
    "home.overfitting": "Three networks, the same few points: too small, just right, too large. Cause it, see it, cure it.",
    "home.digits": "Draw a digit and watch it travel through a trained network, layer by layer. See what each neuron looks for, and where it errs.",
    "home.inside": "Four lenses on a network that reads digits: saliency, occlusion, lesions, dreams. And the tests that show which of them can be trusted.",
    "home.whole": "A model as wide as they are, up to a million numbers: the signal through every layer, and each weight within reach. Bring your own, or begin with one that reads digits.",
    "home.privacy": "Who was in the training data? Guess, then let a threshold on the loss guess. See what helps, from more data to noise, and what each remedy costs.",
    "home.questions": "The article's three questions, with short answers, and three that nobody has settled: overfitting, interpretability, privacy.",
}
