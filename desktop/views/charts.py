"""A chart on screen: title, legend, plot; hover, click, copy, save as picture or figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QPoint,
    QRectF,
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
from desktop.views.chart_pieces import Drawing, Ground, Hit, LegendEntry
from desktop.views.icons import icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, tool_tip

_NOTHING = Drawing((), ())


class Legend(QWidget):
    """Names the colours of a chart in a row that wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()

    def set_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these entries; none hides the legend."""
        self._entries = entries
        self.setVisible(bool(entries))
        self.setAccessibleName(", ".join(entry.name for entry in entries))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each entry's sign and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = QColor(colours_of(self.palette()).muted)
        for entry, place in zip(self._entries, self._places(), strict=True):
            sign = self.fontMetrics().ascent()
            middle = place.center().y()
            colour = QColor(entry.colour)
            if entry.shape == "bar":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                box = QRectF(place.left(), middle - sign * 0.38, sign * 0.76, sign * 0.76)
                painter.drawRoundedRect(box, 2, 2)
            else:
                pen = painter.pen()
                pen.setColor(colour)
                pen.setWidthF(2)
                styles = {"dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}
                pen.setStyle(styles.get(entry.shape, Qt.PenStyle.SolidLine))
                painter.setPen(pen)
                painter.drawLine(
                    round(place.left()), round(middle), round(place.left() + sign), round(middle)
                )
            painter.setPen(text)
            words = place.adjusted(sign + 6, 0, 0, 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), entry.name)

    def _places(self) -> list[QRectF]:
        metrics = self.fontMetrics()
        height = metrics.height() + 6
        x, y, places = 0.0, 0.0, []
        for entry in self._entries:
            width = metrics.ascent() + 6 + metrics.horizontalAdvance(entry.name) + 18.0
            if x and x + width > self.width():
                x, y = 0.0, y + height
            places.append(QRectF(x, y, width, height))
            x += width
        return places

    def _fit(self) -> None:
        places = self._places()
        self.setFixedHeight(round(places[-1].bottom()) if places else 0)


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
        self._plot: Any = None
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
        self._draw_soon.setInterval(60)
        self._draw_soon.timeout.connect(self._draw)

    @property
    def chart(self) -> Chart | None:
        """The data shown."""
        return self._chart

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Where each figure is, in the plot's coordinates."""
        return self._drawing.hits

    def show_chart(self, chart: Chart | None) -> None:
        """Draw this data, or its empty text; None clears."""
        self._chart = chart
        self._title.setText("" if chart is None else chart.title)
        is_spark = isinstance(chart, Trend) and chart.is_spark
        self._title.setVisible(chart is not None and not is_spark and bool(chart.title))
        self._layout.setContentsMargins(*((0, 0, 0, 0) if is_spark else (16, 12, 16, 12)))
        self.setAccessibleName("" if chart is None else chart.title)
        self._draw()

    def scene_place(self, hit: Hit) -> QPoint:
        """Return where a figure's middle is, in this widget's pixels."""
        view = self._plot.getPlotItem().getViewBox()
        middle = view.mapViewToScene(hit.area.center())
        return self._plot.mapTo(self, self._plot.mapFromScene(middle))

    def picture(self, scale: float = 2.0) -> QImage:
        """Return title, legend and plot as a picture, `scale` times the screen's size."""
        size = QSize(round(self.width() * scale), round(self.height() * scale))
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(colours_of(self.palette()).base))
        self.render(image, QPoint())
        return image

    def svg(self) -> bytes:
        """Return title, legend and plot as SVG."""
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
            self._draw_soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose labels again for a new width."""
        super().resizeEvent(event)
        if self._plot is not None:
            self._draw_soon.start()

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

    @Slot()
    def _draw(self) -> None:
        chart = self._chart
        if chart is None or chart.is_empty:
            self._drawing = _NOTHING
            self._legend.set_entries(())
            if self._plot is not None:
                self._plot.hide()
            self.update()
            return
        plot = self._make_plot()
        plot.show()
        import pyqtgraph

        colours = colours_of(self.palette())
        plot.setBackground(QColor(colours.base))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        # An aging bar is one stroke: a tall one would say no more than a low one.
        most = self.fontMetrics().height() * 3 if isinstance(chart, AgingBar) else 16_777_215
        plot.setMaximumHeight(most)
        width = float(max(self.width() - 32, 120))
        ground = Ground(pyqtgraph, plot, colours, font, width)
        self._drawing = draw_chart(chart, ground)
        self._legend.set_entries(self._drawing.legend)
        self.setAccessibleDescription(
            "; ".join(hit.words.replace("\n", ", ") for hit in self._drawing.hits[:24])
        )
        self.update()

    def _make_plot(self) -> Any:
        if self._plot is None:
            import pyqtgraph

            pyqtgraph.setConfigOptions(antialias=True)
            plot = pyqtgraph.PlotWidget(self)
            plot.setMenuEnabled(False)
            plot.setMouseEnabled(x=False, y=False)
            plot.hideButtons()
            plot.setFrameShape(plot.Shape.NoFrame)
            plot.setMinimumHeight(24)
            plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            plot.getPlotItem().setContentsMargins(0, 4, 4, 0)
            plot.scene().sigMouseMoved.connect(self._hover)
            plot.scene().sigMouseClicked.connect(self._click)
            self._layout.insertWidget(2, plot, 100)
            self._plot = plot
        return self._plot

    def _hit_at(self, scene_point: Any) -> Hit | None:
        view = self._plot.getPlotItem().getViewBox()
        if not view.sceneBoundingRect().contains(scene_point):
            return None
        point = view.mapSceneToView(scene_point)
        return next((h for h in self._drawing.hits if h.area.normalized().contains(point)), None)

    @Slot(object)
    def _hover(self, scene_point: Any) -> None:
        hit = self._hit_at(scene_point)
        if hit is None:
            QToolTip.hideText()
            self._plot.unsetCursor()
            return
        self._plot.setCursor(Qt.CursorShape.PointingHandCursor)
        place = self._plot.mapToGlobal(self._plot.mapFromScene(scene_point))
        QToolTip.showText(place, tool_tip(hit.words), self._plot)

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
