"""Under the filters: where the drill-down stands, as of when, by which plan, what to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.services import formats
from desktop.tone import Tone
from desktop.views.icons import icon, status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label, tool_tip


class PathBar(QWidget):
    """The path from the whole branch, a button a level; and the plan, chosen from a menu.

    Signals:
        level_wanted(int): go back up to the board of this level of the path.
        up_wanted(): the arrow: one level up.
        plan_wanted(str): measure by the plan of this name; "" is the one in force.
    """

    level_wanted = Signal(int)
    up_wanted = Signal()
    plan_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plans: tuple[str, ...] = ()
        self._plan = ""
        self._up = QToolButton(self)
        self._up.clicked.connect(self.up_wanted)
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(0)
        self._as_of = label("", self, role="muted")
        self.plan_button = QToolButton(self)
        self.plan_button.setProperty("role", "field")
        self.plan_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.plan_button)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.plan_button.setMenu(self.menu)
        self._hint = Hint(self)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._up)
        row.addLayout(self._crumbs, 1)
        row.addWidget(self._as_of)
        row.addWidget(self.plan_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._hint)
        self.show_path((_("Whole branch"),))

    def show_path(self, names: Sequence[str]) -> None:
        """Show the path; the last name is where we are."""
        while (item := self._crumbs.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        up = _("One level up (Alt+Up)")
        self._up.setIcon(icon("back", self.palette()))
        self._up.setToolTip(up)
        self._up.setAccessibleName(up)
        self._up.setVisible(len(names) > 1)
        for level, name in enumerate(names[:-1]):
            button = QPushButton(_short(name), self)
            button.setProperty("role", "link")
            button.setToolTip(tool_tip(_("Back to “{name}”").format(name=name)))
            button.clicked.connect(lambda _on=False, n=level: self.level_wanted.emit(n))
            self._crumbs.addWidget(button)
            arrow = label("›", self, role="muted")
            arrow.setContentsMargins(0, 0, 6, 0)
            self._crumbs.addWidget(arrow)
        here = heading(names[-1], self)
        here.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        here.setToolTip(tool_tip(names[-1]))
        self._crumbs.addWidget(here, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_hint"):
            self._up.setIcon(icon("back", self.palette()))

    @property
    def hint(self) -> str:
        """The sentence about the plan, "" where none is shown."""
        return "" if self._hint.isHidden() else self._hint.text

    def show_hint(self, text: str) -> None:
        """Say this above the board; "" takes it away."""
        self._hint.show_text(text)

    def show_plan(
        self, plans: tuple[str, ...], chosen: str, in_force: tuple[str, ...], as_of: date
    ) -> None:
        """Show which plan measures: the names to choose from, the chosen one ("" is in force)."""
        self._plans, self._plan = plans, chosen
        if chosen:
            words = _("Plan: {name}").format(name=_short(chosen))
        elif in_force:
            words = _("Plan in force: {name}").format(name=_short(", ".join(in_force)))
        else:
            words = _("No plan in force")
        self.plan_button.setText(words)
        self.plan_button.setAccessibleName(words)
        self.plan_button.setToolTip(_("Which plan gives the targets"))
        self._as_of.setText(_("As of {day}").format(day=formats.day(as_of)))
        self._as_of.setToolTip(_("The last day with data; pace and forecast are of this day."))

    def _fill_menu(self) -> None:
        self.menu.clear()
        for name in ("", *self._plans):
            action = self.menu.addAction(name.replace("&", "&&") or _("The plan in force"))
            action.setCheckable(True)
            action.setChecked(name == self._plan)
            action.triggered.connect(lambda _on=False, n=name: self.plan_wanted.emit(n))


class Hint(QFrame):
    """A quiet sentence with the sign of a note."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._shape = QLabel(self)
        self._words = label("", self)
        self._words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(12)
        layout.addWidget(self._shape)
        layout.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def show_text(self, text: str) -> None:
        """Say this; "" hides the hint."""
        self._words.setText(text)
        self._paint_shape()
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._paint_shape()

    def _paint_shape(self) -> None:
        size = max(14, self.fontMetrics().ascent())
        shape = status_icon(Tone.INFO, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))


def _short(name: str, letters: int = 40) -> str:
    return name if len(name) <= letters else name[: letters - 1] + "…"
