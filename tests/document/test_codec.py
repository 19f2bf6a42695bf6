"""Files: what goes in comes out bit for bit, and what comes from outside is never trusted."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document import Document, Fill, Layer, Refusal, codec, limits
from neuroviz.document.edits import clean_name
from neuroviz.nn import ACTIVATIONS
from tests.document.small import SMALL
from tests.document.validity import assert_valid, bits
from tests.strategies import documents, finite


def raw() -> dict[str, Any]:
    """SMALL as JSON values, to be spoiled."""
    spoilable: dict[str, Any] = json.loads(codec.to_json(SMALL))
    return spoilable


def refusal(text: str | bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        codec.from_json(text)
    return caught.value


# --- nothing is lost -----------------------------------------------------------------------------

@given(document=documents())
def test_a_file_keeps_every_bit(document: Document) -> None:
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)


@given(document=documents())
def test_any_json_reader_can_read_a_file(document: Document) -> None:
    read = json.loads(codec.to_json(document))
    assert read["format"] == "neuroviz"
    assert [layer["biases"] for layer in read["layers"]] == [list(layer.biases) for layer in document.layers]


def test_the_largest_document_is_a_file() -> None:
    """With the longest numbers and names there are, it stays well inside the limit of a file."""
    n, long = limits.MAX_NEURONS, -1.2345678901234567e-300
    layer = Layer(((long,) * n,) * n, (long,) * n, "leaky_relu")
    document = Document(
        layers=(layer,) * (limits.MAX_LAYERS - 1), input=(long,) * n, examples=((long,) * n,) * limits.MAX_EXAMPLES,
        input_names=("𝄞" * limits.MAX_NAME_CHARS,) * n, output_names=("𝄞" * limits.MAX_NAME_CHARS,) * n,
    )
    assert len(codec.to_json(document).encode()) < limits.MAX_FILE_BYTES / 2
    assert bits(codec.from_json(codec.to_json(document))) == bits(document)


def test_what_may_be_left_out() -> None:
    """A file written by hand needs the network and its input only."""
    least = {key: raw()[key] for key in ("format", "version", "layers", "input")}
    document = codec.from_json(json.dumps(least))
    assert_valid(document)
    assert (document.layers, document.input) == (SMALL.layers, SMALL.input)
    assert (document.examples, document.fill, document.preset, document.selection) == ((), Fill(), "", None)


def test_what_a_file_leaves_out_means_what_it_meant() -> None:
    """A page that nobody touched is in no file and no link: they open with today's settings of it.

    So these must stay what they were when the link was made. `untouched.json` holds them; a new field is not in it.
    """
    untouched = json.loads((Path(__file__).parent / "untouched.json").read_text("utf-8"))
    assert bits(codec.from_json(json.dumps({**raw(), **untouched}))) == bits(codec.from_json(json.dumps(raw())))
    records = {field.name for field in fields(Document) if is_dataclass(getattr(SMALL, field.name))}
    assert {*untouched} == records - {"fill", "selection", "training"} | {"learning"}


def test_a_byte_order_mark_and_white_space_are_harmless() -> None:
    text = codec.to_json(SMALL)
    assert codec.from_json(b"\xef\xbb\xbf" + text.encode()) == SMALL
    assert codec.from_json("\ufeff" + text) == SMALL
    assert codec.from_json(f"\r\n{json.dumps(json.loads(text), indent=4)}\n") == SMALL


def test_whole_numbers_are_numbers() -> None:
    spoiled = raw()
    spoiled["input"] = [1, -1]
    assert bits(codec.from_json(json.dumps(spoiled))) == bits(SMALL)


def test_the_last_of_two_equal_fields_counts_and_is_checked() -> None:
    """As in every JSON reader; what matters is that neither slips past the checks."""
    text = codec.to_json(SMALL)
    assert codec.from_json(text[:-1] + ',"preset":"or"}').preset == "or"
    assert refusal(text[:-1] + ',"preset":7}').code == "field_value"


# --- what comes from outside ---------------------------------------------------------------------

def test_a_file_cut_anywhere_is_refused() -> None:
    data = codec.to_json(SMALL).encode()
    codes = {refusal(data[:length]).code for length in range(1, len(data))}
    assert refusal(b"").code == "file_empty"
    assert codes == {"file_not_json"}


@given(data=st.binary(max_size=200))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert refusal(data).code in {"file_empty", "file_not_json", "not_neuroviz"}


@given(document=documents(), data=st.data())
def test_a_spoiled_file_is_refused_or_still_a_valid_document(document: Document, data: st.DataObject) -> None:
    """Any byte changed, put in or taken out: no exception of another kind, no document that breaks the rules."""
    text = bytearray(codec.to_json(document).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at:at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        read = codec.from_json(bytes(text))
    except Refusal:
        return
    assert_valid(read)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | finite | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.data())
def test_any_value_in_any_place_is_refused_or_still_a_valid_document(data: st.DataObject) -> None:
    spoiled = raw()
    inside: Any = spoiled
    while True:
        key = data.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
        if not isinstance(inside[key], (dict, list)) or not inside[key] or data.draw(st.booleans()):
            break
        inside = inside[key]
    inside[key] = data.draw(json_values)
    try:
        read = codec.from_json(json.dumps(spoiled))
    except Refusal:
        return
    assert_valid(read)


Spoil = Callable[[dict[str, Any]], object]

SPOILED: list[tuple[str, Spoil, str, dict[str, object]]] = [
    ("another program's", lambda r: r.update(format="keras"), "not_neuroviz", {}),
    ("no format", lambda r: r.pop("format"), "not_neuroviz", {}),
    ("a later version", lambda r: r.update(version=2), "file_version", {"version": "2", "ours": 1}),
    ("no version", lambda r: r.pop("version"), "file_version", {"version": "None", "ours": 1}),
    ("version true", lambda r: r.update(version=True), "file_version", {"version": "True", "ours": 1}),
    ("version as text", lambda r: r.update(version="1"), "file_version", {"version": "1", "ours": 1}),
    ("no layers", lambda r: r.pop("layers"), "field_missing", {"where": "layers"}),
    ("no input", lambda r: r.pop("input"), "field_missing", {"where": "input"}),
    ("no bias", lambda r: r["layers"][1].pop("biases"), "field_missing", {"where": "layers[1].biases"}),
    ("no seed", lambda r: r["fill"].pop("seed"), "field_missing", {"where": "fill.seed"}),
    ("no neuron", lambda r: r["selection"].pop("neuron"), "field_missing", {"where": "selection.neuron"}),
    ("unknown field", lambda r: r.update(colour="red"), "field_unknown", {"where": "colour"}),
    ("unknown in layer", lambda r: r["layers"][0].update(dropout=0.5), "field_unknown", {"where": "layers[0].dropout"}),
    ("layers a number", lambda r: r.update(layers=3), "field_value", {"where": "layers", "value": "3"}),
    ("a layer a list", lambda r: r["layers"].__setitem__(0, []), "field_value", {"where": "layers[0]", "value": "[…]"}),
    ("no layer at all", lambda r: r.update(layers=[]), "field_length",
     {"where": "layers", "got": 0, "expected": "1-9"}),
    ("ten layers", lambda r: r.update(layers=r["layers"] * 5), "field_length",
     {"where": "layers", "got": 10, "expected": "1-9"}),
    ("200,000 layers", lambda r: r.update(layers=[0] * 200_000), "field_length",
     {"where": "layers", "got": 200_000, "expected": "1-9"}),
    ("no input neuron", lambda r: r.update(input=[]), "field_length", {"where": "input", "got": 0, "expected": "1-32"}),
    ("33 inputs", lambda r: r.update(input=[0] * 33), "field_length",
     {"where": "input", "got": 33, "expected": "1-32"}),
    ("a row too few", lambda r: r["layers"][0]["weights"].pop(), "field_length",
     {"where": "layers[0].weights", "got": 1, "expected": "2"}),
    ("a row too short", lambda r: r["layers"][0]["weights"][1].pop(), "field_length",
     {"where": "layers[0].weights[1]", "got": 1, "expected": "2"}),
    ("a next layer that does not fit", lambda r: r["layers"][1].update(weights=[[1, 2, 3]]), "field_length",
     {"where": "layers[1].weights[0]", "got": 3, "expected": "2"}),
    ("an example too long", lambda r: r["examples"][1].append(1), "field_length",
     {"where": "examples[1]", "got": 3, "expected": "2"}),
    ("65 examples", lambda r: r.update(examples=[[0, 0]] * 65), "field_length",
     {"where": "examples", "got": 65, "expected": "0-64"}),
    ("a name too few", lambda r: r["input_names"].pop(), "field_length",
     {"where": "input_names", "got": 1, "expected": "2"}),
    ("a name a number", lambda r: r["input_names"].__setitem__(1, 7), "field_value",
     {"where": "input_names[1]", "value": "7"}),
    ("a name too long", lambda r: r["output_names"].__setitem__(0, "x" * 25), "name_too_long", {"limit": 24}),
    ("a weight true", lambda r: r["layers"][0]["weights"][0].__setitem__(1, True), "field_number",
     {"where": "layers[0].weights[0][1]", "value": "True"}),
    ("a weight as text", lambda r: r["layers"][0]["weights"][0].__setitem__(1, "0.5"), "field_number",
     {"where": "layers[0].weights[0][1]", "value": "0.5"}),
    ("a bias null", lambda r: r["layers"][0]["biases"].__setitem__(0, None), "field_number",
     {"where": "layers[0].biases[0]", "value": "None"}),
    ("an input a list", lambda r: r["input"].__setitem__(0, [1]), "field_number",
     {"where": "input[0]", "value": "[…]"}),
    ("a huge integer", lambda r: r["input"].__setitem__(0, 10**400), "file_not_json", {}),
    ("unknown activation", lambda r: r["layers"][0].update(activation="swish"), "field_activation",
     {"where": "layers[0].activation", "value": "swish"}),
    ("activation a list", lambda r: r["layers"][0].update(activation=["tanh"]), "field_activation",
     {"where": "layers[0].activation", "value": "[…]"}),
    ("softmax inside", lambda r: r["layers"][0].update(activation="softmax"), "softmax_last", {}),
    ("unknown fill", lambda r: r["fill"].update(kind="orthogonal"), "unknown_fill", {"name": "orthogonal"}),
    ("scale too large", lambda r: r["fill"].update(scale=2e6), "fill_scale", {"limit": "1,000,000"}),
    ("scale as text", lambda r: r["fill"].update(scale="1"), "field_number", {"where": "fill.scale", "value": "1"}),
    ("seed negative", lambda r: r["fill"].update(seed=-1), "seed", {"limit": 2**31 - 1}),
    ("seed too large", lambda r: r["fill"].update(seed=2**31), "seed", {"limit": 2**31 - 1}),
    ("seed a fraction", lambda r: r["fill"].update(seed=0.5), "seed", {"limit": 2**31 - 1}),
    ("seed true", lambda r: r["fill"].update(seed=True), "seed", {"limit": 2**31 - 1}),
    ("preset with markup", lambda r: r.update(preset="<b>"), "field_value", {"where": "preset", "value": "<b>"}),
    ("preset null", lambda r: r.update(preset=None), "field_value", {"where": "preset", "value": "None"}),
    ("selection nowhere", lambda r: r["selection"].update(neuron=2), "field_value",
     {"where": "selection", "value": "{…}"}),
    ("selection of an edge into the input", lambda r: r["selection"].update(layer=0), "field_value",
     {"where": "selection", "value": "{…}"}),
    ("selection true", lambda r: r["selection"].update(layer=True), "field_value",
     {"where": "selection", "value": "{…}"}),
    ("selection null inside", lambda r: r["selection"].update(layer=None), "field_value",
     {"where": "selection", "value": "{…}"}),
    ("selection a list", lambda r: r.update(selection=[1, 0]), "field_value", {"where": "selection", "value": "[…]"}),
]


@pytest.mark.parametrize(("spoil", "code", "params"), [s[1:] for s in SPOILED], ids=[s[0] for s in SPOILED])
def test_a_wrong_field_is_refused_by_name(spoil: Spoil, code: str, params: dict[str, object]) -> None:
    spoiled = raw()
    spoil(spoiled)
    refused = refusal(json.dumps(spoiled))
    assert (refused.code, refused.params) == (code, params)


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "0x10", "01", ".5", "1."])
def test_what_json_does_not_call_a_number_is_refused(literal: str) -> None:
    text = codec.to_json(SMALL).replace('"input":[1.0,', f'"input":[{literal},')
    assert literal in text
    assert refusal(text).code == "file_not_json"


@pytest.mark.parametrize("text", ["[]", "{}", "null", "1", '"neuroviz"', "[[1, 2]]", '{"format": ["neuroviz"]}'])
def test_other_json_is_refused(text: str) -> None:
    assert refusal(text).code == "not_neuroviz"


@pytest.mark.parametrize("data", [
    b"\xff\xfe{\x00}\x00", b"\x80", codec.to_json(SMALL).encode("utf-16"), '{"format": "\udc80"}',
    '{"format": "\\ud800"}',
    codec.to_json(SMALL).replace('"A"', '"\x00"'), "PK\x03\x04", "format: neuroviz",
], ids=["utf-16 mark", "a lone byte", "utf-16", "lone surrogate", "escaped surrogate", "a control byte", "zip", "yaml"])
def test_other_encodings_and_formats_are_refused(data: str | bytes) -> None:
    assert refusal(data).code == "file_not_json"


def test_nothing_is_unpickled() -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
            return pytest.fail, ("the file was unpickled",)

    assert refusal(pickle.dumps(Trap())).code == "file_not_json"


def test_deep_nesting_is_refused() -> None:
    assert refusal("[" * 100_000 + "]" * 100_000).code == "file_not_json"
    assert refusal('{"format":' * 50_000 + "1" + "}" * 50_000).code == "file_not_json"


def test_size_is_bounded_before_reading() -> None:
    """A million layers are more bytes than a file may have: they are never read."""
    spoiled = raw()
    spoiled["layers"] = [0] * 1_000_000
    refused = refusal(json.dumps(spoiled))
    assert (refused.code, refused.params) == ("file_too_large", {"limit": limits.MAX_FILE_BYTES // 1000})
    assert refusal(b" " * limits.MAX_FILE_BYTES).code == "file_empty"
    assert refusal(b" " * (limits.MAX_FILE_BYTES + 1)).code == "file_too_large"


def test_names_lose_what_cannot_be_printed() -> None:
    spoiled = raw()
    spoiled["input_names"] = ["a\nb\t\u202e", "  \x07  "]
    document = codec.from_json(json.dumps(spoiled))
    assert document.input_names == ("a b", "")


def test_what_was_found_is_shown_short_and_printable() -> None:
    spoiled = raw()
    spoiled["layers"][0]["activation"] = "\u202e\n" + "x" * 100_000
    shown = str(refusal(json.dumps(spoiled)).params["value"])
    assert len(shown) <= 25
    assert shown.isprintable()


# --- names ---------------------------------------------------------------------------------------

@given(name=st.text(max_size=40))
def test_a_cleaned_name_is_one_printable_line_and_stays_as_it_is(name: str) -> None:
    try:
        clean = clean_name(name)
    except Refusal as refused:
        assert refused.code == "name_too_long"
        assert len(name.strip()) > limits.MAX_NAME_CHARS
        return
    assert clean.isprintable()
    assert clean == clean.strip() == clean_name(clean)
    assert len(clean) <= limits.MAX_NAME_CHARS


def test_every_activation_is_read() -> None:
    for name in ACTIVATIONS:
        spoiled = raw()
        spoiled["layers"][-1]["activation"] = name
        assert codec.from_json(json.dumps(spoiled)).layers[-1].activation == name
