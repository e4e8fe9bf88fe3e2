"""The panel beside the plan's table is filled anew with every cell that the keyboard stands on."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.tone import Tone
from desktop.views.plans.making.cell_panel import LinesView
from desktop.views.plans.making.shown import Line

_TONES = (Tone.GOOD, Tone.NONE, Tone.BAD)


def test_hundreds_of_cells_leave_the_lines_of_the_last_one(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = LinesView(window)
    window.show()
    for turn in range(300):
        view.show_lines(
            tuple(
                Line(f"name {place}", f"{turn}", tone=tone, below="a sentence")
                for place, tone in enumerate(_TONES)
            )
        )
        QApplication.processEvents()
    qtbot.waitUntil(lambda: len([one for one in view.findChildren(QLabel) if one.text()]) == 9)
    texts = [one.text() for one in view.findChildren(QLabel) if one.text()]
    assert texts.count("299") == 3 and texts.count("a sentence") == 3
