"""A plot of one view and two axes: what a chart is drawn on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsGridLayout, QSizePolicy, QWidget

_EXPANDING = QSizePolicy.Policy.Expanding


class Plot:
    """The parts of pyqtgraph that a chart needs, and no more.

    pyqtgraph's own `PlotWidget` makes sixty widgets for a menu that is never shown: five times
    the time to build, and half of all widgets that a change of colours goes over.
    """

    def __init__(self, parent: QWidget) -> None:
        import pyqtgraph

        pyqtgraph.setConfigOptions(antialias=True)
        self.widget = widget = pyqtgraph.GraphicsView(parent)
        widget.setSizePolicy(_EXPANDING, _EXPANDING)
        widget.enableMouse(False)
        widget.setFrameShape(widget.Shape.NoFrame)
        widget.setMinimumHeight(24)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = pyqtgraph.GraphicsWidget()
        self._ground.setContentsMargins(0, 4, 4, 0)
        self.view = pyqtgraph.ViewBox(parent=self._ground, enableMenu=False)
        self.view.setMouseEnabled(x=False, y=False)
        # The ranges are set by each drawing: looking for them item by item is half of its time.
        self.view.disableAutoRange()
        self._axes: dict[str, Any] = {}
        self._items: list[Any] = []
        self._lay_out(pyqtgraph)
        widget.setCentralItem(self._ground)

    def _lay_out(self, pyqtgraph: Any) -> None:
        layout = QGraphicsGridLayout()
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(0)
        self._ground.setLayout(layout)
        layout.addItem(self.view, 0, 1)
        for side, row, column in (("bottom", 1, 1), ("left", 0, 0)):
            axis = pyqtgraph.AxisItem(orientation=side, parent=self._ground)
            axis.linkToView(self.view)
            axis.setZValue(0.5)
            axis.setFlag(axis.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
            layout.addItem(axis, row, column)
            self._axes[side] = axis
        layout.setRowStretchFactor(0, 100)
        layout.setColumnStretchFactor(1, 100)

    def add(self, item: Any) -> None:
        """Draw this item of pyqtgraph."""
        self._items.append(item)
        self.view.addItem(item, ignoreBounds=True)

    def clear(self) -> None:
        """Take all items away."""
        for item in self._items:
            self.view.removeItem(item)
        self._items.clear()

    def axis(self, side: str) -> Any:
        """Return the axis at this side: "bottom" or "left"."""
        return self._axes[side]

    def set_across(self, low: float, high: float, padding: float = 0) -> None:
        """Show this range from left to right."""
        self.view.setXRange(low, high, padding=padding)

    def set_upright(self, low: float, high: float, padding: float = 0) -> None:
        """Show this range from the bottom up."""
        self.view.setYRange(low, high, padding=padding)
