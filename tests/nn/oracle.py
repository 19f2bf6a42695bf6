"""Gradients and training runs by PyTorch, with full precision.

`oracle.json` was computed by PyTorch 2.14.1 in float64 with automatic differentiation (`meta` names the version), by
the script `make_oracle.py` beside it. Nothing in it was made by the code under test. The squared error is
½ Σ (a − y)², mean over the batch; the penalty is λ₁ Σ|w| + ½ λ₂ Σw², without biases.
"""

import json
from pathlib import Path
from typing import Any

ORACLE: dict[str, Any] = json.loads((Path(__file__).parent / "oracle.json").read_text(encoding="utf-8"))
