"""Beside the plan's table: the current cell, last year's, what it rests on, whether it can be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label, tool_tip
from desktop.views.plans.making.shown import Block, CellShown, Line


class LinesView(QWidget):
    """Names at the left, what they are at the right, wrapped where they are long."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside = QWidget(self)
        self._column.addWidget(self._inside)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these lines; one without a value takes the whole width."""
        self._lines = lines
        # Emptied by `takeAt`, a grid gives a layout inside it to Python and the program dies.
        old, self._inside = self._inside, QWidget(self)
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line in lines:
            self._add(grid, line)
        self._column.removeWidget(old)
        self._column.addWidget(self._inside)
        old.hide()
        old.deleteLater()
        self.setVisible(bool(lines))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the shapes again in a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self.show_lines(self._lines)

    def _add(self, grid: QGridLayout, line: Line) -> None:
        top, row = Qt.AlignmentFlag.AlignTop, grid.rowCount()
        name = label(line.name, self._inside, role="muted" if line.value else "")
        name.setWordWrap(True)
        name.setToolTip(tool_tip(line.tip))
        if not line.value:
            grid.addWidget(name, row, 0, 1, 2, top)
            return
        value = label(line.value, self._inside)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | top)
        value.setToolTip(tool_tip(line.tip))
        grid.addWidget(name, row, 0, top)
        if line.tone is Tone.NONE:
            grid.addWidget(value, row, 1, top)
        else:
            verdict = QHBoxLayout()
            verdict.setSpacing(6)
            verdict.addStretch(1)
            verdict.addWidget(self._shape(line.tone), 0, top)
            verdict.addWidget(value, 0, top)
            grid.addLayout(verdict, row, 1, top)
        if line.below:
            below = label(line.below, self._inside, role="muted")
            below.setWordWrap(True)
            grid.addWidget(below, row + 1, 0, 1, 2, top)

    def _shape(self, tone: Tone) -> QLabel:
        found = QLabel(self._inside)
        size = max(12, self.fontMetrics().ascent())
        shape = status_icon(tone, colours_of(self.palette()))
        found.setPixmap(shape.pixmap(QSize(size, size)))
        return found


class BlockView(QWidget):
    """A heading with a verdict in shape and word, and the lines behind it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = Tone.NONE
        self.title = heading("", self)
        # In one line it would push its verdict out of the panel at large text.
        self.title.setWordWrap(True)
        self._shape = QLabel(self)
        self.verdict = label("", self)
        self.lines = LinesView(self)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        head.addWidget(self._shape)
        head.addWidget(self.verdict)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 8, 16, 8)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addWidget(self.lines)

    def show_block(self, block: Block) -> None:
        """Show a block."""
        self._tone = block.tone
        self.title.setText(block.title)
        self.verdict.setText(block.verdict)
        self.lines.show_lines(block.lines)
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "lines"):
            self._paint()

    def _paint(self) -> None:
        size = max(14, self.fontMetrics().ascent())
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self._shape.setVisible(self._tone is not Tone.NONE)


class CellPanel(QScrollArea):
    """The current cell in words; scrolls where it must."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = body = QWidget(self.viewport())
        body.setBackgroundRole(QPalette.ColorRole.Base)
        body.setAutoFillBackground(True)
        self.title = heading("", body)
        self.title.setWordWrap(True)
        self.amount = heading("", body, role="name")
        self.behind = label("", body, role="muted")
        self.behind.setWordWrap(True)
        self.facts = LinesView(body)
        self.blocks: list[BlockView] = []
        self._shown: CellShown | None = None
        self._blocks_shown: tuple[Block, ...] = ()
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        for widget in (self.title, self.amount, self.behind, self.facts):
            head.addWidget(widget)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_cell(self, shown: CellShown | None) -> None:
        """Show the current cell; None empties the panel."""
        self._shown = shown
        self._body.setVisible(shown is not None)
        if shown is None:
            self.show_blocks(())
            return
        self.title.setText(shown.title)
        self.amount.setText(shown.amount)
        self.behind.setText(shown.behind)
        self.facts.show_lines(shown.lines)

    def show_blocks(self, blocks: tuple[Block, ...]) -> None:
        """Show what the cell rests on."""
        self._blocks_shown = blocks
        body = self._body
        while len(self.blocks) < len(blocks):
            rule = QFrame(body)
            rule.setProperty("role", "rule")
            view = BlockView(body)
            view.column.insertWidget(0, rule)
            self._column.insertWidget(self._column.count() - 1, view)
            self.blocks.append(view)
        for place, view in enumerate(self.blocks):
            view.setVisible(place < len(blocks))
            if place < len(blocks):
                view.show_block(blocks[place])

    @property
    def words(self) -> str:
        """All that the panel says, a line each, as it is read out."""
        if self._shown is None:
            return ""
        found = [self._shown.title, self._shown.amount, self._shown.behind]
        found += [_spoken(line) for line in self._shown.lines]
        for block in self._blocks_shown:
            found += [f"{block.title} {block.verdict}".strip(), *map(_spoken, block.lines)]
        return "\n".join(found)


def _spoken(line: Line) -> str:
    return "\n".join(part for part in (line.name, line.value, line.below) if part)
