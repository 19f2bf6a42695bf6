"""Chromium, Firefox and WebKit behind the same few verbs, for the journeys that must pass in each of them.

Firefox is spoken to by WebDriver BiDi, which it serves itself, and WebKit by WebDriver's HTTP, which its own
driver serves. Neither Playwright nor Selenium drives the two as Debian has them: Playwright needs builds of its
own, Selenium a geckodriver, which Debian's stable release has not. Only the verbs that the journeys use are here.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import select
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from base64 import b64decode
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize
from websockets.sync.client import connect

import run
from tests.browser.server import free_port

PATIENCE_S = 60
WINDOW: ViewportSize = {"width": 1440, "height": 900}
PRELUDE = "\n".join(
    (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("settled.js", "frames.js", "faults.js")
) + "\ntry { localStorage['neuroviz.coach'] ??= 'done' } catch {}\n"
# What would be won by optimising code is less than it costs: see V8 in conftest.py. Without composed layers
# (WEBKIT_DISABLE_COMPOSITING_MODE) painting costs half, and no picture of the window ever comes.
QUIET_WEBKIT = {"JSC_useDFGJIT": "0", "JSC_useFTLJIT": "0"}
# As WebDriver writes the keys that are no letters.
KEYS = {
    "Enter": "\ue007", "Escape": "\ue00c", "End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Backspace": "\ue003", "Space": " ",
}


class Engine(ABC):
    """One browser with one window of 1440 by 900, of a visitor who has asked for little movement."""

    name = ""

    @abstractmethod
    def open(self, url: str) -> None:
        """Load a page, with `PRELUDE` before the page's own scripts; do not wait until it is idle."""

    @abstractmethod
    def run(self, function: str, *args: Any) -> Any:
        """What a JavaScript function returns (or its promise, awaited); arguments and result travel as JSON."""

    @abstractmethod
    def move(self, x: float, y: float) -> None: ...

    @abstractmethod
    def down(self) -> None: ...

    @abstractmethod
    def up(self) -> None: ...

    @abstractmethod
    def press(self, key: str) -> None:
        """Press and let go a key by its name in the DOM, a letter by itself."""

    @abstractmethod
    def picture(self) -> bytes:
        """The window as a PNG."""

    @abstractmethod
    def close(self) -> None: ...


class Chromium(Engine):
    """The suite's own browser, as Playwright drives it."""

    name = "chromium"

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(viewport=WINDOW, reduced_motion="reduce")
        self._context.add_init_script(PRELUDE)
        self._page = self._context.new_page()

    def open(self, url: str) -> None:
        self._page.goto(url)

    def run(self, function: str, *args: Any) -> Any:
        return json.loads(self._page.evaluate(_as_json(function, args)))

    def move(self, x: float, y: float) -> None:
        self._page.mouse.move(x, y)

    def down(self) -> None:
        self._page.mouse.down()

    def up(self) -> None:
        self._page.mouse.up()

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def picture(self) -> bytes:
        return self._page.screenshot()

    def close(self) -> None:
        self._context.close()


class _Driven(Engine):
    """What WebDriver's two protocols have in common: the way of mouse and keys."""

    def move(self, x: float, y: float) -> None:
        self._mouse({"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0})

    def down(self) -> None:
        self._mouse({"type": "pointerDown", "button": 0})

    def up(self) -> None:
        self._mouse({"type": "pointerUp", "button": 0})

    def press(self, key: str) -> None:
        value = KEYS.get(key, key)
        both: list[dict[str, Any]] = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        self._act([{"type": "key", "id": "keyboard", "actions": both}])

    def _mouse(self, action: dict[str, Any]) -> None:
        self._act([{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [action]}])

    @abstractmethod
    def _act(self, sources: list[dict[str, Any]]) -> None: ...


class Firefox(_Driven):
    """By WebDriver BiDi: https://w3c.github.io/webdriver-bidi/."""

    name = "firefox"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._open = contextlib.ExitStack()
        folder = Path(self._folder.name)
        # What it would ask its makers for when it starts does not concern the pages.
        quiet = {
            "app.normandy.enabled": False, "app.update.disabledForTesting": True,
            "browser.shell.checkDefaultBrowser": False, "browser.startup.page": 0,
            "datareporting.policy.dataSubmissionEnabled": False,
            "extensions.systemAddon.update.enabled": False, "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False, "services.settings.server": "data:,",
            "toolkit.telemetry.reportingpolicy.firstRun": False, "ui.prefersReducedMotion": 1,
            "ui.systemUsesDarkTheme": 0,
        }
        prefs = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in quiet.items())
        (folder / "user.js").write_text(prefs, encoding="utf-8")
        log = folder / "log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [str(find_firefox()), "--headless", "--no-remote", "--remote-debugging-port=0",
                 "--profile", str(folder)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env={**os.environ, "HOME": str(folder)},
            )
        try:
            port = _wait_for(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)", log, self._process)
            # Straight to the loopback address: a proxy that the environment names must not be asked.
            opening = connect(f"ws://127.0.0.1:{port}/session", proxy=None, max_size=None)
            self._socket = self._open.enter_context(opening)
            self._numbers = itertools.count(1)
            self._send("session.new", capabilities={})
            self._tab = self._send("browsingContext.getTree")["contexts"][0]["context"]
            self._send("browsingContext.setViewport", context=self._tab, viewport=WINDOW)
            self._send("script.addPreloadScript", functionDeclaration=f"() => {{ {PRELUDE} }}")
        except BaseException:
            self.close()
            raise

    def _send(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE_S))
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._tab, url=url, wait="interactive")

    def run(self, function: str, *args: Any) -> Any:
        answer = self._send(
            "script.evaluate", expression=_as_json(function, args), target={"context": self._tab}, awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def _act(self, sources: list[dict[str, Any]]) -> None:
        self._send("input.performActions", context=self._tab, actions=sources)

    def picture(self) -> bytes:
        return b64decode(self._send("browsingContext.captureScreenshot", context=self._tab)["data"])

    def close(self) -> None:
        self._open.close()
        _end(self._process)
        self._folder.cleanup()


class WebKit(_Driven):
    """WebKitGTK by WebDriver: https://www.w3.org/TR/webdriver2/. Its window is on a screen that nobody sees."""

    name = "webkit"

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._session = ""
        try:
            display = self._start_screen()
            port = free_port()
            home = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), self._folder.name)
            here = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"} | QUIET_WEBKIT
            for toolkit in ("gtk-3.0", "gtk-4.0"):
                settings = Path(self._folder.name) / toolkit / "settings.ini"
                settings.parent.mkdir()
                settings.write_text("[Settings]\ngtk-enable-animations=0\n", encoding="utf-8")
            log = Path(self._folder.name) / "log"
            with log.open("wb") as output:
                driver = subprocess.Popen(
                    [str(shutil.which("WebKitWebDriver")), f"--port={port}"], stdin=subprocess.DEVNULL, stdout=output,
                    stderr=subprocess.STDOUT, env={**here, **home, "DISPLAY": display, "GDK_BACKEND": "x11"},
                )
            self._processes.append(driver)
            self._url = f"http://127.0.0.1:{port}"
            self._until_up(driver, log)
            self._session = self._send("POST", "/session", {"capabilities": {}})["sessionId"]
            self._send("POST", "/timeouts", {"script": PATIENCE_S * 1000})
            self._resize()
        except BaseException:
            self.close()
            raise

    def _start_screen(self) -> str:
        """Start a screen in memory, and return its name; it chooses a free one."""
        screen = subprocess.Popen(
            [str(shutil.which("Xvfb")), "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        self._processes.append(screen)
        assert screen.stdout is not None
        return f":{_first_line(screen.stdout)}"

    def _until_up(self, driver: subprocess.Popen[bytes], log: Path) -> None:
        for _ in range(PATIENCE_S * 20):
            with contextlib.suppress(OSError):
                self._send("GET", "/status")
                return
            if driver.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"WebKitWebDriver did not start: {log.read_text(errors='replace')}")

    def _resize(self) -> None:
        """Make the page as large as in the other engines, whatever the window has around it."""
        self._send("POST", "/window/rect", {"width": WINDOW["width"], "height": WINDOW["height"]})
        inner = self.run("() => [innerWidth, innerHeight]")
        outer = self._send("GET", "/window/rect")
        self._send("POST", "/window/rect", {
            "width": outer["width"] + WINDOW["width"] - inner[0],
            "height": outer["height"] + WINDOW["height"] - inner[1],
        })

    def _send(self, verb: str, path: str, body: dict[str, Any] | None = None) -> Any:
        inside = f"/session/{self._session}" if self._session and path != "/status" else ""
        request = urllib.request.Request(
            f"{self._url}{inside}{path}", method=verb, data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json"},
        )
        # Straight to the loopback address: a proxy that the environment names must not be asked.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with direct.open(request, timeout=2 * PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode(errors='replace')}") from error

    def open(self, url: str) -> None:
        """Write the page by hand, with the prelude at its head, in a document of the same origin and its address.

        WebDriver itself knows no script that comes before the page's own.
        """
        parts = urlsplit(url)
        self._send("POST", "/url", {"url": f"{parts.scheme}://{parts.netloc}/_stcore/health"})
        self.run("""async (url, prelude) => {
            const page = await (await fetch('/')).text()
            setTimeout(() => {
                history.replaceState(null, '', url)
                const script = `<script>${prelude.replaceAll('</script', '<\\\\/script')}</script>`
                document.open()
                document.write(page.replace('<head>', (head) => head + script))
                document.close()
            })
        }""", url, PRELUDE)
        for _ in range(PATIENCE_S * 20):
            if self.run("() => !!window.settled"):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{url} was not opened")

    def run(self, function: str, *args: Any) -> Any:
        script = f"""const done = arguments[arguments.length - 1]
            {_as_json(function, args)}.then((result) => done([result]), (error) => done([null, String(error)]))"""
        result, *fault = self._send("POST", "/execute/async", {"script": script, "args": []})
        if fault:
            raise RuntimeError(fault[0])
        return json.loads(result)

    def _act(self, sources: list[dict[str, Any]]) -> None:
        self._send("POST", "/actions", {"actions": sources})

    def picture(self) -> bytes:
        return b64decode(self._send("GET", "/screenshot"))

    def close(self) -> None:
        if self._session:
            with contextlib.suppress(OSError, RuntimeError):
                self._send("DELETE", "")
        for process in reversed(self._processes):
            _end(process)
        self._folder.cleanup()


def find_firefox() -> str | None:
    """A Firefox that the system has."""
    return next((found for name in run.FIREFOXES if (found := shutil.which(name))), None)


def missing(name: str) -> str:
    """What there is not that an engine needs; "" where all is there."""
    if name == "firefox":
        return "" if find_firefox() else " or ".join(run.FIREFOXES)
    if name == "webkit":
        return ", ".join(each for each in run.WEBKIT if not shutil.which(each))
    return ""


def _as_json(function: str, args: tuple[Any, ...]) -> str:
    """The call of a function, as an expression: a promise of its result in JSON."""
    return (f"Promise.resolve(({function})(...{json.dumps(args)}))"
            ".then((result) => JSON.stringify(result === undefined ? null : result))")


def _wait_for(pattern: str, log: Path, process: subprocess.Popen[bytes]) -> str:
    """The first group of what a program says in its log."""
    for _ in range(PATIENCE_S * 20):
        if found := re.search(pattern, log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"it did not start: {log.read_text(encoding='utf-8', errors='replace')}")


def _first_line(stream: IO[bytes]) -> str:
    ready, _, _ = select.select([stream], [], [], PATIENCE_S)
    line = stream.readline().decode().strip() if ready else ""
    if not line:
        raise RuntimeError("the screen did not start")
    return line


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
