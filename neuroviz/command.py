"""The command `neuroviz`, and `python -m neuroviz`: opens the app, as `streamlit run app.py` does beside the code.

Where the package is installed, the scripts that Streamlit runs lie in share/neuroviz of the environment, with its
settings beside them (see [tool.setuptools.data-files] in pyproject.toml).
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

_SCRIPT = "app.py"


def main(args: Sequence[str] | None = None) -> None:
    """Run the app until it is stopped; what follows the command's name is passed on to `streamlit run`."""
    given = list(sys.argv[1:] if args is None else args)
    # As `python -m streamlit` does it.
    sys.argv[:] = ["streamlit", "run", str(app_script()), *given]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def app_script() -> Path:
    """Return the script that Streamlit runs: beside this package, or where the package was installed.

    Raises FileNotFoundError where it is in neither place.
    """
    here = Path(__file__).resolve().parents[1]
    if (here / _SCRIPT).is_file() and (here / "pages").is_dir():
        return here / _SCRIPT
    installed = _installed() or Path(sys.prefix) / "share" / "neuroviz" / _SCRIPT
    if not installed.is_file():
        raise FileNotFoundError(f"neuroviz is not completely installed: {installed} is missing.")
    return installed


def _installed() -> Path | None:
    """Where the installed package says that its script lies, or None."""
    try:
        files = distribution("neuroviz").files or []
    except PackageNotFoundError:
        return None
    found = next((file for file in files if file.parts[-2:] == ("neuroviz", _SCRIPT) and "share" in file.parts), None)
    return None if found is None else Path(str(found.locate())).resolve()
