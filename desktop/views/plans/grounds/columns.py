"""Columns of the six lists of reasons; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from desktop.i18n import N_, _
from desktop.money import currency_decimals, from_minor
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.collection_targets_data import CollectionBook, CollectionRow
from desktop.services.plans.outlooks_data import OutlookRow, ProspectRow
from desktop.services.plans.potentials_data import PotentialRow
from desktop.services.plans.situation_data import MarketRow, SelfRow, SituationBook
from desktop.services.reports.situation_words import (
    area_words,
    change_title,
    figure_words,
    unit_words,
    unsourced_words,
    year_titles,
)
from desktop.tone import Tone
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    percent_column,
    ratio_column,
    status_column,
    text_column,
)
from desktop.views.plans.grounds.state import Book, GroundTab
from desktop.views.plans.grounds.words import CONFIDENCES, KINDS, METHODS

R = TypeVar("R")
_LAST_TIP = N_("Net sales of his last twelve months that are over")


def columns_of(tab: GroundTab, book: Book | None, currency: str) -> tuple[Column[Any], ...]:
    """Return the columns of a tab."""
    if tab is GroundTab.MARKET:
        return market_columns()
    if tab is GroundTab.OWN:
        if not isinstance(book, SituationBook):
            return own_columns((), _("Change"))
        return own_columns(
            year_titles(book.years, is_whole=book.is_whole),
            change_title(book.years, is_whole=book.is_whole),
        )
    if tab is GroundTab.POTENTIAL:
        return potential_columns()
    if tab is GroundTab.BELOW:
        return outlook_columns()
    if tab is GroundTab.PROSPECTS:
        return prospect_columns()
    return collection_columns(book if isinstance(book, CollectionBook) else None, currency)


def _whole(
    key: str,
    header: str,
    get: Callable[[R], Decimal | None],
    tip: str = "",
    *,
    strong: bool = False,
    is_hidden: bool = False,
) -> Column[R]:
    """Return a column of amounts in whole currency; beside a plan cents say nothing."""
    return Column(
        key, header, lambda row: formats.number(get(row), 0), get,
        align=Align.END, kind=CellKind.MONEY, decimals=0, header_tip=tip, strong=strong,
        is_hidden=is_hidden,
    )  # fmt: skip


def _change(key: str, header: str, get: Callable[[R], Decimal | None], tip: str = "") -> Column[R]:
    return Column(
        key, header, lambda row: formats.change(get(row)), get,
        align=Align.END, kind=CellKind.PERCENT, header_tip=tip,
    )  # fmt: skip


def market_columns() -> tuple[Column[MarketRow], ...]:
    """Return the columns of the market's sheet."""
    return (
        text_column("area", N_("Part"), lambda row: area_words(row.entry.area)),
        text_column("name", N_("What it is"), lambda row: row.entry.name, strong=True,
                    characters=26, tip=lambda row: row.entry.name),
        Column("value", N_("Figure"), lambda row: formats.quantity(row.entry.value),
               lambda row: row.entry.value, align=Align.END, kind=CellKind.NUMBER),
        text_column("unit", N_("Unit"), lambda row: unit_words(row.entry.unit)),
        status_column("source", N_("Source"),
                      lambda row: row.entry.source or unsourced_words(),
                      lambda row: Tone.NONE if row.is_sourced else Tone.WATCH,
                      tip=lambda row: row.entry.source),
        date_column("as_of", N_("As of"), lambda row: row.entry.as_of),
        text_column("note", N_("Note"), lambda row: row.entry.note, characters=24,
                    tip=lambda row: row.entry.note),
    )  # fmt: skip


def own_columns(years: tuple[str, ...], change: str) -> tuple[Column[SelfRow], ...]:
    """Return the columns of the own sheet: a year each, and the last one's change."""

    def year(place: int, name: str) -> Column[SelfRow]:
        def get(row: SelfRow) -> Decimal | None:
            return row.values[place] if place < len(row.values) else None

        return Column(
            f"year{place}", name, lambda row: formats.number(get(row), 0), get,
            align=Align.END, kind=CellKind.NUMBER, strong=place == len(years) - 1,
            is_sortable=False,
        )  # fmt: skip

    return (
        text_column("area", N_("Part"), lambda row: area_words(row.area)),
        text_column("name", N_("Figure"), lambda row: figure_words(row.area, row.name),
                    characters=24, tip=lambda row: figure_words(row.area, row.name)),
        *(year(place, name) for place, name in enumerate(years)),
        _change("change", N_("Change"), lambda row: row.change,
                N_("The last whole year against the one before it")),
        text_column("unit", N_("Unit"), lambda row: unit_words(row.unit)),
        text_column("source", N_("Source"), lambda row: row.source),
        date_column("as_of", N_("As of"), lambda row: row.as_of),
    )  # fmt: skip


def potential_columns() -> tuple[Column[PotentialRow], ...]:
    """Return the columns of potential; those that are typed begin with `amount`."""
    return (
        text_column("kind", N_("Kind"), lambda row: _(KINDS[row.kind])),
        text_column("code", N_("No."), lambda row: row.code),
        text_column("name", N_("Name"), lambda row: row.name, strong=True, characters=20,
                    tip=lambda row: row.name),
        _whole("amount", N_("Potential"), lambda row: row.amount,
               N_("A year's purchases from all sellers; typed"), strong=True),
        _whole("sales", N_("Sales"), lambda row: row.sales,
               N_("Net sales of the last twelve months")),
        ratio_column("share", N_("Share now"), lambda row: row.share, reason=lambda why: _(why),
                     header_tip=N_("Sales ÷ potential")),
        Column("untapped", N_("Untapped"), lambda row: formats.number(row.untapped, 0),
               lambda row: row.untapped, align=Align.END, kind=CellKind.MONEY,
               header_tip=N_("Potential − sales"),
               tone=lambda row: Tone.WATCH if (row.untapped or 0) < 0 else Tone.NONE,
               tip=_untapped_tip),
        percent_column("target_share", N_("Share aimed at"),
                       lambda row: row.entry.target_share if row.entry else None,
                       header_tip=N_("Typed; potential × it is the target by share")),
        text_column("method", N_("Method"),
                    lambda row: _(METHODS[row.entry.method]) if row.entry else ""),
        text_column("confidence", N_("Confidence"),
                    lambda row: _(CONFIDENCES[row.entry.confidence]) if row.entry else ""),
        status_column("source", N_("Source"), _source_words,
                      lambda row: Tone.WATCH if row.entry and not row.entry.source else Tone.NONE),
        date_column("as_of", N_("As of"), lambda row: row.entry.as_of if row.entry else None),
        text_column("note", N_("Note"), lambda row: row.entry.note if row.entry else "",
                    characters=20, tip=lambda row: row.entry.note if row.entry else ""),
        text_column("place", N_("Territory"), lambda row: row.place, is_hidden=True),
        _whole("target", N_("Target by share"), lambda row: row.target, is_hidden=True),
        count_column("older", N_("Older figures"), lambda row: row.older, is_hidden=True),
    )  # fmt: skip


def _untapped_tip(row: PotentialRow) -> str:
    if row.untapped is not None and row.untapped < 0:
        return _("More is sold here than the potential says: look at its source again.")
    return ""


def _source_words(row: PotentialRow) -> str:
    if row.entry is None:
        return ""
    return row.entry.source or unsourced_words()


def outlook_columns() -> tuple[Column[OutlookRow], ...]:
    """Return the columns of customers from below, in the order of the sum."""
    return (
        text_column("code", N_("No."), lambda row: row.code),
        text_column("name", N_("Customer"), lambda row: row.name, characters=18,
                    tip=lambda row: row.name),
        text_column("rep", N_("Rep"), lambda row: row.rep_name, is_hidden=True),
        _whole("last_year", N_("Last 12 months"), lambda row: row.last_year, _LAST_TIP),
        Column("base", N_("Base"), lambda row: formats.number(row.base, 0), lambda row: row.base,
               align=Align.END, kind=CellKind.MONEY, tip=_base_tip,
               header_tip=N_("His months as they would go on, by his years and the season; "
                             "a typed base replaces it")),
        _change("growth", N_("Growth"), lambda row: row.entry.growth or None,
                N_("Growth of his market, of the base")),
        _whole("wallet", N_("Wallet"), lambda row: row.entry.wallet or None,
               N_("What he buys here instead of elsewhere")),
        _whole("new_products", N_("New products"), lambda row: row.entry.new_products or None),
        _change("price", N_("Price effect"), lambda row: row.entry.price or None,
                N_("Effect of price changes, of the base")),
        percent_column("churn", N_("Churn"), lambda row: row.entry.churn or None,
                       header_tip=N_("Probability to lose him; takes that part of the base")),
        _whole("one_offs", N_("One-offs"), lambda row: row.entry.one_offs or None,
               N_("Single orders that are known")),
        _whole("total", N_("From below"), lambda row: row.total,
               N_("Base × (1 + growth) + wallet + new products + price − churn + one-offs"),
               strong=True),
        _whole("planned", N_("In the plan"), lambda row: row.planned,
               N_("The version's own target of net sales")),
        Column("difference", N_("Plan − below"), _difference_words,
               lambda row: row.difference, align=Align.END, kind=CellKind.MONEY),
        _whole("commitment", N_("He commits"), lambda row: row.entry.commitment,
               N_("What the customer himself says he will buy")),
        date_column("signed_on", N_("Signed on"), lambda row: row.entry.signed_on),
        text_column("note", N_("Why"), lambda row: row.entry.note, characters=16,
                    tip=lambda row: row.entry.note),
    )  # fmt: skip


def _base_tip(row: OutlookRow) -> str:
    if row.entry.base is None:
        return ""
    return _("Typed; history says {amount}.").format(amount=formats.number(row.history, 0))


def _difference_words(row: OutlookRow) -> str:
    words = formats.number(row.difference, 0)
    return f"+{words}" if row.difference > 0 and words != "0" else words


def prospect_columns() -> tuple[Column[ProspectRow], ...]:
    """Return the columns of prospects: chance × value × the year that is left."""
    return (
        text_column("name", N_("Who is to be won"), lambda row: row.entry.name, strong=True,
                    characters=22, tip=lambda row: row.entry.name),
        text_column("rep", N_("Rep"), lambda row: row.rep_name),
        text_column("territory", N_("Territory"), lambda row: row.territory_name),
        _whole("value", N_("First year"), lambda row: row.entry.value,
               N_("Net sales of a full first year")),
        percent_column("chance", N_("Chance"), lambda row: row.entry.chance),
        Column("first_month", N_("First order"), lambda row: formats.month(row.entry.first_month),
               lambda row: row.entry.first_month.ordinal, kind=CellKind.TEXT),
        percent_column("year_left", N_("Year left"), lambda row: row.year_left,
                       header_tip=N_("The season's share of the year from the first order on")),
        _whole("expected", N_("Expected sales"), lambda row: row.expected,
               N_("First year × chance × year left"), strong=True),
        text_column("next_step", N_("Next step"), lambda row: row.entry.next_step, characters=24,
                    tip=lambda row: row.entry.next_step),
    )  # fmt: skip


def collection_columns(
    book: CollectionBook | None, currency: str
) -> tuple[Column[CollectionRow], ...]:
    """Return the columns of what comes in: opening, sales, twelve months, the year, the rest."""
    decimals = book.decimals if book is not None else currency_decimals(currency)

    def amount(
        key: str, header: str, get: Callable[[CollectionRow], int], tip: str = "",
        *, strong: bool = False,
    ) -> Column[CollectionRow]:  # fmt: skip
        return _whole(key, header, lambda row: from_minor(get(row), decimals), tip, strong=strong)

    months = book.months if book is not None else ()
    return (
        text_column("code", N_("No."), lambda row: row.code),
        text_column("name", N_("Customer"), _owner_words, characters=18, tip=_owner_words),
        Column("terms", N_("Terms"), _terms_words, lambda row: row.terms_days, align=Align.END,
               kind=CellKind.COUNT, header_tip=N_("Days of credit"), tip=_terms_tip),
        amount("opening", N_("Open now"), lambda row: row.year.opening,
               N_("Receivable on the opening day")),
        amount("planned", N_("Planned with tax"), lambda row: row.planned,
               N_("The year's planned net sales × the branch's own ratio of tax")),
        *(amount(f"month{place}", formats.short_month(month),
                 lambda row, at=place: row.year.months[at])  # type: ignore[misc]
          for place, month in enumerate(months)),
        amount("year", N_("Comes in"), lambda row: row.year.year,
               N_("The twelve months together: the target of collections"), strong=True),
        amount("left", N_("Left open"), lambda row: row.year.left,
               N_("Open when the year ends: open now + sales − what came in")),
        amount("before", N_("Before the year"), lambda row: row.year.before,
               N_("What comes in between the opening day and the year")),
        amount("present", N_("In the plan"), lambda row: row.present,
               N_("The version's own target of collections")),
    )  # fmt: skip


def _owner_words(row: CollectionRow) -> str:
    if row.owner.customer_id:
        return row.name
    if not row.name:
        return _("Unassigned")
    return _("New business, {name}").format(name=row.name)


def _terms_words(row: CollectionRow) -> str:
    return formats.number(row.terms_days)


def _terms_tip(row: CollectionRow) -> str:
    if not row.owner.customer_id:
        return _("A pool: the customers' mean, weighted by what is planned for them")
    if not row.has_terms:
        return _("No terms are kept on his card, so he pays at once")
    return ""


def collection_totals(book: CollectionBook) -> dict[str, object]:
    """Return the last line: Σ customers = branch, month by month."""

    def whole(minor: int) -> Decimal:
        return from_minor(minor, book.decimals)

    found: dict[str, object] = {
        "code": "", "name": _("Branch"), "terms": "",
        "opening": whole(sum(row.year.opening for row in book.rows)),
        "planned": whole(sum(row.planned for row in book.rows)),
        "year": whole(book.total),
        "left": whole(sum(row.year.left for row in book.rows)),
        "before": whole(sum(row.year.before for row in book.rows)),
        "present": whole(sum(row.present for row in book.rows)),
    }  # fmt: skip
    for place, amount in enumerate(book.by_month):
        found[f"month{place}"] = whole(amount)
    return found
