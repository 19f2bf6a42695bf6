"""The app as a visitor meets it: `streamlit run app.py` in a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


@dataclass
class Server:
    """A running app. url: where; log: what it has said so far; process: none where another process started it."""

    url: str
    log: str
    process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(folder: Path, port: int | None = None) -> Server:
    """Start as README does but without a window, and do not wait for it; its log lies in `folder`."""
    port = port or free_port()
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"),
                "--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true",
            ],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )
    return Server(f"http://127.0.0.1:{port}", str(log), process)


def start_door(haproxy: str, folder: Path, replicas: Sequence[Server]) -> Server:
    """Start the proxy as it is shipped before these servers, but that it does not ask Docker for them."""
    servers = "\n".join(f"    server replica{i} {urlsplit(replica.url).netloc}" for i, replica in enumerate(replicas))
    shipped = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
    text, found = re.subn(r"^    server-template .*$", servers, shipped, flags=re.MULTILINE)
    assert found == 1
    config, log, port = folder / "haproxy.cfg", folder / "haproxy.log", free_port()
    config.write_text(text, "utf-8")
    told = {**os.environ, "NEUROVIZ_PORT": str(port), "NEUROVIZ_REPLICAS": "app:8501", "NEUROVIZ_SECRET": "a secret"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [haproxy, "-db", "-f", str(config)], env=told, stdout=output, stderr=subprocess.STDOUT,
        )
    return Server(f"http://127.0.0.1:{port}", str(log), process)


def wait_until_up(server: Server) -> Server:
    """The same server, once it answers."""
    # Straight to the loopback address: a proxy that the environment names must not be asked.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(START_SECONDS * 10):
        try:
            with direct.open(f"{server.url}/_stcore/health", timeout=5):
                return server
        except OSError:
            if server.process is not None and server.process.poll() is not None:
                break
            time.sleep(0.1)
    server.stop()
    said = Path(server.log).read_text(encoding="utf-8", errors="replace") if Path(server.log).exists() else "(nothing)"
    raise RuntimeError(f"the app did not start:\n{said}")
