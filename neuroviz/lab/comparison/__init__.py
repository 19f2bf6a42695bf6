"""The two neurons side by side: one set of inputs and weights, what each of them makes of it.

`nn` and `bio` do not know each other. Here a `document.Neuron` is translated for both: a value into firing rates, a
weight into a conductance, a bias into a steady current; and what comes out, a value here, a firing rate there, is laid
side by side.
"""
