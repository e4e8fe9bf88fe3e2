"""What the page of the budget calls things, and what it says of them; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desktop.enums import BudgetDriverKind, ExpenseCategory, PlanStatus
from desktop.errors import ConflictError, KnownError, OverridableRule
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.messages import sentence
from desktop.services.plans.budget_data import (
    BudgetBook,
    BudgetRow,
    CommitmentRow,
    DivideBy,
    DriverRow,
    DriverState,
    ToDate,
)
from desktop.services.plans.budget_rows import ExpenseRow
from desktop.services.rules.budgeting import Standing
from desktop.tone import Tone
from desktop.views.plans.budget.state import RowsBy, Show

_CATEGORIES: Mapping[ExpenseCategory, str] = {
    ExpenseCategory.TRAVEL: N_("Travel"),
    ExpenseCategory.MEALS: N_("Meals"),
    ExpenseCategory.ENTERTAINMENT: N_("Entertainment"),
    ExpenseCategory.GIFT: N_("Gifts"),
    ExpenseCategory.PROMOTION: N_("Promotion"),
    ExpenseCategory.COMMUNICATION: N_("Communication"),
    ExpenseCategory.OTHER: N_("Other expenses"),
}
_KINDS: Mapping[BudgetDriverKind, str] = {
    BudgetDriverKind.PER_VISIT: N_("Planned visits"),
    BudgetDriverKind.PER_DAY: N_("Days in the field"),
    BudgetDriverKind.SHARE_OF_SALES: N_("Planned net sales"),
    BudgetDriverKind.FIXED: N_("Fixed amount a month"),
}
_RATES: Mapping[BudgetDriverKind, str] = {
    BudgetDriverKind.PER_VISIT: N_("{rate} a visit"),
    BudgetDriverKind.PER_DAY: N_("{rate} a day"),
    BudgetDriverKind.SHARE_OF_SALES: N_("{rate} of net sales"),
    BudgetDriverKind.FIXED: N_("{rate} a month"),
}
_STATES: Mapping[DriverState, tuple[str, Tone]] = {
    DriverState.NOT_PUT: (N_("No lines yet"), Tone.WATCH),
    DriverState.CURRENT: (N_("As planned"), Tone.GOOD),
    DriverState.OUTDATED: (N_("Out of date"), Tone.WATCH),
}
_STANDINGS: Mapping[Standing, tuple[str, Tone]] = {
    Standing.WITHIN: (N_("Within"), Tone.GOOD),
    Standing.TIGHT: (N_("Nearly used up"), Tone.WATCH),
    Standing.OVERSPENT: (N_("Overspent"), Tone.BAD),
    Standing.NO_BUDGET: (N_("No budget"), Tone.WATCH),
    Standing.EMPTY: ("", Tone.NONE),
}
_SHOWS: Mapping[Show, str] = {
    Show.REMAINING: N_("Remaining"),
    Show.BUDGET: N_("Budget"),
    Show.COMMITTED: N_("Promised"),
    Show.ACTUAL: N_("Spent"),
}
_DIVIDED: Mapping[DivideBy, str] = {
    DivideBy.NOTHING: N_("Months alone"),
    DivideBy.REP: N_("Months and reps"),
    DivideBy.TERRITORY: N_("Months and territories"),
    DivideBy.CUSTOMER: N_("Months and customers"),
    DivideBy.PRODUCT: N_("Months and products"),
}
_ROWS: Mapping[RowsBy, str] = {RowsBy.CATEGORY: N_("Category"), RowsBy.REP: N_("Rep")}
_OVER = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})


def category_words(category: ExpenseCategory) -> str:
    """Return what an expense is for."""
    return _(_CATEGORIES[category])


def kind_words(kind: BudgetDriverKind) -> str:
    """Return what a budget grows with."""
    return _(_KINDS[kind])


def show_words(show: Show) -> str:
    """Return what a figure is called."""
    return _(_SHOWS[show])


def divided_words(by: DivideBy) -> str:
    """Return over what a typed amount is divided."""
    return _(_DIVIDED[by])


def rows_words(rows: RowsBy) -> str:
    """Return what the rows are called."""
    return _(_ROWS[rows])


def name_words(row: BudgetRow, rows: RowsBy) -> str:
    """Return what a row is called."""
    if rows is RowsBy.CATEGORY:
        return category_words(ExpenseCategory(row.key))
    return row.name or _("No rep")


def rate_words(row: DriverRow, currency: str) -> str:
    """Return a driver's rate with its unit."""
    entry = row.entry
    if entry.kind is BudgetDriverKind.SHARE_OF_SALES:
        rate = formats.percent(entry.rate, 2)
    else:
        rate = formats.money(entry.rate, currency)
    return _(_RATES[entry.kind]).format(rate=rate)


def volume_words(row: DriverRow, currency: str) -> str:
    """Return what a driver is counted by in the plan's year."""
    match row.entry.kind:
        case BudgetDriverKind.SHARE_OF_SALES:
            return formats.money(row.volume, currency)
        case BudgetDriverKind.PER_VISIT:
            count = int(row.volume)
            words = ngettext("{count} visit", "{count} visits", count)
            return words.format(count=formats.number(count))
        case BudgetDriverKind.PER_DAY:
            return formats.days(row.volume)
        case BudgetDriverKind.FIXED:
            count = int(row.volume)
            words = ngettext("{count} month", "{count} months", count)
            return words.format(count=formats.number(count))


def subject_words(row: DriverRow) -> str:
    """Return whom a driver is for."""
    return row.subject or _("Everybody")


def state_words(row: DriverRow) -> str:
    """Return how a driver's lines stand to what it gives now."""
    return _(_STATES[row.state][0])


def state_tone(row: DriverRow) -> Tone:
    """Return the tone of a driver's state."""
    return _STATES[row.state][1]


def state_tip(row: DriverRow, currency: str) -> str:
    """Return what a driver's state means in figures."""
    computed, put = formats.money(row.computed, currency), formats.money(row.put, currency)
    if row.state is DriverState.OUTDATED:
        return _("The plan gives {computed} now; the budget holds {put}.").format(
            computed=computed, put=put
        )
    if row.state is DriverState.NOT_PUT:
        return _("The plan gives {computed}; the budget holds nothing of it yet.").format(
            computed=computed
        )
    return ""


def ceiling_tip(row: DriverRow, currency: str) -> str:
    """Return what a ceiling holds back."""
    if not row.is_capped:
        return ""
    return _("The ceiling holds it at {computed} instead of {wanted}.").format(
        computed=formats.money(row.computed, currency), wanted=formats.money(row.wanted, currency)
    )


def standing_words(row: BudgetRow) -> str:
    """Return how a row's year stands, in words and percent."""
    words, used = _(_STANDINGS[row.total.standing][0]), row.total.used
    if not used.is_defined:
        return words
    return _("{standing} · {used}").format(standing=words, used=formats.ratio(used, 0))


def standing_tone(row: BudgetRow) -> Tone:
    """Return the tone of a row's year."""
    return _STANDINGS[row.total.standing][1]


def commitment_words(row: CommitmentRow) -> str:
    """Return what became of a promise."""
    if row.released_on is not None:
        return _("Released {day}").format(day=formats.short_day(row.released_on))
    return _("Open, over budget") if row.is_over else _("Not released")


def commitment_tone(row: CommitmentRow) -> Tone:
    """Return the tone of a promise."""
    if row.released_on is not None:
        return Tone.MUTED
    return Tone.BAD if row.is_over else Tone.NONE


def commitment_tip(row: CommitmentRow) -> str:
    """Return a promise's text with the reason for promising more than was left."""
    if not row.is_over:
        return row.text
    return _("{text} More than was left, because: {reason}").format(
        text=row.text, reason=row.reason
    )


def visit_words(row: ExpenseRow) -> str:
    """Return whether an expense names its visit."""
    return _("Named") if row.has_visit else _("Without a visit")


def advice_words(book: BudgetBook, may_enter: bool) -> tuple[str, Tone]:
    """Return what to do next, if anything."""
    if book.card.status in _OVER:
        return _("This version is over; its budget stays as it is."), Tone.MUTED
    if not may_enter:
        return "", Tone.NONE
    if not book.drivers and not book.total.total.budget:
        return _(
            "There is no budget yet. Add what it grows with, visits, days or sales, or import "
            "a file of budgets."
        ), Tone.NONE
    if book.is_outdated:
        return _(
            "The plan or a driver has changed. Write the lines again so that the budget follows."
        ), Tone.WATCH
    if book.drivers and book.card.status is not PlanStatus.IN_FORCE:
        return _("Reports count these lines once this version is in force."), Tone.NONE
    return "", Tone.NONE


def to_date_words(found: ToDate | None, months_over: int, currency: str) -> str:
    """Return a fair judgement of the months that are over."""
    if found is None or not months_over or not found.budget:
        return ""
    if found.flexed == found.budget:
        # Nothing of it grows with visits, days or sales, or these were as planned.
        plain = ngettext(
            "In the {count} month that is over {actual} was spent of {budget}.",
            "In the {count} months that are over {actual} was spent of {budget}.",
            months_over,
        )
        return plain.format(
            count=formats.number(months_over),
            actual=formats.money(found.actual, currency),
            budget=formats.money(found.budget, currency),
        )
    words = ngettext(
        "In the {count} month that is over {actual} was spent of {budget}. At the visits, days "
        "and sales that there were, {flexed} would have been right: {quantity} by quantity, "
        "{price} by price.",
        "In the {count} months that are over {actual} was spent of {budget}. At the visits, days "
        "and sales that there were, {flexed} would have been right: {quantity} by quantity, "
        "{price} by price.",
        months_over,
    )
    return words.format(
        count=formats.number(months_over),
        actual=formats.money(found.actual, currency),
        budget=formats.money(found.budget, currency),
        flexed=formats.money(found.flexed, currency),
        quantity=_signed(found.by_quantity, currency),
        price=_signed(found.by_price, currency),
    )


def refusal_words(error: KnownError, currency: str) -> str:
    """Return why a command was not carried out."""
    if isinstance(error, OverridableRule):
        facts = {
            name: formats.money(value, currency) if isinstance(value, Decimal) else value
            for name, value in error.facts.items()
        }
        return sentence(OverridableRule(error.code, **facts))
    if isinstance(error, ConflictError) and error.code == "changed_meanwhile":
        return _(
            "Another desk changed it meanwhile. What you typed is still here; close the form and "
            "look at what is there now."
        )
    return sentence(error)


def _signed(value: Decimal, currency: str) -> str:
    words = formats.money(value, currency)
    return f"+{words}" if value > 0 else words
