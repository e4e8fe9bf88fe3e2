"""A chart on screen: title, legend, plot; hover, click, copy, save as picture or figures."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QToolTip, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.services.atomic_file import write_whole
from desktop.services.charts.data import AgingBar, Chart, Trend, table_of
from desktop.services.exports.people import (
    CellKind,
    ExportColumn,
    ExportTable,
    safe_file_name,
    write_table,
)
from desktop.views.chart_drawing import draw_chart
from desktop.views.chart_legend import Legend
from desktop.views.chart_pieces import Drawing, Ground, Hit
from desktop.views.icons import icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, tool_tip
from desktop.views.plot import Plot
from desktop.views.plot_library import is_plot_library_loaded, load_plot_library

_NOTHING = Drawing((), ())
#: Of several asks in a row (a splitter that is dragged) only the last one is drawn.
_SOON_MS = 60


class _Turn:
    """Lets one chart be drawn at a time, then whatever else waits in the window's thread."""

    def __init__(self) -> None:
        self.is_taken = False

    def take(self) -> None:
        """Hold the others back until the window has gone round once."""
        self.is_taken = True
        QTimer.singleShot(0, self._give_back)

    def _give_back(self) -> None:
        self.is_taken = False


_turn = _Turn()


class ChartView(QWidget):
    """Draws chart data; pyqtgraph is loaded when the first chart with figures comes.

    Signals:
        bar_clicked(key): a bar, part, day or point was clicked; the chart data's key of it.
    """

    bar_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._drawing = _NOTHING
        self._plot: Plot | None = None
        self._is_due = False
        self._loading: Thread | None = None
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._legend = Legend(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(6)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._legend)
        self._layout.addStretch(1)
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.setInterval(_SOON_MS)
        self._draw_soon.timeout.connect(self._draw_in_turn)

    @property
    def chart(self) -> Chart | None:
        """The data shown."""
        return self._chart

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Where each figure is, in the plot's coordinates."""
        self._draw_if_due()
        return self._drawing.hits

    def show_chart(self, chart: Chart | None) -> None:
        """Draw this data, or its empty text; None clears."""
        self._chart = chart
        self._title.setText("" if chart is None else chart.title)
        is_spark = isinstance(chart, Trend) and chart.is_spark
        self._title.setVisible(chart is not None and not is_spark and bool(chart.title))
        self._layout.setContentsMargins(*((0, 0, 0, 0) if is_spark else (16, 12, 16, 12)))
        self.setAccessibleName("" if chart is None else chart.title)
        self._is_due = True
        if chart is None or chart.is_empty:
            self._draw()
        elif self.isVisible():
            self._draw_soon.start(0)

    def scene_place(self, hit: Hit) -> QPoint:
        """Return where a figure's middle is, in this widget's pixels.

        Raises:
            LookupError: nothing is drawn.
        """
        self._draw_if_due()
        if self._plot is None:
            raise LookupError("no chart is drawn")
        middle = self._plot.view.mapViewToScene(hit.area.center())
        widget = self._plot.widget
        place: QPoint = widget.mapTo(self, widget.mapFromScene(middle))
        return place

    def picture(self, scale: float = 2.0) -> QImage:
        """Return title, legend and plot as a picture, `scale` times the screen's size."""
        self._draw_if_due()
        size = QSize(round(self.width() * scale), round(self.height() * scale))
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(colours_of(self.palette()).base))
        self.render(image, QPoint())
        return image

    def svg(self) -> bytes:
        """Return title, legend and plot as SVG."""
        self._draw_if_due()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size())
        generator.setViewBox(self.rect())
        generator.setTitle("" if self._chart is None else self._chart.title)
        painter = QPainter(generator)
        self.render(painter, QPoint())
        painter.end()
        return bytes(data.data())

    def save(self, path: Path) -> None:
        """Write the chart as its file ending says: .png, .svg, or its figures as .csv.

        Raises:
            StorageError: the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending == ".csv":
            if self._chart is not None:
                write_table(_figures(self._chart), path)
            return
        content = self.svg() if ending == ".svg" else _png(self.picture())
        write_whole(path, lambda stream: _put(stream, content))

    @Slot()
    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(self.picture())

    def fill_menu(self, menu: QMenu) -> None:
        """Add copy and the ways to save."""
        palette = self.palette()
        menu.addAction(icon("copy", palette), _("Copy picture"), self.copy_picture)
        ways = (
            (_("Save as PNG…"), "png"),
            (_("Save as SVG…"), "svg"),
            (_("Save figures as CSV…"), "csv"),
        )
        for words, ending in ways:
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, e=ending: self._ask_file(e))

    # Qt

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show our own menu; pyqtgraph's is switched off."""
        if self._chart is None or self._chart.is_empty:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_draw_soon"):
            self._draw_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose labels again for a new width."""
        super().resizeEvent(event)
        if self._plot is not None:
            self._draw_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._is_due:
            self._draw_soon.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, and the empty text where there is nothing to draw."""
        painter = QPainter(self)
        colours = colours_of(self.palette())
        painter.fillRect(event.rect(), QColor(colours.base))
        if self._chart is not None and self._chart.is_empty and self._chart.empty:
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self._chart.empty)

    # Inside

    def _draw_again(self) -> None:
        self._is_due = True
        if self.isVisible():
            self._draw_soon.start(_SOON_MS)

    def _draw_if_due(self) -> None:
        """Draw at once for somebody who asks what is drawn."""
        if self._is_due:
            self._draw()

    @Slot()
    def _draw_in_turn(self) -> None:
        """Draw unless another chart has just been drawn: in between the window hears its keys."""
        if not self._is_due or not self.isVisible():
            return
        if _turn.is_taken:
            self._draw_soon.start(0)
            return
        _turn.take()
        self._draw()

    def _draw(self) -> None:
        self._is_due = False
        chart = self._chart
        if chart is None or chart.is_empty:
            self._drawing = _NOTHING
            self._legend.set_entries(())
            if self._plot is not None:
                self._plot.widget.hide()
            self.update()
            return
        if self._waits_for_library():
            self._draw_again()
            return
        plot = self._make_plot()
        plot.widget.show()
        import pyqtgraph

        colours = colours_of(self.palette())
        plot.widget.setBackground(QColor(colours.base))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        # An aging bar is one stroke: a tall one would say no more than a low one.
        most = self.fontMetrics().height() * 3 if isinstance(chart, AgingBar) else 16_777_215
        plot.widget.setMaximumHeight(most)
        width = float(max(self.width() - 32, 120))
        ground = Ground(pyqtgraph, plot, colours, font, width)
        self._drawing = draw_chart(chart, ground)
        self._legend.set_entries(self._drawing.legend)
        self.setAccessibleDescription(
            "; ".join(hit.words.replace("\n", ", ") for hit in self._drawing.hits[:24])
        )
        self.update()

    def _waits_for_library(self) -> bool:
        """Whether pyqtgraph is still being loaded, which the first chart's drawing begins."""
        if is_plot_library_loaded():
            return False
        if self._loading is None:
            self._loading = load_plot_library()
        return self._loading.is_alive()

    def _make_plot(self) -> Plot:
        if self._plot is None:
            self._plot = Plot(self)
            scene = self._plot.widget.scene()
            scene.sigMouseMoved.connect(self._hover)
            scene.sigMouseClicked.connect(self._click)
            self._layout.insertWidget(2, self._plot.widget, 100)
        return self._plot

    def _hit_at(self, scene_point: Any) -> Hit | None:
        if self._plot is None:
            return None
        view = self._plot.view
        if not view.sceneBoundingRect().contains(scene_point):
            return None
        point = view.mapSceneToView(scene_point)
        return next((h for h in self._drawing.hits if h.area.normalized().contains(point)), None)

    @Slot(object)
    def _hover(self, scene_point: Any) -> None:
        if self._plot is None:
            return
        hit, widget = self._hit_at(scene_point), self._plot.widget
        if hit is None:
            QToolTip.hideText()
            widget.unsetCursor()
            return
        widget.setCursor(Qt.CursorShape.PointingHandCursor)
        place = widget.mapToGlobal(widget.mapFromScene(scene_point))
        QToolTip.showText(place, tool_tip(hit.words), widget)

    @Slot(object)
    def _click(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            hit = self._hit_at(event.scenePos())
            if hit is not None:
                self.bar_clicked.emit(hit.key)

    def _ask_file(self, ending: str) -> None:
        name = safe_file_name("" if self._chart is None else self._chart.title)
        dialog = QFileDialog(self, _("Save the chart"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{name}.{ending}")
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def _figures(chart: Chart) -> ExportTable:
    table = table_of(chart)
    columns = tuple(
        ExportColumn(name, CellKind.TEXT if place == 0 else CellKind.NUMBER)
        for place, name in enumerate(table.header)
    )
    return ExportTable(chart.title, columns, table.rows)


def _put(stream: Any, content: bytes) -> None:
    stream.write(content)
