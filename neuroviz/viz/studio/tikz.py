r"""The network's picture as TikZ, for a paper: neurons, connections by sign and width, names and numbers as text.

Whatever a visitor calls a neuron is set as it stands: LaTeX's own signs are escaped, and what it cannot print at all
(line ends, control characters) is left out. Names in Chinese need XeLaTeX or LuaLaTeX, which the file itself says.
"""

from __future__ import annotations

from collections.abc import Mapping

from neuroviz.document import Document
from neuroviz.viz.numbers import MINUS, brief
from neuroviz.viz.palette import Palette, rgb
from neuroviz.viz.studio.layout import arrange
from neuroviz.viz.studio.network_figure import EDGE_WIDTHS, Scene, labelled, lit_layer, room
from neuroviz.viz.studio.network_figure import Words as FigureWords
from neuroviz.viz.studio.placing import weight_shares

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}",
    "[": "{[}", "]": "{]}", "-": "{-}", MINUS: "$-$",
}

COLUMN_CM, TALLEST_CM, WIDEST_CM, POINTS_A_PIXEL = 3.4, 9.0, 15.0, 0.5
"""A gap between layers, the largest picture that a page has room for, and how wide a pixel of the screen becomes."""

_LARGEST_NODE_CM = 0.85


def tikz(document: Document, palette: Palette, figure_words: FigureWords, words: Mapping[str, str], link: str) -> str:
    """Return a figure environment with the network, and a caption that leads back to it.

    words  engine (what the names need), caption ({sizes}, {link}) and open (the link's text), as plain text
    link   address that opens just this network; "" for none
    """
    scene = Scene.of(document, palette, figure_words)
    sizes = "-".join(map(str, document.sizes))
    tall = max(1.0, 2.0 * scene.layout.half_height)
    wide = COLUMN_CM * (len(document.sizes) - 1)
    across, up = COLUMN_CM * min(1.0, WIDEST_CM / wide), min(1.6, TALLEST_CM / tall)
    node = min(_LARGEST_NODE_CM, 0.62 * up)
    caption = latex(words["caption"]).replace(r"\{sizes\}", latex(sizes))
    reference = rf"\href{{{_address(link)}}}{{{latex(words['open'])}}}" if link else ""
    colors = ("positive", "negative", "muted", "ink", "grid")
    lines = [
        r"% \usepackage{tikz} \usepackage{hyperref} \usepackage{textcomp}", f"% {_plain(words['engine'])}",
        *(rf"\definecolor{{nv-{name}}}{{RGB}}{{{','.join(map(str, rgb(getattr(palette, name))))}}}" for name in colors),
        r"\begin{figure}", r"\centering",
        rf"\begin{{tikzpicture}}[x={_cm(across)}, y={_cm(up)}, line cap=round,",
        rf"  neuron/.style={{circle, draw, line width=0.8pt, inner sep=0pt, minimum size={_cm(node)},",
        r"    font=\sffamily\scriptsize},",
        r"  label text/.style={font=\sffamily\footnotesize, text=nv-muted},",
        r"  heading/.style={font=\sffamily\small, text=nv-ink, align=center},",
        r"  weight/.style={font=\sffamily\tiny, fill=white, inner sep=1pt, rounded corners=1pt}]",
        *_edges(document), *_neurons(scene, node), *_headings(scene),
        r"\end{tikzpicture}", rf"\caption{{{caption}{' ' if reference else ''}{reference}}}",
        rf"\label{{fig:network-{sizes}}}", r"\end{figure}",
    ]
    return "\n".join(lines) + "\n"


def latex(text: str) -> str:
    """Return LaTeX that prints this text."""
    return "".join(_SPECIAL.get(c, c) for c in _plain(text))


def _plain(text: str) -> str:
    """Return the text on one line, without what no font has a sign for."""
    return "".join(c if c.isprintable() else " " for c in text)


def _address(link: str) -> str:
    r"""Return an address as \href takes it, also within a caption: no sign in it acts on LaTeX or ends its argument."""
    safe = "".join(c if c.isascii() and c.isprintable() and c not in '\\{}^`"<>| ' else f"%{ord(c) & 0xFF:02X}"
                   for c in link)
    return safe.replace("%", r"\%").replace("#", r"\#").replace("&", r"\&").replace("_", r"\_").replace("~", r"\~{}")


def _number(text: str) -> str:
    """Return a number of the picture in LaTeX's own digits."""
    plain = text.replace(MINUS, "-").replace("∞", r"\infty ").replace("NaN", r"\mathrm{NaN}")
    plain = plain.replace("≈", r"\approx ").strip()
    return f"${plain}$" if plain else ""


def _edges(document: Document) -> list[str]:
    heights = arrange(document.sizes).ys
    largest = max((abs(w) for layer in document.layers for row in layer.weights for w in row), default=0.0)
    drawn, numbers = [], []
    for index, layer in enumerate(document.layers):
        shares = weight_shares(document.sizes, index) if labelled(layer) else None
        for neuron, row in enumerate(layer.weights):
            for source, w in enumerate(row):
                from_, to = f"({index},{heights[index][source]})", f"({index + 1},{heights[index + 1][neuron]})"
                color = "positive" if w > 0.0 else "negative" if w < 0.0 else "grid"
                dash = "" if w > 0.0 else ", dashed" if w < 0.0 else ", dotted"
                strength = int(len(EDGE_WIDTHS) * (abs(w) / largest)) if largest else 0
                width = POINTS_A_PIXEL * EDGE_WIDTHS[min(len(EDGE_WIDTHS) - 1, strength)]
                drawn.append(rf"\draw[nv-{color}{dash}, line width={width:.2f}pt, opacity=0.6] {from_} -- {to};")
                place = None if shares is None else shares[neuron][source]
                if place is not None:
                    numbers.append(
                        rf"\path {from_} -- node[weight, text=nv-{color if w else 'muted'}, pos={place:.3f}]"
                        rf" {{{_number(brief(w))}}} {to};"
                    )
    return [*drawn, *numbers]


def _neurons(scene: Scene, node_cm: float) -> list[str]:
    document, lines = scene.document, []
    last = len(document.layers)
    own = {0: document.input_names, last: document.output_names}
    for layer, heights in enumerate(scene.layout.ys):
        marker = lit_layer(scene, layer)["marker"]
        values = document.trace.activations[layer].tolist()
        for neuron, height in enumerate(heights):
            fill, stroke = marker["color"][neuron], marker["line"]["color"][neuron]
            inside = _number(brief(values[neuron], room(scene.layout))) if scene.layout.roomy else ""
            lines.append(
                rf"\node[neuron, fill={_color(fill)}, draw={_color(stroke)}] (n{layer}-{neuron})"
                rf" at ({layer},{height}) {{{inside}}};"
            )
            name = own.get(layer, ("",) * len(heights))[neuron]
            letter = "x" if layer == 0 else "y" if layer == last else "h"
            said = latex(name) if name else f"${letter}_{{{neuron + 1}}}$"
            side = {0: "left", last: "right"}.get(layer)
            if side or scene.layout.roomy:
                away = 0.5 * node_cm + 0.08
                shift = {"left": f"xshift=-{_cm(away)}, anchor=east", "right": f"xshift={_cm(away)}, anchor=west"}
                place = shift.get(side or "", f"yshift=-{_cm(away)}, anchor=north")
                lines.append(rf"\node[label text, {place}] at ({layer},{height}) {{{said}}};")
    return lines


def _headings(scene: Scene) -> list[str]:
    lines = []
    for layer in range(len(scene.document.sizes)):
        said = rf"\textbf{{{latex(scene.layer_name(layer))}}}"
        if layer:
            activation = scene.words.activations[scene.document.layers[layer - 1].activation]
            said += rf"\\ \textcolor{{nv-muted}}{{{latex(activation)}}}"
        lines.append(rf"\node[heading, anchor=south] at ({layer},{scene.layout.half_height}) {{{said}}};")
    return lines


def _cm(length: float) -> str:
    """Return a length as TeX writes it, its unit close to it."""
    return format(length, ".3f") + "cm"


def _color(color: str) -> str:
    red, green, blue = rgb(color)
    return f"{{rgb,255:red,{red};green,{green};blue,{blue}}}"
