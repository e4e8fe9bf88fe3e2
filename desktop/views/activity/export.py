"""What leaves the Activity tab as a file: all visits of the list, or the reps' figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import overload

from desktop.i18n import _
from desktop.services import formats
from desktop.services.activity.data import VisitRow, VisitTotals
from desktop.services.exports.people import CellKind, ExportColumn, ExportTable
from desktop.views.activity.reader import ActivityReader
from desktop.views.activity.shown import summary_words
from desktop.views.activity.state import FIRST_PAGE, ActivityState, Shows, query_of
from desktop.views.column import Column

#: How many visits are fetched at a time when all of them are exported.
EXPORT_ROWS = 5000


def export_title(state: ActivityState) -> str:
    """Return what the exported list is called."""
    period = formats.period(state.period)
    if state.shows is Shows.REPS:
        return _("Activity by rep, {period}").format(period=period)
    return _("Visits, {period}").format(period=period)


def export_notes(
    state: ActivityState, totals: VisitTotals | None = None
) -> tuple[tuple[str, str], ...]:
    """Return what a reader of the file must know: pairs of a term and its words."""
    found = [(_("Period"), formats.period(state.period))]
    if totals is not None:
        found.append((_("Total"), summary_words(totals)))
    if state.text:
        found.append((_("Quick filter"), state.text))
    return tuple(found)


def visits_table(
    activity: ActivityReader,
    state: ActivityState,
    columns: tuple[Column[VisitRow], ...],
    totals: VisitTotals | None,
) -> ExportTable:
    """Return all visits of the list, not of the page; they are fetched when the file is written."""
    headers = tuple(
        ExportColumn(_(column.header), column.kind, column.decimals) for column in columns
    )
    rows = VisitsToWrite(activity, state, columns)
    return ExportTable(export_title(state), headers, rows, notes=export_notes(state, totals))


class VisitsToWrite(Sequence[tuple[object, ...]]):
    """The cells of all visits that a state chooses; fetched in the thread that first reads them.

    Words of columns are those of the language at that moment, values are typed.
    """

    def __init__(
        self,
        activity: ActivityReader,
        state: ActivityState,
        columns: tuple[Column[VisitRow], ...],
    ) -> None:
        self._activity = activity
        self._state = replace(state, page=FIRST_PAGE)
        self._columns = columns
        self._rows: tuple[tuple[object, ...], ...] | None = None

    def _known(self) -> tuple[tuple[object, ...], ...]:
        if self._rows is None:
            self._rows = tuple(self._cells(row) for row in self._fetched())
        return self._rows

    def _fetched(self) -> Iterator[VisitRow]:
        query = query_of(self._state, EXPORT_ROWS)
        page = self._activity.visits(query)
        yield from page.rows
        while page.has_next and page.rows:
            page = self._activity.visits(replace(query, after=page.rows[-1].key))
            yield from page.rows

    def _cells(self, row: VisitRow) -> tuple[object, ...]:
        return tuple(
            column.text(row) if column.kind is CellKind.TEXT else column.value(row)
            for column in self._columns
        )

    @overload
    def __getitem__(self, place: int) -> tuple[object, ...]: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[tuple[object, ...], ...]: ...

    def __getitem__(
        self, place: int | slice
    ) -> tuple[object, ...] | tuple[tuple[object, ...], ...]:
        return self._known()[place]

    def __len__(self) -> int:
        return len(self._known())
