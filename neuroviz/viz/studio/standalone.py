"""The animation as one HTML file that plays without the app: Plotly's own buttons and slider."""

from __future__ import annotations

from typing import Any

from plotly.io import to_html

from neuroviz.viz.style import CLEAR

_TRANSITION_SHARE = 0.9


def standalone_figure(view: dict[str, Any], controls: dict[str, str]) -> dict[str, Any]:
    """A network's view as a figure with native controls.

    The player's frames hold what changes. Plotly's slider jumps, so here each frame holds all that has
    moved up to it. `controls` holds the words "play" and "pause".
    """
    frames: list[dict[str, Any]] = []
    state: dict[int, dict[str, Any]] = {}
    for number, frame in enumerate(view["frames"]):
        for trace, change in zip(frame["traces"], frame["data"], strict=True):
            state[trace] = _merged(state.get(trace, {}), change)
        moved = sorted(state)
        frames.append({"name": str(number), "traces": moved, "data": [state[trace] for trace in moved]})
    layout = {
        **view["spec"]["layout"],
        "height": 620, "margin": {"l": 20, "r": 20, "t": 20, "b": 150},
        "paper_bgcolor": view["colors"]["paper"], "plot_bgcolor": view["colors"]["paper"],
        "updatemenus": [_buttons(view, controls)], "sliders": [_slider(view)],
    }
    return {"data": view["spec"]["data"], "layout": layout, "frames": frames}


def standalone_html(view: dict[str, Any], title: str, controls: dict[str, str]) -> bytes:
    """`standalone_figure` as a page of its own, Plotly.js included."""
    page: str = to_html(
        standalone_figure(view, controls), include_plotlyjs=True, full_html=True, auto_play=False,
        config={"displaylogo": False}, validate=False,
    )
    return page.replace("<head>", f"<head><title>{title}</title>", 1).encode()


def _buttons(view: dict[str, Any], controls: dict[str, str]) -> dict[str, Any]:
    ms = max(frame["ms"] for frame in view["frames"])
    motion = {"duration": round(ms * _TRANSITION_SHARE), "easing": "linear"}
    return {
        "type": "buttons", "direction": "left", "showactive": False,
        "x": 0, "y": -0.04, "xanchor": "left", "yanchor": "top",
        "buttons": [
            {"label": controls["play"], "method": "animate", "args": [None, {
                "mode": "immediate", "fromcurrent": True,
                "frame": {"duration": ms, "redraw": False}, "transition": motion,
            }]},
            {"label": controls["pause"], "method": "animate", "args": [[None], {
                "mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0},
            }]},
        ],
    }


def _slider(view: dict[str, Any]) -> dict[str, Any]:
    jump = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    return {
        "x": 0, "len": 1, "y": -0.12, "pad": {"t": 10}, "ticklen": 0, "minorticklen": 0,
        "currentvalue": {"prefix": "", "xanchor": "left"},
        "steps": [
            {"label": frame["caption"], "method": "animate", "args": [[str(number)], jump]}
            for number, frame in enumerate(view["frames"])
        ],
        "font": {"color": CLEAR, "size": 1},
    }


def _merged(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in more.items():
        out[key] = _merged(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out
