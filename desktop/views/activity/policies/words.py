"""What the page of policies says; free of Qt."""

from __future__ import annotations

from desktop.enums import ReceiptHow
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.rules.policies import ReceiptState
from desktop.services.team.policy_data import PolicyBook, PolicyRow
from desktop.services.team.policy_messages import HOWS, RECEIPT_STATES
from desktop.tone import Tone


def receipt_words(state: ReceiptState) -> str:
    """Return how an acknowledgement stands."""
    return _(RECEIPT_STATES[state][0])


def receipt_tone(state: ReceiptState) -> Tone:
    """Return the shape and colour of how an acknowledgement stands."""
    return RECEIPT_STATES[state][1]


def how_words(how: ReceiptHow | None) -> str:
    """Return how somebody acknowledged a policy; "" where he has not."""
    return "" if how is None else _(HOWS[how])


def count_words(row: PolicyRow) -> str:
    """Return how many of its people acknowledged a policy."""
    return _("{done} of {count}").format(
        done=formats.number(row.acknowledged), count=formats.number(row.told)
    )


def policy_state(row: PolicyRow) -> tuple[str, Tone]:
    """Return how a policy stands, with its tone."""
    if row.withdrawn_on is not None:
        return _("Withdrawn"), Tone.MUTED
    if row.missing:
        words = ngettext("{count} missing", "{count} missing", row.missing)
        return words.format(count=formats.number(row.missing)), Tone.BAD
    if row.acknowledged < row.told:
        return _("Waiting"), Tone.INFO
    return _("Complete"), Tone.GOOD


def sum_words(book: PolicyBook) -> tuple[str, Tone]:
    """Return who has not acknowledged what was due, with its tone."""
    if not book.policies:
        return _("No policy was announced yet."), Tone.MUTED
    owed = book.owed
    if not owed:
        return _("Everybody has acknowledged every policy."), Tone.GOOD
    late = [one.rep_name for one in owed if one.state is ReceiptState.MISSING]
    words = ngettext(
        "{count} acknowledgement is owed.", "{count} acknowledgements are owed.", len(owed)
    ).format(count=formats.number(len(owed)))
    if not late:
        return words, Tone.INFO
    names = ", ".join(dict.fromkeys(late))
    return _("{words} Past its day: {names}.").format(words=words, names=names), Tone.BAD


def about_words(row: PolicyRow) -> str:
    """Return when and by whom a policy was announced, and by when it is to be acknowledged."""
    facts = {"day": formats.day(row.announced_on), "who": row.announced_by or formats.DASH,
             "due": formats.day(row.due_on)}  # fmt: skip
    return _("Announced on {day} by {who}; to be acknowledged by {due}.").format(**facts)


def no_policies_words() -> str:
    """Return the sentence of a list without policies."""
    return _("No policies yet. Announce one with Ctrl+N: its words, to whom, and by when it is "
             "to be acknowledged.")  # fmt: skip


def no_people_words(*, is_filtered: bool) -> str:
    """Return the sentence of a list without people."""
    return _("Nobody fits the filters.") if is_filtered else ""
