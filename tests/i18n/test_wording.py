"""Sentences that are right for every number, terms that are the same everywhere, and figures that are the program's."""

from __future__ import annotations

import ast
import math
import re
from pathlib import Path

import pytest

import neuroviz
from neuroviz.document.presets import PRESETS
from neuroviz.i18n import LANGUAGES, Language
from neuroviz.lab.comparison.experiments import EXPERIMENTS
from neuroviz.nn import ACTIVATIONS, forward
from neuroviz.nn.datasets import DATASETS
from neuroviz.nn.optimizers import OPTIMIZERS
from neuroviz.ui.live_plot.standalone import standalone_page
from neuroviz.viz.activations import activation_figure
from neuroviz.viz.article import article_figure
from neuroviz.viz.palette import PALETTES
from tests.viz.studio.scenes import view

CATALOGUES = Path(__file__).parents[2] / "neuroviz" / "i18n"
MODULES = sorted(path.stem for path in (CATALOGUES / "en").glob("*.py") if path.stem != "__init__")

each_language = pytest.mark.parametrize("t", LANGUAGES.values(), ids=lambda t: t.code)
each_module = pytest.mark.parametrize("module", MODULES)


def words(code: str, module: str) -> dict[str, str]:
    """key -> sentence, as one file of a catalogue has them."""
    tree = ast.parse((CATALOGUES / code / f"{module}.py").read_text(encoding="utf-8"))
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    return ast.literal_eval(found)


# --- one and many --------------------------------------------------------------------------------

COUNTED = (
    "answers|bytes|cells|characters|classes|columns|connections|entries|epochs|experiments|fibres|inputs|layers|neurons"
    "|packets|pairs|points|rows|runs|spikes|steps|weights|words"
)
MANY = re.compile(rf"\{{+(\w+)(?::\d)?\}}+\** (?:\w+ )?({COUNTED})\b")

BOUNDS = {"limit", "least", "most", "expected", "rows", "layers", "neurons", "sizes"}
"""Placeholders for what the program allows, always more than one: "up to {limit} rows" is safe."""
LARGE = {
    "data.too_large": "a file is refused above a million bytes",
    "data.too_many_classes": "refused above the most that can be told apart",
    "data.too_many_columns": "refused above the most that can be read",
    "descent.network.apply_many": "a fixed number of steps, and a button of its own for one",
    "descent.network.apply_many.help": "the same number",
    "player.pace_of": "several epochs a second: tests/js/paces.test.js has each",
    "refusal.model_layers": "refused above the most that can be drawn",
    "refusal.model_wide": "refused above the most that can be drawn",
    "refusal.link_too_long": "a link is refused for having thousands of characters",
    "neuron.synapse.growth_label": "a fixed number of steps",
    "neuron.synapse.history_label": "a fixed number of pairs",
    "neuron.synapse.pairs": "the same number",
    "neuron.synapse.pairs.result": "the same number",
    "training.data.own": "own data has at least as many points as are needed to learn",
    "data.too_many_cells": "refused above a million cells",
    "data.too_many_inputs": "refused above the most that can be learnt from",
    "data.words": "refused above the most that become inputs",
    "training.figure.legend_some": "said only of more points than are drawn",
    "training.on": "a fixed number of epochs",
    "own.target_flags": "flags of a class are three columns or more",
    "overfitting.own.classes": "said only of more classes than two",
    "training.own.only_two": "said only where there were more than two",
}
"""Sentences whose number is never one, and why."""


@each_module
def test_a_sentence_is_right_for_one_as_well(module: str) -> None:
    """"{n} spikes" reads "1 spikes" when it is one: say "Spikes: {n}". (Chinese has no plural.)"""
    wrong = {
        key: match.group() for key, sentence in words("en", module).items() for match in MANY.finditer(sentence)
        if match.group(1) not in BOUNDS
    }
    assert {key: said for key, said in wrong.items() if key not in LARGE} == {}


def test_no_exception_from_that_rule_is_left_over() -> None:
    """A sentence that says its number otherwise by now, or is no more, leaves the list."""
    counted = {
        key for module in MODULES for key, sentence in words("en", module).items()
        if any(match.group(1) not in BOUNDS for match in MANY.finditer(sentence))
    }
    assert counted >= LARGE.keys()


# --- terms ---------------------------------------------------------------------------------------

NOT_SAID = {
    "你": "a visitor is 您",
    "f-I": "f–I has an en dash",
    "Softmax": "softmax is written small",
    r"[\d}] %": "no space before %",
    "发放频率": "发放率",
    "成簇": "簇状",
    "连线|一条边|每条边": "连接",
    "普通的数": "有限的数",
    "(?<!枪)乌贼": "枪乌贼: 乌贼 is a cuttlefish, whose axon nobody has measured here",
    "透镜": "镜头",
    "准确[率度]|精确度": "正确率",
    "(?<!几乎)一样高": "almost of one height",
    "(?<!神经)(?<!电流)脉冲(?!时序)": "神经脉冲 of a cell, 电流脉冲 of an electrode; in a network it is 信号",
    "频率": "发放率, or how fast they come",
    "尖峰|锋电位|峰电位|放电|神经冲动": "动作电位, 神经脉冲",
    "神经细胞|轴突丘|神经递质|膜电压": "神经元, 轴丘, 递质, 膜电位",
    "门槛|阀值": "阈值",
    "丢弃|早停|提前终止|过度拟合|过学习": "随机失活, 提前停止, 过拟合",
    "权值|偏差|隐含层|隐层|激励函数|活化": "权重, 偏置, 隐藏层, 激活函数",
    "反传|后向|学习速率|训练集|测试集|批次|迭代": "反向传播, 学习率, 训练点, 测试点, 批, 轮",
}


@each_module
@pytest.mark.parametrize("wrong", NOT_SAID)
def test_chinese_terms_are_the_same_everywhere(module: str, wrong: str) -> None:
    assert {k: s for k, s in words("zh", module).items() if re.search(wrong, s)} == {}, NOT_SAID[wrong]


NOT_SAID_IN_ENGLISH = {r"f-I\b": "f–I has an en dash", r"(?<!almost )one height": "almost of one height"}


@each_module
@pytest.mark.parametrize("wrong", NOT_SAID_IN_ENGLISH)
def test_english_terms_are_the_same_everywhere(module: str, wrong: str) -> None:
    assert {k: s for k, s in words("en", module).items() if re.search(wrong, s)} == {}, NOT_SAID_IN_ENGLISH[wrong]


@pytest.mark.parametrize("wrong", [
    "让乌贼轴突发放", "某个透镜", "多少准确率", "用一样高的动作电位", "随着脉冲",
    "由脉冲的多少", "一个频率", "超过门槛", "要丢弃的",
])
def test_what_was_once_said_would_be_found(wrong: str) -> None:
    """And what is right would not: 枪乌贼, 几乎一样高, 神经脉冲, 电流脉冲, 脉冲时序."""
    assert [pattern for pattern in NOT_SAID if re.search(pattern, wrong)]
    right = "枪乌贼，几乎一样高，神经脉冲，电流脉冲，脉冲时序，发放率，镜头"
    assert [pattern for pattern in NOT_SAID if re.search(pattern, right)] == []


@pytest.mark.parametrize(("term", "said"), [
    ("spike", "神经脉冲"), ("spike", "动作电位"), ("spike", "发放"), ("accuracy", "正确率"), ("firing_rate", "发放率"),
])
def test_the_word_that_is_said_most_is_the_one_that_is_explained(term: str, said: str) -> None:
    zh = LANGUAGES["zh"]
    assert said in zh(f"glossary.{term}.name").split("，")
    assert said in " ".join(zh.words[key] for key in zh.words if not key.startswith("glossary."))


# --- the hand ------------------------------------------------------------------------------------

FOR_A_MOUSE = {
    "en": re.compile(r"\b([Cc]lick|[Kk]eys:|[Ee]sc\b|[Ss]hift\b|[Pp]ress \[|([Dd]rag|[Pp]ull) a connection)"),
    "zh": re.compile(r"鼠标|按键：|Esc|Shift|按 \[|上下拖动一|上下拖动，或"),
}
"""What only a mouse can do, or a keyboard, or what a finger does otherwise."""
FOR_EITHER = re.compile(r"\btap|finger|手指|点选|，或点它的名字")
NOT_FOR_FINGERS = ("key.", "present.", "help.keys", "home.teach.help", "graph.", "own.encoding.")
"""Lists of keys, the projector view, what screen readers say of keys, an encoding's name."""


@each_language
def test_a_finger_is_told_what_a_finger_can_do(t: Language) -> None:
    """The browser picks `<key>_touch` (js/lib/hand.js); what Python writes has to be right for both hands."""
    wrong = {
        key: said for key, said in t.words.items()
        if FOR_A_MOUSE[t.code].search(said) and not FOR_EITHER.search(said) and not t.has(f"{key}_touch")
        and not key.startswith(NOT_FOR_FINGERS)
    }
    assert wrong == {}


@each_language
def test_what_is_said_to_a_finger_names_neither_mouse_nor_keys(t: Language) -> None:
    touched = {key: said for key, said in t.words.items() if key.endswith("_touch")}
    assert len(touched) == 6
    assert {key for key in touched if not t.has(key.removesuffix("_touch"))} == set()
    names = re.compile(r"click|mouse|pointer|\bkeys?\b|esc\b|shift|arrow|[\[\]{}↑↓←→]|鼠标|键", re.IGNORECASE)
    assert {key: said for key, said in touched.items() if names.search(said)} == {}


# --- numbers and units ---------------------------------------------------------------------------

SOURCES = sorted((CATALOGUES.parent).rglob("*.py"))
UNITS = "ms|Hz|mV|nA|pA|µA|MΩ|µm|mm|cm|m/s|kB|MB|°C"


def filled_in(path: Path) -> list[str]:
    """What stands behind each number that an f-string fills in."""
    return [
        f"{{}}{after.value}" for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) for value, after in zip(node.values, node.values[1:], strict=False)
        if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant)
    ]


def test_percent_stands_close_and_a_unit_apart_wherever_a_number_is_written() -> None:
    wrong = [
        f"{path.name}: {text[:60]!r}" for path in SOURCES for text in filled_in(path)
        if re.match(rf"\{{\}}([ \u00a0\u2009\u202f]%|({UNITS})\b)", text)
    ]
    assert wrong == []


@each_language
def test_so_it_does_in_the_catalogues(t: Language) -> None:
    wrong = re.compile(rf"[\d}}][ \u00a0\u2009\u202f]%|\}}({UNITS})\b")
    assert {key: words for key, words in t.words.items() if wrong.search(words)} == {}


def test_so_it_does_in_the_browser() -> None:
    modules = sorted((CATALOGUES.parent / "ui" / "live_plot" / "js").rglob("*.js"))
    assert modules
    wrong = [path.name for path in modules
             if re.search(rf"\$\{{[^}}]*\}}([ \u00a0]%|({UNITS})\b)", path.read_text(encoding="utf-8"))]
    assert wrong == []


# --- figures -------------------------------------------------------------------------------------

NUMERALS = {"en": {4: "four", 10: "ten"}, "zh": {4: "四种", 10: "十"}}


@each_language
@pytest.mark.parametrize(("key", "count"), [
    ("home.activations", len(ACTIVATIONS)), ("home.neuron", len(EXPERIMENTS)), ("home.training", len(DATASETS)),
    ("home.descent", len(OPTIMIZERS)), ("questions.activation.cause", len(ACTIVATIONS)),
    ("questions.descent.cause", len(OPTIMIZERS)), ("activations.gallery", len(ACTIVATIONS)),
])
def test_what_is_counted_in_words_is_that_many(t: Language, key: str, count: int) -> None:
    assert NUMERALS[t.code][count] in t(key).lower()


def fires_above(preset: str) -> float:
    """The weighted sum that the gate's step needs, found from its answers: half-way between silent and firing."""
    document = PRESETS[preset].document
    sums = [sum(row) for row in document.examples]
    answers = forward(document.network, document.examples).output[:, 0]
    return (max(s for s, a in zip(sums, answers, strict=True) if a == 0)
            + min(s for s, a in zip(sums, answers, strict=True) if a == 1)) / 2


@each_language
@pytest.mark.parametrize("gate", ["and", "or"])
def test_the_gates_threshold_and_bias_are_the_ones_that_are_said(t: Language, gate: str) -> None:
    (bias,) = PRESETS[gate].document.layers[0].biases
    said = t(f"preset.{gate}.why")
    assert fires_above(gate) == -bias, "with weights of 1 the threshold is minus the bias"
    assert f"−{-bias:g}" in said
    assert f"{-bias:g}" in said.replace(f"−{-bias:g}", "")


@each_language
def test_the_curves_figures_are_the_curves(t: Language) -> None:
    tanh, gelu, sigmoid, leaky = (ACTIVATIONS[name] for name in ("tanh", "gelu", "sigmoid", "leaky_relu"))
    z = [k / 1000 for k in range(-4000, 4001)]
    assert f"{max(map(float, map(sigmoid.df, z)))}" in t("activations.wrong.sigmoid")  # 0.25
    assert f"{float(leaky.df(-1.0))}" in t("activations.for.leaky_relu")  # 0.01
    lowest = min(z, key=lambda value: float(gelu.f(value)))
    assert f"−{abs(round(float(gelu.f(lowest)), 2))}" in t("activations.wrong.gelu")
    assert f"−{abs(round(lowest, 2))}" in t("activations.wrong.gelu")
    assert float(tanh.df(3.0)) < 0.01 < float(tanh.df(2.5))  # "beyond about ±3 it is flat"
    assert "±3" in t("activations.wrong.tanh")


@each_language
def test_the_gallerys_axis_is_the_one_that_is_said(t: Language) -> None:
    gallery = activation_figure.gallery_figure(list(ACTIVATIONS), dict.fromkeys(ACTIVATIONS, ""), 5, PALETTES["light"])
    ranges = [axis["range"] for name, axis in gallery["layout"].items() if name.startswith("xaxis")]
    assert ranges == [[-4, 4]] * len(ACTIVATIONS)
    assert re.search("−4 (to|到) 4", t("activations.gallery_note"))


@each_language
def test_the_tail_of_tanh_ends_where_that_is_said(t: Language) -> None:
    figure = article_figure.gap_figure({"subtraction": "", "rewritten": "", "ends": ""}, PALETTES["light"])
    rewritten, subtracted, _ = figure["data"]
    first, last = min(rewritten["x"]), max(rewritten["x"])
    numbers = re.findall(r"−?\d+", t("article.gap_alt").replace("1 − tanh", ""))
    said = [float(number.replace("−", "-")) for number in numbers]
    assert said == [first, last, 10.0, round(math.log10(min(rewritten["y"]))), round(max(subtracted["x"]))]


@each_language
def test_the_exported_page_is_as_large_as_that_is_said(t: Language) -> None:
    page = standalone_page(view(PRESETS["fruit"].document, "light", t.code), t, title="neuroviz", theme="light")
    (megabytes,) = re.findall(r"(\d+) MB", t("studio.export.hint"))
    assert round(len(page) / 1e6) == int(megabytes)


@each_language
def test_the_presets_figures_are_the_presets(t: Language) -> None:
    assert {"en": "Seven", "zh": "七"}[t.code] in t("preset.deep.why")
    assert len(PRESETS["deep"].document.layers) == 7
    wide = PRESETS["wide"].document
    assert [layer.size for layer in wide.layers[:-1]] == [16, 16]
    assert {"en": "sixteen", "zh": "十六"}[t.code] in t("preset.wide.why")
    hidden = [value for layer in wide.trace.activations[1:-1] for value in layer.tolist()]
    assert 0.3 < sum(value == 0.0 for value in hidden) / len(hidden) < 0.7  # "about half of them stay silent"
    assert {"en": "four", "zh": "四"}[t.code] in t("preset.fruit.why")
    assert PRESETS["fruit"].document.sizes == (3, 4, 3)


def test_the_browser_joins_no_name_and_sentence_by_a_colon_of_its_own() -> None:
    """A colon is a word too: Chinese has another. `named` in js/lib/format.js takes it from the catalogue."""
    modules = sorted((Path(neuroviz.__file__).parent / "ui" / "live_plot" / "js").rglob("*.js"))
    assert modules
    joined = re.compile(r"\}: (?:\$\{|`)")
    assert [path.name for path in modules if joined.search(path.read_text(encoding="utf-8"))] == []
    said = {code: language("player.named", name="a", what="b") for code, language in LANGUAGES.items()}
    assert said == {"en": "a: b", "zh": "a：b"}
