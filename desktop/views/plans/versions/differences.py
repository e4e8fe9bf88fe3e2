"""What the dialog of differences shows: choices, rows, columns, words; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.comparison_data import (
    COMPARED_BY,
    CompareVersions,
    Difference,
    LineChange,
    LineDifference,
    NamedRow,
    SumDifference,
    VersionComparison,
)
from desktop.tone import Tone
from desktop.views.column import Align, Column, percent_column, text_column
from desktop.views.plans.versions.state import VersionRow
from desktop.views.plans.words import amount_words, decimals_of, dimension_words, label_words
from desktop.views.runner import Runner

R = TypeVar("R")
#: The list of lines instead of sums.
LINES = "lines"
#: So many lines are listed, the largest changes; an export has them all.
MOST_LINES = 2000
#: What the rows of the dialog can be.
BY_CHOICES: tuple[Dimension | str, ...] = (*COMPARED_BY, LINES)

_LEVELS: Mapping[PlanLevel, str] = {
    PlanLevel.BASE: N_("Base target"),
    PlanLevel.STRETCH: N_("Stretch target"),
}
_KINDS: Mapping[LineChange, tuple[str, Tone]] = {
    LineChange.ADDED: (N_("Added"), Tone.GOOD),
    LineChange.GONE: (N_("Gone"), Tone.BAD),
    LineChange.CHANGED: (N_("Changed"), Tone.INFO),
}


def level_words(level: PlanLevel) -> str:
    """Return what a level is called."""
    return _(_LEVELS[level])


def by_words(by: Dimension | str) -> str:
    """Return what the rows are: sums by a dimension, or lines."""
    return _("Lines") if by == LINES else dimension_words(Dimension(by))


def first_pair(rows: Sequence[VersionRow], current: VersionRow | None) -> tuple[int, int]:
    """Return which versions to compare at first: the old one and the new one.

    The new one is the current; the old one is what it was made from, else the version before
    it in its plan, else the next in the list. There must be two versions.
    """
    new = current or rows[0]
    for row in rows:
        if row.version_id == new.card.parent_id:
            return row.version_id, new.version_id
    others = [row for row in rows if row.version_id != new.version_id]
    older = [row for row in others if row.plan_id == new.plan_id and row.number < new.number]
    later = [row for row in others if row.card.parent_id == new.version_id]
    if later and not older:
        # What is shown is the origin: its revision is what people want to see against it.
        return new.version_id, later[0].version_id
    return (older or others)[0].version_id, new.version_id


def metrics_of(rows: Sequence[VersionRow], ids: Sequence[int]) -> tuple[Metric, ...]:
    """Return the metrics that one of the versions has lines of; sales where none has any."""
    found = {one.metric for row in rows if row.version_id in ids for one in row.totals}
    return tuple(metric for metric in Metric if metric in found) or (Metric.SALES,)


def named_words(dimension: Dimension, row: NamedRow) -> str:
    """Return what a row is called; what has no rep, customer or product says so."""
    return label_words(dimension, row.code, row.name)


def place_words(line: LineDifference) -> str:
    """Return whom a line is of: a customer, or the pool of a rep or territory."""
    if line.customer.code:
        return line.customer.name
    for row in (line.rep, line.territory):
        if row.code:
            return _("New business of {name}").format(name=row.name)
    return _("Unassigned")


def product_words(line: LineDifference) -> str:
    """Return which products a line is of."""
    return line.product.name or line.group.name or _("All products")


def kind_words(line: LineDifference) -> str:
    """Return what became of a line."""
    return _(_KINDS[line.kind][0])


def sum_columns(
    by: Dimension, metric: Metric, currency: str, rows: Sequence[SumDifference]
) -> tuple[Column[SumDifference], ...]:
    """Return the columns of the sums by a dimension."""
    is_coded = by is not Dimension.MONTH
    code: Column[SumDifference] = text_column(
        "code", N_("Code"), lambda row: row.row.code, is_hidden=not is_coded
    )
    name: Column[SumDifference] = text_column(
        "name", N_("Name"), lambda row: named_words(by, row.row), strong=True,
        sort_value=None if is_coded else lambda row: row.row.code,
    )  # fmt: skip
    amounts = _amount_columns(metric, currency, [row.amounts for row in rows], _of_sum)
    return (code, name, *amounts)


def line_columns(
    metric: Metric, currency: str, rows: Sequence[LineDifference]
) -> tuple[Column[LineDifference], ...]:
    """Return the columns of the list of lines."""
    kind: Column[LineDifference] = Column(
        "kind", N_("What"), kind_words, kind_words, tone=lambda row: _KINDS[row.kind][1]
    )
    month: Column[LineDifference] = Column(
        "month", N_("Month"), lambda row: formats.month(row.month), lambda row: str(row.month)
    )
    names: tuple[Column[LineDifference], ...] = (
        text_column("place", N_("Customer or new business"), place_words, strong=True),
        text_column("rep", N_("Rep"), lambda row: named_words(Dimension.REP, row.rep)),
        text_column("product", N_("Product"), product_words),
    )
    amounts = _amount_columns(metric, currency, [row.amounts for row in rows], _of_line)
    return (kind, month, *names, *amounts)


def _of_sum(row: SumDifference) -> Difference:
    return row.amounts


def _of_line(row: LineDifference) -> Difference:
    return row.amounts


def _amount_columns(
    metric: Metric,
    currency: str,
    amounts: Sequence[Difference],
    get: Callable[[R], Difference],
) -> tuple[Column[R], ...]:
    known: tuple[Decimal | None, ...] = tuple(
        value for one in amounts for value in (one.old, one.new)
    )
    decimals = decimals_of(metric, currency, known)
    kind = CellKind.MONEY if metric.is_money else CellKind.NUMBER

    def column(key: str, header: str, value: Callable[[R], Decimal]) -> Column[R]:
        return Column(
            key, header, lambda row: formats.number(value(row), decimals), value,
            align=Align.END, kind=kind, decimals=decimals,
        )  # fmt: skip

    growth: Column[R] = percent_column(
        "growth", N_("Change in %"), lambda row: get(row).growth,
        tip=lambda row: _("There was nothing before, so there is no percentage.")
        if get(row).growth is None else "",
    )  # fmt: skip
    return (
        column("old", N_("Old version"), lambda row: get(row).old),
        column("new", N_("New version"), lambda row: get(row).new),
        column("change", N_("Change"), lambda row: get(row).change),
        growth,
    )


def summary_words(found: VersionComparison, currency: str) -> str:
    """Return what differs in a sentence or two."""
    metric = found.query.metric
    count = len(found.lines)
    if not count:
        return _("The two versions are the same here.")
    kinds = [line.kind for line in found.lines]
    lines = ngettext(
        "{count} line differs ({added} added, {gone} gone, {changed} changed).",
        "{count} lines differ ({added} added, {gone} gone, {changed} changed).",
        count,
    ).format(
        count=formats.number(count),
        added=formats.number(kinds.count(LineChange.ADDED)),
        gone=formats.number(kinds.count(LineChange.GONE)),
        changed=formats.number(kinds.count(LineChange.CHANGED)),
    )
    total = _("{lines} The total goes from {old} to {new} ({growth}).")
    return total.format(
        lines=lines,
        old=amount_words(found.total.old, metric, currency),
        new=amount_words(found.total.new, metric, currency),
        growth=formats.change(found.total.growth),
    )


def matching_sums(
    rows: Sequence[SumDifference], by: Dimension, text: str
) -> tuple[SumDifference, ...]:
    """Return the sums whose code or name holds the text."""
    wanted = text.casefold()
    return tuple(
        row for row in rows
        if wanted in row.row.code.casefold() or wanted in named_words(by, row.row).casefold()
    )  # fmt: skip


def matching_lines(rows: Sequence[LineDifference], text: str) -> tuple[LineDifference, ...]:
    """Return the lines of which a code or a name holds the text."""
    wanted = text.casefold()
    if not wanted:
        return tuple(rows)
    return tuple(
        row for row in rows
        if any(
            wanted in part.casefold()
            for named in (row.customer, row.rep, row.territory, row.product, row.group)
            for part in (named.code, named.name)
        )
    )  # fmt: skip


def export_notes(found: VersionComparison, names: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Return what an exported comparison says of itself."""
    query = found.query
    return (
        (_("Old version"), names.get(query.old_id, "")),
        (_("New version"), names.get(query.new_id, "")),
        (_("Level"), level_words(query.level)),
    )


class DifferencesController:
    """Keeps what is compared and asks for it."""

    def __init__(
        self,
        services: Any,
        runner: Runner,
        owner: object,
        show: Callable[[VersionComparison], None],
        refuse: Callable[[Exception], None],
    ) -> None:
        self._services, self._runner, self._owner = services, runner, owner
        self._show, self._refuse = show, refuse
        self.found: VersionComparison | None = None

    def compare(self, query: CompareVersions) -> None:
        """Ask for a comparison; only the newest question is answered."""
        services = self._services
        self._runner.query(
            lambda: services.plan_comparisons.compare(query),
            self._answered,
            owner=self._owner,
            key="compare",
            on_error=self._refuse,
        )

    def _answered(self, found: VersionComparison) -> None:
        self.found = found
        self._show(found)
