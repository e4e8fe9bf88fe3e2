"""Works that paint: a chart on screen beside the same bars by a bare QPainter.

`python -m tests.benchmarks.painting` measures in a process of its own, since a chart needs a
`QApplication`, and prints one line of JSON: the seconds of the floor and of the chart.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

from tests.benchmarks.measure import Result, in_turns

_CATEGORIES, _SERIES = 120, 3
_WIDE, _HIGH = 1_200, 600
#: A picture takes milliseconds: one run paints several.
_PAINTS = 10


def chart_repaint() -> Result:
    """Measure painting a chart of 360 bars again, beside the same bars on the same picture.

    The chart paints its title, legend, axes and words as well.
    """
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.painting"],
        capture_output=True, text=True, env=env, check=True,
    )  # fmt: skip
    floor, ours = json.loads(run.stdout.strip().splitlines()[-1])
    return Result(
        "repaint of a chart", "-", "QPainter drawing of the same bars", floor, ours, 3.0,
        f"{_CATEGORIES * _SERIES} bars, {_WIDE} × {_HIGH} pixels", engine="-",
    )  # fmt: skip


def main() -> int:
    """Measure both and print them."""
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from desktop.services.charts.data import BarChart, Series
    from desktop.views.charts import ChartView
    from desktop.views.plot_library import load_plot_library

    app = QApplication(["branchbook"])
    load_plot_library().join()
    series = tuple(
        Series(
            f"Series {one}", tuple(Decimal(1 + (7 * at + one) % 90) for at in range(_CATEGORIES))
        )
        for one in range(_SERIES)
    )
    view = ChartView()
    view.resize(_WIDE, _HIGH)
    view.show()
    view.show_chart(BarChart("Net sales", tuple(f"R{i}" for i in range(_CATEGORIES)), series))
    app.processEvents()
    areas = [hit.area for hit in view.hits]
    app.processEvents()
    image = QImage(_WIDE, _HIGH, QImage.Format.Format_ARGB32_Premultiplied)

    def ours() -> None:
        for _paint in range(_PAINTS):
            view.render(image)

    # As many bars as there are figures, each of the size it has in the chart.
    wide, high = _WIDE / (_CATEGORIES * _SERIES) * 0.8, _HIGH / 100
    values = [float(value) for one in series for value in one.values if value is not None]
    floor_s, ours_s = in_turns(lambda: _bars(image, values, wide, high), ours)
    if not areas:
        raise RuntimeError("the chart was not drawn")
    print(json.dumps([floor_s / _PAINTS, ours_s / _PAINTS]))
    sys.stdout.flush()
    os._exit(0)


def _bars(image: Any, values: list[float], wide: float, high: float) -> None:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QPainter

    for _paint in range(_PAINTS):
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(image.rect(), QColor("white"))
        painter.setBrush(QColor("#2a6099"))
        painter.setPen(Qt.PenStyle.NoPen)
        for at, value in enumerate(values):
            painter.drawRect(QRectF(at * wide / 0.8, _HIGH - value * high, wide, value * high))
        painter.end()


if __name__ == "__main__":
    sys.exit(main())
