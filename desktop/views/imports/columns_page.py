"""The wizard's page that says which column of the file is which of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.views.imports.state import ColumnSource, FileLook, From, WizardState
from desktop.views.imports.words import column_words
from desktop.views.plain_text import digits_wide, heading, label, tool_tip

_FACTORS = ("1", "1000", "10000", "1000000")
_NOWHERE, _CONSTANT = 0, 1


class SourceRow(QObject):
    """One of our columns: a caption, where it comes from, its first values, its factor.

    Signals:
        changed(ColumnSource): the user chose something else.
    """

    changed = Signal(object)

    def __init__(self, source: ColumnSource, look: FileLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.source = source
        self._look = look
        words = column_words(source.column)
        self.caption = heading(words, parent) if source.column.required else label(words, parent)
        self.must = label(_("required") if source.column.required else "", parent, role="muted")
        self.caption.setToolTip(tool_tip(_(source.column.help) if source.column.help else ""))
        self.origin = QComboBox(parent)
        self.origin.setAccessibleName(_("{column} comes from").format(column=words))
        self.origin.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.origin.setMinimumContentsLength(16)
        self.value = self._value_field(words, parent)
        self.samples = label("", parent, role="muted")
        # Long values give way to the window's width instead of widening the page.
        self.samples.setMinimumWidth(1)
        self.middle = QStackedWidget(parent)
        self.middle.addWidget(self.samples)
        self.middle.addWidget(self.value)
        self.factor = QComboBox(parent)
        self.factor.setEditable(True)
        self.factor.addItems(_FACTORS)
        self.factor.setAccessibleName(_("Multiply {column} by").format(column=words))
        self.factor.setToolTip(
            tool_tip(_("10000 where the file is in units of ten thousand (万元)"))
        )
        self._fill()
        self.show_source(source)
        self.origin.activated.connect(self._choose)
        edit = self.value.lineEdit() if isinstance(self.value, QComboBox) else self.value
        assert edit is not None
        edit.textChanged.connect(self._choose)
        self.factor.editTextChanged.connect(self._choose)
        for box in (self.origin, self.factor, self.value):
            box.installEventFilter(self)

    def _value_field(self, words: str, parent: QWidget) -> QLineEdit | QComboBox:
        field: QLineEdit | QComboBox
        if self.source.column.choices:
            field = QComboBox(parent)
            field.setEditable(True)
            field.addItems([choice.value for choice in self.source.column.choices])
            field.setEditText("")
        else:
            field = QLineEdit(parent)
            field.setPlaceholderText(_("Value for all rows"))
        field.setAccessibleName(_("{column} for all rows").format(column=words))
        return field

    def _fill(self) -> None:
        self.origin.addItem(_("— not in the file —"))
        self.origin.addItem(_("One value for all rows"))
        self.origin.insertSeparator(2)
        for header in self._look.headers:
            if header:
                self.origin.addItem(header, header)

    def show_source(self, source: ColumnSource) -> None:
        """Show where the column comes from now."""
        self.source = source
        factor = source.factor or "1"
        if self.factor.currentText() != factor:
            self.factor.setEditText(factor)
        if source.origin is From.BUILT:
            words = _("Built from {parts}").format(parts=source.text)
            if self.origin.findText(words) < 0:
                self.origin.addItem(words)
            self.origin.setCurrentText(words)
            self.origin.setEnabled(False)
        elif source.origin is From.CONSTANT:
            self.origin.setCurrentIndex(_CONSTANT)
            if self._typed() != source.text:
                self._set_typed(source.text)
        elif source.origin is From.HEADER:
            self.origin.setCurrentIndex(self.origin.findData(source.text))
        else:
            self.origin.setCurrentIndex(_NOWHERE)
        self._show_middle(source)

    def _show_middle(self, source: ColumnSource) -> None:
        is_constant = source.origin is From.CONSTANT
        has_unit = source.is_number and source.origin in (From.HEADER, From.BUILT)
        self.factor.setVisible(has_unit)
        self.middle.setCurrentWidget(self.value if is_constant else self.samples)
        found: tuple[str, ...] = ()
        if source.origin is From.HEADER and source.text in self._look.headers:
            found = self._look.samples[self._look.headers.index(source.text)]
        words = " · ".join(found)
        self.samples.setText(words if len(words) <= 60 else words[:59] + "…")
        self.samples.setToolTip(tool_tip("\n".join(found)))

    def _typed(self) -> str:
        if isinstance(self.value, QComboBox):
            return self.value.currentText()
        return self.value.text()

    def _set_typed(self, text: str) -> None:
        if isinstance(self.value, QComboBox):
            self.value.setEditText(text)
        else:
            self.value.setText(text)

    @Slot()
    def _choose(self) -> None:
        factor = self.factor.currentText().strip()
        factor = "" if factor in ("", "1") else factor
        place = self.origin.currentIndex()
        if self.source.origin is From.BUILT:
            source = replace(self.source, factor=factor)
        elif place == _CONSTANT:
            source = replace(self.source, origin=From.CONSTANT, text=self._typed(), factor=factor)
        elif self.origin.currentData():
            header = str(self.origin.currentData())
            source = replace(self.source, origin=From.HEADER, text=header, factor=factor)
        else:
            source = replace(self.source, origin=From.NOWHERE, text="", factor=factor)
        if source != self.source:
            was_constant = self.source.origin is From.CONSTANT
            self.source = source
            self._show_middle(source)
            if source.origin is From.CONSTANT and not was_constant:
                self.value.setFocus()
            self.changed.emit(source)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the wheel from changing a field that is only scrolled past."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class ColumnsPage(QWidget):
    """Lists all columns of the kind with where each comes from.

    Signals:
        source_changed(int place, ColumnSource): a column comes from elsewhere.
        guess_wanted(): forget what was remembered and guess from the headers.
        skip_wanted(): the first rows are a title; read from the row below.
        load_wanted(Path), save_wanted(Path): a mapping file.
    """

    source_changed = Signal(object, object)
    guess_wanted = Signal()
    skip_wanted = Signal()
    load_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SourceRow, ...] = ()
        self._look: FileLook | None = None
        self._note = label("", self)
        self._unused = label("", self, role="muted")
        self._unused.setWordWrap(True)
        self.skip = self._button(_("Skip the rows above the headers"), self.skip_wanted.emit)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._note, 1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self._button(_("&Guess again"), self.guess_wanted.emit))
        buttons.addWidget(self._button(_("&Load mapping…"), self._ask_load))
        buttons.addWidget(self._button(_("&Save mapping…"), self._ask_save))
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 16, 24, 8)
        body.setSpacing(8)
        body.addLayout(buttons)
        body.addWidget(self._scroll, 1)
        body.addWidget(self._unused)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: act())
        return button

    def show_state(self, state: WizardState) -> None:
        """Show the columns; rows that stay are updated in place, so typing is not disturbed."""
        look = state.look
        if look is None:
            return
        ours = [row.source.column for row in self.rows]
        if look is not self._look or ours != [one.column for one in state.sources]:
            self._build(state.sources, look)
        for row, source in zip(self.rows, state.sources, strict=True):
            if row.source != source:
                row.show_source(source)
        self.skip.setVisible(bool(look.skip))
        self._note.setText(_note(state, look))
        unused = ", ".join(state.unused)
        self._unused.setText(_("Not used: {headers}").format(headers=unused) if unused else "")
        self._unused.setVisible(bool(unused))

    def focus_first(self) -> None:
        """Put the keyboard into the first column that comes from nowhere, else the first."""
        wanting = [
            row
            for row in self.rows
            if row.source.column.required and row.source.origin is From.NOWHERE
        ]
        for row in (*wanting, *self.rows):
            row.origin.setFocus()
            return

    def _build(self, sources: tuple[ColumnSource, ...], look: FileLook) -> None:
        self._look = look
        # Born where it stays: Qt polishes a page again when it moves.
        page = QWidget(self._scroll.viewport())
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        heads = (_("Our column"), "", _("Comes from"), _("First values"), _("Times"))
        for place, words in enumerate(heads):
            grid.addWidget(label(words, page, role="muted"), 0, place)
        rows: list[SourceRow] = []
        for place, source in enumerate(sources):
            row = SourceRow(source, look, page)
            row.changed.connect(lambda found, at=place: self.source_changed.emit(at, found))
            widgets: tuple[QLabel | QWidget, ...] = (
                row.caption, row.must, row.origin, row.middle, row.factor,
            )  # fmt: skip
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, place + 1, column)
            rows.append(row)
        grid.setColumnMinimumWidth(2, digits_wide(self, 34))
        grid.setColumnMinimumWidth(4, digits_wide(self, 14))
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(len(sources) + 1, 1)
        self.rows = tuple(rows)
        self._scroll.setWidget(page)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    @Slot()
    def _ask_load(self) -> None:
        dialog = QFileDialog(self, _("Load a mapping"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Mapping files (*.toml)"), _("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.load_wanted.emit(Path(path)))
        dialog.open()

    @Slot()
    def _ask_save(self) -> None:
        dialog = QFileDialog(self, _("Save the mapping"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Mapping files (*.toml)")])
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(lambda path: self.save_wanted.emit(Path(path)))
        dialog.open()


def _note(state: WizardState, look: FileLook) -> str:
    if look.skip:
        return _("The first row is a title, not the headers.")
    rows = ngettext("{count} row", "{count} rows", look.row_count).format(
        count=formats.number(look.row_count)
    )
    if state.is_remembered:
        return _("{rows}; the columns are as they were for the last file of this layout.").format(
            rows=rows
        )
    return _("{rows}; the columns are guessed from the headers.").format(rows=rows)
