"""A lesson as a sheet of paper: questions with room to write, and on a page of its own the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from neuroviz.viz.palette import PALETTES

_STYLE = """
@page { size: A4; margin: 18mm }
body { font: 12pt/1.45 "Source Sans 3", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: INK;
  max-width: 174mm; margin: 0 auto; padding: 8mm 0 }
h1 { font-size: 20pt; margin: 0 0 2mm } h2 { font-size: 16pt } .goal { margin: 0 0 4mm }
.name { display: flex; gap: 4mm; margin: 0 0 6mm } .name::after { content: ""; flex: 1; border-bottom: 1px solid MUTED }
ol { padding-left: 7mm } li { margin: 0 0 7mm; break-inside: avoid } li::marker { font-weight: 700 }
.where { color: MUTED; font-size: 10pt } .ask { font-weight: 600; margin: 0 }
.line { display: flex; gap: 3mm; margin-top: 8mm; color: MUTED; font-size: 10pt; align-items: end }
.line::after { content: ""; flex: 1; border-bottom: 1px solid MUTED }
.answers { break-before: page } .belief { color: MUTED }
""".replace("INK", PALETTES["light"].ink).replace("MUTED", PALETTES["light"].muted)


class Asked(NamedTuple):
    """A question: on which page, its text, its answer, and what is often believed instead."""

    where: str
    ask: str
    answer: str
    belief: str


def worksheet(title: str, goal: str, asked: Sequence[Asked], words: Mapping[str, str], lang: str) -> str:
    """Return the sheet as one HTML page.

    words  of the page, without their prefix: "sheet.name", "sheet.guess", "sheet.seen", "sheet.answers", "believed"
    """
    questions = "".join(
        f'<li><div class="where">{escape(each.where)}</div><p class="ask">{escape(each.ask)}</p>'
        f'<div class="line">{escape(words["sheet.guess"])}</div>'
        f'<div class="line">{escape(words["sheet.seen"])}</div></li>'
        for each in asked
    )
    answers = "".join(
        f'<li><p class="ask">{escape(each.ask)}</p><p>{escape(each.answer)}</p>'
        f'<p class="belief">{escape(words["believed"])} {escape(each.belief)}</p></li>'
        for each in asked
    )
    return (
        f'<!doctype html><html lang="{escape(lang)}"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><p class=\"goal\">{escape(goal)}</p>"
        f'<div class="name">{escape(words["sheet.name"])}</div><ol>{questions}</ol>'
        f'<section class="answers"><h2>{escape(words["sheet.answers"])}</h2><ol>{answers}</ol></section></html>'
    )
