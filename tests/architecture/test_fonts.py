"""The two font files: told apart by programs, complete, and straight in columns."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from desktop.paths import resources_folder

SIGNS = "→←↑↓▲▼●■◆✓✗≤≥≠−×÷¥€£—–…·•①⑳（），。：；「」《》％０９ＡＺ℃№"


@cache
def face(style: str) -> Any:
    """Return reportlab's reading of one file."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    return TTFontFile(str(resources_folder() / "fonts" / f"NotoSansSC-{style}.ttf"))


def hanzi(encoding: str, first: int, last: int) -> str:
    """Return the characters of an encoding's double-byte rows."""
    rows = (bytes((a, b)) for a in range(first, last + 1) for b in range(0xA1, 0xFF))
    return "".join(pair.decode(encoding, errors="ignore") for pair in rows)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_a_file_calls_itself_by_its_style(style: str) -> None:
    assert face(style).name == f"NotoSansSC-{style}".encode()
    assert face(style).familyName == b"Noto Sans SC"
    assert face(style).styleName == style.encode()


def test_regular_and_bold_differ_in_weight_for_qt(qapp: object) -> None:
    from PySide6.QtGui import QFont, QRawFont

    folder = resources_folder() / "fonts"
    regular = QRawFont(str(folder / "NotoSansSC-Regular.ttf"), 12)
    bold = QRawFont(str(folder / "NotoSansSC-Bold.ttf"), 12)
    assert (regular.weight(), bold.weight()) == (QFont.Weight.Normal, QFont.Weight.Bold)
    assert regular.familyName() == bold.familyName() == "Noto Sans SC"


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_digits_have_one_width(style: str) -> None:
    assert len({face(style).charWidths[ord(digit)] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_both_hold_gb2312_and_the_signs_of_business_text(style: str) -> None:
    glyphs = face(style).charToGlyph
    assert [one for one in SIGNS + hanzi("gb2312", 0xB0, 0xF7) if not glyphs.get(ord(one))] == []


def test_regular_holds_the_hanzi_of_gbk() -> None:
    glyphs = face("Regular").charToGlyph
    assert [chr(one) for one in range(0x4E00, 0x9FA6) if not glyphs.get(one)] == []


def test_the_licence_lies_beside_the_fonts() -> None:
    text = (resources_folder() / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
