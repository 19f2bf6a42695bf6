"""Networks that other programs made: read from their files, and written into them.

1. `model`: what a reader makes of a file, whatever its format: matrices, biases, names, what is said and what is not.
2. `bounds`: how much of a file may be unpacked; `zipped`: zip archives, no further than that.
3. `named`: what other programs call an activation function.
4. `arrays`: arrays by their names, as `npz` and `safetensors` have them; `keras_layers`: layers as Keras writes them.
5. `npz`, `safetensors`, `onnx` (on `protobuf`), `tfjs`, `keras_file` (on `hdf5`): one reader a format.
6. `opening`: which of them a file is for.
7. `arranging`: what a visitor may choose (order, orientation, activations), and the network that follows.
8. `whole`: the same without a document, for networks that are too wide for one; `slicing`: a part of such a network.
9. `writing`: the way out.

Bytes are parsed, and nothing in them is executed. Knows nothing of figures or pages.
"""
