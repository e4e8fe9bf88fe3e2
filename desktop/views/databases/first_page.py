"""The page without a database: recent ones, new, open, connect, sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.views.icons import icon, program_icon, tinted_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide, heading, label, tool_tip

_CARDS = (
    ("new", "plus", N_("New database"), N_("Start an empty book for your branch on this PC")),
    ("open", "open", N_("Open a file"), N_("Open a database on this PC or in a folder")),
    ("connect", "server", N_("Connect to a server"), N_("Work with colleagues on one database")),
    ("sample", "sample", N_("Look at the sample"), N_("A made-up branch with a year of figures")),
)


class _Card(QPushButton):
    """A large button with a title and a line below it."""

    def __init__(self, icon_name: str, title: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setAutoDefault(True)
        # Cards that stand side by side are of one height.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        colours = colours_of(self.palette())
        picture = QLabel(self)
        size = self.fontMetrics().height() + 4
        picture.setPixmap(tinted_icon(icon_name, colours.accent).pixmap(QSize(size, size)))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(heading(title, self))
        line = label(words, self, role="muted")
        line.setWordWrap(True)
        texts.addWidget(line)
        texts.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(16)
        layout.addWidget(picture)
        layout.addLayout(texts, 1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the room of the layout, which a push button would not ask for."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()


class FirstPage(QWidget):
    """Greets, and offers the ways to a database.

    Signals:
        new_wanted(), open_wanted(), connect_wanted(), sample_wanted(): a card was pressed.
        recent_wanted(str): a recent database was pressed; a missing file is asked for as well.
        forget_wanted(str): a missing one is to be taken off the list.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    connect_wanted = Signal()
    sample_wanted = Signal()
    recent_wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self, recent: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        outer.addWidget(self._scroll)
        self._is_stale = True

    def set_recent(self, recent: tuple[str, ...]) -> None:
        """Show these recent databases."""
        self._recent = recent
        self.retranslate()

    def retranslate(self) -> None:
        """Build the page in the language and the colours of the moment, when it is seen."""
        self._is_stale = True
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        """Build what was left for later: a start with a database never needs it."""
        if self._is_stale:
            self._build()
        super().showEvent(event)

    def _build(self) -> None:
        self._is_stale = False
        page = QWidget(self._scroll)
        column = QWidget(page)
        column.setMaximumWidth(digits_wide(self, 100))
        body = QVBoxLayout(column)
        body.setContentsMargins(24, 24, 24, 24)
        body.setSpacing(8)
        body.addStretch(1)
        body.addLayout(self._head(column))
        body.addSpacing(24)
        if self._recent:
            body.addWidget(label(_("Recent databases"), column, role="muted"))
            for database in self._recent[:5]:
                body.addWidget(self._recent_row(database, column))
            body.addSpacing(24)
        cards = QGridLayout()
        cards.setSpacing(12)
        for place, (key, icon_name, title, words) in enumerate(_CARDS):
            card = _Card(icon_name, _(title), _(words), column)
            card.clicked.connect(getattr(self, f"{key}_wanted").emit)
            cards.addWidget(card, place // 2, place % 2)
        body.addLayout(cards)
        body.addStretch(2)
        across = QHBoxLayout(page)
        across.addStretch(1)
        across.addWidget(column, 8)
        across.addStretch(1)
        self._scroll.setWidget(page)

    def _head(self, parent: QWidget) -> QHBoxLayout:
        size = self.fontMetrics().height() * 3
        picture = QLabel(parent)
        picture.setPixmap(program_icon().pixmap(QSize(size, size)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(heading("Branchbook", parent, role="name"))
        words.addWidget(
            label(_("The branch's book: plans, sales, visits and money"), parent, role="muted")
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _recent_row(self, database: str, parent: QWidget) -> QWidget:
        row = QWidget(parent)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        is_file = "://" not in database
        is_missing = is_file and not Path(database).exists()
        name = Path(database).stem if is_file else database.rsplit("/", 1)[-1]
        button = QPushButton(icon("database" if is_file else "server", self.palette()), name, row)
        button.setProperty("role", "link")
        button.setToolTip(tool_tip(database) if is_file else "")
        button.clicked.connect(lambda _on=False: self.recent_wanted.emit(database))
        layout.addWidget(button)
        place = str(Path(database).parent) if is_file else database.rsplit("@", 1)[-1]
        where = _("File not found: {path}").format(path=database) if is_missing else place
        layout.addWidget(label(where, row, role="wrong" if is_missing else "muted"), 1)
        if is_missing:
            forget = QPushButton(_("Forget"), row)
            forget.clicked.connect(lambda _on=False: self.forget_wanted.emit(database))
            layout.addWidget(forget)
        return row
