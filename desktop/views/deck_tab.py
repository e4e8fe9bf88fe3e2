"""A tab of several pages: what the window asks goes to the one in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.drafts import Draft
from desktop.services.exports.people import ExportTable
from desktop.views.parts import PartDeck, PartFactory, TabPart
from desktop.views.tab import Place, PrintRequest, TabContext, TabPage


class DeckTab(TabPage):
    """A tab whose pages stand under small tabs; a subclass may put a board of its own first.

    A subclass with a board calls `parts.add_board` and overrides the `board_…` methods; one
    without calls `parts.add_pages`. Either calls `connect_parts` before, so that no page is
    built unheard.
    """

    def __init__(
        self,
        context: TabContext,
        factories: Sequence[PartFactory],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.parts = PartDeck(context, factories, self)
        self.parts.built.connect(self._connect_part)
        self.parts.turned.connect(self.actions_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)

    @Slot(object)
    def _connect_part(self, part: TabPart) -> None:
        part.print_requested.connect(self.print_requested)
        part.message_requested.connect(self.message_requested)
        part.error_met.connect(self.error_met)
        part.place_requested.connect(self.place_requested)
        part.selection_summed.connect(self.selection_summed)

    # What a subclass with a board overrides

    def board_reload(self) -> None:
        """Ask for what the board shows."""

    def board_actions(self) -> tuple[QAction, ...]:
        """Return the board's commands."""
        return ()

    def board_table(self) -> ExportTable | None:
        """Return what "Export…" writes of the board."""
        return None

    def board_filter(self) -> None:
        """Put the keyboard into the board's quick filter."""

    def board_facts(self) -> Mapping[str, object]:
        """Return where the board stands, for the way back."""
        return {}

    def board_visit(self, facts: Mapping[str, object]) -> None:
        """Show on the board what another tab, or the way back, asks for."""

    def part_of_draft(self, draft: Draft) -> str:
        """Return the key of the page that takes a draft up."""
        return self.parts.key

    # What the window asks

    def reload(self) -> None:
        """Ask for the board, and for the pages beside it when they are seen."""
        self.board_reload()
        for part in self.parts.parts:
            part.mark_stale()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the commands of the page in front."""
        part = self.parts.current
        return self.board_actions() if part is None else part.menu_actions()

    def can_print(self) -> bool:
        """Whether the page in front may have a document; a board has none."""
        return self.parts.current is not None

    def print_request(self) -> PrintRequest | None:
        """Return the document of the page in front."""
        part = self.parts.current
        return None if part is None else part.print_request()

    def export_table(self) -> ExportTable | None:
        """Return what the page in front exports."""
        part = self.parts.current
        return self.board_table() if part is None else part.export_table()

    def can_close(self) -> bool:
        """Whether no page would lose what was typed."""
        return all(part.can_close() for part in self.parts.parts)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter of the page in front."""
        part = self.parts.current
        if part is None:
            self.board_filter()
        else:
            part.focus_filter()

    def show_place(self, facts: Mapping[str, object]) -> None:
        """Show what another tab, or the way back, asks for: `part`, `draft`, or what is known
        to the page itself.
        """
        self._is_stale = False
        draft = facts.get("draft")
        if isinstance(draft, Draft):
            self.parts.bring(self.part_of_draft(draft))
        else:
            self.parts.bring(str(facts.get("part", "")))
        part = self.parts.current
        if part is None:
            self.board_visit(facts)
        elif isinstance(draft, Draft):
            part.take_up(draft)
        else:
            part.visit(facts)

    def help_place(self) -> str:
        """Return the page in front, for the help."""
        return f"{self.key}/{self.parts.key}" if self.parts.key else self.key

    def place(self) -> Place:
        """Return where this tab stands."""
        part = {"part": self.parts.key} if self.parts.key else {}
        return Place(self.key, {**self.board_facts(), **part})
