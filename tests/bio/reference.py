"""Reference values from independent tools, with full precision.

Computed outside this project with SciPy 1.17.1 (DOP853 at rtol = atol = 1e-12 with located events, cross-checked with
LSODA and Radau), with Brian2 2.9.0 and with mpmath; `reference.json` keeps them as they came, `meta` and `brian` name
versions and solvers. Nothing in it was made by the code under test.
"""

import json
from pathlib import Path
from typing import Any

REFERENCE: dict[str, Any] = json.loads((Path(__file__).parent / "reference.json").read_text(encoding="utf-8"))
