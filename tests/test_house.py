"""The walls of the house: who may import what, what may stand where, and what the checkers say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "neuroviz"
PAGES = sorted((ROOT / "pages").glob("*.py"))
SOURCE = [*sorted(PACKAGE.rglob("*.py")), *PAGES, ROOT / "app.py"]
UI = [path for path in SOURCE if PACKAGE / "ui" in path.parents]
BUNDLES = set((PACKAGE / "ui" / "live_plot").glob("*.js")) - {PACKAGE / "ui" / "live_plot" / "bundle.js"}
"""What is made of the browser's modules."""
PURE = [path for path in SOURCE if PACKAGE in path.parents and path not in UI]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The full names of the modules that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: imports are written out in full here"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages(paths: list[Path]) -> set[str]:
    return {module.split(".")[0] for path in paths for module in imported(path)}


def nobody(offenders: Iterable[object]) -> None:
    """A rule is one test: who breaks it is named in full."""
    named = [str(offender) for offender in offenders]
    assert not named, "\n".join(["", *named])


def importing(paths: list[Path], forbidden: Callable[[str], bool]) -> list[str]:
    """Which of the files import a package that is forbidden to them."""
    return [f"{name(path)} imports {package}" for path in paths for package in packages([path]) if forbidden(package)]


# --- the checkers --------------------------------------------------------------------------------

LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


@pytest.mark.parametrize("args", [
    ["-m", "ruff", "check", "."], ["-m", "mypy"], ["-c", LINT_IMPORTS],
], ids=["ruff", "mypy", "import-linter"])
def test_checker_is_content(args: list[str]) -> None:
    done = subprocess.run([sys.executable, *args], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


# --- imports -------------------------------------------------------------------------------------

def test_streamlit_is_met_in_ui_pages_and_app_alone() -> None:
    nobody(importing(PURE, lambda package: package == "streamlit"))


def test_pages_read_the_document_and_show_results() -> None:
    """What a page computes with lies in the package: NumPy and Plotly are not for pages."""
    allowed = {"streamlit", "neuroviz", "__future__"}
    nobody(importing([*PAGES, ROOT / "app.py"], lambda package: package not in allowed))


def test_nothing_in_the_package_imports_a_page() -> None:
    nobody(importing([*PURE, *UI], lambda package: package in {"pages", "app"}))


def test_the_app_is_the_router_alone() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 30
    assert {module for module in imported(ROOT / "app.py") if module.startswith("neuroviz")} == {
        "neuroviz.ui", "neuroviz.ui.shell",
    }


# --- state ---------------------------------------------------------------------------------------

def test_a_script_waits_at_one_lock() -> None:
    """See neuroviz/ui/__init__.py: another module first, and the visitors of a cold server meet unfinished ones."""
    for path in (*PAGES, ROOT / "app.py"):
        first = next(module for module in imported(path) if module.split(".")[0] == "neuroviz")
        assert first == "neuroviz.ui", name(path)


STATE = {"session_state", "query_params"}


def test_state_lives_in_session_alone() -> None:
    others = [path for path in SOURCE if path != PACKAGE / "ui" / "common" / "session.py"]
    touched = [
        f"{name(path)}:{getattr(node, 'lineno', 0)}" for path in others for node in ast.walk(tree(path))
        if getattr(node, "attr", getattr(node, "id", "")) in STATE
    ]
    touched += [name(path) for path in others if STATE & {module.split(".")[-1] for module in imported(path)}]
    nobody(touched)


CHOICES = {"selectbox", "segmented_control", "pills", "select_slider", "radio", "multiselect"}


def test_what_is_chosen_from_is_bound_with_its_words() -> None:
    """Streamlit's browser side knows an option by its label: `session.bound` keeps what a label means."""
    calls = [
        (f"{name(path)}:{node.lineno}", node) for path in UI for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHOICES
    ]
    assert len(calls) > 20
    assert [
        where for where, node in calls
        if len(node.args) != 1 or all(word.arg is not None for word in node.keywords)
        or {word.arg for word in node.keywords} & {"options", "format_func"}
    ] == [], "options and format_func go into bound()"


MUTATORS = {"append", "add", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"}


def changes_of_shared(path: Path) -> Iterator[str]:
    """Where a file changes what stands at its module's level."""
    module = tree(path)
    targets = [t for n in module.body if isinstance(n, ast.Assign) for t in n.targets]
    targets += [n.target for n in module.body if isinstance(n, ast.AnnAssign)]
    shared = {target.id for target in targets if isinstance(target, ast.Name)}
    for node in ast.walk(module):
        if isinstance(node, ast.Global):
            yield f"{name(path)}:{node.lineno}: global"
        changed: ast.AST | None = None
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            changed = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            changed = node.func.value
        if isinstance(changed, ast.Name) and changed.id in shared:
            yield f"{name(path)}:{changed.lineno}: {changed.id}"


def test_nothing_at_module_level_is_changed() -> None:
    """All visitors share a module: what one of them could change there, the others would see."""
    nobody([change for path in SOURCE for change in changes_of_shared(path)])


FILLED = {"onnx.py: _Affine", "onnx.py: _Chain", "onnx_graph.py: Node", "onnx_graph.py: Graph"}
"""What a reader fills while it reads, and hands on to nobody."""


def test_a_record_does_not_change() -> None:
    """Results and settings are shared: by caches, by undo, by all who look at the same run."""
    rooms = ("nn", "bio", "document", "lab", "viz", "code", "room")
    nobody(
        f"{name(path)}:{node.lineno}: {node.name} is not frozen"
        for path in PURE if path.relative_to(PACKAGE).parts[0] in rooms
        for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator)
        and f"{path.name}: {node.name}" not in FILLED
    )


# --- files ---------------------------------------------------------------------------------------

def test_a_page_is_short() -> None:
    nobody([name(path) for path in PAGES if len(path.read_text(encoding="utf-8").splitlines()) >= 80])


def test_every_page_is_in_the_navigation() -> None:
    from neuroviz.ui.common.shell import PAGES as ENTRIES

    assert sorted(entry.script for entry in ENTRIES) == [name(path) for path in PAGES]


def tracked() -> list[Path]:
    """Every file that belongs to the project: what git would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )
    return [path for entry in listed.stdout.split("\0") if entry and (path := ROOT / entry).is_file()]


def test_no_code_of_others_is_shipped() -> None:
    """Libraries are installed, not copied: nothing minified, no bundles, no wheels.

    But our own bundles: of what they are made, and that they are, tests/test_js.py looks after.
    """
    files = tracked()
    foreign = r"\.min\.|\.(whl|zip|gz|so|dll|map|pkl|pickle)$|node_modules"
    nobody([name(path) for path in files if re.search(foreign, path.name)])
    longest = {
        name(path): max(map(len, path.read_text(encoding="utf-8").splitlines()), default=0)
        for path in files if path.suffix in {".js", ".css"} and path not in BUNDLES
    }
    nobody(f"{file} has a line of {length} characters" for file, length in longest.items() if length > 200)


def requirements(file: str) -> list[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_required_package_is_imported_and_every_imported_one_required() -> None:
    required = {re.split(r"[<>=!~\[; ]", line)[0].replace("-", "_") for line in requirements("requirements.txt")}
    third_party = packages(SOURCE) - set(sys.stdlib_module_names) - {"neuroviz"}
    extras = {
        re.split(r"[<>=!~\[; ]", line)[0] for file in ("requirements-rooms.txt", "requirements-keras.txt")
        for line in requirements(file)
    }
    assert third_party == required | extras
    # What only some need is imported where it is used: without it, all else runs.
    at_once = {
        alias.name.split(".")[0] for path in SOURCE for node in tree(path).body if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert not at_once & extras


def test_requirements_are_bounded_on_both_sides() -> None:
    """A new major version is let in by a person, not by the day of the installation."""
    files = [f"requirements{kind}.txt" for kind in ("", "-rooms", "-keras", "-dev", "-bench")]
    lines = [(file, line) for file in files for line in requirements(file)]
    nobody(line for line in lines if not re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+", line[1]))


def test_python_version_is_said_once() -> None:
    import run

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=" + ".".join(map(str, run.OLDEST_PYTHON))


def test_the_changelog_ends_with_the_version_that_the_package_has() -> None:
    """What is not released stands above the newest version; a release gives it a number, a date and a tag."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    released = [heading for heading in headings if heading != "Unreleased"]
    assert headings[int(headings[0] == "Unreleased"):] == released, "once, and first"
    found = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) \(\d{4}-\d\d-\d\d\)", heading) for heading in released]
    versions = [tuple(map(int, each.groups())) for each in found if each]
    assert len(versions) == len(released)
    assert versions == sorted(versions, reverse=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == ".".join(map(str, versions[0]))


# --- prose and size ------------------------------------------------------------------------------

MAX_MODULE_LINES, MAX_FUNCTION_LINES = 400, 50

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(node: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """The public functions and classes of a module, and the public methods of these classes."""
    for child in node.body:
        if isinstance(child, Definition) and not child.name.startswith("_"):
            yield f"{prefix}{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{child.name}.")


def test_what_is_public_has_a_docstring() -> None:
    nobody(
        f"{name(path)}:{node.lineno}: {definition}"
        for path in SOURCE for definition, node in public(tree(path)) if not ast.get_docstring(node)
    )


def too_long(path: Path) -> Iterator[str]:
    """Whether a module is too long, and which of its functions are."""
    if len(path.read_text(encoding="utf-8").splitlines()) > MAX_MODULE_LINES:
        yield name(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if node.end_lineno - node.lineno >= MAX_FUNCTION_LINES:
                yield f"{name(path)}: {node.name}"


def test_modules_and_functions_are_short() -> None:
    nobody(f"{offender} is too long" for path in SOURCE for offender in too_long(path))


def test_so_are_the_browsers_modules_and_styles_and_the_tests() -> None:
    live_plot = PACKAGE / "ui" / "live_plot"
    files = [path for path in tracked() if path.suffix in {".js", ".css"} and live_plot in path.parents]
    files += [path for path in tracked() if path.suffix in {".js", ".py"} and ROOT / "tests" in path.parents]
    nobody(
        f"{name(path)} is too long" for path in files
        if path not in BUNDLES and len(path.read_text(encoding="utf-8").splitlines()) > MAX_MODULE_LINES
    )


# --- names ---------------------------------------------------------------------------------------

ONE_EACH = {
    # One a model of a neuron: the same interface, so that a page can exchange the model.
    "Parameters", "Run", "simulate", "fi_curve", "rest", "saddle_node", "spikes_ms", "rate_hz",
    # One a page's settings.
    "checked", "with_changes",
    # One a panel or a stage of a page.
    "panel", "stage", "taken", "view_of",
    # For whoever writes neuroviz.show(...) in a Python of their own; within the app, a canvas and an address.
    "show", "open_link",
}
"""Names that several modules share because they are the same thing, each of its own kind."""


def test_two_public_things_do_not_share_a_name() -> None:
    owners: dict[str, list[str]] = {}
    for path in SOURCE:
        for definition, _ in public(ast.Module([n for n in tree(path).body if isinstance(n, Definition)], [])):
            if "." not in definition and PACKAGE in path.parents:
                owners.setdefault(definition, []).append(name(path))
    several = {definition: where for definition, where in owners.items() if len(where) > 1}
    nobody(f"{each}: {several[each]}" for each in sorted(several.keys() - ONE_EACH))
    nobody(f"{each} is one thing by now: take it off the list" for each in sorted(ONE_EACH - several.keys()))


# --- the tests -----------------------------------------------------------------------------------

OF_NO_PACKAGE = {
    "app": "whole pages, without a browser", "browser": "whole pages, in one", "bench": "how long it takes",
    "js": "neuroviz/ui/live_plot/js",
}
"""Folders of tests that no package of the same name stands behind, and what they test."""


def test_tests_live_where_the_code_lives() -> None:
    """What belongs to all of the house lies beside this file."""
    tests = ROOT / "tests"
    # A folder of files that tests read, and nothing else, lies wherever they do.
    code = [path for path in tracked() if tests in path.parents and path.suffix in {".py", ".js"}]
    folders = {path.parent.relative_to(tests) for path in code} - {Path()}
    assert folders >= {Path(folder) for folder in OF_NO_PACKAGE}, "the list names folders that exist"
    nobody(sorted(
        f"tests/{folder.as_posix()}: neuroviz has no such package" for folder in folders
        if folder.parts[0] not in OF_NO_PACKAGE and not (PACKAGE / folder / "__init__.py").is_file()
    ))


# --- the README ----------------------------------------------------------------------------------

def test_readme_names_commands_and_files_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [
        line.strip().removeprefix("$ ")
        for kind, block in re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        if kind in {"", "bash", "sh", "shell", "console", "text"}
        for line in block.splitlines()
    ]
    assert {"python3 run.py", "python3 run.py test"} <= set(commands)
    for command in commands:
        words = command.split()
        if words[:2] in (["python3", "run.py"], ["python", "run.py"]):
            assert words[2:3] == [] or words[2] in {"test", "bench"} or words[2].startswith("-"), command
        if words[:2] in (["python3", "-m"], ["python", "-m"]) and words[2].startswith("tests."):
            assert (ROOT / f"{words[2].replace('.', '/')}.py").is_file(), command
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not re.match(r"[a-z]+:", target):
            assert (ROOT / target).exists(), f"README.md links to {target}"


# What a style sheet, a script or a figure may say instead of a colour's number.
_NO_COLOUR = {"rgba(0,0,0,0)"}


def test_colours_are_written_in_the_palette_alone() -> None:
    written = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\([\d\s,./%]+\)|\bhsla?\([\d\s,./%]+\)")
    drawn = [
        path for kind in ("*.py", "*.js", "*.css") for folder in ("ui", "viz")
        for path in (PACKAGE / folder).rglob(kind)
        if path not in {PACKAGE / "viz" / "palette.py", *BUNDLES}
    ]
    assert drawn
    assert [
        f"{name(path)}: {found}" for path in drawn for found in written.findall(path.read_text(encoding="utf-8"))
        if found not in _NO_COLOUR
    ] == []
