"""What is installed runs: the wheel has the scripts that Streamlit runs, its settings, and a command to find them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from neuroviz import command

ROOT = Path(__file__).parents[1]


def kept(*paths: str) -> list[str]:
    """The files at these paths that belong to the project: what git would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *paths],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def wheel_of_all_that_git_keeps(folder: Path) -> Path:
    source, made = folder / "source", folder / "wheel"
    for name in kept("neuroviz", "pages", ".streamlit", "app.py", "pyproject.toml", "README.md", "LICENSE",
                     "requirements*.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(made), str(source)]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = made.glob("*.whl")
    return found


def script_found_by(package: Path, elsewhere: Path) -> Path:
    """What the command of a package would run, asked from another folder."""
    code = f"import sys; sys.path[:0] = [{str(package)!r}]; from neuroviz import command; print(command.app_script())"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=elsewhere, capture_output=True, text=True, encoding="utf-8",
        check=True,
    )
    return Path(done.stdout.strip())


def test_what_is_installed_is_complete_and_is_found(tmp_path: Path) -> None:
    """One wheel for all that is asked of it: to build it takes most of the time."""
    wheel = wheel_of_all_that_git_keeps(tmp_path)
    scripts = {"app.py", ".streamlit/config.toml"} | {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*.py")}
    # Of the browser's code the bundles travel, not the modules that they are made of.
    package = [name for name in kept("neuroviz") if "/live_plot/js/" not in name and not name.endswith("/bundle.js")]
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        start = f"{next(name for name in names if '.data/' in name).partition('.data/')[0]}.data/data/share/neuroviz/"
        assert {name.removeprefix(start) for name in names if name.startswith(start)} == scripts
        assert [name for name in package if name not in names] == []
        (entries,) = [archive.read(name).decode() for name in names if name.endswith("entry_points.txt")]
        assert "neuroviz = neuroviz.command:main" in entries
    # A folder of its own, with a blank and a letter that is not ASCII.
    target = tmp_path / "mein Ordner ü"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--prefix", str(target), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (installed,) = target.rglob("neuroviz/command.py")
    found = script_found_by(installed.parents[1], tmp_path)
    assert target in found.parents
    for name in scripts:
        assert (found.parent / name).read_bytes() == (ROOT / name).read_bytes(), name
    # All of the app can be imported there, and a page and a picture made.
    made = f"""import sys; sys.path[:0] = [{str(installed.parents[1])!r}]
import neuroviz
assert neuroviz.__file__.startswith({str(target)!r})
neuroviz.save_html([[[1.0, 2.0]]], "page.html", activations=["tanh"])
neuroviz.save_svg([[[1.0, 2.0]]], "net.svg", activations=["tanh"])"""
    subprocess.run([sys.executable, "-X", "utf8", "-c", made], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "net.svg").stat().st_size > 1000


def test_beside_the_code_the_code_is_run() -> None:
    assert command.app_script() == ROOT / "app.py"


def test_what_follows_the_command_goes_to_streamlit() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neuroviz", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--server.port" in done.stdout
