"""A splitter between a tab's list and what lies beside it; where it stands is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.services.settings import ColumnLayout, SettingsFile

_KEEP_AFTER_MS = 400
_HANDLE_WIDTH = 5


class KeptSplitter(QSplitter):
    """Shares the width between named parts and writes it to the settings once it rests.

    A width that was kept by other names or of another count is not taken.
    """

    def __init__(self, settings: SettingsFile, key: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._settings, self._key = settings, key
        self._names: tuple[str, ...] = ()
        self.setHandleWidth(_HANDLE_WIDTH)
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(_KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self._keep)
        self.splitterMoved.connect(self._moved)

    def add_parts(self, *parts: tuple[str, QWidget, int, int]) -> None:
        """Take in the parts: name in the settings, widget, share of new room, first width."""
        self._names = tuple(name for name, *_rest in parts)
        for place, (_name, widget, share, _width) in enumerate(parts):
            self.addWidget(widget)
            self.setStretchFactor(place, share)
        self.setChildrenCollapsible(False)
        kept = self._settings.layout(self._key)
        sizes = dict(kept.widths) if kept else {}
        if set(sizes) != set(self._names):
            sizes = {name: width for name, _widget, _share, width in parts}
        self.setSizes([sizes[name] for name in self._names])

    @Slot()
    def _moved(self) -> None:
        self._keep_soon.start()

    @Slot()
    def _keep(self) -> None:
        widths = tuple(zip(self._names, self.sizes(), strict=True))
        self._settings.keep_layout(self._key, ColumnLayout(widths=widths))
