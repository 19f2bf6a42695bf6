"""How large the parts of a document may be. Widgets, loaders and tests all read these numbers."""

MAX_LAYERS = 10
"""Layers of a network, input and output included."""

MAX_NEURONS = 32
"""Neurons in one layer."""

MAX_WHOLE_NEURONS = 1024
"""Neurons in one layer of a model that is opened whole, beside the document; `models.bounds` says how many numbers."""

MAX_WHOLE_CHANGED = 1000
"""Numbers of such a model that a visitor may change: they are kept beside it, and travel with each view."""

MAX_EXAMPLES = 64
"""Rows in the table of inputs."""

MAX_NAME_CHARS = 24
"""Characters in the name of an input or output."""

MAX_SEED = 2**31 - 1
"""Largest seed of the random number generator."""

MAX_SCALE = 1e6
"""Largest constant or spread that a fill may use."""

MAX_FILE_BYTES = 2_000_000
"""Bytes of a file. The largest network that the limits above allow takes about an eighth of this, the visitor's own
table up to two thirds."""

MAX_LINK_CHARS = 7_000
"""Characters of the document in a link. Beyond 8 kB of address, servers on the way start to refuse the request."""

MAX_UNDO = 200
"""Steps that can be undone."""

MAX_BESIDE_CHARS = 64_000
"""Characters that a page keeps in the browser beside the document. Longer ones that come back are not looked into: 30
runs of an experiment are far shorter."""

MAX_PASTE_CHARS = 200_000
"""Characters of text pasted into a table of numbers."""

MAX_NEURON_VALUE = 100.0
"""Largest input, weight or bias of the neuron that is compared with a biological one: beyond it no rate and no
conductance means anything."""

MAX_HIDDEN_LAYERS = 4
"""Hidden layers of a network that is trained: with more, training takes too long to watch."""

MAX_HIDDEN_NEURONS = 16
"""Neurons in one hidden layer of a network that is trained."""

MIN_OWN_ROWS = 4
MAX_OWN_ROWS = 5000
MAX_OWN_INPUTS = 32
MAX_OWN_CLASSES = 10
MAX_OWN_VALUE = 1e6
"""Rows, inputs, classes, and largest value of points put into the plot. The data is stored in the document, and each
class has its own colour and shape. A few hundred rows fit into a link, all into a file."""

MAX_TURNS = 200
"""Changes in the middle of a training."""

MAX_KEPT_RUNS = 8
"""Runs kept on the overfitting page: opening the page takes as long as training them all."""

MAX_STROKES = 24
MAX_STROKE_POINTS = 900
"""Strokes of a drawing, and points of all of them: a link has room for it."""

MIN_TRIAL_ROWS = 12
MAX_TRIAL_ROWS = 1000
"""Rows of the visitor's own table on the overfitting page, whose subject are few points; each kept run brings its own.
"""

MAX_SILENT = 32
MAX_CUT = 24
"""Neurons that are silenced and connections that are cut on the page "Look inside"."""

MAX_TARGETS = MAX_EXAMPLES + 1
"""Targets that the visitor set: one for each row of the table, and one for the present input."""
