"""In which encoding a file of text may be written.

A file says so itself by a byte-order mark, and bytes that are UTF-8 are practically never anything else. All other
encodings give some text for almost any bytes: "Länge" of a German spreadsheet is "L鋘ge" to a Chinese one. Which of
them is meant can only be suggested, and must be shown to whoever knows the table. The suggestion looks for letters
that are common where an encoding is used, standing beside letters that they stand beside there. charset-normalizer
was tried and goes by longer texts: from the few words of a table it took German, Spanish and Big5 for others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_BOMS = ((b"\xef\xbb\xbf", "utf_8"), (b"\xff\xfe", "utf_16"), (b"\xfe\xff", "utf_16"))
_SAMPLE = 20_000
"""Bytes from which the encoding is suggested."""

_WESTERN = frozenset("äöüßáéíóúñàèìòùçâêîôûåøæëïãõÄÖÜÁÉÍÓÚÑÀÈÇÅØÆÊ°µ²³€–’“”§¿¡ªº×±·")
_CENTRAL = frozenset("ąćęłńóśźżčďěňřšťůžýáíéőűäöüăâîșțđĄĆĘŁŃŚŹŻČĎŘŠŤŽŐŰ°µ–’“”")
_HANZI = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面方后多定行学法所得经十三进等部度家电力"
    "水化高自二理起小物现实加量体机点从本性好开合前外天四日平形相全表间样关各重新线内数正心明看原利比质气第向道变长宽厚深轴角速温湿酸甜苦咸硬软红"
    "黄绿蓝白黑男女老少猫狗鸟鱼花草树叶果苹柠檬桃梨瓜类别名称号值均率分类标签身体重岁龄城市省级成绩语文英"
)
_HANZI_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面方後多定行學法所得經十三進等部度家電力"
    "水化高自二理起小物現實加量體機點從本性好開合前外天四日平形相全表間樣關各重新線內數正心明看原利比質氣第向道變長寬厚深軸角速溫濕酸甜苦鹹硬軟紅"
    "黃綠藍白黑男女老少貓狗鳥魚花草樹葉果蘋檸檬桃梨瓜類別名稱號值均率標籤身體重歲齡城市省級成績語文英"
)
_HANGUL = frozenset(
    "이다는을를의에가하고지한기사도리나시로자대어서인해아부일전정수장보제소주그상모원구있면비유과성공만동안신미조여경관라국연영용무오물학들적"
    "우년생개분위치중시스트마바세발지방통화진은게요량길너키몸무게남여자종류품온습도산꽃잎색크강양별름이값수율값점나이"
)


def candidates(content: bytes) -> tuple[tuple[str, ...], bool]:
    """Return the encodings that can decode `content`, the likeliest first, and whether the first is certain.

    Names are keys of `LIKELY`, "utf_8" or "utf_16"; () if no encoding can decode it.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return ((name,), True) if _reads(content, name) else ((), True)
    if _reads(content, "utf_8"):
        return ("utf_8",), True
    readable = [name for name in LIKELY if _reads(content, name)]
    foreign = _foreign(content)
    scores = {name: LIKELY[name](foreign.decode(name, errors="replace")) for name in readable}
    return tuple(sorted(readable, key=lambda name: -scores[name])), False


def decoded(content: bytes, encoding: str) -> str | None:
    """Return the text without its byte-order mark, or None if `content` is not in this encoding."""
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None


def _reads(content: bytes, encoding: str) -> bool:
    return decoded(content, encoding) is not None


def _foreign(content: bytes) -> bytes:
    """Return the lines that are not plain ASCII, each once: only they distinguish encodings."""
    lines = content.replace(b"\r", b"\n").split(b"\n")
    return b"\n".join(dict.fromkeys(line for line in lines if not line.isascii()))[:_SAMPLE]


# --- how likely a text is in an encoding: the mean over its letters beyond ASCII, −1 to 1 -----------

def _mean(text: str, of: Callable[[str, str, str], float]) -> float:
    """of: letter, the one before, the one behind -> −1 to 1."""
    around = f" {text} "
    found = [of(around[i], around[i - 1], around[i + 1]) for i in range(1, len(around) - 1) if ord(around[i]) > 127]
    return sum(found) / len(found) if found else 0.0


def _latin(common: frozenset[str], rest: float) -> Callable[[str], float]:
    """One accented letter among plain ones is likely; a word of accents alone is a text of another encoding."""
    def of(letter: str, before: str, behind: str) -> float:
        if letter not in common:
            return rest if letter.isalpha() else -1.0
        crowd = sum(ord(other) > 127 for other in (before, behind))
        upper_inside = letter.isupper() and before.islower()
        return -1.0 if upper_inside or crowd == 2 else 0.2 if crowd else 1.0

    return lambda text: _mean(text, of)


def _cyrillic(text: str) -> float:
    def of(letter: str, before: str, behind: str) -> float:
        if not ("а" <= letter.lower() <= "я" or letter in "ёЁ"):
            return -1.0 if letter.isalpha() else -0.3
        # A Latin letter beside it, or a capital within a word: bytes that are no Russian.
        mixed = any(other.isascii() and other.isalpha() for other in (before, behind))
        return -1.0 if mixed or (letter.isupper() and before.islower()) else 0.9

    return _mean(text, of)


def _east(encoding: str, common: Callable[[str], bool], first: tuple[int, int]) -> Callable[[str], float]:
    """Return what says how likely a letter is between its neighbours.

    common   whether a letter is one of everyday
    first    the lead bytes of the frequent half of the table
    """
    def of(letter: str, before: str, behind: str) -> float:
        if any(other.isascii() and other.isalpha() for other in (before, behind)):
            return -0.8
        if common(letter):
            return 1.0
        pair = letter.encode(encoding, errors="replace")
        return 0.4 if len(pair) == 2 and first[0] <= pair[0] <= first[1] else -0.5

    return lambda text: _mean(text, of)


def _kana(letter: str) -> bool:
    return "\u3041" <= letter <= "\u30fc"


LIKELY: Mapping[str, Callable[[str], float]] = MappingProxyType({
    "cp1252": _latin(_WESTERN, 0.0),
    "cp1250": _latin(_CENTRAL, -0.2),
    "cp1251": _cyrillic,
    "gb18030": _east("gb18030", _HANZI.__contains__, (0xB0, 0xD7)),
    "big5": _east("big5", _HANZI_TRADITIONAL.__contains__, (0xA4, 0xC6)),
    "cp932": _east("cp932", lambda letter: _kana(letter) or letter in _HANZI_TRADITIONAL or letter in _HANZI,
                   (0x88, 0x97)),
    "cp949": _east("cp949", _HANGUL.__contains__, (0xB0, 0xC8)),
})
"""Encodings that say nothing of themselves, and how likely a text is that each of them makes."""

ENCODINGS = ("utf_8", "utf_16", *LIKELY)
