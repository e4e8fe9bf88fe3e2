"""The columns of metrics side by side: what is planned, what follows from it, own measures.

Free of Qt. A column knows its rows by their number; the one after the last is the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol

from desktop.enums import Metric
from desktop.i18n import _
from desktop.money import currency_symbol
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.exports.people import CellKind, ExportColumn
from desktop.services.plans.measures_data import MeasureEntry
from desktop.views.plans.making.figures import Figures
from desktop.views.plans.measures.words import kind_words, measure_words
from desktop.views.plans.words import metric_words


class SideColumn(Protocol):
    """A column of the table of metrics."""

    @property
    def metric(self) -> Metric | None:
        """What is planned in it; None where nothing can be typed."""
        ...

    @property
    def name(self) -> str:
        """What its cells are called."""
        ...

    @property
    def heading(self) -> str:
        """Its name with its unit."""
        ...

    @property
    def note(self) -> str:
        """Why nothing can be typed; "" where something can."""
        ...

    def text(self, row: int) -> str:
        """Return a cell as it is shown."""
        ...

    def plain(self, row: int) -> str:
        """Return a cell as it is copied."""
        ...

    def full(self, row: int) -> str:
        """Return a cell as it is read out."""
        ...

    def value(self, row: int) -> Decimal | None:
        """Return a cell as it is exported."""
        ...

    def export(self) -> ExportColumn:
        """Return the column as it is exported."""
        ...


@dataclass(frozen=True, slots=True)
class MetricColumn:
    """A metric of the plan: amounts and lines by row, the total's last."""

    figures: Figures
    amounts: tuple[int, ...]
    lines: tuple[int, ...]
    locked: tuple[int, ...]
    note: ClassVar[str] = ""

    @property
    def metric(self) -> Metric:
        """What is planned."""
        return self.figures.metric

    @property
    def name(self) -> str:
        """The metric's name."""
        return metric_words(self.metric)

    @property
    def heading(self) -> str:
        """The metric's name with its unit; what is counted by its own name has none."""
        unit = unit_words(self.figures)
        return _("{measure} ({unit})").format(measure=self.name, unit=unit) if unit else self.name

    def text(self, row: int) -> str:
        """Return an amount as a cell shows it."""
        return self.figures.cell(self.amounts[row])

    def plain(self, row: int) -> str:
        """Return an amount as it is copied and edited."""
        return self.figures.plain(self.amounts[row])

    def full(self, row: int) -> str:
        """Return an amount in full."""
        return self.figures.full(self.amounts[row])

    def value(self, row: int) -> Decimal | None:
        """Return an amount in whole currency, pieces or counts."""
        return self.figures.value(self.amounts[row])

    def export(self) -> ExportColumn:
        """Return the column as it is exported."""
        return ExportColumn(self.heading, *self.figures.export_kind)


@dataclass(frozen=True, slots=True)
class RatioColumn:
    """One metric of money in percent of another; computed, never typed."""

    over: MetricColumn
    under: MetricColumn
    metric: ClassVar[Metric | None] = None

    @property
    def name(self) -> str:
        """What is divided by what."""
        return _("{over} ÷ {under}").format(over=self.over.name, under=self.under.name)

    @property
    def heading(self) -> str:
        """What is divided by what."""
        return self.name

    @property
    def note(self) -> str:
        """Why nothing can be typed, and what to heed."""
        if self.over.metric is Metric.COLLECTIONS:
            return _(
                "Computed from the two columns, so nothing is typed here. Collections are with "
                "tax, net sales without."
            )
        return _("Computed from the two columns, so nothing is typed here.")

    def ratio(self, row: int) -> Ratio:
        """Return the quotient; undefined where nothing is planned below the line."""
        return Ratio.of(self.over.amounts[row], self.under.amounts[row], "no_target")

    def text(self, row: int) -> str:
        """Return the quotient in percent."""
        return formats.ratio(self.ratio(row))

    plain = full = text

    def value(self, row: int) -> Decimal | None:
        """Return the quotient as a fraction of one."""
        return self.ratio(row).value

    def export(self) -> ExportColumn:
        """Return the column as it is exported."""
        return ExportColumn(self.heading, CellKind.PERCENT, 1)


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """Targets of a measure of the branch's own, with the arrow of its direction; only shown."""

    entry: MeasureEntry
    values: tuple[Decimal | None, ...]
    metric: ClassVar[Metric | None] = None

    @property
    def name(self) -> str:
        """The measure's name and direction."""
        text = _("↑ {measure}") if self.entry.more_is_better else _("↓ {measure}")
        return text.format(measure=self.entry.name)

    @property
    def heading(self) -> str:
        """The measure's name with its direction, which stays when it is cut, and its unit."""
        text = _("↑ {measure}") if self.entry.more_is_better else _("↓ {measure}")
        return text.format(measure=measure_words(self.entry))

    @property
    def note(self) -> str:
        """Where its targets are set, and how the measure counts."""
        return _("Targets of own measures are set on the page “Measures”. {kind}").format(
            kind=kind_words(self.entry)
        )

    def text(self, row: int) -> str:
        """Return a target with the measure's decimals."""
        return formats.number(self.values[row], self.entry.decimals)

    full = text

    def plain(self, row: int) -> str:
        """Return a target as it is copied."""
        found = self.values[row]
        return "" if found is None else f"{found.normalize():f}"

    def value(self, row: int) -> Decimal | None:
        """Return a target."""
        return self.values[row]

    def export(self) -> ExportColumn:
        """Return the column as it is exported."""
        return ExportColumn(self.heading, CellKind.NUMBER, self.entry.decimals)


def unit_words(figures: Figures) -> str:
    """Return what a metric's amounts are counted in, "" where its name says that."""
    if figures.metric.is_money:
        return currency_symbol(figures.currency).strip()
    return _("units") if figures.metric is Metric.QUANTITY else ""
