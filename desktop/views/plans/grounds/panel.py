"""One small tab of the reasons: a heading with buttons, the list, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.collection_targets_data import CollectionBook, PayBasis
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import label
from desktop.views.plans.entry_table import EntryTable
from desktop.views.plans.grounds.columns import collection_totals, columns_of
from desktop.views.plans.grounds.protocols import ListShown
from desktop.views.plans.grounds.state import GroundTab, Row, row_id
from desktop.views.plans.grounds.words import BASES, TAB_NAMES
from desktop.views.plans.talks.sides import ListHead
from desktop.views.table_pane import TablePane
from desktop.views.table_view import TableView

_TITLES: Mapping[GroundTab, str] = {
    GroundTab.MARKET: N_("The market as others see it"),
    GroundTab.OWN: N_("Where the branch stands"),
    GroundTab.POTENTIAL: N_("What could be sold, and what is"),
    GroundTab.BELOW: N_("The year customer by customer"),
    GroundTab.PROSPECTS: N_("Customers to be won"),
    GroundTab.COLLECTIONS: N_("What comes in of what is open and planned"),
}
_CORRECT, _REMOVE = ("correct", N_("Correct…")), ("remove", N_("Take out"))
_PRINT = ("print", N_("Print both sheets…"))
_BUTTONS: Mapping[GroundTab, tuple[tuple[str, str], ...]] = {
    GroundTab.MARKET: (("new", N_("New figure…")), _CORRECT, _REMOVE, _PRINT),
    GroundTab.OWN: (("fill", N_("Fill in from the data")), _PRINT),
    GroundTab.POTENTIAL: (("correct", N_("Form…")), ("newer", N_("Newer figure…")), _REMOVE),
    GroundTab.BELOW: (("take", N_("Take as target…")),),
    GroundTab.PROSPECTS: (("new", N_("New prospect…")), _CORRECT, _REMOVE),
    GroundTab.COLLECTIONS: (("take", N_("Take as target…")),),
}
#: Buttons that need a current row.
_OF_ROW = frozenset({"correct", "newer", "remove"})


class GroundPanel(QWidget):
    """The list of one tab.

    Signals:
        pressed(str): a button, by its key.
        opened(row): a row was opened.
        basis_chosen(PayBasis): collections are worked out by another basis.
    """

    pressed = Signal(str)
    opened = Signal(object)
    basis_chosen = Signal(object)

    def __init__(self, tab: GroundTab, settings: SettingsFile, parent: QWidget) -> None:
        super().__init__(parent)
        self.tab, self._settings = tab, settings
        self._shown: ListShown | None = None
        self._columns_of: object = None
        self.head = ListHead(_TITLES[tab], _BUTTONS[tab], self)
        self.basis = QComboBox(self)
        self.pane: TablePane | None = None
        if tab is GroundTab.COLLECTIONS:
            self.pane = TablePane((), name=TAB_NAMES[tab], row_id=row_id, parent=self)
            self.table: TableView = self.pane.table
        else:
            self.table = EntryTable(name=TAB_NAMES[tab], row_id=row_id, parent=self)
            self.table.refused.connect(self.show_refusal)
        self.note = label("", self, role="muted")
        self._shape, self.refusal = QLabel(self), label("", self, role="wrong")
        self._build()
        self.retranslate()
        self._fit_buttons()

    def _build(self) -> None:
        self.basis.setVisible(self.tab is GroundTab.COLLECTIONS)
        if self.tab is GroundTab.COLLECTIONS:
            for basis in PayBasis:
                self.basis.addItem("", basis)
            head = self.head.layout()
            assert isinstance(head, QHBoxLayout)
            head.insertWidget(1, self.basis)
            self.basis.currentIndexChanged.connect(self._basis_changed)
        for words in (self.note, self.refusal):
            words.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 8)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.refusal, 1)
        foot.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.pane or self.table, 1)
        layout.addLayout(foot)
        self.head.pressed.connect(self.pressed)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self._fit_buttons)
        self.show_refusal("")

    @property
    def entry(self) -> EntryTable | None:
        """The list as one that is typed into; None of collections."""
        return self.table if isinstance(self.table, EntryTable) else None

    def current(self) -> Row | None:
        """Return the current row."""
        found: Row | None = self.table.current_row()
        return found

    def show_list(self, shown: ListShown, currency: str) -> None:
        """Show the list; the current row stays where it can."""
        self._shown = shown
        columns = columns_of(self.tab, shown.book, currency)
        layout = tuple((one.key, one.header) for one in columns)
        if layout != self._columns_of:
            self._columns_of = layout
            self.table.set_rows(())
            self.table.rows_model.set_columns(columns)
            self.table.keep_layout(self._settings, f"plans.grounds.{self.tab}")
        if self.entry is not None:
            self.entry.is_open = shown.may_enter
        self.table.set_empty_text(shown.empty)
        self.table.set_rows(shown.rows)
        if self.pane is not None and isinstance(shown.book, CollectionBook):
            is_whole = len(shown.rows) == shown.count and bool(shown.rows)
            self.pane.set_totals(collection_totals(shown.book) if is_whole else None)
        self.note.setText(shown.note)
        self.note.setVisible(bool(shown.note) and not self.refusal.text())
        self._fit_buttons()

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self._shown = None
        self.table.set_rows(())
        self.table.set_empty_text(text)
        if self.pane is not None:
            self.pane.set_totals(None)
        self.note.hide()
        self._fit_buttons()

    @Slot(str)
    def show_refusal(self, words: str) -> None:
        """Say why something typed was not taken; "" brings the note back."""
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))
        self.note.setVisible(bool(self.note.text()) and not words)
        self._shape.setVisible(bool(words))
        self._paint()

    def exported(self, title: str, notes: tuple[tuple[str, str], ...]) -> ExportTable:
        """Return the list as it is shown."""
        shown = self.note.text()
        if shown and not self.note.isHidden():
            notes = (*notes, (_("Note"), shown))
        if self.pane is not None:
            return self.pane.exported(title, notes)
        return self.table.exported(title, notes=notes)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.head.retranslate()
        (self.pane or self.table).retranslate()
        self.basis.setAccessibleName(_("When it comes in"))
        for place, basis in enumerate(PayBasis):
            if place < self.basis.count():
                self.basis.setItemText(place, _(BASES[basis]))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the shape again in a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint()

    def _paint(self) -> None:
        size = self.fontMetrics().ascent()
        shape = status_icon(Tone.BAD, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))

    @Slot()
    def _basis_changed(self) -> None:
        # Qt hands words back as plain text.
        self.basis_chosen.emit(PayBasis(str(self.basis.currentData())))

    def _fit_buttons(self, _row: object = None) -> None:
        shown = self._shown
        row = self.current() if shown is not None else None
        for key, button in self.head.buttons.items():
            if key == "print":
                button.setEnabled(shown is not None and shown.book is not None)
            elif key == "take":
                button.setEnabled(shown is not None and shown.may_take and bool(shown.rows))
            else:
                has_row = row is not None and (key == "correct" or _has_entry(row))
                is_free = key not in _OF_ROW or has_row
                button.setEnabled(shown is not None and shown.may_enter and is_free)


def _has_entry(row: Row) -> bool:
    """Whether there is something to take out, or to stand a newer figure beside."""
    return getattr(row, "entry", None) is not None
