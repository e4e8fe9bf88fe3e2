"""What the Appraisals tab calls things, why figures are undefined, what went wrong; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop.errors import Issue
from desktop.i18n import N_, _, language, ngettext
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.appraisals.book import ScorecardBook, ScorecardLine
from desktop.services.appraisals.data import ResultLine, ResultStatus
from desktop.services.appraisals.printing import PrintedFiles
from desktop.services.messages import issue_sentence
from desktop.services.rules import attainment, collecting, efficiency
from desktop.tone import Tone

#: What stands before a figure that rests on too few cases, on the screen as in print.
SMALL_BASE = "◇"
#: More texts than this with missing signs are counted, not listed.
_MOST_SAID = 2

_STATUSES: Mapping[ResultStatus, tuple[str, Tone]] = {
    ResultStatus.ON_TRACK: (N_("On track"), Tone.GOOD),
    ResultStatus.BEHIND: (N_("Behind"), Tone.WATCH),
    ResultStatus.AT_RISK: (N_("At risk"), Tone.BAD),
    ResultStatus.NO_TARGET: (N_("No target"), Tone.NONE),
}

_REASONS: Mapping[str, str] = {
    attainment.NO_TARGET: N_("There is no target here."),
    attainment.ZERO_TARGET: N_("The target is zero, so there is nothing to divide by."),
    attainment.NO_COST: N_("No line here has a cost, so there is no gross profit to speak of."),
    attainment.NO_WORKDAYS: N_("The calendar has no working days here."),
    attainment.NOT_BEGUN: N_("No working day has passed here yet."),
    efficiency.NO_FIELD_DAYS: N_("There were no field days, so there is nothing to divide by."),
    efficiency.NO_VISITS: N_("There were no visits, so there is nothing to divide by."),
    efficiency.NO_SALES: N_("There were no net sales above zero to divide by."),
    collecting.NO_RECEIVABLE: N_("Nothing is owed, so there is nothing to be overdue."),
}


def status_words(status: ResultStatus | None) -> str:
    """Return a status in a word or two; "" where there is none to give."""
    return "" if status is None else _(_STATUSES[status][0])


def status_tone(status: ResultStatus | None) -> Tone:
    """Return the tone of a status: its shape and colour."""
    return Tone.NONE if status is None else _STATUSES[status][1]


def reason_words(reason: str) -> str:
    """Return why a figure is undefined, as a sentence."""
    return _(_REASONS[reason]) if reason in _REASONS else reason


def amount(value: Decimal | None, currency: str) -> str:
    """Return an amount in full, with the currency's sign."""
    return formats.money(value, currency)


def attainment_tip(result: ResultLine, currency: str) -> str:
    """Return what an attainment was divided from, or why there is none."""
    if not result.attainment.is_defined:
        return reason_words(result.attainment.reason)
    return _("{actual} of a target of {target}").format(
        actual=amount(result.actual, currency), target=amount(result.target, currency)
    )


def name_tip(line: ScorecardLine) -> str:
    """Return a rep's whole name, with his post where it is known."""
    if not line.title:
        return line.rep_name
    return _("{name}, {post}").format(name=line.rep_name, post=line.title)


def status_tip(line: ScorecardLine) -> str:
    """Return by what a status was judged."""
    pace = line.sales.pace
    if not pace.is_defined:
        return reason_words(line.sales.attainment.reason)
    return _(
        "Net sales stand at {pace} of where they should be by now. On track is from 99%, behind "
        "from 81%, at risk below 81%."
    ).format(pace=formats.ratio(pace))


def profit_tip(line: ScorecardLine) -> str:
    """Return why a gross profit is unknown, "" where it is known."""
    return reason_words(attainment.NO_COST) if line.profit.actual is None else ""


def calls_tip(line: ScorecardLine) -> str:
    """Return what the visits a day were divided from, with the small-base mark's words."""
    ratio = line.calls_per_day
    if not ratio.is_defined:
        return reason_words(ratio.reason)
    words = _("{visits} visits in {days} field days").format(
        visits=formats.number(ratio.numerator), days=formats.quantity(ratio.denominator)
    )
    return _with_base(words, line)


def orders_tip(line: ScorecardLine) -> str:
    """Return what the orders per 100 visits were divided from, with the mark's words."""
    ratio = line.orders_per_100
    if not ratio.is_defined:
        return reason_words(ratio.reason)
    words = _("{orders} orders from {visits} visits").format(
        orders=formats.quantity(line.orders),
        visits=formats.number(ratio.denominator),
    )
    return _with_base(words, line)


def cost_tip(line: ScorecardLine, currency: str) -> str:
    """Return what the cost ratio was divided from."""
    if not line.cost_ratio.is_defined:
        return reason_words(line.cost_ratio.reason)
    return _("{cost} of cost against {sales} of net sales").format(
        cost=amount(line.cost_ratio.numerator, currency), sales=amount(line.sales.actual, currency)
    )


def overdue_tip(line: ScorecardLine, currency: str) -> str:
    """Return what the overdue rate was divided from."""
    if not line.overdue_rate.is_defined:
        return reason_words(line.overdue_rate.reason)
    return _("{overdue} overdue of a receivable of {receivable}").format(
        overdue=amount(line.overdue, currency), receivable=amount(line.receivable, currency)
    )


def _with_base(words: str, line: ScorecardLine) -> str:
    if not line.has_small_base:
        return words
    return _("{figure}. {mark} Small base: fewer than {minimum} visits, read with care.").format(
        figure=words, mark=SMALL_BASE, minimum=efficiency.MINIMUM_VISITS
    )


def marked(ratio: Ratio, decimals: int, line: ScorecardLine) -> str:
    """Return a ratio as a number, with the mark of a small base before it."""
    text = formats.times(ratio, decimals)
    return f"{SMALL_BASE} {text}" if line.has_small_base and ratio.is_defined else text


def total_words(line: ScorecardLine, *, is_branch: bool) -> str:
    """Return the name of the list's last line."""
    if is_branch:
        return _("Branch")
    return ngettext("{count} rep shown", "{count} reps shown", line.people).format(
        count=formats.number(line.people)
    )


def note_words(book: ScorecardBook, *, is_branch: bool) -> str:
    """Return what has to be known to read the list, "" where there is nothing.

    `is_branch` says that the last line is the whole branch's.
    """
    notes = []
    if book.period.start < book.as_of < book.period.last:
        notes.append(_("Figures up to {day}.").format(day=formats.day(book.as_of)))
    elif book.as_of == book.period.start:
        # As-of is never before the period: the figures may end long before its first day.
        notes.append(_("The figures end before this period or on its first day."))
    if is_branch and book.unlisted_sales:
        notes.append(
            _("The branch includes {amount} of net sales that belong to no rep of this list.")
            .format(amount=amount(book.unlisted_sales, book.currency))
        )  # fmt: skip
    return " ".join(notes)


def empty_words(*, is_filtered: bool) -> str:
    """Return the sentence of a list without rows."""
    if is_filtered:
        return _("No rep here has these words or this manager.")
    return _("Nobody who sells was employed in this period.")


def page_language(chosen: str) -> str:
    """Return the language that a page is printed in; "" is the screen's."""
    return chosen or language()


def warnings_words(warnings: Sequence[Issue]) -> str:
    """Return which signs a page could not print, "" where it prints all."""
    said = [issue_sentence(issue) for issue in warnings[:_MOST_SAID]]
    more = len(warnings) - len(said)
    if more > 0:
        said.append(
            ngettext("{count} more text is affected.", "{count} more texts are affected.", more)
            .format(count=more)
        )  # fmt: skip
    return " ".join(said)


def printed_words(printed: PrintedFiles) -> str:
    """Return what a batch left in the folder, and how much of it went wrong."""
    sentences = [
        ngettext(
            "{count} scorecard was written to {folder}.",
            "{count} scorecards were written to {folder}.",
            printed.scorecards,
        ).format(count=formats.number(printed.scorecards), folder=printed.folder)
    ]
    if printed.failures:
        sentences.append(
            ngettext(
                "{count} could not be written.", "{count} could not be written.",
                len(printed.failures),
            ).format(count=formats.number(len(printed.failures)))
        )  # fmt: skip
    if printed.warnings:
        sentences.append(_("Some texts have signs that the fonts lack; boxes stand for them."))
    return " ".join(sentences)


def printed_tone(printed: PrintedFiles) -> Tone:
    """Return how the outcome of a batch is to be taken."""
    if printed.failures:
        return Tone.BAD
    return Tone.WATCH if printed.warnings else Tone.GOOD


def export_notes(book: ScorecardBook | None) -> tuple[tuple[str, str], ...]:
    """Return what the exported list has to say of itself: period, day, plan, definitions."""
    if book is None:
        return ()
    return (
        (_("Period"), formats.period(book.period)),
        (_("Figures up to"), formats.day(book.as_of)),
        (_("Plan in force"), book.definitions.plan_name or formats.DASH),
        (_("Groups"), _("A group's ratio divides sums; it is never a mean of ratios.")),
    )
