"""Charts on screen: drawn, hovered, clicked, saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.services.charts.data import (
    AgingBar,
    AgingPart,
    BarChart,
    Chart,
    Line,
    LineChart,
    PaceChart,
    Series,
    Trend,
    Unit,
    WaterfallChart,
    WaterfallStep,
)
from desktop.tone import Tone
from desktop.views.charts import ChartView
from desktop.views.look import Look
from tests.gui.conftest import destroy

DAYS = tuple(date(2026, 10, 1) + timedelta(days=i) for i in range(31))
BARS = BarChart(
    "Sales by rep",
    ("李明朗", "王芳"),
    (Series("Actual", (Decimal(100), Decimal(50))), Series("Before", (None, Decimal(70)))),
    targets=(Decimal(90), Decimal(80)),
    target_name="Target",
    keys=(11, 12),
)
CHARTS: tuple[Chart, ...] = (
    BARS,
    BarChart("Across", ("A", "B"), (Series("S", (Decimal(3), Decimal(-1))),), is_horizontal=True),
    PaceChart(
        "Pace",
        DAYS,
        tuple(Decimal(i * 10) if i < 15 else None for i in range(31)),
        tuple(Decimal(i * 9) for i in range(31)),
        DAYS[14],
        "Actual",
        "Expected",
        forecast=Decimal(290),
        forecast_name="Forecast",
    ),
    AgingBar("Age", (AgingPart("0", Decimal(5), Tone.GOOD, "k"),), Decimal(1), "Unapplied"),
    Trend("Trend", ("1", "2", "3"), (Decimal("0.1"), None, Decimal("0.3")), Unit.PERCENT),
    LineChart(
        "Lines",
        (
            Line("One", DAYS[:2], (Decimal(95), Decimal(90)), 0, 0, (1, 2)),
            Line("Two", DAYS[4:5], (Decimal(91),), 1, 1),
        ),
        Decimal(100),
        "Ours",
    ),
    Trend("Spark", ("1", "2"), (Decimal(1), Decimal(2)), is_spark=True),
)
BRIDGE = WaterfallChart(
    "Bridge",
    "Branch",
    Decimal(1000),
    (
        WaterfallStep("Market growth", Decimal(60), key="growth"),
        WaterfallStep("流失客户", Decimal(-30)),
    ),
    "Headquarters",
    Decimal(1040),
    rest_name="Unexplained",
)
CHARTS += (BRIDGE,)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> Iterator[ChartView]:
    """Return a shown chart view."""
    found = ChartView()
    found.resize(520, 320)
    found.show()
    yield found
    destroy(found)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.title)
def test_every_kind_of_chart_is_drawn_and_answers_a_click(
    view: ChartView, qtbot: QtBot, chart: Chart
) -> None:
    view.show_chart(chart)
    qtbot.waitUntil(lambda: view._plot is not None and view._plot.widget.isVisible())
    plot = view._plot.widget
    hit = view.hits[0]
    got: list[object] = []
    view.bar_clicked.connect(got.append)

    def clicked() -> bool:
        place = plot.mapFrom(view, view.scene_place(hit))
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
        return bool(got)

    qtbot.waitUntil(clicked)
    assert got[0] == hit.key


def test_a_hover_says_the_value_and_the_target(view: ChartView) -> None:
    view.show_chart(BARS)
    assert view.hits[0].words == "李明朗\nActual: ¥100.00\nTarget: ¥90.00"
    assert "¥50.00" in view.accessibleDescription()


def test_a_chart_without_figures_says_why(view: ChartView) -> None:
    view.show_chart(BarChart("Sales", (), (), empty="No sales in this period"))
    assert view.hits == ()
    image = view.grab().toImage()
    middle = image.height() // 2
    colours = {
        image.pixel(x, y) for x in range(image.width()) for y in range(middle - 10, middle + 10)
    }
    assert len(colours) > 2


def test_a_chart_is_copied_as_a_picture(view: ChartView) -> None:
    view.show_chart(BARS)
    view.copy_picture()
    assert QGuiApplication.clipboard().image().width() == view.width() * 2


def test_a_chart_is_saved_as_png_svg_and_figures(view: ChartView, tmp_path: Path) -> None:
    view.show_chart(BARS)
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<?xml"), (".csv", b"\xef\xbb\xbf,Act")):
        view.save(tmp_path / f"chart{ending}")
        assert (tmp_path / f"chart{ending}").read_bytes().startswith(start)
    lines = (tmp_path / "chart.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:] == ["李明朗,100,,90", "王芳,50,70,80"]


def test_a_click_beside_the_bars_is_nothing(view: ChartView, qtbot: QtBot) -> None:
    view.show_chart(BARS)
    qtbot.waitUntil(lambda: view._plot is not None)
    got: list[object] = []
    view.bar_clicked.connect(got.append)
    qtbot.mouseClick(view._plot.widget.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert got == []


def test_a_waterfall_says_each_step_and_what_is_left_over(view: ChartView, tmp_path: Path) -> None:
    view.show_chart(BRIDGE)
    assert [hit.words for hit in view.hits] == [
        "Branch\n¥1,000.00",
        "Market growth\n¥60.00",
        "流失客户\n-¥30.00",
        "Unexplained\n¥10.00",
        "Headquarters\n¥1,040.00",
    ]
    assert view.hits[1].key == "growth"
    view.save(tmp_path / "bridge.csv")
    lines = (tmp_path / "bridge.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:4] == ["Branch,1000", "Market growth,60", "流失客户,-30"]


def test_a_step_without_an_amount_can_be_pointed_at(view: ChartView) -> None:
    steps = (WaterfallStep("Capacity", Decimal(0)),)
    view.show_chart(WaterfallChart("B", "Branch", Decimal(5), steps, "HQ", Decimal(5)))
    assert view.hits[1].area.width() > 0
