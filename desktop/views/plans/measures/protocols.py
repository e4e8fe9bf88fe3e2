"""What the controller of the measures needs of its widgets; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.services.plans.measures_data import (
    CellKey,
    Measure,
    MeasuresBook,
    MeasureTable,
    Side,
)
from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.measures.state import GridRow, MeasureForm, MeasureLine, MeasuresState


@dataclass(frozen=True, slots=True)
class MeasuresShown:
    """Everything that the page shows; without a `table` there is no measure.

    `may_change` is whether the user may change plans, `may_type` whether cells can be typed now.
    """

    cards: tuple[VersionCard, ...]
    book: MeasuresBook
    state: MeasuresState
    lines: tuple[MeasureLine, ...]
    table: MeasureTable | None
    rows: tuple[GridRow, ...]
    unsaved: int
    may_change: bool
    may_type: bool


class MeasuresView(Protocol):
    """What the controller tells the page."""

    def show_nothing(self) -> None:
        """Show that there is no plan yet."""
        ...

    def show_measures(self, shown: MeasuresShown) -> None:
        """Show the measures and the grid of the chosen one."""
        ...

    def show_wrong_cell(self, key: CellKey, side: Side, text: str, words: str) -> None:
        """Open a cell whose text was refused, and say why."""
        ...

    def open_form(self, form: MeasureForm) -> None:
        """Open the form of a measure."""
        ...

    def tell_removed(self, measure: Measure, put_back: Callable[[], None]) -> None:
        """Say that a measure was taken out, and offer to put it back."""
        ...

    def say(self, words: str) -> None:
        """Tell that something was done."""
        ...

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        ...

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        ...
