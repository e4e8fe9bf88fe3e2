"""Columns of the board (a pivot's, made for its answer) and of the lines behind a figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from desktop.enums import Dimension, Metric
from desktop.i18n import N_, _
from desktop.money import round_half_up
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.data import AttainmentBoard, BoardCell, DocumentLineRow
from desktop.services.rules.attainment import NO_DAYS_LEFT, PaceStatus
from desktop.tone import Tone
from desktop.views.column import Align, Column, date_column, money_column, text_column
from desktop.views.plans.words import (
    DIMENSION_NAMES,
    METRIC_NAMES,
    Show,
    amount_words,
    decimals_of,
    label_words,
    reason_words,
    status_tone,
    status_words,
)

#: Keys of the columns that stand before the pivot's own, which have the place as their key.
CODE, NAME, TOTAL = "code", "name", "total"
_TIME = (Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A line of the board: its label and its cells, in the order of the board's columns.

    `code` None is the line of totals. `letters` are the label's pinyin initials, by which
    labels are sorted; in `key` the quick filter looks for its words.
    """

    code: str | None
    label: str
    total: BoardCell | None
    cells: tuple[BoardCell | None, ...]
    letters: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the board's columns depend on beyond the rows."""

    metric: Metric
    rows: Dimension
    columns: Dimension | None
    show: Show
    currency: str
    decimals: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    has_codes: bool

    @property
    def is_short(self) -> bool:
        """Whether months and quarters need no year: all lie in one."""
        return len({code[:4] for code in self.codes}) <= 1


def layout_of(
    board: AttainmentBoard, rows: Dimension, columns: Dimension | None, show: Show
) -> Layout:
    """Return the layout of a board that shows this figure."""
    cells = (*board.row_totals, *board.column_totals, *(c for row in board.cells for c in row))
    amounts = tuple(value_of(cell, one) for cell in cells for one in (Show.ACTUAL, Show.TARGET))
    return Layout(
        board.metric, rows, columns, show, board.currency,
        decimals_of(board.metric, board.currency, amounts),
        tuple(column.code for column in board.columns),
        tuple(column.name for column in board.columns),
        any(row.code != row.name for row in board.rows),
    )  # fmt: skip


def value_of(cell: BoardCell | None, show: Show) -> Decimal | None:
    """Return the figure that a cell shows, or None."""
    if cell is None:
        return None
    match show:
        case Show.ACTUAL:
            return cell.actual
        case Show.TARGET:
            return cell.target
        case Show.VARIANCE:
            return cell.variance
        case _:
            return rounded(cell.attainment, 6)


def rounded(value: Decimal | None, decimals: int) -> Decimal | None:
    """Return a quotient as it is copied and exported, without its endless decimals."""
    return None if value is None else round_half_up(value, decimals)


def board_columns(layout: Layout) -> tuple[Column[BoardRow], ...]:
    """Return the columns: code and name, the total beside them, then the pivot's own.

    Beside attainment stand the totals in amounts; without columns of a pivot every figure has
    a column.
    """
    labels: tuple[Column[BoardRow], ...] = (
        text_column(CODE, N_("Code"), _code, is_hidden=not layout.has_codes),
        text_column(
            NAME, DIMENSION_NAMES[layout.rows], lambda row: row.label,
            sort_value=_label_order(layout),
        ),
    )  # fmt: skip
    if layout.columns is None:
        whole = replace(layout, show=Show.ATTAINMENT)
        header = N_("Attainment")
        return (*labels, _cell_column(whole, TOTAL, header, _total, strong=True),
                *_amounts(layout), *_prospects(layout))  # fmt: skip
    # Beside a percentage stand whole units, as in the list of scorecards; tips have the cents.
    beside = replace(layout, decimals=0) if layout.metric.is_money else layout
    return (
        *labels,
        _cell_column(layout, TOTAL, N_("Total"), _total, strong=True),
        *(
            _cell_column(layout, cell_key(place), header, _cell_at(place))
            for place, header in enumerate(_headers(layout))
        ),
        *(_amounts(beside)[:2] if layout.show is Show.ATTAINMENT else ()),
    )


def _code(row: BoardRow) -> str:
    return row.code or ""


def _total(row: BoardRow) -> BoardCell | None:
    return row.total


def _amounts(layout: Layout) -> tuple[Column[BoardRow], ...]:
    return tuple(
        replace(_cell_column(replace(layout, show=show), str(show), header, _total), tone=None)
        for show, header in (
            (Show.TARGET, N_("Target")),
            (Show.ACTUAL, N_("Actual")),
            (Show.VARIANCE, N_("Actual less target")),
        )
    )


def _prospects(layout: Layout) -> tuple[Column[BoardRow], ...]:
    """Return the columns that look ahead; the reason of a "—" is their tip."""
    kind = CellKind.MONEY if layout.metric.is_money else CellKind.NUMBER
    decimals = layout.decimals if layout.metric.is_money else 1

    def column(key: str, header: str, get: Callable[[BoardCell], Decimal | None],
               header_tip: str) -> Column[BoardRow]:  # fmt: skip
        is_pace = key == "pace"

        def value(row: BoardRow) -> Decimal | None:
            found = None if row.total is None else get(row.total)
            return rounded(found, 6 if is_pace else layout.decimals + 2)

        def tip(row: BoardRow) -> str:
            known = row.total is None or value(row) is not None
            return "" if known or row.total is None else reason_words(
                row.total.pace_note or NO_DAYS_LEFT)  # fmt: skip

        return Column(
            key, header,
            lambda row: formats.percent(value(row)) if is_pace
            else formats.number(value(row), decimals),
            value, align=Align.END, kind=CellKind.PERCENT if is_pace else kind,
            decimals=decimals, tip=tip, header_tip=header_tip,
        )  # fmt: skip

    return (
        column("pace", N_("Pace"), lambda cell: cell.pace,
               N_("Actual ÷ expected by now. On track from 99%, at risk below 81%.")),
        column("expected", N_("Expected by now"), lambda cell: cell.expected,
               N_("The target's share of the working days and season so far.")),
        column("forecast", N_("Forecast"), lambda cell: cell.forecast,
               N_("Where the period ends if it goes on at this pace.")),
        column("needed", N_("Needed per day"), lambda cell: cell.required_per_day,
               N_("What is missing ÷ working days left.")),
    )  # fmt: skip


def _label_order(layout: Layout) -> Callable[[BoardRow], object]:
    """Months sort by their codes, people and customers by pinyin."""
    if layout.rows in _TIME:
        return lambda row: row.code
    return lambda row: (row.letters, row.label)


def cell_key(place: int) -> str:
    """Return the key of the pivot's column at this place."""
    return f"at_{place}"


def cell_place(key: str) -> int | None:
    """Return the place of a pivot's column by its key; None for the columns before them."""
    return int(key[3:]) if key.startswith("at_") else None


def _headers(layout: Layout) -> tuple[str, ...]:
    if layout.columns is None:
        return ()
    return tuple(
        label_words(layout.columns, code, name, is_short=layout.is_short)
        for code, name in zip(layout.codes, layout.names, strict=True)
    )


def _cell_at(place: int) -> Callable[[BoardRow], BoardCell | None]:
    return lambda row: row.cells[place] if place < len(row.cells) else None


def _cell_column(
    layout: Layout,
    key: str,
    header: str,
    get: Callable[[BoardRow], BoardCell | None],
    strong: bool = False,
) -> Column[BoardRow]:
    show, metric = layout.show, layout.metric
    is_ratio = show is Show.ATTAINMENT

    def text(row: BoardRow) -> str:
        value = value_of(get(row), show)
        return formats.percent(value) if is_ratio else formats.number(value, layout.decimals)

    def tone(row: BoardRow) -> Tone:
        cell = get(row)
        return Tone.NONE if cell is None else status_tone(cell.status)

    kind = CellKind.PERCENT if is_ratio else CellKind.MONEY if metric.is_money else CellKind.NUMBER
    return Column(
        key, header, text, lambda row: value_of(get(row), show),
        align=Align.END, kind=kind, decimals=layout.decimals,
        tone=tone if is_ratio or show is Show.VARIANCE else None,
        tip=lambda row: cell_tip(get(row), metric, layout.currency), strong=strong,
    )  # fmt: skip


def cell_tip(cell: BoardCell | None, metric: Metric, currency: str) -> str:
    """Return a cell in full: actual, target, attainment and pace, or why there is none."""
    if cell is None:
        return _("There is neither a target nor a result here.")

    def words(value: Decimal | None) -> str:
        return amount_words(value, metric, currency)

    lines = [
        _("Actual: {actual}").format(actual=words(cell.actual)),
        _("Target: {target}").format(target=words(cell.target)),
    ]
    if cell.attainment is None:
        lines.append(reason_words(cell.attainment_note))
    else:
        lines.append(_("Attainment: {percent}").format(percent=formats.percent(cell.attainment)))
        if cell.status is PaceStatus.UNKNOWN:
            lines.append(reason_words(cell.pace_note))
        else:
            lines.append(
                _("{status}: pace {percent}").format(
                    status=status_words(cell.status), percent=formats.percent(cell.pace)
                )
            )
    return "\n".join(line for line in lines if line)


# The lines behind a figure

_WITH_PRODUCTS = (Metric.SALES, Metric.PROFIT, Metric.QUANTITY)


def line_columns(metric: Metric, currency: str) -> tuple[Column[DocumentLineRow], ...]:
    """Return the columns of the lines behind a figure of the metric; its part stands last."""
    found: list[Column[DocumentLineRow]] = [
        date_column("day", N_("Date"), lambda row: row.day),
        text_column("number", N_("Document"), lambda row: row.number),
        text_column("customer_code", N_("Code"), lambda row: row.customer_code, is_hidden=True),
        text_column("customer", N_("Customer"), lambda row: row.customer_name),
    ]
    if metric in _WITH_PRODUCTS:
        found += [
            text_column("product_code", N_("Product code"), lambda row: row.product_code,
                        is_hidden=True),
            text_column("product", N_("Product"), lambda row: row.product_name),
        ]  # fmt: skip
    found.append(text_column("rep", N_("Rep"), lambda row: row.rep_name))
    if metric in (Metric.SALES, Metric.PROFIT):
        found.append(
            Column("quantity", N_("Quantity"), lambda row: formats.quantity(row.quantity),
                   lambda row: row.quantity, align=Align.END, kind=CellKind.NUMBER)
        )  # fmt: skip
    if metric is Metric.PROFIT:
        found += [
            money_column("net", N_("Net sales"), lambda row: row.net, currency),
            money_column("cost", N_("Cost"), lambda row: row.cost, currency),
        ]
    return (*found, _amount_column(metric, currency))


def _amount_column(metric: Metric, currency: str) -> Column[DocumentLineRow]:
    if metric.is_money:
        return money_column(
            "amount", METRIC_NAMES[metric], lambda row: row.amount, currency, strong=True
        )
    return Column(
        "amount",
        METRIC_NAMES[metric], lambda row: formats.quantity(row.amount),
        lambda row: row.amount, align=Align.END, kind=CellKind.NUMBER, decimals=0, strong=True,
    )  # fmt: skip


def line_total(total: Decimal, metric: Metric) -> object:
    """Return the lines' total as the line of totals takes it: an amount, or pieces in words."""
    return formats.quantity(total) if metric is Metric.QUANTITY else total
