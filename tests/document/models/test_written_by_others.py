"""Files that other programs wrote (`tools/make_models.py`): the network answers as the program did that wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neuroviz.document import Document, Refusal
from neuroviz.document.models.arranging import Wish, arrange_model, opened_model
from neuroviz.document.models.model import ReadModel
from neuroviz.document.models.opening import read_model
from neuroviz.document.presets import PRESETS
from neuroviz.nn import forward
from tests.document.validity import assert_valid

FILES = Path(__file__).parent / "files"
ANSWERS: dict[str, Any] = json.loads((FILES / "answers.json").read_text("ascii"))
X = np.array(ANSWERS["x"])
HERE = PRESETS["fruit"].document


def read(*names: str) -> ReadModel:
    return read_model({name: (FILES / name).read_bytes() for name in names})


def opened(model: ReadModel, wish: Wish) -> Document:
    document = opened_model(HERE, model, wish)
    assert_valid(document)
    return document


@pytest.mark.parametrize("name", ANSWERS["files"])
def test_the_network_answers_as_its_own_program_does(name: str) -> None:
    kept = ANSWERS["files"][name]
    model = read(*kept.get("files", [name]))
    document = opened(model, Wish(activations=tuple(kept.get("activations", ()))))
    assert np.abs(forward(document.network, X).output - np.array(kept["y"])).max() <= 1e-6


@pytest.mark.parametrize("name", ["torch.safetensors", "torch_square.npz", "keras.weights.h5"])
def test_what_a_file_does_not_say_is_suggested_and_said_to_be(name: str) -> None:
    arranged = arrange_model(read(name), Wish())
    assert arranged.suggested == tuple(range(len(arranged.parts)))
    assert {*arranged.activations[:-1]} == {"relu"}
    assert arranged.activations[-1] == "linear"


def test_square_matrices_leave_the_orientation_to_the_visitor() -> None:
    model = read("torch_square.npz")
    arranged = arrange_model(model, Wish())
    assert set(arranged.orientations) == {"out_in", "in_out"}
    assert arranged.orientation == "out_in", "the names are PyTorch's"
    turned = opened(model, Wish(orientation="in_out")).layers[0].weights
    assert np.array_equal(np.array(turned).T, np.array(opened(model, Wish()).layers[0].weights))


def test_weights_alone_fit_those_with_their_description() -> None:
    whole = opened(read("keras.keras"), Wish())
    alone = opened(read("keras.weights.h5"), Wish(activations=tuple(layer.activation for layer in whole.layers)))
    assert alone.layers == whole.layers


def test_what_is_none_of_ours_waits_for_a_choice() -> None:
    model = read("keras_gelu.keras")
    arranged = arrange_model(model, Wish())
    assert (arranged.activations[0], arranged.parts[0].said, arranged.ready) == ("", "GELU (erf)", False)
    with pytest.raises(Refusal, match="model_open"):
        opened_model(HERE, model, Wish())
    assert opened(model, Wish(activations=("gelu",))).layers[0].activation == "gelu"


def test_dropout_is_left_out_and_named() -> None:
    assert read("keras.keras").skipped == ("dropout",)


@pytest.mark.parametrize(("name", "code", "values"), [
    ("torch.pt", "model_pickle_torch", {"name": "torch.pt"}),
    ("torch_conv.onnx", "model_operation", {"name": "Conv", "where": "/0/Conv"}),
    ("torch_external.onnx", "model_external", {"where": "0.weight"}),
    ("keras_lambda.keras", "model_custom", {"name": "Lambda"}),
    ("tfjs.model.json", "model_part_missing", {"where": "tfjs.weights.bin"}),
])
def test_what_is_refused_is_named(name: str, code: str, values: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        read(name)
    assert (refused.value.code, dict(refused.value.values)) == (code, values)


def test_a_zip_of_tensorflowjs_is_read_as_its_files_are(tmp_path: Path) -> None:
    import zipfile

    names = ("tfjs.model.json", "tfjs.weights.bin")
    with zipfile.ZipFile(tmp_path / "model.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.write(FILES / names[0], "model/model.json")
        made.write(FILES / names[1], f"model/{names[1]}")
    zipped = read_model({"model.zip": (tmp_path / "model.zip").read_bytes()})
    assert opened(zipped, Wish()).layers == opened(read(*names), Wish()).layers


def test_a_scaling_is_computed_into_the_weights_and_that_is_said() -> None:
    assert len(read("torch_scaled.onnx").folded) == 5
    assert read("sklearn_scaled.onnx").folded
    assert read("torch.onnx").folded == ()


def test_what_only_labels_an_answer_is_said_and_its_classes_are_the_outputs_names() -> None:
    assert len(read("torch_argmax.onnx").labelled) == 1
    assert read("sklearn_two.onnx").labelled == (), "the shares are an output of their own"
    assert opened(read("sklearn_two.onnx"), Wish()).output_names == ("yes",)
    assert opened(read("sklearn_scaled.onnx"), Wish()).output_names == ("0", "1", "2")


def test_an_activation_that_is_written_out_in_several_operations_waits_for_a_choice() -> None:
    arranged = arrange_model(read("torch_written_out.onnx"), Wish())
    assert [part.said for part in arranged.parts] == ["SiLU", "GELU (erf)", ""]
    assert not arranged.ready
    assert opened(read("torch_written_out.onnx"), Wish(activations=("gelu", "gelu", "linear"))).sizes == (4, 5, 5, 2)
