"""Nothing is imported in a script run: visitors who come together would meet each other's half-finished imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Every page, as the app's own router runs it, in a process of its own: here the other tests have imported already.
VISIT = f"""
import json, logging, sys
logging.disable(logging.CRITICAL)
from streamlit.testing.v1 import AppTest
import neuroviz.ui
from neuroviz.ui.common import shell
before = set(sys.modules)
app = AppTest.from_file({str(ROOT / "app.py")!r}, default_timeout=120).run()
seen = [len(app.exception)]
for entry in shell.PAGES:
    for lang in ("en", "zh"):
        app.query_params["lang"] = lang
        seen.append(len(app.switch_page({str(ROOT)!r} + "/" + entry.script).run().exception))
print(json.dumps({{"errors": sum(seen), "pages": len(seen), "late": sorted(set(sys.modules) - before)}}))
"""


def test_no_page_imports_anything_in_its_run() -> None:
    done = subprocess.run([sys.executable, "-c", VISIT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["errors"] == 0
    assert said["pages"] > 2
    assert said["late"] == [], "add these to neuroviz/ui/__init__.py"


ASKED = """
import os, sys
class Asked:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            print({each: os.environ.get(each) for each in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")})
sys.meta_path.insert(0, Asked())
import neuroviz.ui
"""


def test_numpy_is_told_to_keep_to_one_thread_before_it_is_imported_and_a_host_may_say_otherwise() -> None:
    for said, wanted in ((None, "1"), ("3", "3")):
        environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
        if said is not None:
            environment["OPENBLAS_NUM_THREADS"] = said
        done = subprocess.run(
            [sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
        asked = str({"OPENBLAS_NUM_THREADS": wanted, "OMP_NUM_THREADS": "1"})
        assert done.stdout.splitlines()[:1] == [asked], done.stderr
