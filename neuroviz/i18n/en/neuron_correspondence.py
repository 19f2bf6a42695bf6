"""Words of the table of what corresponds, and of what the article says and science says."""

WORDS: dict[str, str] = {
    "neuron.correspondence.heading": "What corresponds, and where it breaks",
    "neuron.correspondence.intro":
        "The two share many words, and that helps in learning them. Every likeness ends somewhere, though, and the table "
        "says where.",
    "neuron.correspondence.artificial": "In a network",
    "neuron.correspondence.biological": "In a brain",
    "neuron.correspondence.breaks": "Where it breaks",
    "neuron.correspondence.source": "Source",
    "neuron.correspondence.two_authors": "{first} and {second}",
    "neuron.correspondence.many_authors": "{first} et al.",
    "neuron.correspondence.cited": "{authors} ({year})",

    "neuron.correspondence.inputs.artificial": "The inputs x",
    "neuron.correspondence.inputs.biological": "Spikes of other neurons, arriving at the dendrites",
    "neuron.correspondence.inputs.breaks":
        "Dendrites compute for themselves. To imitate a detailed model of a single cortical pyramidal cell took a network of "
        "five to eight layers.",
    "neuron.correspondence.weight.artificial": "A weight w, of either sign",
    "neuron.correspondence.weight.biological":
        "How many contacts there are, how readily they release, and which receptors answer, how strongly",
    "neuron.correspondence.weight.breaks": "By Dale's principle a neuron, as a rule, excites or inhibits, not both. A unit's outgoing weights may mix their signs.",
    "neuron.correspondence.sum.artificial": "The weighted sum Wx",
    "neuron.correspondence.sum.biological": "Currents that meet at the soma",
    "neuron.correspondence.sum.breaks": "Synapses open conductances, whose effects mostly add up to less than their sum. On this page's integrate-and-fire cell one spike through a weight of {weight} lifts V by {one} mV, ten together by {ten} mV and not {sum}; and what does not arrive together adds up to less still. With NMDA receptors or dendritic spikes it can be more.",
    "neuron.correspondence.bias.artificial": "The bias b",
    "neuron.correspondence.bias.biological": "A steady current, or a lower threshold (b ~ −θ), where the axon begins: at its initial segment",
    "neuron.correspondence.bias.breaks":
        "A bias keeps still while the network runs. A threshold moves: it rises with the membrane potential and after every "
        "spike, as sodium channels inactivate and potassium channels open.",
    "neuron.correspondence.activation.artificial": "The activation function g",
    "neuron.correspondence.activation.biological": "The f–I curve: how many spikes a second a steady current gives",
    "neuron.correspondence.activation.breaks": "Its shape depends on the cell. An integrate-and-fire neuron starts continuously from 0 Hz, Hodgkin and Huxley's jumps at once to about 50 Hz. The refractory period sets a ceiling for both, and in Hodgkin and Huxley's the depolarisation block besides.",
    "neuron.correspondence.rate.artificial": "The activation a, one number",
    "neuron.correspondence.rate.biological": "The firing rate",
    "neuron.correspondence.rate.breaks":
        "An average hides when each spike came. Given an input that fluctuates, neurons in slices of rat cortex repeat their "
        "spikes to within a millisecond.",
    "neuron.correspondence.tick.artificial": "One tick a layer",
    "neuron.correspondence.tick.biological": "Time without ticks: delays, time constants, a refractory period",
    "neuron.correspondence.tick.breaks":
        "Layers wait for one another, neurons do not. Whether two inputs add up depends on how soon the second follows.",
    "neuron.correspondence.release.artificial": "A connection hands on exactly w·a",
    "neuron.correspondence.release.biological": "Vesicles of transmitter, released at random",
    "neuron.correspondence.release.breaks":
        "The same spike may release several packets, or none. With 5 release sites, each with probability 0.3, about one "
        "spike in six releases nothing.",
    "neuron.correspondence.learning.artificial": "Backpropagation: each weight is told its share of the error",
    "neuron.correspondence.learning.biological": "Hebb's rule and spike timing: a synapse knows its own two neurons, and what neuromodulators tell many synapses at once (a third factor)",
    "neuron.correspondence.learning.breaks": "Whether the brain approximates such gradients, and how, is an open question.",
    "neuron.correspondence.types.artificial": "Units all alike",
    "neuron.correspondence.types.biological": "Many types: regular, fast, bursting and more",
    "neuron.correspondence.types.breaks":
        "The same current makes one cell tick and another burst. One comparison of models lists 20 features of firing; the "
        "units of a layer mostly share a single g.",
    "neuron.correspondence.glia.artificial": "Nothing",
    "neuron.correspondence.glia.biological": "Glia, about as many cells as there are neurons",
    "neuron.correspondence.glia.breaks":
        "They feed neurons, insulate axons and tune synapses, and a network has nothing in their place. That there are ten "
        "of them to each neuron is an old error.",
    "neuron.correspondence.energy.artificial": "Graphics processors: one for data centres, such as the H100, is built for 350 to 700 watts",
    "neuron.correspondence.energy.biological": "About 86 billion neurons on about 20 watts",
    "neuron.correspondence.energy.breaks":
        "20 watts is a rounded figure, and the watts buy different things. A large part of the brain's pays for signals: "
        "ions that have crossed the membrane are pumped back.",

    "neuron.correspondence.article_heading": "The article says, science says",
    "neuron.correspondence.article_intro":
        "The article brings two fields together, and its main line stands. Six places deserve a second look.",
    "neuron.correspondence.says": "The article says",
    "neuron.correspondence.science": "Science says",
    "neuron.correspondence.oxidation.says": "Signals in the brain are a matter of electrochemical oxidation.",
    "neuron.correspondence.oxidation.science":
        "They are ions that cross the membrane through channels, and transmitters that cross the gap between two cells. "
        "Oxidation only pays for it: it makes the ATP that drives the ion pumps.",
    "neuron.correspondence.cells.says": "The brain also has other kinds of neuron: cell bodies and collagen cells.",
    "neuron.correspondence.cells.science": "The cell body, or soma, is a part of a neuron. The brain's other large family of cells is glia. It may be a slip of the pen: in Chinese, glia and collagen differ by one character.",
    "neuron.correspondence.acts_on.says": "An activation function works on the output of the input layer.",
    "neuron.correspondence.acts_on.science":
        "It works on each unit's own z, in every hidden layer and in the output layer. The input layer has nothing "
        "to activate.",
    "neuron.correspondence.linear.says": "The brain is non-linear; a network can be linear or not.",
    "neuron.correspondence.linear.science":
        "True. But linear layers, however many, are together a single one (with a bias: one affine map) and cannot even do "
        "XOR. Being non-linear is the point of both.",
    "neuron.correspondence.formula.says": "In the brain, I = g(E).",
    "neuron.correspondence.formula.science": "Not a standard formula. With these letters physiology writes I = g·(V − E): a current is a conductance g times the distance of V from the reversal potential E. The counterpart of a = g(z) is the f–I curve.",
    "neuron.correspondence.code.says": "The code computes z and prints tanh(z).",
    "neuron.correspondence.code.science": "As printed it stops with an error; the page linked below shows why, and how to put it right.",
}
