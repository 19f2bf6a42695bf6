"""What run.py installs: the lock's versions, or the oldest or newest that are permitted; one start at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import run

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


def requirements(path: Path) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


@pytest.mark.parametrize("python", SUPPORTED)
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_the_lock_names_a_permitted_version_of_everything_for_every_python(python: str, platform: str) -> None:
    here = {"python_full_version": f"{python}.1", "python_version": python, "sys_platform": platform}
    pins = {pin.name: pin for pin in requirements(run.LOCK) if pin.marker is None or pin.marker.evaluate(here)}
    assert len(pins) > 30
    for path in run.BENCH_REQUIREMENTS:
        for wanted in requirements(path):
            (pin,) = pins[wanted.name].specifier
            assert pin.operator == "=="
            assert pin.version in wanted.specifier, wanted


def test_the_oldest_versions_are_the_lower_bounds_and_all_else_is_locked() -> None:
    oldest = run.constraints_of("oldest").decode().splitlines()
    for wanted in requirements(run.APP_REQUIREMENTS[0]):
        (pin,) = [Requirement(line) for line in oldest if line.startswith(f"{wanted.name}==")]
        (bound,) = [one.version for one in wanted.specifier if one.operator == ">="]
        # 1.67 and 1.67.0 are one version.
        assert pin.specifier.contains(bound)
    locked = run.constraints_of("locked").decode().splitlines()
    assert {line for line in locked if line.startswith("pytest")} <= set(oldest)


def test_the_newest_versions_are_bound_by_nothing() -> None:
    assert run.constraints_of("newest") == b""


def test_a_second_start_waits_for_the_first_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the folder's name has a space and a letter that is not ASCII."""
    venv = tmp_path / "mein Ordner ü" / ".venv"
    venv.parent.mkdir()
    monkeypatch.setattr(run, "VENV", venv)
    order = tmp_path / "order"
    second = f"import run\nfrom pathlib import Path\nrun.VENV = Path({str(venv)!r})\n" \
        f"print('ready', flush=True)\nwith run.one_at_a_time(): open({str(order)!r}, 'a').write('second')"
    with run.one_at_a_time():
        process = subprocess.Popen([sys.executable, "-c", second], cwd=run.ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        with order.open("a") as lines:
            lines.write("first ")
    assert process.wait(60) == 0
    assert order.read_text() == "first second"


@pytest.mark.parametrize(("args", "wanted"), [((), ""), (("--whole", "-x"), "1"), (("--fast",), "")])
def test_only_whole_runs_are_whole(
    args: tuple[str, ...], wanted: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(run.os, "environ", {})
    for name in ("install", "install_node_modules", "provide_chromium", "provide_engines", "provide_servers"):
        monkeypatch.setattr(run, name, lambda *_: None)

    def python(*asked: str) -> int:
        said.append(asked)
        return 0

    monkeypatch.setattr(run, "python", python)
    assert run.main(("test", *args)) == 0
    assert run.os.environ.get("NEUROVIZ_WHOLE", "") == wanted
    assert not {"--whole", "--fast"} & set(said[0])


@pytest.mark.parametrize("there", [set(), {"firefox"}, {"WebKitWebDriver"}, {"firefox-esr", "WebKitWebDriver", "Xvfb"}])
def test_what_is_missing_of_the_engines_is_installed_or_said(
    there: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr("run.sys.platform", "linux")
    monkeypatch.setattr("run.shutil.which", lambda name: f"/usr/bin/{name}" if name in there else None)
    monkeypatch.setattr(run, "apt_install", lambda *packages: asked.append(packages))
    run.provide_engines()
    firefox, webkit = there & {"firefox", "firefox-esr"}, {"WebKitWebDriver", "Xvfb"} <= there
    wanted = [*([] if firefox else [("firefox-esr",)]), *([] if webkit else [("webkit2gtk-driver", "xvfb")])]
    assert asked == wanted
    said = capsys.readouterr().err
    assert all(" ".join(packages) in said for packages in wanted)
    assert bool(said) == bool(wanted)


@pytest.mark.parametrize("there", [set(), {"valkey-server"}, {"haproxy"}, {"redis-server", "haproxy"}])
def test_so_is_what_is_missing_of_the_servers(
    there: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("run.sys.platform", "linux")
    monkeypatch.setattr("run.shutil.which", lambda name, path=None: f"/usr/bin/{name}" if name in there else None)
    monkeypatch.setattr(run, "apt_install", asked.append)
    run.provide_servers()
    wanted = [*([] if there & {"redis-server", "valkey-server"} else ["redis-server"]),
              *([] if "haproxy" in there else ["haproxy"])]
    assert asked == wanted
    said = capsys.readouterr().err
    assert all(package in said for package in wanted)
    assert bool(said) == bool(wanted)
