"""What a visitor made, written as code that can be run without this app.

Documents in, source text out: nothing here computes the network or knows a screen. A script is a list of sections, so
that it can become one file or one notebook. What is said in it (comments, printed words) comes as words that are
already in the visitor's language.

    text       literals, comments, sections; a script as a file
    notebook   the same as a Jupyter notebook
    network    a network and its input, layer by layer: NumPy, PyTorch, Keras, JAX
    learning   a training run from the same start with the same data: the same four
    neuron     the biological neuron: NumPy, Brian2

All numbers are written so that reading them gives the same bits again.
"""
