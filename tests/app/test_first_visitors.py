"""A class opens the app in the same second, and nobody has visited it before."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# In a process of its own: here everything has long been imported.
ALL_AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from streamlit.testing.v1 import AppTest

def visit(_):
    at = AppTest.from_file(sys.argv[1], default_timeout=60).run()
    return [each.message for each in at.exception]

with ThreadPoolExecutor(8) as visitors:
    print("\\n", list(visitors.map(visit, range(8))), sep="")
"""


def test_the_first_visitors_may_come_together() -> None:
    """What is imported in the run of the first must not be found half done by the others."""
    done = subprocess.run(
        [sys.executable, "-c", ALL_AT_ONCE, str(ROOT / "app.py")],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    assert done.stdout.splitlines()[-1] == str([[]] * 8), done.stdout
