"""`streamlit run`, with the time of every script run written down.

python -m tests.bench.apps.serve LOG SCRIPT [streamlit's options]
"""

import sys
import time
from pathlib import Path

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web import cli


def main() -> None:
    log = Path(sys.argv[1])
    run_script = ScriptRunner._run_script

    def timed(self: ScriptRunner, rerun_data: object) -> None:
        start = time.perf_counter()
        run_script(self, rerun_data)  # type: ignore[arg-type]
        with log.open("a") as lines:
            lines.write(f"{time.perf_counter() - start}\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign,assignment]
    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    cli.main()


if __name__ == "__main__":
    main()
