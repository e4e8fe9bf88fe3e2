"""What the Activity tab calls things: channels, outcomes, what a report counts as; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from desktop.enums import VisitChannel
from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.activity.data import VisitRow
from desktop.services.rules.coverage import NOTHING_PLANNED
from desktop.services.rules.efficiency import (
    COST_WITHOUT_VISITS,
    NO_FIELD_DAYS,
    NO_SALES,
    NO_TIMED_VISITS,
    NO_VISITS,
)
from desktop.tone import Tone

_CHANNELS: Mapping[VisitChannel, str] = {
    VisitChannel.ON_SITE: N_("On site"),
    VisitChannel.PHONE: N_("Phone"),
    VisitChannel.ONLINE: N_("Online"),
    VisitChannel.EXHIBITION: N_("Exhibition"),
}

_REASONS: Mapping[str, str] = {
    NO_VISITS: N_("There are no valid visits to divide by."),
    NO_TIMED_VISITS: N_("No visit has a length."),
    NO_FIELD_DAYS: N_("There are no field days to divide by."),
    NO_SALES: N_("There are no net sales to divide by."),
    COST_WITHOUT_VISITS: N_("There are expenses but no valid visits: look at the claims."),
    NOTHING_PLANNED: N_("No visits were planned."),
}

#: Outcomes that files write in a fixed word, whatever the branch's language is.
_OUTCOMES: Mapping[str, str] = {
    "closed": N_("Closed"),
    "absent": N_("Absent"),
    "ordered": N_("Ordered"),
}


def channel_words(channel: VisitChannel) -> str:
    """Return a channel's name in the language of the moment."""
    return _(_CHANNELS[channel])


def outcome_words(outcome: str) -> str:
    """Return an outcome as it was reported; the program's own words in the user's language."""
    return _(_OUTCOMES[outcome]) if outcome in _OUTCOMES else outcome


def reason_words(reason: str) -> str:
    """Return why a figure has no value, as a sentence; "" where it has one."""
    return _(_REASONS[reason]) if reason in _REASONS else reason


def counts_words(row: VisitRow) -> str:
    """Return what a report counts as, in a word."""
    if row.is_rejected:
        return _("Rejected")
    if row.is_attempt:
        return _("Attempt")
    if row.channel is not VisitChannel.ON_SITE:
        return _("Contact")
    return _("Valid") if row.is_valid else _("Not valid")


def counts_tone(row: VisitRow) -> Tone:
    """Return the shape of what a report counts as."""
    if row.is_rejected:
        return Tone.BAD
    if row.is_attempt:
        return Tone.WATCH
    if row.channel is not VisitChannel.ON_SITE:
        return Tone.MUTED
    return Tone.GOOD if row.is_valid else Tone.BAD


def counts_reason(row: VisitRow) -> str:
    """Return why a report counts as what it does, as a sentence."""
    if row.is_rejected:
        return _("A checker rejected the report, so it is not a valid visit.")
    if row.is_attempt:
        return _("Nobody was met: an attempt is counted by itself and is not a valid visit.")
    if row.channel is not VisitChannel.ON_SITE:
        return _("Only contacts on site are valid visits; others are counted by themselves.")
    if row.is_valid:
        return _("A valid visit: on site, somebody met, within the rep's employment.")
    return _("The times do not fit, or the rep was not employed on the day.")


def planned_words(is_planned: bool | None) -> str:
    """Return whether a visit was planned; "—" where the report does not say."""
    if is_planned is None:
        return formats.DASH
    return _("Planned") if is_planned else _("Unplanned")


def time_words(starts_at: time | None, ends_at: time | None) -> str:
    """Return `09:10–10:05`, or what of it is known; "—" for nothing."""
    if starts_at is None and ends_at is None:
        return formats.DASH
    start = "" if starts_at is None else f"{starts_at:%H:%M}"
    end = "" if ends_at is None else f"{ends_at:%H:%M}"
    return f"{start}–{end}"


def minutes_words(minutes: int | None) -> str:
    """Return `55 min`; "—" where the visit was not timed."""
    if minutes is None:
        return formats.DASH
    return _("{count} min").format(count=formats.number(minutes))


def lag_words(days: int | None) -> str:
    """Return how many days after the visit something happened; "—" where nobody knows."""
    if days is None:
        return formats.DASH
    if days == 0:
        return _("same day")
    return ngettext("+{count} day", "+{count} days", days).format(count=formats.number(days))


def received_reason(row: VisitRow) -> str:
    """Return what the days until the report came mean, as a sentence."""
    if row.days_to_receive is None:
        return _("Nobody noted when the office got the report.")
    return _("Days from the visit until the office had the rep's report.")


def keyed_days(row: VisitRow) -> int | None:
    """Return the days until a report was typed in; None for an imported one, which is unknown."""
    return None if row.is_imported else row.days_to_key


def keyed_reason(row: VisitRow) -> str:
    """Return what the days until the report was keyed in mean, as a sentence."""
    if row.is_imported:
        return _("The report was imported; nobody knows when it was typed.")
    if row.is_late:
        return _("Typed in more than 48 hours after the visit; the rep is not to blame for that.")
    return _("Days from the visit until it was typed in.")
