"""What the page of notes says of them; free of Qt."""

from __future__ import annotations

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.information.data import NotePage, NoteRow
from desktop.services.information.names import MOVES, RELIABILITIES
from desktop.services.rules.information import NoteState
from desktop.tone import Tone
from desktop.views.information.words import price_words


def sum_words(page: NotePage) -> tuple[str, Tone]:
    """Return how many notes wait for an answer, with the worst of them."""
    if not page.total:
        return _("No note has come from the field yet."), Tone.MUTED
    if not page.unanswered:
        return _("Every note is answered."), Tone.GOOD
    words = ngettext(
        "{count} note waits for an answer: {escalated} escalated, {late} late, {unread} unread.",
        "{count} notes wait for an answer: {escalated} escalated, {late} late, {unread} unread.",
        page.unanswered,
    ).format(
        count=formats.number(page.unanswered), escalated=formats.number(page.escalated),
        late=formats.number(page.late), unread=formats.number(page.unread),
    )  # fmt: skip
    if page.escalated:
        return words, Tone.BAD
    return words, Tone.WATCH if page.late else Tone.INFO


def empty_words(*, is_filtered: bool) -> str:
    """Return the sentence of a list without notes."""
    if is_filtered:
        return _("No note fits the filters.")
    return _(
        "No notes yet. Enter what a rep heard or saw with Ctrl+N, or import a file of market notes "
        "with Ctrl+I."
    )


def owes_words(row: NoteRow) -> str:
    """Return who is to answer by when, or who has answered."""
    if row.answered_at is not None:
        return _("Answered by {name} on {moment}").format(
            name=row.answered_by or formats.DASH, moment=formats.instant(row.answered_at)
        )
    facts = {"name": row.owes, "day": formats.day(row.due_on)}
    if row.state is NoteState.ESCALATED:
        return _("Unread past its time, so it went up: {name} is to answer it, due {day}.").format(
            **facts
        )
    if row.state is NoteState.LATE:
        return _("{name} owes the answer since {day}.").format(**facts)
    if row.goes_up_at is not None and not row.is_read:
        return _("{name} is to answer by {day}; unread it goes up on {moment}.").format(
            **facts, moment=formats.instant(row.goes_up_at)
        )
    return _("{name} is to answer by {day}.").format(**facts)


def fact_lines(row: NoteRow, currency: str) -> tuple[tuple[str, str], ...]:
    """Return what is known of a note besides its words: names and values."""
    source = row.source
    if row.reliability is not None:
        sure = _(RELIABILITIES[row.reliability])
        source = _("{source} ({sure})").format(source=source, sure=sure) if source else sure
    found = (
        (_("Noted by"), row.rep.name if row.rep else ""),
        (_("Customer"), row.customer.name if row.customer else ""),
        (_("Product"), row.product.name if row.product else ""),
        (_("Region"), row.territory.name if row.territory else ""),
        (_("Competitor"), row.competitor),
        (_("What changed"), _(MOVES[row.move]) if row.move else ""),
        (_("His price"), "" if row.price is None else price_words(row.price, currency)),
        (_("Source"), source),
        (_("Keyed by"), row.keyed_by),
    )
    return tuple((name, value) for name, value in found if value)


def rating_words(row: NoteRow) -> str:
    """Return how a note was rated."""
    if row.quality is None:
        return _("Not rated yet")
    facts = {"quality": row.quality, "points": row.quality * (row.use_factor or 1)}
    if row.use_factor == 2:
        return _("Quality {quality} of 3, and it was used: {points} points").format(**facts)
    return _("Quality {quality} of 3: {points} points").format(**facts)


def page_words(page: NotePage) -> str:
    """Return which notes of how many are shown."""
    if not page.count:
        return ""
    return _("{first} to {last} of {count}").format(
        first=formats.number(page.offset + 1),
        last=formats.number(page.offset + len(page.rows)),
        count=formats.number(page.count),
    )
