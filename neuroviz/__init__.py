"""neuroviz: see how a neural network passes a signal.

    import neuroviz
    neuroviz.show(model, x=[0.2, -1.0, 0.5])

`show`, `save_html`, `save_svg` and `open_link` are those of `neuroviz.showing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neuroviz.showing import open_link, save_html, save_svg, show

__all__ = ["open_link", "save_html", "save_svg", "show"]


def __getattr__(name: str) -> Any:
    # When they are asked for: who imports `neuroviz.nn` needs NumPy alone.
    if name in __all__:
        from neuroviz import showing

        return getattr(showing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
