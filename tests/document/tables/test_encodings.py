"""Which encoding is suggested for the tables of many countries, and when a file says it itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuroviz.document.tables.encodings import ENCODINGS, LIKELY, candidates, decoded

TABLES = [
    ("cp1252", "Länge (cm);Höhe (cm);Geschlecht\n170,5;60;männlich\n165;55;weiblich\n"),
    ("cp1252", "Maß;Größe;Prüfung\n1;2;bestanden\n2;3;durchgefallen\n"),
    ("cp1252", "años;tamaño;clasificación\n1;2;ratón\n3;4;niño\n"),
    ("cp1252", "température;humidité;état\n1;2;été\n"),
    ("cp1250", "délka;šířka;druh\n1;2;kočka\n2;3;žába\n"),
    ("cp1251", "Длина;Ширина;Вид\n5,1;3,5;кошка\n4,9;3,0;собака\n"),
    ("cp1251", "x;y;ответ\n1;2;да\n2;3;нет\n"),
    ("cp932", "長さ,幅,種類\n5.1,3.5,あやめ\n4.9,3.0,さくら\n"),
    ("cp932", "身長,体重,クラス\n170,60,いぬ\n160,50,ねこ\n"),
    ("cp949", "길이,너비,종류\n5.1,3.5,고양이\n4.9,3.0,강아지\n"),
    ("cp949", "키,몸무게,성별\n170,60,남자\n160,50,여자\n"),
    ("big5", "長度,寬度,種類\n5.1,3.5,貓\n4.9,3.0,狗\n"),
    ("big5", "花萼長,花瓣寬,品種\n1,2,山鳶尾\n2,3,變色鳶尾\n"),
    ("gb18030", "长度,宽度,种类\n5.1,3.5,猫\n4.9,3.0,狗\n"),
    ("gb18030", "花萼长,花瓣宽,品种\n1,2,山鸢尾\n2,3,变色鸢尾\n"),
]


@pytest.mark.parametrize(("encoding", "text"), TABLES)
@pytest.mark.parametrize("times", [1, 40])
def test_the_right_encoding_is_suggested_and_is_not_called_certain(encoding: str, text: str, times: int) -> None:
    found, sure = candidates((text * times).encode(encoding))
    assert found[0] == encoding
    assert not sure


@pytest.mark.parametrize(("encoding", "text"), TABLES)
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_that_says_its_encoding_is_certain(encoding: str, text: str, written: str) -> None:
    content = text.encode(written)
    (found,), sure = candidates(content)
    assert sure
    assert decoded(content, found) == text


@given(content=st.binary(max_size=300))
def test_what_is_suggested_can_be_read(content: bytes) -> None:
    found, sure = candidates(content)
    assert set(found) <= set(ENCODINGS)
    assert all(decoded(content, name) is not None for name in found)
    assert sure or set(found) == {name for name in LIKELY if decoded(content, name) is not None}
