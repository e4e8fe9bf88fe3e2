"""What the Accounts tab calls things: standings, buckets, documents, channels; free of Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from desktop.enums import VisitChannel
from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.customers.data import CareRow, CustomerCard
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.services.rules.standing import LONG_OVERDUE_DAYS, AccountStatus
from desktop.tone import Tone
from desktop.views.accounts.state import CardPage, Documents

_STATUSES: Mapping[AccountStatus, tuple[str, Tone]] = {
    AccountStatus.CLEAR: (N_("Nothing owed"), Tone.MUTED),
    AccountStatus.NOT_DUE: (N_("Not due"), Tone.GOOD),
    AccountStatus.OVERDUE: (N_("Overdue"), Tone.WATCH),
    AccountStatus.LONG_OVERDUE: (N_("Over 90 days"), Tone.BAD),
    AccountStatus.OVER_LIMIT: (N_("Over limit"), Tone.BAD),
}
_KINDS: Mapping[ItemKind, str] = {
    ItemKind.INVOICE: N_("Invoice"),
    ItemKind.CREDIT_NOTE: N_("Credit note"),
    ItemKind.COLLECTION: N_("Money received"),
}
_CHANNELS: Mapping[VisitChannel, str] = {
    VisitChannel.ON_SITE: N_("On site"),
    VisitChannel.PHONE: N_("Telephone"),
    VisitChannel.ONLINE: N_("Online"),
    VisitChannel.EXHIBITION: N_("Exhibition"),
}
_PAGES: Mapping[CardPage, str] = {
    CardPage.OVERVIEW: N_("Overview"),
    CardPage.DOCUMENTS: N_("Documents"),
    CardPage.MONEY: N_("Money received"),
    CardPage.SALES: N_("Sales"),
    CardPage.VISITS: N_("Visits"),
}
_DOCUMENTS: Mapping[Documents, str] = {
    Documents.OPEN: N_("Open only"),
    Documents.OVERDUE: N_("Overdue only"),
    Documents.ALL: N_("All documents"),
}
_MIDDLE_BUCKET = re.compile(r"d(\d+)_(\d+)")


def status_words(status: AccountStatus) -> str:
    """Return a standing in a word or two."""
    return _(_STATUSES[status][0])


def status_tone(status: AccountStatus) -> Tone:
    """Return the tone of a standing: its shape and colour."""
    return _STATUSES[status][1]


def custody_words() -> str:
    """Return what stands where a customer has no rep."""
    return _("In custody of the branch manager")


def page_words(page: CardPage) -> str:
    """Return the name of a page of the card."""
    return _(_PAGES[page])


def documents_words(which: Documents) -> str:
    """Return the name of a choice of documents."""
    return _(_DOCUMENTS[which])


def kind_words(kind: ItemKind) -> str:
    """Return what a document is."""
    return _(_KINDS[kind])


def channel_words(channel: str, is_attempt: bool) -> str:
    """Return how a visit was made, and whether nobody was met."""
    words = _(_CHANNELS[VisitChannel(channel)])
    return _("{channel}, nobody met").format(channel=words) if is_attempt else words


def bucket_words(name: str) -> str:
    """Return an aging bucket's name: "Not due", "31–60 days", "Over 365 days"."""
    if name == "not_due":
        return _("Not due")
    middle = _MIDDLE_BUCKET.fullmatch(name)
    if middle is None:
        return _("Over {days} days").format(days=name.removeprefix("over_"))
    first, last = middle.groups()
    return _("{first}–{last} days").format(first=first, last=last)


def bucket_tone(name: str) -> Tone:
    """Return a bucket's tone: not due is quiet, up to 90 days to be watched, beyond bad."""
    if name == "not_due":
        return Tone.INFO
    middle = _MIDDLE_BUCKET.fullmatch(name)
    return Tone.WATCH if middle is not None and int(middle.group(2)) <= 90 else Tone.BAD


def is_in_bucket(item: OpenItemRow, name: str) -> bool:
    """Whether an open document stands in the bucket of this name; money stands in none."""
    if item.kind is ItemKind.COLLECTION:
        return False
    if name == "not_due":
        return item.days_overdue == 0
    middle = _MIDDLE_BUCKET.fullmatch(name)
    if middle is None:
        return item.days_overdue > int(name.removeprefix("over_"))
    return int(middle.group(1)) <= item.days_overdue <= int(middle.group(2))


def person_words(code: str, name: str) -> str:
    """Return a rep with his code, or the branch manager's custody."""
    return _("{name} ({code})").format(name=name, code=code) if code else custody_words()


def class_words(card: CustomerCard) -> str:
    """Return code, class and weight of a customer in one line."""
    parts = [card.code]
    if card.customer_class:
        parts.append(_("Class {letter}").format(letter=card.customer_class))
    if card.is_key_account:
        parts.append(_("Key account"))
    return "  ·  ".join(parts)


def care_words(row: CareRow) -> str:
    """Return from when to when somebody looked after the customer."""
    if row.first_day is None and row.last_day is None:
        return _("always")
    if row.last_day is None:
        return _("since {first}").format(first=formats.day(row.first_day))
    if row.first_day is None:
        return _("until {last}").format(last=formats.day(row.last_day))
    first, last = formats.day(row.first_day), formats.day(row.last_day)
    return _("{first} to {last}").format(first=first, last=last)


def late_words(value: Decimal | None) -> str:
    """Return how late money is on average, in days."""
    return formats.days(None if value is None else value.quantize(Decimal("0.1")))


def status_reason(card: CustomerCard) -> str:
    """Return why the customer stands as he does, in a sentence."""
    standing, currency = card.standing, card.currency
    match card.status:
        case AccountStatus.OVER_LIMIT:
            return _("The receivable of {receivable} is above the credit limit of {limit}.").format(
                receivable=formats.money(standing.receivable, currency),
                limit=formats.money(card.credit.limit, currency),
            )
        case AccountStatus.OVERDUE | AccountStatus.LONG_OVERDUE:
            return _("{amount} is overdue, the oldest for {days}.").format(
                amount=formats.money(standing.overdue, currency),
                days=formats.days(standing.oldest_overdue_days),
            )
        case AccountStatus.NOT_DUE:
            return _("{amount} is open and not due yet.").format(
                amount=formats.money(standing.receivable, currency)
            )
    return _("The customer owes nothing.")


def figures_of(card: CustomerCard) -> tuple[tuple[str, str, str, Tone, str], ...]:
    """Return the card's four figures: name, value, a line below, tone, tip; as buttons take them.

    In the order net sales, receivable, overdue, available credit.
    """
    standing, credit, currency = card.standing, card.credit, card.currency

    def money(amount: Decimal | None) -> str:
        return formats.money(amount, currency, symbol=False)

    unapplied = _("Nothing unapplied")
    if standing.unapplied:
        unapplied = _("{amount} unapplied").format(amount=money(abs(standing.unapplied)))
    oldest, late = _("Nothing is overdue."), Tone.NONE
    if standing.oldest_overdue_days:
        oldest = _("oldest {days}").format(days=formats.days(standing.oldest_overdue_days))
        late = Tone.WATCH if standing.oldest_overdue_days <= LONG_OVERDUE_DAYS else Tone.BAD
    limit, over = _("No credit limit"), Tone.NONE
    if credit.limit is not None:
        limit = _("{share} of limit used").format(share=formats.ratio(credit.used))
    if card.status is AccountStatus.OVER_LIMIT:
        over = Tone.BAD
    year = _("Net sales {year}").format(year=card.fiscal_year)
    until = _("up to {day}").format(day=formats.day(card.as_of))
    return (
        (year, money(card.net_sales), until, Tone.NONE, _("Shows the lines behind it (Enter)")),
        (_("Receivable"), money(standing.receivable), unapplied, Tone.NONE,
         _("Shows the open documents (Enter)")),
        (_("Overdue"), money(standing.overdue), oldest, late,
         _("Shows the overdue documents (Enter)")),
        (_("Available credit"), money(credit.available), limit, over,
         _("Credit limit less receivable. Shows the open documents (Enter)")
         if credit.limit is not None else _("No credit limit is set for this customer.")),
    )  # fmt: skip
