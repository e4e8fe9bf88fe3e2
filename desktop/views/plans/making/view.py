"""What the plan's editor tells its page; free of Qt."""

from __future__ import annotations

from typing import Protocol

from desktop.tone import Tone
from desktop.views.plans.making.shown import Block, CellShown, StatusShown
from desktop.views.plans.making.side_sheet import AnySheet
from desktop.views.plans.making.state import MakingState

#: A cell of the table: row and column, where the one after the last is the total.
At = tuple[int, int]


class MakingView(Protocol):
    """What the controller tells the page."""

    def show_state(self, state: MakingState) -> None:
        """Set the choices to this state."""
        ...

    def show_sheet(self, sheet: AnySheet | None, path: tuple[str, ...], note: str) -> None:
        """Show a table; `note` says why it cannot be edited or has no rows."""
        ...

    def show_status(self, shown: StatusShown | None) -> None:
        """Show the totals."""
        ...

    def show_refusal(self, words: str, tone: Tone, cell: tuple[At, str] | None = None) -> None:
        """Say under the table why a number was not taken, or what to know of it; "" is silent.

        `cell` is one that would not take what was pasted, with the words that are said there.
        """
        ...

    def show_cell(self, shown: CellShown | None) -> None:
        """Show the current cell."""
        ...

    def show_reasons(self, blocks: tuple[Block, ...]) -> None:
        """Show what the current cell rests on."""
        ...

    def show_error(self, error: Exception) -> None:
        """Hand on what the window answers."""
        ...
