"""Numbers with a unit in their cell ("12 cm", "$12", "3,5 %"), and cells that are dates or times of day.

A column is read as numbers without their unit only if every cell that is not empty has one and the same. Where a part
of a column has another unit, or none, nobody knows how its numbers compare; and a date is no number at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from neuroviz.document.tables.cells import is_number, plain
from neuroviz.document.tables.sheet import MISSING

_LONGEST = 48
"""Characters of a cell that is looked at: a number with its unit, or a date, is shorter."""

_CODES = r"(?:EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|CAD|AUD|SEK|NOK|DKK|PLN|CZK|HUF|Rs\.?|kr\.?|zł|R(?=\$))"
_MONEY = "$¢£¥€₩₹₽₺฿₫₪₴₦₱"
_BEFORE = rf"(?:{_CODES}(?![^\W\d_])|[A-Z]{{0,3}}[{_MONEY}])"
# Letters and signs, perhaps with a power; up to three of them: m/s², kg·m, US gal.
_PART = rf"(?:[^\W\d_]|[%‰°µΩ′″'\"{_MONEY}])++\.?(?:\^?-?[1-4])?"
_AFTER = rf"/? ?{_PART}(?:[ /·*⋅]{_PART}){{0,2}}"
_WITH_UNIT = re.compile(
    rf"(?P<sign>[+-]?) ?(?P<before>{_BEFORE})? ?(?P<number>[+-]?(?:[0-9][0-9., ']*[0-9]|[.,]?[0-9][0-9.,]*(?<=[0-9]))"
    rf"(?:[eE][+-]?[0-9]+(?![^\W_]))?) ?(?P<after>{_AFTER})?"
)
_USUAL = """
    % ‰ ° °c °f nm µm mm cm dm m km in inch inches ft yd mi mile miles ′ ″ ' " µg mg g kg t lb lbs oz ns µs ms s
    sec second seconds sek min minute minutes h hr hrs hour hours std d day days tag tage tagen week weeks woche
    wochen month months monat monate y yr yrs year years jahr jahre µl ml cl dl l gal pa hpa kpa mpa bar mbar
    mmhg psi j kj cal kcal w kw mw kwh wh v mv kv ma hz khz mhz ghz ppm ppb db mol mmol kn ω ohm mph kmh rpm bpm
    ha kb mb gb tb mio mrd eur usd gbp chf jpy cny rmb inr euro euros dollar dollars kr zł ct cent cents 厘米 毫米 米
    公里 千米 公斤 千克 克 毫克 斤 吨 元 万元 万 亿 年 岁 个月 月 周 天 小时 分钟 分 秒 升 毫升 度 摄氏度
"""
_KNOWN = frozenset(_USUAL.split())
"""First parts of usual units. A unit that all cells have need not be usual; but 1a, 2b, 2a are no units that differ."""

_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_NAMES = (r"(?:jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|january|february|march|april|"
          r"june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|dezember)\.?")
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\.?)?"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_DATE = re.compile(
    rf"(?:{_YEAR}(?P<a>[-/.]){_MONTH}(?P=a){_DAY}|{_YEAR}[-/]{_MONTH}|{_MONTH}/{_YEAR}"
    rf"|(?:{_DAY}(?P<b>[-/.]) ?{_MONTH}|{_MONTH}(?P<c>[-/.]) ?{_DAY})(?:(?P=b)|(?P=c)) ?{_YEAR}"
    rf"|(?:{_DAY}/{_MONTH}|{_MONTH}/{_DAY})/\d\d|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d\d"
    rf"|{_DAY}(?:\.|th|st|nd|rd)?[ -]?{_NAMES}[ -]?(?:{_YEAR}|\d\d)?|{_NAMES}[ -](?:{_DAY}(?:th|st|nd|rd)?,? ?)?{_YEAR}"
    rf"|{_NAMES} {_DAY}(?:th|st|nd|rd)?|(?:{_YEAR}年)?{_MONTH}月{_DAY}日?|{_YEAR}年{_MONTH}月)"
    rf"(?:[T ]{_CLOCK}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?",
    re.ASCII | re.IGNORECASE,
)
_TIME = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """A cell as a number, written as in the cell, and its unit; "" for a plain number.

    key  what "12cm" and "12 cm" have in common, "$12" and "12 $", "1 day" and "2 days"
    """

    number: str
    unit: str = ""
    key: str = ""

    @property
    def known(self) -> bool:
        """Whether it is a usual unit."""
        first = re.split(r"[ /·*⋅0-9^.-]", self.key.lstrip("/ "))[0]
        return not _KNOWN.isdisjoint({first.lower(), f"{first.lower()}s"}) or any(sign in self.key for sign in _MONEY)


@lru_cache(maxsize=1 << 16)
def measure_of(cell: str) -> Measure | None:
    """Return the number and the unit of a cell, or None if it is no number, with or without a unit."""
    if is_number(cell):
        return Measure(cell)
    text = plain(cell) if len(cell) <= _LONGEST else ""
    found = _WITH_UNIT.fullmatch(text)
    if found is None:
        return None
    number = found["sign"] + found["number"]
    before, after = found["before"] or "", found["after"] or ""
    if not (before or after) or not is_number(number) or moment_of(cell):
        return None
    key = re.sub(r"(?<=[a-z]{2})s$", "", before.rstrip(".") + after.rstrip("."))
    # "m2" is how "m²" is compared; shown, it is as it was written.
    powers = str.maketrans("23", "²³") if re.search("[²³]", cell) else {}
    return Measure(number, (before + after).strip().translate(powers), key)


@lru_cache(maxsize=1 << 16)
def moment_of(cell: str) -> str:
    """Return "dates" for a date, "times" for a time of day, and "" for anything else."""
    text = plain(cell) if len(cell) <= _LONGEST else ""
    return "dates" if _DATE.fullmatch(text) else "times" if _TIME.fullmatch(text) else ""


def moments_of(cells: Sequence[str]) -> str:
    """Return "dates" or "times" if most cells, gaps aside, are such; else ""."""
    there = [moment_of(cell) for cell in cells if cell.lower() not in MISSING]
    return next((kind for kind in ("dates", "times") if there.count(kind) > len(there) / 2), "")


def unit_of(cells: Sequence[str]) -> str:
    """Return the unit that all cells but the gaps have, each behind or before its number; "" if there is none."""
    first: Measure | None = None
    for cell in dict.fromkeys(cells):
        if cell.lower() in MISSING:
            continue
        found = measure_of(cell)
        if found is None or not found.key or (first is not None and found.key != first.key):
            return ""
        first = first or found
    return first.unit if first is not None else ""


def other_unit(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return the places of two cells of a column of which most, but not all, are numbers with one and the same unit.

    The first has a usual unit, the second another or none. None: it is no such column.
    """
    there = [(place, measure_of(cell)) for place, cell in enumerate(cells) if cell.lower() not in MISSING]
    known = [(place, each.key) for place, each in there if each is not None and each.known]
    if len(known) <= len(there) / 2:
        return None
    first, key = known[0]
    other = next((place for place, each in there if each is None or each.key != key), None)
    return None if other is None else (first, other)


def named_in(unit: str, name: str) -> bool:
    """Return whether a column's name names the unit already: "length (cm)", "share in %"."""
    return bool(re.search(rf"(?<![^\W\d_]){re.escape(unit)}(?![^\W\d_])", name))


def with_unit(name: str, unit: str) -> str:
    """Return a column's name with its unit behind it, unless it has none or names it already."""
    return name if not unit or named_in(unit, name) else f"{name} ({unit})"
