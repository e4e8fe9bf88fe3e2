"""The columns of the wizard's tables: the preview, its problems, the imports so far; no Qt."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.imports.data import ColumnSpec
from desktop.services.imports.service import BatchRow
from desktop.tone import Tone
from desktop.views.column import Align, Column, count_column, status_column, text_column
from desktop.views.imports.report import PreviewRow, Problem, RowState, is_at_the_end
from desktop.views.imports.words import column_words, kind_words

_STATE_TONES = {
    RowState.GOOD: Tone.GOOD,
    RowState.OPEN: Tone.MUTED,
    RowState.NOTED: Tone.WATCH,
    RowState.REFUSED: Tone.BAD,
}


def state_words(state: RowState) -> str:
    """Return what becomes of a row, in a word or two."""
    return {
        RowState.GOOD: _("goes in"),
        RowState.OPEN: _("not yet"),
        RowState.NOTED: _("look at it"),
        RowState.REFUSED: _("refused"),
    }[state]


def preview_columns(columns: tuple[ColumnSpec, ...]) -> tuple[Column[PreviewRow], ...]:
    """Return the preview's columns: row number, state, then the file's as ours."""
    return (
        Column(
            "row", N_("Row"), lambda row: str(row.number), lambda row: row.number,
            align=Align.END, kind=CellKind.COUNT, decimals=0, is_sortable=False,
        ),
        Column(
            "state", N_("State"),
            lambda row: state_words(row.state), lambda row: str(row.state),
            tone=lambda row: _STATE_TONES[row.state], tip=lambda row: row.words,
            is_sortable=False,
        ),
        *(_preview_column(place, column) for place, column in enumerate(columns)),
    )  # fmt: skip


def _preview_column(place: int, column: ColumnSpec) -> Column[PreviewRow]:
    return Column(
        column.name,
        column_words(column),
        _text_at(place),
        _text_at(place),
        align=Align.END if is_at_the_end(column) else Align.START,
        tone=lambda row: _cell_tone(row, place),
        tip=lambda row: row.problems[place],
        is_sortable=False,
    )


def _text_at(place: int) -> Callable[[PreviewRow], str]:
    return lambda row: row.cells[place].replace("\n", " ")


def _cell_tone(row: PreviewRow, place: int) -> Tone:
    if not row.problems[place]:
        return Tone.NONE
    return Tone.BAD if row.state is RowState.REFUSED else Tone.WATCH


PROBLEM_COLUMNS: tuple[Column[Problem], ...] = (
    Column(
        "row", N_("Row"), lambda one: "" if one.row is None else str(one.row),
        lambda one: one.row, align=Align.END, kind=CellKind.COUNT, decimals=0,
        sort_value=lambda one: one.row or 0,
    ),
    text_column("column", N_("Column"), lambda one: one.column),
    text_column("value", N_("What stands there"), lambda one: one.value, characters=20),
    text_column(
        "words", N_("What to do"), lambda one: one.words, characters=90, tip=lambda one: one.words
    ),
)  # fmt: skip


def batch_state(row: BatchRow) -> str:
    """Return whether a batch holds or was taken back."""
    if row.withdrawn_at is None:
        return _("in the book")
    return _("taken back {when}").format(when=formats.instant(row.withdrawn_at))


BATCH_COLUMNS: tuple[Column[BatchRow], ...] = (
    Column("id", N_("Import"), lambda row: str(row.id), lambda row: row.id,
           align=Align.END, kind=CellKind.COUNT, decimals=0),
    Column("at", N_("When"), lambda row: formats.instant(row.imported_at),
           lambda row: row.imported_at),
    text_column("kind", N_("What"), lambda row: kind_words(row.kind)),
    text_column("file", N_("File"), lambda row: row.file_name, characters=30, strong=True),
    text_column("sheet", N_("Sheet"), lambda row: row.sheet),
    text_column("plan", N_("Plan"), lambda row: row.scope),
    count_column("rows", N_("Rows"), lambda row: row.row_count),
    count_column("refused", N_("Refused"), lambda row: row.refused_count),
    count_column("rounded", N_("Rounded"), lambda row: row.rounded_count,
                 header_tip=N_("Amounts with more decimals than the currency, rounded half-up")),
    text_column("user", N_("By"), lambda row: row.user),
    status_column("state", N_("State"), batch_state,
                  lambda row: Tone.GOOD if row.withdrawn_at is None else Tone.MUTED),
)  # fmt: skip
