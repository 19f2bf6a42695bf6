"""Networks of one's own Python, shown: in a notebook, in the browser, as a page, as a picture, as a link.

    import neuroviz
    neuroviz.show(model, x=[0.2, -1.0, 0.5])

`model` is a `torch.nn.Sequential`, a Keras `Sequential`, a scikit-learn `MLPClassifier` or `MLPRegressor`, arrays, or
the path of a file that the app opens. None of these libraries is needed. A network with more neurons in a layer than
the studio draws is shown whole by `show` and `open_link`.
"""

from __future__ import annotations

import atexit
import gc
import html
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import webbrowser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import numpy as np

from neuroviz.document import Document, Refusal, codec, limits
from neuroviz.document.models.arranging import Arranged, Wish, opened_model
from neuroviz.document.models.bounds import MAX_MODEL_BYTES, model_too_large
from neuroviz.document.models.handed import FOLDER, hand_over
from neuroviz.document.models.objects import from_object
from neuroviz.document.models.opening import is_document, read_model
from neuroviz.document.models.whole import Whole, arrange_whole, whole_model
from neuroviz.document.presets import FIRST, PRESETS
from neuroviz.i18n import LANGUAGES, choose
from neuroviz.lab.whole import begun

Theme = Literal["light", "dark"]

_START_SECONDS = 60.0
_FRAME_HEIGHT = 760


def show(
    model: Any, x: Any = None, *, activations: Sequence[str] | None = None, language: str = "en",
    theme: Theme = "light", wait: bool | None = None,
) -> None:
    """Show a network: in a notebook below the cell, playing; elsewhere in the browser, in the app.

    A network too wide for the studio is shown whole, by an app on this computer in a notebook too.

    model        a network, as this module says
    x            its input, (n_in,); or several, (rows, n_in), of which the first is shown
    activations  names, one a layer, where the model does not say them: "relu", "tanh", "softmax" ...
    language     "en" or "zh"
    theme        "light" or "dark", of the page in a notebook
    wait         whether to wait, outside a notebook, until the app is stopped with Ctrl+C; None: in a script, but not
                 in a session at a prompt

    Raises ValueError, in words, for what cannot be shown.
    """
    opened = _opened(model, x, activations, language)
    if _in_notebook():
        # Whoever runs in a notebook has IPython; nobody else needs it.
        notebook = sys.modules["IPython"].display
        shown = _framed(_page(opened, language, theme)) if isinstance(opened, Document) else _linked(opened, language)
        notebook.display({"text/html": shown, "text/plain": "neuroviz"}, raw=True)
        return
    address = open_link(opened, language=language)
    if wait if wait is not None else not (hasattr(sys, "ps1") or sys.flags.interactive):
        print(f"neuroviz runs at {address.split('?')[0]}; stop it with Ctrl+C.")
        _App.wait()


def save_html(
    model: Any, path: str | Path, x: Any = None, *, activations: Sequence[str] | None = None, language: str = "en",
    theme: Theme = "light",
) -> Path:
    """Write a network as one HTML page with its player, which needs neither this package nor the internet.

    Arguments are those of `show`. Returns the path. Raises ValueError.
    """
    document = as_document(model, x, activations=activations, language=language)
    Path(path).write_bytes(_page(document, language, theme))
    return Path(path)


def save_svg(
    model: Any, path: str | Path, x: Any = None, *, activations: Sequence[str] | None = None, language: str = "en",
    theme: Theme = "light",
) -> Path:
    """Write a network's picture, its signal arrived, as SVG: its text as text, and nothing in it from elsewhere.

    Arguments are those of `show`. Returns the path. Raises ValueError.
    """
    document = as_document(model, x, activations=activations, language=language)
    _check_look(language, theme)
    # Imported where it is needed: it brings Streamlit along.
    from neuroviz.ui.common.network_canvas import saved_picture

    _unfrozen()
    Path(path).write_bytes(saved_picture(document, LANGUAGES[language], theme))
    return Path(path)


def open_link(
    model: Any, x: Any = None, *, app: str | None = None, activations: Sequence[str] | None = None,
    language: str = "en",
) -> str:
    """Open a network in the studio, in the browser, and return the address.

    app  where an app runs, such as "http://localhost:8501"; None: one is started, which ends with this Python. A
         network that is too large for a link is then opened as a page of its own, and one that is too wide for the
         studio on the page that shows it whole.

    The other arguments are those of `show`. Raises ValueError.
    """
    opened = _opened(model, x, activations, language)
    if isinstance(opened, Whole):
        if app is not None:
            raise _too_wide(opened.sizes, language)
        address = _whole_address(opened, language)
    else:
        address = _studio_address(opened, app, language)
    webbrowser.open(address)
    return address


def _studio_address(document: Document, app: str | None, language: str) -> str:
    try:
        link = codec.to_link(document)
    except Refusal as refusal:
        if app is not None:
            raise ValueError(_sentence(refusal, language)) from None
        path = Path(tempfile.mkdtemp(prefix="neuroviz-")) / "network.html"
        path.write_bytes(_page(document, language, "light"))
        return path.as_uri()
    place = (app or _App.running()).rstrip("/")
    return f"{place}/studio?{urlencode({'lang': choose(language).code, 'doc': link})}"


def _whole_address(whole: Whole, language: str) -> str:
    place, folder = _App.running(), _App.folder
    query = urlencode({"lang": choose(language).code, "model": hand_over(whole, folder)})
    return f"{place}/whole?{query}"


def as_document(
    model: Any, x: Any = None, *, activations: Sequence[str] | None = None, language: str = "en",
) -> Document:
    """Return a network as a document of the app. Arguments are those of `show`. Raises ValueError."""
    opened = _opened(model, x, activations, language)
    if isinstance(opened, Whole):
        raise _too_wide(opened.sizes, language)
    return opened


def _opened(model: Any, x: Any, activations: Sequence[str] | None, language: str) -> Document | Whole:
    """Return a network as a document, or whole where it is too wide for one. Raises ValueError."""
    try:
        if isinstance(model, Document | Whole):
            return _with_input(model, x)
        return _read(model, x, tuple(activations or ()))
    except Refusal as refusal:
        raise ValueError(_sentence(refusal, language)) from None


def _read(model: Any, x: Any, said: tuple[str, ...]) -> Document | Whole:
    title = "NumPy" if isinstance(model, Sequence | Mapping) else type(model).__name__
    if isinstance(model, str | Path):
        title = Path(model).name
        if Path(model).stat().st_size > MAX_MODEL_BYTES:
            raise model_too_large()
        files = {Path(model).name: Path(model).read_bytes()}
        if is_document(files):
            return _with_input(codec.from_json(files[Path(model).name]), x)
        read = read_model(files)
    else:
        read = from_object(model, said)
    wish = Wish(activations=said)
    arranged = arrange_whole(read, wish)
    if arranged.problem is not None:
        raise arranged.problem
    _check_activations(arranged)
    # Of arrays that fit both ways, rows are neurons: that is this package's own convention.
    wish = replace(wish, orientation=arranged.orientation or "out_in")
    if max(arrange_whole(read, wish).sizes) > limits.MAX_NEURONS:
        return _with_input(begun(whole_model(read, wish, title)), x)
    return _with_input(opened_model(PRESETS[FIRST].document, read, wish), x)


def _check_activations(arranged: Arranged) -> None:
    if arranged.suggested or not all(arranged.activations):
        missing = next(part.said for part, name in zip(arranged.parts, arranged.activations, strict=True)
                       if not name or not part.activation)
        raise ValueError(
            f"activations=[...] is needed, {len(arranged.parts)} names, one a layer"
            + (f": {missing} is none of those that neuroviz has" if missing else ": the model does not say them"))


def _with_input(opened: Document | Whole, x: Any) -> Document | Whole:
    if x is None:
        return opened
    rows = np.atleast_2d(np.asarray(x, dtype=np.float64))
    n_in = opened.sizes[0]
    if rows.ndim != 2 or rows.shape[0] == 0 or rows.shape[1] != n_in or not np.isfinite(rows).all():
        raise ValueError(f"x must be {n_in} finite numbers, or rows of {n_in}; its shape is {np.shape(x)}")
    if isinstance(opened, Whole):
        return replace(opened, input=rows[0])
    examples = tuple(tuple(row) for row in rows[:limits.MAX_EXAMPLES].tolist())
    return replace(opened, input=examples[0], examples=examples if len(examples) > 1 else ())


def _too_wide(sizes: Sequence[int], language: str) -> ValueError:
    """Return what is said where only the studio's picture will do: what is too wide for it, and what shows it."""
    place, count = next((i, n) for i, n in enumerate(sizes, 1) if n > limits.MAX_NEURONS)
    refusal = Refusal("model_wide", place=place, count=count, limit=limits.MAX_NEURONS)
    return ValueError(f"{_sentence(refusal, language)} {choose(language)('whole.python')}")


def _sentence(refusal: Refusal, language: str) -> str:
    """Return the refusal in words; that nothing was lost goes without saying here."""
    t = choose(language)
    return t(f"refusal.{refusal.code}", **refusal.values).removesuffix(t("studio.model.unchanged")).rstrip()


def _page(document: Document, language: str, theme: Theme) -> bytes:
    _check_look(language, theme)
    # Imported where it is needed: it brings Streamlit and Plotly along.
    from neuroviz.ui.common.network_canvas import saved_page

    _unfrozen()
    return saved_page(document, LANGUAGES[language], theme)


def _check_look(language: str, theme: Theme) -> None:
    if language not in LANGUAGES or theme not in ("light", "dark"):
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, and theme is light or dark")


def _unfrozen() -> None:
    # A server sets aside for good what its imports made; here that would be everything of somebody's own.
    gc.unfreeze()


def _framed(page: bytes) -> str:
    """Return a page in a frame of its own, within another page."""
    return (
        f'<iframe srcdoc="{html.escape(page.decode())}" sandbox="allow-scripts" '
        f'style="width: 100%; height: {_FRAME_HEIGHT}px; border: 0"></iframe>'
    )


def _linked(whole: Whole, language: str) -> str:
    """Return the page that shows a model whole, in a frame below a link to it."""
    address = html.escape(_whole_address(whole, language))
    said = html.escape(choose(language)("whole.shown", sizes="-".join(map(str, whole.sizes))))
    return (
        f'<p><a href="{address}" target="_blank">{said}</a></p>'
        f'<iframe src="{address}&amp;embed=true" style="width: 100%; height: {_FRAME_HEIGHT}px; border: 0"></iframe>'
    )


def _in_notebook() -> bool:
    """Whether this runs in a notebook: IPython with a kernel, rather than in a terminal."""
    shell = sys.modules.get("IPython")
    current = shell.get_ipython() if shell is not None else None
    return current is not None and bool(re.search("ZMQ|Colab|Pyodide", type(current).__name__))


@dataclass
class _Running:
    """An app that this Python has started, where, and the folder in which whole models are handed to it."""

    process: subprocess.Popen[bytes] | None = None
    url: str = ""
    folder: Path = field(default_factory=Path)

    def running(self) -> str:
        """Return the address of the app, which is started where it does not run. Raises RuntimeError."""
        if self.process is not None and self.process.poll() is None:
            return self.url
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        held = tempfile.TemporaryDirectory(prefix="neuroviz-")
        atexit.register(held.cleanup)
        self.folder = Path(held.name)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "neuroviz", "--server.address=127.0.0.1", f"--server.port={port}",
             "--server.headless=true"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, FOLDER: held.name},
        )
        atexit.register(self.process.terminate)
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return self.url
            except OSError:
                time.sleep(0.1)
        self.process.terminate()
        raise RuntimeError("The app did not start; `neuroviz` on the command line says why.")

    def wait(self) -> None:
        """Wait until the app ends, or Ctrl+C ends it."""
        if self.process is None:
            return
        try:
            self.process.wait()
        except KeyboardInterrupt:
            self.process.terminate()


_App = _Running()
