"""What the page of reasons says: names of parts and methods, summaries, refusals; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from desktop.enums import Confidence
from desktop.errors import ConflictError, InputError, KnownError
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.messages import issue_problem, sentence
from desktop.services.plans.collection_targets_data import CollectionBook, PayBasis
from desktop.services.plans.outlooks_data import OutlookBook, TakenTargets
from desktop.services.plans.potentials_data import (
    PotentialBook,
    PotentialMethod,
    SubjectKind,
)
from desktop.services.plans.situation_data import SituationBook
from desktop.views.plans.grounds.state import Book, GroundTab

TAB_NAMES: Mapping[GroundTab, str] = {
    GroundTab.MARKET: N_("Market"),
    GroundTab.OWN: N_("Ourselves"),
    GroundTab.POTENTIAL: N_("Potential"),
    GroundTab.BELOW: N_("Customers from below"),
    GroundTab.PROSPECTS: N_("Prospects"),
    GroundTab.COLLECTIONS: N_("Collections"),
}
METHODS: Mapping[PotentialMethod, str] = {
    PotentialMethod.INDEX: N_("Buying power index"),
    PotentialMethod.CHAIN_RATIO: N_("Chain of ratios"),
    PotentialMethod.BUILD_UP: N_("Built up from buyers"),
    PotentialMethod.PURCHASES: N_("What he buys from all"),
    PotentialMethod.ESTIMATE: N_("Estimate"),
}
CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.LOW: N_("Rough"),
    Confidence.MEDIUM: N_("Fair"),
    Confidence.HIGH: N_("Sure"),
}
KINDS: Mapping[SubjectKind, str] = {
    SubjectKind.TERRITORY: N_("Territory"),
    SubjectKind.CUSTOMER: N_("Customer"),
}
BASES: Mapping[PayBasis, str] = {
    PayBasis.TERMS: N_("By the terms agreed"),
    PayBasis.HABIT: N_("As each is used to pay"),
}
_EMPTY: Mapping[GroundTab, str] = {
    GroundTab.MARKET: N_(
        "Enter what is known of the market: its size and growth, your share, competitors, prices, "
        "season – each with its source and date. “New figure…” above begins."
    ),
    GroundTab.OWN: N_(
        "“Fill in from the data” above puts the last three years here: sales, customers, "
        "receivables, people and expenses."
    ),
    GroundTab.POTENTIAL: N_(
        "There are no territories and customers yet. Import them; then what they could buy is "
        "typed here."
    ),
    GroundTab.BELOW: N_("There are no customers yet. Import them; then their year is typed here."),
    GroundTab.PROSPECTS: N_(
        "Enter who is to be won: with the chance, the worth of a full year and the month of the "
        "first order. “New prospect…” above begins."
    ),
    GroundTab.COLLECTIONS: N_(
        "Nothing is open and nothing is planned. Plan net sales on the page “Plan”; then what "
        "comes in of them is worked out here."
    ),
}


def empty_words(tab: GroundTab, *, has_plan: bool, is_filtered: bool) -> str:
    """Return what a list without rows says."""
    if not has_plan and tab is not GroundTab.POTENTIAL:
        return _(
            "There is no plan yet. Make one on the page “Plan”; then what it rests on is kept here."
        )
    return _("No row has these words.") if is_filtered else _(_EMPTY[tab])


def note_words(tab: GroundTab, book: Book) -> str:
    """Return the line below a list: what its figures are, and what they come to."""
    if isinstance(book, SituationBook):
        return _situation_note(tab, book)
    if isinstance(book, PotentialBook):
        return _potential_note(book)
    if isinstance(book, CollectionBook):
        return _collection_note(book)
    return _outlook_note(book)


def _situation_note(tab: GroundTab, book: SituationBook) -> str:
    if tab is GroundTab.OWN:
        if book.as_of is None:
            return ""
        return _(
            "Filled in by Branchbook from the branch's documents up to {day}; it is not typed. "
            "A year that is under way counts up to that day."
        ).format(day=formats.day(book.as_of))
    bare = sum(not row.is_sourced for row in book.market)
    if not bare:
        return ""
    words = ngettext(
        "{count} figure has no source: it is shown and printed as unsourced.",
        "{count} figures have no source: they are shown and printed as unsourced.",
        bare,
    )
    return words.format(count=formats.number(bare))


def _potential_note(book: PotentialBook) -> str:
    known = sum(row.entry is not None for row in book.rows)
    return _(
        "Potential is a year's purchases from all sellers; sales are net, from {first} to {last}. "
        "{count} of {total} have a figure. Type into a cell or paste a block; the latest day "
        "counts."
    ).format(
        first=formats.day(book.first), last=formats.day(book.as_of),
        count=formats.number(known), total=formats.number(len(book.rows)),
    )  # fmt: skip


def _whole(amount: Decimal) -> str:
    return formats.number(amount, 0)


def _outlook_note(book: OutlookBook) -> str:
    facts = {
        "total": _whole(book.total), "customers": _whole(book.from_customers),
        "prospects": _whole(book.from_prospects), "planned": _whole(book.planned),
        "difference": _whole(abs(book.difference)), "committed": _whole(book.committed),
    }  # fmt: skip
    if book.difference > 0:
        words = _(
            "From below {total} = customers {customers} + prospects {prospects}. The plan has "
            "{planned}: {difference} more than comes from below. Signed: {committed}."
        )
    elif book.difference < 0:
        words = _(
            "From below {total} = customers {customers} + prospects {prospects}. The plan has "
            "{planned}: {difference} less than comes from below. Signed: {committed}."
        )
    else:
        words = _(
            "From below {total} = customers {customers} + prospects {prospects}: just what the "
            "plan has. Signed: {committed}."
        )
    return words.format_map(facts)


def _collection_note(book: CollectionBook) -> str:
    tax = formats.number(book.tax_ratio, 4)
    day = formats.day(book.opening_day)
    if book.basis is PayBasis.TERMS:
        return _(
            "Receivables of {day} and planned sales × {tax} (the branch's own invoices with tax ÷ "
            "net), each in the month that it falls due; what is overdue in the year's first month."
        ).format(day=day, tax=tax)
    shares = book.habit or ()
    return _(
        "Receivables of {day} and planned sales × {tax} (invoices with tax ÷ net), as each pays; "
        "the branch: {first} in the month due, {second} a month later, {rest} later or never."
    ).format(
        day=day, tax=tax, first=formats.percent(shares[0] if shares else None, 0),
        second=formats.percent(shares[1] if len(shares) > 1 else None, 0),
        rest=formats.percent(1 - sum(shares[:2], Decimal(0)) if shares else None, 0),
    )  # fmt: skip


def taken_words(taken: TakenTargets) -> str:
    """Return what became of "Take as target"."""
    words = ngettext(
        "{amount} is the target now, from {count} customer.",
        "{amount} is the target now, from {count} customers.",
        taken.customers,
    ).format(amount=_whole(taken.amount), count=formats.number(taken.customers))
    if not taken.kept:
        return words
    stayed = ngettext(
        "{count} month stayed as it was: locked, or beyond its limits.",
        "{count} months stayed as they were: locked, or beyond their limits.",
        taken.kept,
    ).format(count=formats.number(taken.kept))
    return f"{words} {stayed}"


def refusal_words(error: KnownError) -> str:
    """Return why something was not saved."""
    if isinstance(error, ConflictError):
        return _(
            "Another desk changed this first; it is read again now. Nothing of yours was saved."
        )
    if isinstance(error, InputError):
        return " ".join(issue_problem(one) for one in error.issues)
    if error.code == "plan_not_draft":
        return _("Only a draft takes targets; this version is none any more.")
    return sentence(error)
