"""Icons from resources/icons, tinted with the palette, and the shapes of status."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from desktop.paths import resources_folder
from desktop.tone import Tone
from desktop.views.palette import Colours, colours_of

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str, palette: QPalette) -> QIcon:
    """Return the icon of this name in the palette's quiet text colour.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    colours = colours_of(palette)
    return tinted_icon(name, colours.muted, colours.faint)


@lru_cache(maxsize=256)
def tinted_icon(name: str, colour: str, disabled: str = "#8C95A3") -> QIcon:
    """Return an icon drawn in this colour, sharp at each usual size."""
    source = (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    found = QIcon()
    for mode, tint in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", tint).encode()))
        for size in _SIZES:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter)
            painter.end()
            found.addPixmap(pixmap, mode)
    return found


def program_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resources_folder() / "icons" / "branchbook.svg"))


@lru_cache(maxsize=64)
def status_icon(tone: Tone, colours: Colours) -> QIcon:
    """Return a status's shape in its colour: no two tones share a shape.

    Good is a disc with a tick, watch a triangle, bad an octagon with a bar, info a square,
    muted a ring.
    """
    found = QIcon()
    if tone is Tone.NONE:
        return found
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 16, size / 16)
        paint_shape(painter, tone, colours)
        painter.end()
        found.addPixmap(pixmap, QIcon.Mode.Normal)
        # Qt would wash a selected icon over with the highlight: the shape keeps its colour.
        found.addPixmap(pixmap, QIcon.Mode.Selected)
    return found


def show_shape(label: QLabel, tone: Tone, owner: QWidget) -> None:
    """Show a tone's shape in a label, as high as the owner's letters; without a tone none."""
    size = owner.fontMetrics().ascent()
    shape = status_icon(tone, colours_of(owner.palette()))
    label.setPixmap(shape.pixmap(QSize(size, size)))
    label.setVisible(tone is not Tone.NONE)


def paint_shape(painter: QPainter, tone: Tone, colours: Colours) -> None:
    """Paint a tone's shape into the square from (0, 0) to (16, 16)."""
    colour = QColor(colours.tone(tone))
    ground = QColor("#FFFFFF" if not colours.is_dark else "#12151A")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if tone is Tone.GOOD:
        painter.drawEllipse(QRectF(2, 2, 12, 12))
        painter.setPen(_pen(ground))
        painter.drawPolyline(QPolygonF([QPointF(5, 8.2), QPointF(7.2, 10.4), QPointF(11, 5.8)]))
    elif tone is Tone.WATCH:
        painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(15, 14), QPointF(1, 14)]))
    elif tone is Tone.BAD:
        corners = ((5.2, 1.5), (10.8, 1.5), (14.5, 5.2), (14.5, 10.8))
        lower = ((10.8, 14.5), (5.2, 14.5), (1.5, 10.8), (1.5, 5.2))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners + lower]))
        painter.setPen(_pen(ground))
        painter.drawLine(QPointF(5, 8), QPointF(11, 8))
    elif tone is Tone.INFO:
        painter.drawRoundedRect(QRectF(3, 3, 10, 10), 1.5, 1.5)
    else:
        painter.setPen(_pen(colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(3.5, 3.5, 9, 9))


def _pen(colour: QColor) -> QPen:
    return QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
