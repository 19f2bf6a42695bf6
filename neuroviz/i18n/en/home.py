"""Words of the first page."""

WORDS: dict[str, str] = {
    "home.lead": "A neural network passes a signal from layer to layer. Here you can take one apart, change any number in it, and watch every neuron add up what it gets and decide what to send on.",
    "home.begin": "Open the studio",
    "home.studio": "**Studio.** Build a network, drag its connections, and step through the signal term by term. Undo everything; share it as a link.",
    "home.neuron": "**Two neurons.** The same inputs drive an artificial neuron and a simulated living one, side by side. Ten experiments, from the first spike to the pufferfish's poison.",
    "home.descent": "**Gradient descent.** The true hills of the loss, and four optimisers walking down them. Then the way back: who is to blame, neuron by neuron.",
    "home.training": "**Training.** Press play, watch every neuron find its part, and travel back in time. Ten data sets, or your own.",
    "home.overfitting": "**Overfitting.** Three networks, the same few points: too small, right, too large. Cause it, see it, cure it.",
    "home.activations": "**Activations.** Ten functions that turn a sum into a signal: drag along each curve and see where it saturates and where it dies.",
    "home.article": "**The example.** A few lines of NumPy that look right and fail. Why they fail, how they can fail without a word, and what tanh(28) hides.",
}
