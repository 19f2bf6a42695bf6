"""What exporters write behind a network's answer: labels, maps, both shares of a binary answer.

As skl2onnx writes classifiers (`skl2onnx/operator_converters/multilayer_perceptron.py`), and PyTorch a final argmax.
"""

from __future__ import annotations

from neuroviz.document.models.onnx_graph import ML, Graph, Node, constant_of

_ARRANGING = {("", "Cast"), ("", "Reshape"), ("", "Squeeze"), ("", "Identity"), (ML, "ArrayFeatureExtractor")}
_LABELLING = {("", "ArgMax"), (ML, "Binarizer")}
_MAPPING = {(ML, "ZipMap")}
_MOST_STEPS = 12
_MOST_CLASSES = 2_000


def answer_before(graph: Graph, output: str, labelled: list[str]) -> str:
    """Return the name of the values that an output of the graph is made of: the network's own answer.

    labelled  takes the operations that keep of the answer only which is the largest
    """
    answer = at = output
    for _ in range(_MOST_STEPS):
        node = graph.makers.get(at)
        if node is None or not node.inputs:
            break
        kind = (node.domain, node.op)
        if kind in _ARRANGING:
            # What picks a class by its number takes the classes first.
            at = node.inputs[-1 if kind == (ML, "ArrayFeatureExtractor") else 0]
        elif kind in _LABELLING | _MAPPING:
            answer = at = node.inputs[0]
            if kind in _LABELLING:
                labelled.append(node.place)
        else:
            break
    return _in_rows(graph, _second_share(graph, answer))


def _second_share(graph: Graph, name: str) -> str:
    """Return the share p of the second class, where an answer is written as (1 − p, p)."""
    node = graph.makers.get(name)
    if node is None or node.op != "Concat" or len(node.inputs) != 2:
        return name
    first, second = node.inputs
    rest = graph.makers.get(first)
    if rest is None or rest.op != "Sub" or len(rest.inputs) != 2 or rest.inputs[1] != second:
        return name
    one = constant_of(graph, rest.inputs[0])
    return second if one is not None and one.size and (one == 1).all() else name


def _in_rows(graph: Graph, name: str) -> str:
    """Return the answer before it is arranged in another shape, which changes none of its numbers."""
    node = graph.makers.get(name)
    return node.inputs[0] if node is not None and node.op in {"Reshape", "Squeeze"} and node.inputs else name


def class_names(graph: Graph, n_out: int) -> tuple[str, ...]:
    """Return the names of the outputs where the file has them, one each, or (): of two classes, one output is the share
    of the second."""
    for node in graph.makers.values():
        names = _classes(graph, node)
        if n_out == 1 and len(names) == 2:
            return names[1:]
        if len(names) == n_out:
            return names
    return ()


def _classes(graph: Graph, node: Node) -> tuple[str, ...]:
    if (node.domain, node.op) == (ML, "ZipMap"):
        said = node.attributes.get("classlabels_strings") or node.attributes.get("classlabels_int64s")
        return tuple(map(str, said)) if isinstance(said, list) else ()
    if (node.domain, node.op) != (ML, "ArrayFeatureExtractor") or len(node.inputs) != 2:
        return ()
    picked = graph.makers.get(node.inputs[1])
    if picked is None or picked.op != "ArgMax":
        return ()
    if node.inputs[0] in graph.words:
        return graph.words[node.inputs[0]]
    numbers = constant_of(graph, node.inputs[0])
    return () if numbers is None or numbers.size > _MOST_CLASSES else tuple(f"{n:g}" for n in numbers.ravel().tolist())
