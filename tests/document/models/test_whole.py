"""Models of any width: held to NumPy, to their bounds, and to the files of other programs; and slices of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Refusal, limits
from neuroviz.document.models import bounds, npz
from neuroviz.document.models.arranging import Wish, arrange_model
from neuroviz.document.models.opening import read_model
from neuroviz.document.models.slicing import (
    HIDDEN,
    INPUTS,
    OUTPUTS,
    as_spans,
    read_part,
    slice_of,
    strongest_path,
)
from neuroviz.document.models.whole import (
    Whole,
    arrange_whole,
    packed,
    whole_model,
    whole_of,
    with_activation,
    with_input,
    with_input_at,
    with_number,
)
from neuroviz.document.presets import PRESETS
from neuroviz.nn import Network, forward
from tests.document.validity import assert_valid

HERE = PRESETS["fruit"].document
PLAIN = {"relu": lambda z: np.where(z > 0, z, 0.0), "tanh": np.tanh, "linear": lambda z: z}


def random_whole(sizes: tuple[int, ...], seed: int, names: tuple[str, ...] = ("relu", "tanh", "linear")) -> Whole:
    rng = np.random.default_rng(seed)
    network = Network(
        [rng.normal(size=(b, a)) / np.sqrt(a) for a, b in zip(sizes, sizes[1:], strict=False)],
        [rng.normal(size=b) for b in sizes[1:]],
        [names[i % len(names)] for i in range(len(sizes) - 1)],
    )
    return whole_of(network, rng.normal(size=sizes[0]))


wholes = st.builds(
    random_whole, st.lists(st.one_of(st.integers(1, 6), st.integers(33, 90)), min_size=2, max_size=5).map(tuple),
    st.integers(0, 10_000),
)


def file(sizes: tuple[int, ...], **more: np.ndarray) -> bytes:
    """A file as NumPy writes it."""
    rng = np.random.default_rng(1)
    arrays: dict[str, np.ndarray] = {}
    for i, (a, b) in enumerate(zip(sizes, sizes[1:], strict=False)):
        arrays[f"layer{i}.weight"] = rng.normal(size=(b, a)).astype("f4")
        arrays[f"layer{i}.bias"] = rng.normal(size=b).astype("f4")
    stream = io.BytesIO()
    np.savez(stream, **arrays, **more)
    return stream.getvalue()


# --- opened --------------------------------------------------------------------------------------

def test_a_wide_file_computes_as_numpy_does() -> None:
    data = file((784, 128, 64, 10), activations=np.array(["relu", "tanh", "linear"]))
    whole = whole_model(read_model({"m.npz": data}), Wish(), "m.npz")
    a = np.linspace(-1, 1, 784)
    with np.load(io.BytesIO(data)) as arrays:
        for i, name in enumerate(("relu", "tanh", "linear")):
            a = PLAIN[name](arrays[f"layer{i}.weight"].astype(float) @ a + arrays[f"layer{i}.bias"])
    assert np.abs(forward(whole.now, np.linspace(-1, 1, 784)).output - a).max() < 1e-12
    assert whole.sizes == (784, 128, 64, 10)
    assert whole.suggested == ()


def test_a_file_that_is_too_wide_for_the_studio_is_not_for_the_whole_page() -> None:
    model = read_model({"m.npz": file((40, 33, 2))})
    for_studio = arrange_model(model, Wish())
    assert for_studio.problem is not None
    assert for_studio.problem.code == "model_wide"
    assert arrange_whole(model, Wish()).ready
    assert whole_model(model, Wish()).suggested == (0, 1)


def refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        whole_model(read_model({"m.npz": data}), Wish())
    return caught.value


def test_widths_are_taken_up_to_the_bound_and_refused_beyond_it() -> None:
    assert whole_model(read_model({"m.npz": file((limits.MAX_WHOLE_NEURONS, 3))}), Wish()).sizes == (1024, 3)
    refusal = refused(file((3, limits.MAX_WHOLE_NEURONS + 1)))
    assert (refusal.code, refusal.values["count"], refusal.values["limit"]) == ("whole_wide", 1025, 1024)


def test_a_million_numbers_are_taken_and_no_neuron_more() -> None:
    def of(width: int) -> Network:
        sizes = (limits.MAX_WHOLE_NEURONS, width, 1)
        return Network([np.zeros((width, sizes[0])), np.zeros((1, width))], [np.zeros(width), np.zeros(1)],
                       ["relu", "linear"])

    assert whole_of(of(974)).count == 974 * 1025 + 975 <= bounds.MAX_WEIGHTS
    with pytest.raises(Refusal, match="model_weights"):
        whole_of(of(975))


def test_what_is_declared_too_large_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = np.frombuffer

    def counting(*args: object, **more: object) -> object:
        found = real(*args, **more)  # type: ignore[call-overload]
        read.append(found.nbytes)
        return found

    monkeypatch.setattr(npz.np, "frombuffer", counting)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (100_000, 10_000)})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("w.npy", header.getvalue())
    assert refused(stream.getvalue()).code == "model_weights"
    assert read == []
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("w.npy", b"\0" * (bounds.MAX_MODEL_BYTES + 1))
    assert refused(bomb.getvalue()).code == "model_unpacked"
    assert read == []


def test_too_many_layers_are_refused() -> None:
    assert refused(file((2,) * (limits.MAX_LAYERS + 1))).code == "model_layers"


# --- edited --------------------------------------------------------------------------------------

@given(wholes, st.data())
def test_a_changed_number_is_the_only_one(whole: Whole, data: st.DataObject) -> None:
    layer = data.draw(st.integers(1, len(whole.sizes) - 1))
    neuron = data.draw(st.integers(0, whole.sizes[layer] - 1))
    source = data.draw(st.one_of(st.none(), st.integers(0, whole.sizes[layer - 1] - 1)))
    value = data.draw(st.floats(-1e6, 1e6))
    changed = with_number(whole, (layer, neuron, source), value)
    before, after = list(numbers(whole.now)), list(numbers(changed.now))
    differ = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert len(differ) <= 1
    if differ:
        assert after[differ[0]] == value
    was = np.asarray(whole.network.biases[layer - 1])[neuron] if source is None else np.asarray(
        whole.network.weights[layer - 1])[neuron, source]
    assert dict(with_number(changed, (layer, neuron, source), float(was)).changed) == {}, "as it was read"


def numbers(network: Network) -> Iterator[float]:
    for pair in zip(network.weights, network.biases, strict=True):
        for part in pair:
            yield from np.asarray(part).ravel().tolist()


@pytest.mark.parametrize("place", [(0, 0, 0), (3, 0, 0), (1, 9, 0), (1, 0, 40), (1, -1, None)])
def test_a_number_that_is_not_there_cannot_be_changed(place: tuple[int, int, int | None]) -> None:
    with pytest.raises(Refusal, match="no_such_part"):
        with_number(random_whole((40, 3, 2), 0), place, 1.0)


def test_so_many_numbers_are_changed_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WHOLE_CHANGED", 2)
    whole = random_whole((40, 3, 2), 0)
    for source in range(2):
        whole = with_number(whole, (1, 0, source), 5.0)
    with pytest.raises(Refusal, match="whole_changed"):
        with_number(whole, (1, 0, 2), 5.0)
    assert with_number(whole, (1, 0, 1), 6.0).changed[1, 0, 1] == 6.0


def test_inputs_and_activations_are_taken_where_they_fit() -> None:
    whole = random_whole((40, 3, 2), 0)
    assert with_input(whole, [0.5] * 40).input.tolist() == [0.5] * 40
    assert with_input_at(whole, 39, -2.0).input[39] == -2.0
    assert with_activation(whole, 2, "softmax").now.activations == ("relu", "softmax")
    for wrong, code in (
        (lambda: with_input(whole, [0.0] * 39), "whole_input"),
        (lambda: with_input(whole, [np.nan] * 40), "number_too_large"),
        (lambda: with_input_at(whole, 40, 1.0), "no_such_part"),
        (lambda: with_activation(whole, 1, "softmax"), "softmax_last"),
        (lambda: with_activation(whole, 3, "relu"), "no_such_part"),
    ):
        with pytest.raises(Refusal, match=code):
            wrong()


@given(wholes)
def test_what_reaches_the_browser_is_every_number_as_it_is(whole: Whole) -> None:
    kind, data = packed(whole.network)
    assert kind == "<f8"
    assert np.frombuffer(data, kind).tolist() == list(numbers(whole.network))
    short = Network([np.asarray(w).astype("f4") for w in whole.network.weights],
                    [np.asarray(b).astype("f4") for b in whole.network.biases], whole.activations)
    kind, data = packed(short)
    assert kind == "<f4"
    assert np.frombuffer(data, kind).tolist() == list(numbers(short))


# --- slices --------------------------------------------------------------------------------------

@given(wholes, st.data(), st.booleans())
def test_a_slice_has_the_chosen_numbers(whole: Whole, data: st.DataObject, keep: bool) -> None:
    chosen = [data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=min(size, limits.MAX_NEURONS),
                                 unique=True)) for size in whole.sizes]
    document = slice_of(whole, chosen, HERE, keep_rest=keep)
    assert_valid(document)
    assert document.sizes == tuple(map(len, chosen))
    assert document.training == HERE.training
    trace, part = forward(whole.now, whole.input), document.trace
    for layer, made in enumerate(document.layers, start=1):
        for row, neuron in enumerate(chosen[layer]):
            for column, source in enumerate(chosen[layer - 1]):
                assert made.weights[row][column] == np.asarray(whole.now.weights[layer - 1])[neuron, source]
        if keep:
            assert np.allclose(part.pre_activations[layer - 1], trace.pre_activations[layer - 1][chosen[layer]],
                               rtol=1e-9, atol=1e-9), "every sum is the whole's"
        else:
            assert made.biases == tuple(np.asarray(whole.now.biases[layer - 1])[chosen[layer]])


@given(wholes)
def test_of_all_neurons_of_a_small_model_the_slice_is_the_model(whole: Whole) -> None:
    if max(whole.sizes) > limits.MAX_NEURONS:
        return
    document = slice_of(whole, [range(size) for size in whole.sizes], HERE)
    assert list(numbers(document.network)) == list(numbers(whole.now))


@given(wholes)
def test_the_strongest_path_leaves_out_nothing_stronger(whole: Whole) -> None:
    chosen = strongest_path(whole)
    trace = forward(whole.now, whole.input)
    assert len(chosen) == len(whole.sizes)
    for layer in range(1, len(whole.sizes)):
        weights = np.asarray(whole.now.weights[layer - 1])
        share = [sum(abs(weights[j, i] * trace.activations[layer - 1][i]) for j in chosen[layer])
                 for i in range(whole.sizes[layer - 1])]
        taken = set(chosen[layer - 1])
        assert len(taken) == min(len(share), INPUTS if layer == 1 else HIDDEN)
        left = [share[i] for i in range(len(share)) if i not in taken]
        assert not left or max(left) <= min(share[i] for i in taken) * (1 + 1e-9) + 1e-12
    assert len(chosen[-1]) <= OUTPUTS
    assert_valid(slice_of(whole, chosen, HERE))
    assert strongest_path(whole, 0)[-1] == (0,)


@pytest.mark.parametrize(("chosen", "code", "said"), [
    ([[0], [0]], "slice_layers", {"got": 2, "expected": 3}),
    ([[0], [], [0]], "slice_empty", {"place": 2}),
    ([[0], [3], [0]], "slice_place", {"place": 2, "number": 4, "count": 3}),
    ([[-1], [0], [0]], "slice_place", {"place": 1, "number": 0, "count": 40}),
    ([range(33), [0], [0]], "slice_wide", {"place": 1, "count": 33, "limit": 32}),
])
def test_what_is_no_slice_is_refused(chosen: list[list[int]], code: str, said: dict[str, int]) -> None:
    """Layers and neurons are counted from one, as a visitor counts them."""
    with pytest.raises(Refusal) as caught:
        slice_of(random_whole((40, 3, 2), 0), chosen, HERE)
    assert (caught.value.code, caught.value.params) == (code, said)


@given(st.sets(st.integers(0, 1023), min_size=1, max_size=limits.MAX_NEURONS))
def test_neurons_are_read_as_they_are_written(part: set[int]) -> None:
    assert set(read_part(as_spans(sorted(part)), 0, 1024)) == part


@pytest.mark.parametrize(("text", "found"), [
    ("1-3, 7", {0, 1, 2, 6}), ("3–1", {0, 1, 2}), (" 2 ；4，5 ", {1, 3, 4}), ("1 至 3、9", {0, 1, 2, 8}), ("", set()),
    ("4 - 6", {3, 4, 5}),
])
def test_neurons_as_people_write_them(text: str, found: set[int]) -> None:
    assert set(read_part(text, 0, 10)) == found


@pytest.mark.parametrize(("text", "code"), [
    ("a", "slice_words"), ("0", "slice_place"), ("11", "slice_place"), ("1-40", "slice_place"), ("1.5", "slice_words"),
])
def test_what_names_no_neuron_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        read_part(text, 0, 10)


def test_a_slice_is_named_after_the_whole() -> None:
    whole = random_whole((40, 3, 2), 0)
    assert slice_of(whole, [[0, 39], [2], [1]], HERE).input_names == ("x1", "x40")
    named = replace(whole, output_names=("no", "yes"))
    assert slice_of(named, [[0, 39], [2], [1]], HERE).output_names == ("yes",)
