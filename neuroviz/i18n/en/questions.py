"""Words of the page of open questions."""

WORDS: dict[str, str] = {
    "page.questions": "Questions",
    "page.questions.heading": "Three answers, three open questions",
    "questions.intro":
        "The article ends with three questions that it answers, and with three problems that it only names. Here are short "
        "answers, each with the page where you can cause the thing yourself; and, for the three problems, what is known, "
        "what you can try, and what is still open.",

    "questions.asked": "What the article asks",
    "questions.activation.asked": "What is an activation function?",
    "questions.activation.answer":
        "It turns a neuron's weighted sum z into what the neuron sends on, a = g(z). It works on each neuron's own sum, in "
        "every layer but the input, and it has to bend: without it, all the layers together are worth a single one.",
    "questions.activation.cause": "Drag along ten of them",
    "questions.descent.asked": "What is gradient descent?",
    "questions.descent.answer":
        "A way to make the loss smaller. The gradient says for each weight and each bias how the loss would rise if that number "
        "rose a little; so each is moved a small step the other way, again and again. It leads downhill, not always to the "
        "lowest place.",
    "questions.descent.cause": "Let four optimisers walk",
    "questions.overfitting.asked": "What is overfitting?",
    "questions.overfitting.answer":
        "A network does well on the points it has learnt from and clearly worse on new ones. It has learnt the chance errors of "
        "its points too. A network too large for its data is one cause; too few or too noisy data are the others.",
    "questions.overfitting.cause": "Cause it, and cure it",

    "questions.open": "What is still open",
    "questions.known": "What is known.",
    "questions.try": "Try it here.",
    "questions.unsettled": "Still open.",
    "questions.sources": "Sources: {sources}",

    "questions.fit": "Overfitting",
    "questions.fit.known":
        "More data, less noise, smaller weights and stopping in time help. But size alone does not decide. Very large networks "
        "can fit every training point exactly and still do well on new ones: past a certain size the test error can fall again "
        "(“double descent”).",
    "questions.fit.try":
        "Three networks learn the same few points. Move one lever after the other and watch the gap between training and test loss.",
    "questions.fit.unsettled":
        "Why such large networks generalise at all, and how to tell beforehand whether one will, is not settled.",

    "questions.explain": "Interpretability",
    "questions.explain.known":
        "A small network can be read. In a large one every number can be seen too, but what they mean together cannot. Explanations "
        "made afterwards can mislead: some methods draw nearly the same picture whether or not the network has learnt anything. Where much "
        "is at stake, some ask for models that can be read directly, rather than for explanations of those that cannot.",
    "questions.explain.try":
        "Weights and biases in the network of lemon, apple and bread: {count}. For something sour it says “lemon” with a share of "
        "**{before}**. Set the one weight from “{source}” to {neuron} to 0, and the share falls to **{after}**: further than with any "
        "other weight. So this one is what the answer hangs on. Now choose another input and guess first.",
    "questions.explain.digits": "Look at what each neuron of a network that reads digits looks for",
    "questions.explain.inside": "Put four lenses on it, and the sceptic’s tests beside them",
    "questions.privacy.page": "Guess who was in, attack, and defend",
    "questions.explain.open": "Open it with this weight selected",
    "questions.explain.unsettled":
        "Silencing one weight tells what it does for one input. How to say truthfully and in few words what billions of weights do together "
        "is open.",

    "questions.privacy": "Privacy",
    "questions.privacy.known":
        "A network that learns by heart also remembers whom it has learnt from. From its answers alone one can sometimes tell whether "
        "somebody's data were among the training data, which can give away an illness, for instance. Overfitting makes that easier, but is not "
        "needed for it. Three things help, each at a price: less overfitting; noise that is added while it learns, so that no single person matters "
        "much (differential privacy); data that stay on the device (federated learning), though what is sent instead can still give data away.",
    "questions.privacy.try":
        "On the overfitting page, look at the network that is too large: its loss is nearly 0 on training points and high on test points. Whoever "
        "sees only its loss at one point can therefore guess whether the point was learnt from.",
    "questions.privacy.unsettled":
        "How much a given network gives away can be bounded or tested, but both are hard for large ones, and how much privacy is worth how much "
        "accuracy is not for computers to say.",

    "questions.remains": "What remains",
    "questions.remains.text":
        "The article's main line stands: many simple units, joined by connections that learn, can do a great deal together. The likeness of network "
        "and brain helps in beginning. From there on it pays to know where it ends: in time, in the synapse, and in the way the error is found.",
    "questions.article_link": "The article's code, and six slips in its text",
    "questions.neuron_link": "Where the likeness of network and brain ends",
}
