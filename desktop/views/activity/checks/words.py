"""What the page of second looks calls things, and what it says of them; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.enums import CheckMethod, CheckReason, CheckResult, ReportedVia
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.entries.checks_data import CheckBook, CheckRow, SampleDrawn
from desktop.services.entries.data import EntryKind
from desktop.tone import Tone
from desktop.views.activity.checks.state import ChecksState, Standing
from desktop.views.activity.shown import Fact
from desktop.views.activity.words import outcome_words

KINDS: Mapping[EntryKind, str] = {
    EntryKind.VISITS: N_("Visit"),
    EntryKind.ORDERS: N_("Order"),
    EntryKind.COLLECTIONS: N_("Collection"),
    EntryKind.EXPENSES: N_("Expense"),
}
STANDINGS: Mapping[Standing, str] = {
    Standing.OPEN: N_("To be looked at"),
    Standing.DONE: N_("Done"),
    Standing.ALL: N_("All"),
}
METHODS: Mapping[CheckMethod, str] = {
    CheckMethod.CALL_BACK: N_("By calling back"),
    CheckMethod.DOCUMENT: N_("By a document"),
    CheckMethod.SECOND_LOOK: N_("By looking again"),
}
RESULTS: Mapping[CheckResult, tuple[str, Tone]] = {
    CheckResult.CONFIRMED: (N_("Confirmed"), Tone.GOOD),
    CheckResult.REJECTED: (N_("Rejected"), Tone.BAD),
    CheckResult.NOT_REACHED: (N_("Nobody reached"), Tone.WATCH),
}
_VIA: Mapping[ReportedVia, str] = {
    ReportedVia.SLIP: N_("Paper slip"),
    ReportedVia.CALL: N_("Call"),
    ReportedVia.MESSAGE: N_("Message"),
    ReportedVia.SPREADSHEET: N_("Spreadsheet"),
}
_REASONS: Mapping[CheckReason, tuple[str, str]] = {
    CheckReason.AMOUNT: (
        N_("High amount"),
        N_("The expense is above its ceiling."),
    ),
    CheckReason.LATE: (
        N_("Came late"),
        N_(
            "The report reached the office more than 48 hours after its day; days of rest do not "
            "count."
        ),
    ),
    CheckReason.LENGTH: (
        N_("Odd length"),
        N_("The visit took less than 5 minutes or more than 8 hours."),
    ),
    CheckReason.GUESTS: (
        N_("No guests named"),
        N_("Somebody was entertained, and the report does not say who."),
    ),
    CheckReason.SAMPLE: (
        N_("Drawn for a call back"),
        N_("The visit was drawn by chance; ask the customer whether it took place."),
    ),
    CheckReason.ASKED: (N_("Asked for"), N_("Somebody asked for a second look.")),
}


def kind_words(kind: EntryKind) -> str:
    """Return what a report is."""
    return _(KINDS[kind])


def reason_words(reason: CheckReason) -> str:
    """Return why a report is looked at, in a few words."""
    return _(_REASONS[reason][0])


def reason_sentence(row: CheckRow) -> str:
    """Return why a report is looked at, in a sentence, with the seed of a sample."""
    is_cash = row.reason is CheckReason.AMOUNT and row.kind is EntryKind.COLLECTIONS
    sentence = _("Much money came in cash.") if is_cash else _(_REASONS[row.reason][1])
    if row.seed is None:
        return sentence
    return _("{reason} Seed: {seed}.").format(reason=sentence, seed=row.seed)


def status_words(row: CheckRow) -> str:
    """Return what is known: the finding, or that it is still to be found."""
    return _(N_("To be looked at") if row.result is None else RESULTS[row.result][0])


def status_tone(row: CheckRow) -> Tone:
    """Return the tone of what is known."""
    return Tone.INFO if row.result is None else RESULTS[row.result][1]


def what_words(row: CheckRow, currency: str) -> str:
    """Return what was reported in a few words: minutes, or an amount."""
    if row.amount is not None:
        return formats.money(row.amount, currency)
    if row.minutes is None:
        return outcome_words(row.text) or formats.DASH
    return ngettext("{count} minute", "{count} minutes", row.minutes).format(
        count=formats.number(row.minutes)
    )


def own_words(row: CheckRow) -> str:
    """Return why the user cannot decide, or nothing."""
    if row.is_open and row.is_own:
        return _("You keyed this report. A second pair of eyes is somebody else's.")
    return ""


def report_facts(row: CheckRow, currency: str) -> tuple[Fact, ...]:
    """Return what was reported, field by field."""
    found = [
        Fact(_("Kind"), kind_words(row.kind)),
        Fact(_("Document no."), row.number or formats.DASH),
        Fact(_("Day"), formats.day_and_weekday(row.day)),
        Fact(_("Rep"), row.rep or formats.DASH),
        Fact(_("Customer"), row.customer or formats.DASH),
        Fact(_("Phone"), row.phone or formats.DASH),
    ]
    if row.amount is not None:
        found.append(Fact(_("Amount"), formats.money(row.amount, currency)))
    if row.kind is EntryKind.VISITS:
        found.append(Fact(_("Minutes"), formats.number(row.minutes)))
        found.append(Fact(_("Outcome"), outcome_words(row.text) or formats.DASH))
    if row.kind is EntryKind.EXPENSES:
        found.append(Fact(_("Guests"), row.text or formats.DASH))
    if row.kind is EntryKind.COLLECTIONS:
        found.append(Fact(_("Method"), row.text or formats.DASH))
    return tuple(found)


def clock_facts(row: CheckRow) -> tuple[Fact, ...]:
    """Return who reported it, how and when the office got it, and who keyed it and when."""
    if row.keyed_at is None:
        return (Fact(_("Keyed"), _("Nobody keyed it: it came in a file.")),)
    came = formats.DASH if row.via is None else _(_VIA[row.via])
    return (
        Fact(_("Reported by"), row.reported_by or formats.DASH),
        Fact(_("Came as"), came),
        Fact(_("Received"), formats.instant(row.received_at)),
        Fact(_("Keyed by"), row.keyed_by or _("unknown")),
        Fact(_("Keyed"), formats.instant(row.keyed_at)),
    )


def finding_facts(row: CheckRow) -> tuple[Fact, ...]:
    """Return what was found, how, by whom and when; nothing while nobody looked."""
    if row.result is None or row.method is None:
        return ()
    return (
        Fact(_("Found"), status_words(row)),
        Fact(_("How"), _(METHODS[row.method])),
        Fact(_("Looked at by"), row.checked_by or _("unknown")),
        Fact(_("When"), formats.instant(row.checked_at)),
        Fact(_("Note"), row.note or formats.DASH),
    )


def empty_words(book: CheckBook | None, state: ChecksState) -> str:
    """Return what to say where no row is shown, and what to do about it."""
    if book is None or not book.rows:
        return _(
            "Nothing is to be looked at. Reports that the rule picks out come here when they are "
            "keyed; a sample of visits for call backs is drawn with “Draw sample…”."
        )
    if state.text or state.kind:
        return _("No second look fits these filters.")
    if state.standing is Standing.OPEN:
        return _("Nothing is left to be looked at.")
    return _("No second look was done yet.")


def sum_words(book: CheckBook) -> str:
    """Return how many are open and done."""
    return _("To be looked at: {open}. Done: {done}.").format(
        open=formats.number(book.open_count), done=formats.number(book.done_count)
    )


def drawn_words(drawn: SampleDrawn, month: str) -> str:
    """Return what a sample fell on."""
    return ngettext(
        "{count} of {total} visits of {month} was drawn for a call back. Seed: {seed}.",
        "{count} of {total} visits of {month} were drawn for a call back. Seed: {seed}.",
        drawn.drawn,
    ).format(
        count=formats.number(drawn.drawn), total=formats.number(drawn.visits), month=month,
        seed=drawn.seed,
    )  # fmt: skip
