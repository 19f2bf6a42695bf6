"""The only part that knows Streamlit: the frame around the pages, the live canvas, panels and controls.

Importing this package imports everything that any page needs. Streamlit runs each visitor's script in a thread of
its own, and the first visitors of a cold server come together: an import inside a script run then meets another
thread's half-finished one (Plotly looks into `sys.modules` for pandas, and takes it unfinished). Here every thread
waits at one lock, this package's own, until the first has imported all there is.

So a script begins with `from neuroviz.ui import shell`. To import `neuroviz.ui.common` first would take that
package's lock before this one's, and two threads would wait for each other: Python then hands out what is unfinished.
"""

import contextlib
import importlib
import os
import pkgutil

from neuroviz.ui.common import garbage

# What Streamlit and Plotly would import for themselves in the middle of a script run. `tests/ui/test_imports.py` says
# what is missing here; a name that a newer version does not have is passed over.
_IMPORTED_LATE = (
    "array", "encodings.cp437", "pandas", "PIL.Image", "PIL.ImageFile",
    "plotly.animation", "plotly.graph_objects", "plotly.graph_objs._deprecations", "plotly.graph_objs._figure",
    "plotly.io._json", "plotly.io.json", "plotly.tools",
    "streamlit.components.v2.manifest_scanner", "streamlit.emojis", "streamlit.material_icon_names",
    "streamlit.runtime.scriptrunner.magic_funcs",
)
# Plotly imports one module for each kind of object that it validates: all of those that a static chart can have.
# Of our own, figures that only one page's script asks for, and everything here.
_IMPORTED_WHOLE = ("plotly.graph_objs.layout", "plotly.graph_objs.scatter", "neuroviz.viz", __name__)


# Matrices are small here and visitors many: threads of NumPy's own would take the processor from other visitors' runs,
# and wait for each other. Where numbers are summed in another order, a seed would not give the same network either.
_OF_ITS_OWN = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def _import_everything() -> None:
    # NumPy asks when it is imported, which nothing has done yet.
    for name in _OF_ITS_OWN:
        os.environ.setdefault(name, "1")
    for name in _IMPORTED_LATE:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name in _IMPORTED_WHOLE:
        for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            importlib.import_module(module.name)


_import_everything()
garbage.freeze()

from neuroviz.ui.common import shell  # noqa: E402  after everything else

__all__ = ["shell"]
