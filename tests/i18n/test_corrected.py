"""What the words once said and what was wrong, or badly said, comes back in no sentence of its language."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from neuroviz.i18n import LANGUAGES


class Once(NamedTuple):
    """What was said, word for word; what of it no sentence may match; and what is right."""

    said: str
    pattern: str
    right: str


UNTRUE = {
    "en": (
        Once("I = g(E), made precise", "made precise", "in physiology I = g·(V − E)"),
        Once("Background current (1: just enough to fire)", "enough to fire", "to keep firing"),
        Once("the spike makes itself, always the same size", "(?<!almost )always (of )?the same size", "almost always"),
        Once("the squid's axon conducts no spike: its sodium channels close again too soon",
             "squid's axon conducts|close again too soon", "the model axon; potassium channels open"),
        Once("Potassium flowing out ends a spike", "otassium flowing out ends|potassium cuts", "sodium inactivation"),
        Once("drugs that block potassium channels, such as TEA", "[Dd]rugs", "TEA is a tool of the laboratory"),
        Once("The artificial neuron subtracts; this one divides too.", "divides too", "on the rate mostly subtraction"),
        Once("nothing in an artificial neuron does", "othing in an artificial neuron does", "a sigmoid has a ceiling"),
        Once("Axons in myelin are {low} to {high} µm thick", "in myelin are \\{", "the rule is used for those"),
        Once("a synapse knows its own two neurons only", "own two neurons (only|do)", "and neuromodulators"),
        Once("A synapse changes by what its own two neurons do", "A synapse changes by", "at many excitatory synapses"),
        Once("whose effects add up to less than their sum", "effects add up to less", "mostly; with NMDA to more"),
        Once("the same weights as AND, with a lower bar of −0.5", "lower bar", "−0.5 is the bias, 0.5 the threshold"),
        Once("together they just pass the bias of −1.5", "pass the bias", "exceed the threshold of 1.5"),
        Once("many become 0", "many become 0", "shrink almost to 0"),
        Once("networks that learn use smooth functions", "smooth functions", "functions with a slope"),
        Once("the usual choice in Transformers", "choice in Transformers", "newer ones have SwiGLU"),
        Once("has slope 0 wherever it goes and never learns again", r"and never learns\b", "hardly ever"),
        Once("No nerve fibre fires more than", "No nerve fibre", "hardly any: those of electric fish do"),
        Once("The brain's other cells are glia.", "other cells are glia", "its other large family"),
        Once("A unit's weights may mix their signs.", "A unit's weights", "its outgoing weights"),
        Once("starts smoothly from 0 Hz", "starts smoothly", "continuously"),
        Once("opens only when the membrane is already depolarised", "opens only when", "mainly when"),
        Once("Where the −70 mV come from", "Where the −70", "the panel has −67.3 and −62.3"),
        Once("V jumps towards E of Na⁺. That is the spike.", "That is the spike", "its upstroke"),
        Once("See a network think", "network thinks?", "it computes"),
        Once("The true hills of the loss", "true hills", "the real loss landscape"),
        Once("a simulated living one, side by side", "living one, side by side", "a biological one"),
        Once("Then send the same signal into a living cell.", "into a living cell", "a simulated one"),
        Once("five epochs at a time", "epochs? at a time", "epochs a second"),
        Once("The steady currents have always been there", "The steady currents have", "those below the threshold"),
    ),
    "zh": (
        Once("把 I = g(E) 说清楚", "I = g.E. 说清楚", "生理学里 I = g·(V − E)"),
        Once("背景电流（1：刚好能发放）", "刚好能发放", "刚好能持续发放"),
        Once("动作电位自己完成，大小总是一样", "(?<!几乎)总是一样", "几乎总是一样"),
        Once("枪乌贼的轴突不能传导动作电位：钠通道关得太早了", "枪乌贼的轴突不能|关得太早", "模型轴突；钾通道"),
        Once("钾离子流出结束动作电位", "流出结束|被钾电流切断", "结束它的是钠通道失活"),
        Once("TEA、4-氨基吡啶这类阻断钾通道的药", "通道的药", "TEA 是实验室里的工具"),
        Once("人工神经元做减法，它还做除法。", "除法", "对发放率来说大体上还是减法"),
        Once("人工神经元没有这种限制", "没有这种限制", "sigmoid 也有上限"),
        Once("有髓鞘的轴突粗 {low} 到 {high} µm", "髓鞘的轴突粗", "规则用于这个范围"),
        Once("突触只认得自己两端的神经元", "两端的神经元(?!，外加|放|活)$", "还有神经调质的消息"),
        Once("突触只看自己两端的神经元", "突触只看", "许多兴奋性突触"),
        Once("电导合起来的效果小于各自效果之和", "效果小于", "大多小于"),
        Once("权重和 AND 一样，门槛降到 −0.5", "降到 −0.5", "阈值降到 0.5，−0.5 是偏置"),
        Once("加在一起刚好越过 −1.5 的偏置", "越过.*偏置", "超过阈值 1.5"),
        Once("门控快三倍", "[快慢大小多少高低粗细长短][一二两三四五六七八九十百千万几]+倍", "变为原来的 3 倍"),
        Once("很多权重会变成 0", "很多权重会变成 0", "缩到几乎为 0"),
        Once("所以会学习的网络都用光滑的函数", "都用光滑", "有斜率的函数：ReLU 不光滑"),
        Once("是 Transformer 里常用的选择", "Transformer 里", "BERT 和 GPT-2 用；较新的用 SwiGLU"),
        Once("它就再也学不动了", "它就再也", "几乎再也"),
        Once("没有哪根神经纤维能长时间", "没有哪根", "几乎没有"),
        Once("积分发放模型从 0 Hz 平滑起步", "平滑起步", "连续起步"),
        Once("而且只有膜已经去极化时才打开", "只有膜", "主要在膜已经去极化时"),
        Once("−70 mV 从哪里来", "−70 mV 从哪", "图上是 −67.3 和 −62.3"),
        Once("V 就跳向 Na⁺ 的 E。这就是动作电位。", "这就是动作电位(?!的)", "它的上升支"),
        Once("看见神经网络在思考", "网络在?思考", "怎样计算"),
        Once("送进一个活的细胞", "活的细胞", "模拟的生物神经元"),
        Once("五轮一次", "五轮一次|一轮一轮$", "每秒几轮"),
        Once("恒定电流一直都在：运行", "(?<!放的)恒定电流一直都在", "不会引起发放的那些"),
    ),
}
"""Facts that science, or the program, says otherwise."""

UNNATURAL = {
    "en": (
        Once("Right", r"^\**Right\**$", "“Just right” of a network, “Accuracy” of answers, “Good” of a rate"),
        Once("R² or right, test", "or right, ", "test R² or accuracy"),
        Once("right: {train_metric} and {test_metric}", "right: {", "accuracy: {train_metric} training"),
        Once("The article's example, honestly", "honestly", "line by line"),
        Once("At the usual potential, w · x brings", "usual potential", "between rest and threshold"),
        Once("either input alone (x = 1, the other 0) is silent", r"\) is silent", "the neuron stays silent"),
        Once("Too long a step is noticed and said, never drawn", "noticed and said", "a message, no wrong curve"),
        Once("or go back with “reset”", "“reset”", "or press ↺"),
        Once("let the spike jump from node to node", "node to node", "from one node of Ranvier to the next"),
        Once("only P of Na⁺, 500 times: V jumps", "500 times:", "500 times larger"),
        Once("Whose name", "Whose name|Numbers of$", "Rename; Show the arithmetic of"),
        Once("Earlier", "^(Earlier|Later|Size|Across|Up|One batch|Same again)$", "what it does, and to what"),
        Once("Keep this input as a row", "as a row$|take the input from", "Save this input; Saved inputs"),
        Once("Charges for the size of each weight", r"\b[Cc]harges? (for|on)\b|a price on", "a penalty"),
        Once("Three tastes in", r"\btastes?\b", "properties: crunchy is no taste"),
        Once("The network has learnt the accidents of its points", "accidents|In earnest", "chance errors"),
        Once("All levers back", "levers back", "Reset all levers"),
        Once("This file is no text that can be read.", "is no text", "is not readable text"),
        Once("“{value}” is no ordinary number", "ordinary number", "not a finite number"),
        Once("Yours", "^(Yours|Mine|My data)$", "Your data"),
        Once("Seed of the order", "Seed of the order|after so many epochs \\(0", "Seed for shuffling"),
        Once("Large networks often generalize", r"\b(?![Ss]iz|priz)\w+iz(e[sd]?|ing|ations?)\b", "-ise"),
        Once("“Start again” begins with the present values", "“Start again”|Start again to", "its button's own name"),
        Once("Further below: backpropagation", "Further below: back", "it is the other picture"),
        Once("Bend a curve", "Bend a curve", "one slides along it"),
        Once("through a trained network, pixel by pixel", "pixel by pixel", "layer by layer, or neuron by neuron"),
        Once("The six letters on the wall.", "six letters on", "letters and digits"),
        Once("Change the numbers and see which line fails", "numbers and see which", "there are none to change"),
    ),
    "zh": (
        Once("这几个点的偶然，而不是点背后的规律", "点的偶然|点背", "数据背后的规律：点背 is bad luck"),
        Once("给大权重定价", "定价|收费|罚得越重", "惩罚大权重"),
        Once("非线性正是两者的要害", "要害", "关键"),
        Once("每个类比都有到头的地方", "到头的地方", "失效的地方"),
        Once("要么兴奋别人，要么抑制别人", "(兴奋|抑制)别人", "对下游起兴奋或抑制作用"),
        Once("驱动真正模拟的活神经元", "真正模拟|活神经元", "用计算机模拟的生物神经元"),
        Once("从第一次发放到河豚的毒", "河豚的毒", "河豚毒素"),
        Once("损失真正的山谷", "真正的山谷", "损失函数的真实地形"),
        Once("画在两个权重上", "画在两个权重上", "以两个权重为坐标"),
        Once("到图中最低处的路走不完三分之一的最大的一个", "走不完三分之一", "下降不到三分之一的那些里"),
        Once("从哪里学", "从哪里学", "用哪些数据学"),
        Once("杠杆全部复位", "杠杆|全部复位|“复位”", "可调的手段；全部恢复；↺"),
        Once("更靠近真相", "靠近真相", "真实曲线"),
        Once("养大一股拖住下一次的电流", "养大|拖住", "增强；推迟"),
        Once("负的 x 没有对应：", "没有对应(?!物)", "在生物一侧没有对应物"),
        Once("输入粗糙", "输入粗糙", "输入忽强忽弱"),
        Once("模型自带", "模型自带", "模型默认"),
        Once("沿轴突跑下去", "跑下去", "传下去"),
        Once("汇集到来的一切", "汇集到来", "汇总所有输入"),
        Once("从 {failed} 松手没有", "松手没有", "松手不发放"),
        Once("没有什么压住膜：", "压住膜", "把膜电位压住"),
        Once("这样对待神经", "对待神经", "使神经失灵"),
        Once("它们之间也算数", "也算数", "相邻的对之间也会相互影响"),
        Once("输入变化最大的地方", "变化最大的地方", "方差最大的方向"),
        Once("一个这些点具有的输入", "这些点具有的", "这些数据里有的输入"),
        Once("类别（2 到 4 种文字）", "种文字", "2 到 4 种"),
        Once("学这张表", "学这张表|^自己的(数据)?$", "用这张表训练；您的数据"),
        Once("学习率随时间", "学习率随时间", "怎样随时间变化"),
        Once("三种口感", "口感", "三种特征：甜、酸不是口感"),
        Once("一批", "^一批$", "走一批"),
        Once("双螺旋", "双螺旋|同心圆|两团点|双月牙", "两条螺旋，圆环，两团云，两弯月牙"),
        Once("发送方刚好在接收方之前发放", "发送方(?!）)|接收方(?!）)", "突触前、突触后"),
        Once("从一个结跳到下一个结", "下一个结", "郎飞结"),
        Once("每条权重都够得着", "条(权重|偏置)", "每个权重：a weight is a number, a connection a line"),
        Once("损失低于某个界限", "界限", "阈值"),
        Once("第 {broke} 轮数字爆炸了", "数字爆炸|不是数字。", "数值：数字 are the digits that are drawn"),
        Once("（容忍轮数：{patience}）", "容忍", "耐心"),
        Once("占比也许还很大", "占比", "份额"),
        Once("上一节课", "上一节课", "讲一堂课：it also means the lesson before"),
        Once("不进链接、文件和课堂房间", "课堂房间", "课堂"),
        Once("按“重新开始”会从现在的数值开始", "“重新开始”|请重新开始", "its button's own name"),
        Once("再往下是反向传播", "再往下是反向", "it is the other picture"),
        Once("把曲线拉弯", "拉弯", "沿曲线走一走"),
        Once("看它一个像素一个像素地穿过", "一个像素一个像素", "一层一层"),
        Once("改动数值，看是哪一行出错", "看是哪一行", "there are none to change"),
    ),
}
"""What a teacher would not say, what has another name elsewhere, and what a page did not keep."""

ALL = [(code, once) for table in (UNTRUE, UNNATURAL) for code, entries in table.items() for once in entries]
each = pytest.mark.parametrize(("code", "once"), ALL, ids=lambda value: value if isinstance(value, str) else value.said)


@each
def test_what_was_wrong_is_said_nowhere(code: str, once: Once) -> None:
    said = {key: words for key, words in LANGUAGES[code].words.items() if re.search(once.pattern, words)}
    assert said == {}, once.right


@each
def test_it_would_be_found(code: str, once: Once) -> None:
    assert re.search(once.pattern, once.said)


# --- what was missing ----------------------------------------------------------------------------

MISSING = {
    "overfitting.lesson.text": (
        ("seeds were chosen", "often, but not always, fewer neurons", "“Too large” is no law", "Belkin et al. 2019"),
        ("挑出来的", "减少神经元往往有用，但不总是", "“太大”并不是定律", "Belkin 等，2019"),
    ),
    "overfitting.lever.neurons.help": (("do not always help",), ("并不总是更好",)),
    "neuron.correspondence.formula.science": (
        ("Not a standard formula", "I = g·(V − E)", "f–I curve"), ("不是通行的公式", "I = g·(V − E)", "f–I 曲线"),
    ),
    "neuron.response.intro": (("I is the current",), ("I 是电流",)),
    "neuron.help.background": (("A single spike may need less",), ("只发放一次，需要的可能更少",)),
    "neuron.help.potassium": (("tool of the laboratory",), ("实验室里的工具",)),
    "neuron.experiment.potassium.why": (
        ("Sodium inactivation ends", "Tasaki and Hagiwara 1957"), ("钠通道失活", "Tasaki 和 Hagiwara，1957"),
    ),
    "neuron.experiment.veto.why": (
        ("GABA-A", "mostly subtraction", "Holt and Koch 1997"), ("GABA-A", "减法", "Holt 和 Koch，1997"),
    ),
    "neuron.experiment.refractory.why": (
        ("relative refractory", "absolute", "a sigmoid has such a ceiling too"),
        ("相对不应期", "绝对不应期", "sigmoid 也有这样的上限"),
    ),
    "neuron.experiment.myelin.why": (
        ("a warm mammal's", "multiple sclerosis", "few sodium channels"),
        ("恒温的哺乳动物", "多发性硬化", "几乎没有钠通道"),
    ),
    "neuron.correspondence.learning.biological": (("neuromodulators", "third factor"), ("神经调质", "第三因素")),
    "neuron.synapse.honest": (("neuromodulators", "Frémaux and Gerstner"), ("神经调质", "Frémaux 和 Gerstner")),
    "neuron.synapse.intro": (
        ("At many excitatory synapses", "presynaptic", "postsynaptic"), ("许多兴奋性突触", "突触前", "突触后"),
    ),
    "neuron.correspondence.sum.breaks": (("NMDA receptors or dendritic spikes it can be more",), ("也可能大于总和",)),
    "neuron.correspondence.bias.biological": (
        ("lower threshold (b ~ −θ)", "initial segment"), ("更低的阈值（b ~ −θ）", "轴突起始段"),
    ),
    "neuron.correspondence.weight.breaks": (("outgoing weights",), ("发出的权重",)),
    "neuron.correspondence.activation.breaks": (("depolarisation block",), ("去极化阻滞",)),
    "neuron.help.receptor": (("mainly when", "magnesium"), ("主要在", "镁离子")),
    "neuron.help.myelin": (("node of Ranvier",), ("郎飞结",)),
    "neuron.membrane.ratios": (("are the squid's",), ("借用枪乌贼的",)),
    "neuron.model.hodgkin_huxley.about": (("A cell with the channels of",), ("带有枪乌贼巨轴突通道的细胞",)),
    "neuron.axon.source_myelin": (("rule of thumb", "Hursh 1939"), ("经验规则", "Hursh，1939")),
    "neuron.model.adex.about": (("Gerstner 2005", "Naud et al. 2008"), ("Gerstner，2005", "Naud 等，2008")),
    "neuron.model.izhikevich.about": (("Izhikevich 2003",), ("Izhikevich，2003",)),
    "activations.for.gelu": (("SwiGLU (Shazeer 2020)",), ("SwiGLU（Shazeer，2020）",)),
    "descent.network.stuck": (("(dead)",), ("“死掉”",)),
    "questions.remains.text": (("to know where it ends", "in the synapse"), ("相似到哪里为止", "在突触上")),
    "studio.layer.input": (("computes nothing",), ("不做计算",)),
    "page.questions.heading": (("Three answers, three open questions",), ("三个回答，三个开放问题",)),
    "data.too_many_columns": (("Take columns out",), ("请去掉几列",)),
    "data.too_many_inputs": (("“Columns left out”",), ("“不用的列”",)),
}
"""What a sentence left out once, and has to go on saying: in English, and in Chinese."""


@pytest.mark.parametrize("key", MISSING)
def test_what_was_missing_is_said(key: str) -> None:
    unsaid = {
        code: [part for part in parts if part not in LANGUAGES[code](key)]
        for code, parts in zip(("en", "zh"), MISSING[key], strict=True)
    }
    assert unsaid == {"en": [], "zh": []}


# --- names that are quoted -----------------------------------------------------------------------

NO_NAMES = {
    "en": {"double descent", "not a number"}, "zh": {"双重下降", "不是数", "死掉", "都不是", "起点至图中最低处"},
}
"""Quoted, and none: terms, and what somebody thinks."""
SPEECH = re.compile(r"(activations|article|check|glossary|preset|neuron\.correspondence)\..*|teaching\..*\.belief")
"""Where what is quoted is what somebody says, or a word that is talked about."""


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_button_a_field_or_a_page_is_quoted_by_the_name_it_has(code: str) -> None:
    """“Start again” was no button: whoever reads a name looks for it, and it has to be there."""
    words = LANGUAGES[code].words
    names = {name.lower() for said in words.values() for name in (said, *said.split("|"))}
    unknown = {
        key: quoted for key, said in words.items() if not SPEECH.fullmatch(key)
        for quoted in re.findall("“([^”{]+)”", said)
        if quoted.rstrip(",").lower() not in names and quoted not in NO_NAMES[code]
    }
    assert unknown == {}
