"""Item model of the entry grid: texts as typed, one blank line more, and the stack of undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QUndoCommand, QUndoStack

from desktop.i18n import _
from desktop.services.entries.data import EntryColumn, InputKind
from desktop.tone import Tone
from desktop.views.activity.entry.completing import Offer
from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.lines import Splice
from desktop.views.icons import status_icon
from desktop.views.palette import LIGHT, Colours
from desktop.views.plain_text import tool_tip

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
#: The tone of a cell's edge, NONE where nothing is wrong.
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_END = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_START = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NUMBERS = (InputKind.NUMBER, InputKind.MONEY, InputKind.TIME)
#: A line break in a cell, which shows one line.
_BREAK = " ↵ "
_NEW_ROW = "✱"

Index = QModelIndex | QPersistentModelIndex


class _Carry(QUndoCommand):
    """A change of the sheet that can be undone."""

    def __init__(self, model: EntryModel, splice: Splice, words: str) -> None:
        super().__init__(words)
        self._model, self._splice = model, splice

    def redo(self) -> None:
        """Carry the change out."""
        self._model.carry_out(self._splice)

    def undo(self) -> None:
        """Take the change back."""
        self._model.carry_out(self._splice.inverse)


class EntryModel(QAbstractTableModel):
    """Shows a desk's lines; every change goes over the stack, or tells that it does not.

    Signals:
        changed(Splice): lines were changed, by whatever way.
    """

    changed = Signal(object)

    def __init__(self, desk: EntryDesk, note: Callable[[EntryDesk, Splice], None],
                 parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.desk = desk
        self.undo_stack = QUndoStack(self)
        self.is_editable = False
        self._note = note
        self._colours: Colours = LIGHT

    @property
    def columns(self) -> tuple[EntryColumn, ...]:
        """The columns, in the order of the paper slip."""
        return self.desk.spec.columns

    def set_colours(self, colours: Colours) -> None:
        """Draw quiet words and shapes in these colours."""
        self._colours = colours

    # Changing

    def push(self, splice: Splice, words: str) -> None:
        """Carry a change out, so that it can be undone."""
        self.undo_stack.push(_Carry(self, splice.trimmed, words))

    def carry_out(self, splice: Splice) -> None:
        """Carry a change out and tell it; the lines at its ends that stay are let alone."""
        splice = splice.trimmed
        at, cut, put = splice.at, len(splice.cut), len(splice.put)
        sheet, root = self.desk.sheet, QModelIndex()
        # The lines that both have are other texts; the rest comes or goes after them. At the end
        # the blank line becomes the first new one, so that the keyboard stays where it is.
        same = min(cut, put)
        at_end = 1 if at + cut == len(sheet.lines) else 0
        if cut > put:
            self.beginRemoveRows(root, at + same + at_end, at + cut - 1 + at_end)
        elif put > cut:
            self.beginInsertRows(root, at + same + at_end, at + put - 1 + at_end)
        sheet.apply(splice)
        if cut > put:
            self.endRemoveRows()
        elif put > cut:
            self.endInsertRows()
        self._note(self.desk, splice)
        self._tell(at, self.rowCount() - 1 if cut != put else at + same)
        self.changed.emit(splice)

    def forget(self) -> None:
        """Show lines that were dropped behind the model, and forget what was done to them."""
        self.beginResetModel()
        self.undo_stack.clear()
        self.endResetModel()

    def show_again(self) -> None:
        """Let every cell be painted again: problems, names or language are others."""
        self._tell(0, self.rowCount() - 1)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are, the blank one among them."""
        return 0 if parent.isValid() else len(self.desk.sheet.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns the kind has."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; an editable one starts an input method."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if self.is_editable else found

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell says in a role."""
        if not index.isValid():
            return None
        row, place = index.row(), index.column()
        if role == _DISPLAY:
            return self.shown(row, place)
        if role == _ALIGN:
            return _END if self.columns[place].kind in _NUMBERS else _START
        if role == _EDIT:
            return self.desk.sheet.text(row, place)
        if role == TONE_ROLE:
            return self._tone(row, place)
        if role == _FOREGROUND:
            is_ghost = row >= len(self.desk.sheet.lines)
            return QColor(self._colours.faint) if is_ghost else None
        if role == _TIP:
            return tool_tip(self._tip(row, place)) or None
        return self._spoken(row, place) if role == _ACCESSIBLE else None

    def shown(self, row: int, place: int) -> str:
        """Return what a cell shows: the name of a code or word, else the text in one line.

        The blank line shows, quietly, what it will take over from the line above.
        """
        sheet = self.desk.sheet
        text = sheet.text(row, place) if row < len(sheet.lines) else sheet.ghost(place)
        if not text:
            return ""
        offer = self._offer(place, text)
        return offer.name if offer is not None else text.replace("\n", _BREAK)

    def _offer(self, place: int, text: str) -> Offer | None:
        return self.desk.known.offer_of(self.columns[place], text)

    def _tone(self, row: int, place: int) -> Tone:
        problem = self.desk.problem(row, place)
        if problem is None:
            return Tone.NONE
        return Tone.WATCH if problem.is_warning else Tone.BAD

    def _tip(self, row: int, place: int) -> str:
        problem = self.desk.problem(row, place)
        text = self.desk.sheet.text(row, place)
        offer = self._offer(place, text) if text else None
        parts = [problem.words] if problem is not None else []
        if offer is not None and offer.value != offer.name:
            parts.append(f"{offer.name} · {offer.detail}")
        elif len(text) > self.columns[place].width:
            parts.append(text)
        return "\n".join(parts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return what a column or a row is called."""
        if orientation == Qt.Orientation.Horizontal:
            return self._column_head(self.columns[section], role)
        is_new = section >= len(self.desk.sheet.lines)
        if role == _DISPLAY:
            return _NEW_ROW if is_new else str(section + 1)
        if role == _ACCESSIBLE:
            return _("New row") if is_new else _("Row {row}").format(row=section + 1)
        if role == _ALIGN:
            return _END
        told = self.desk.problems_of(section)
        if role == _TIP:
            return tool_tip("\n".join(one.words for one in told.values())) or None
        if role == _DECORATION and told:
            is_bad = any(not one.is_warning for one in told.values())
            return status_icon(Tone.BAD if is_bad else Tone.WATCH, self._colours)
        return None

    def _column_head(self, column: EntryColumn, role: int) -> Any:
        if role == _DISPLAY:
            return _(column.title)
        if role == _ALIGN:
            return _END if column.kind in _NUMBERS else _START
        if role == _FONT and column.is_required:
            font = QFont()
            font.setBold(True)
            return font
        if role == _FOREGROUND and not column.is_required:
            return QColor(self._colours.muted)
        if role == _ACCESSIBLE:
            words = _("{column}, needed") if column.is_required else _("{column}, may be empty")
            return words.format(column=_(column.title))
        if role == _TIP:
            title = _(column.title)
            words = _("{column}: {help}").format(column=title, help=_(column.help))
            return tool_tip(words if column.help else title)
        return None

    def _spoken(self, row: int, place: int) -> str:
        problem = self.desk.problem(row, place)
        text = self.shown(row, place) or _("empty")
        name = _(self.columns[place].title)
        if problem is not None:
            return _("{column}, row {row}: {text}. {problem}").format(
                column=name, row=row + 1, text=text, problem=problem.words
            )
        return _("{column}, row {row}: {text}").format(column=name, row=row + 1, text=text)
