"""What the panel of a customer says, as facts and sentences with their tones; free of Qt."""

from __future__ import annotations

from desktop.i18n import _
from desktop.services import formats
from desktop.services.give_back.data import GiveBack
from desktop.services.give_back.words import (
    due_words,
    habit_words,
    money_words,
    point_words,
    price_words,
    progress_words,
    promise_words,
    visit_words,
)
from desktop.services.rules.talking_points import PointKind
from desktop.tone import Tone
from desktop.views.activity.shown import Fact

_TONES = {
    PointKind.OVERDUE: Tone.BAD,
    PointKind.PROMISE: Tone.WATCH,
    PointKind.FALLEN: Tone.WATCH,
    PointKind.LATE_ORDER: Tone.WATCH,
    PointKind.LONG_GAP: Tone.WATCH,
    PointKind.GROWN: Tone.GOOD,
}

#: A sentence and its tone.
Said = tuple[str, Tone]


def customer_line(back: GiveBack) -> str:
    """Return what stands below the name: code, class, telephone and the day of the figures."""
    of_class = (
        _("class {name}").format(name=back.customer_class) if back.customer_class else _("no class")
    )
    day = _("as of {day}").format(day=formats.day(back.as_of))
    parts = (back.customer_code, of_class, back.phone, day)
    return " · ".join(part for part in parts if part)


def points_of(back: GiveBack) -> tuple[Said, ...]:
    """Return what to talk about, or that nothing presses."""
    found = tuple(
        (point_words(point, back), _TONES.get(point.kind, Tone.INFO)) for point in back.points
    )
    return found or ((_("Nothing presses: ask how business goes."), Tone.NONE),)


def promises_of(back: GiveBack) -> tuple[Said, ...]:
    """Return the open promises, the late ones marked, or that there is none."""
    found = tuple(
        (
            promise_words(promise, back.as_of),
            Tone.WATCH if promise.due_on < back.as_of else Tone.NONE,
        )
        for promise in back.promises
    )
    return found or ((_("No promise is open."), Tone.NONE),)


def standing_facts(back: GiveBack) -> tuple[Fact, ...]:
    """Return what is owed, when he was visited last, and what a competitor asks."""
    receivable = _("{amount} is owed in all.").format(
        amount=formats.money(back.receivable, back.currency)
    )
    facts = [
        Fact(_("Overdue"), money_words(back), receivable),
        Fact(_("Last visit"), visit_words(back)),
        Fact(_("Next visit"), due_words(back)),
    ]
    price = price_words(back)
    if price:
        facts.append(Fact(_("Competitor"), price))
    return tuple(facts)


def order_facts(back: GiveBack) -> tuple[Fact, ...]:
    """Return the last orders by day, and how they compare with the usual ones."""
    if not back.orders:
        return (Fact(_("Orders"), _("No order is known.")),)
    facts = [
        Fact(formats.day(one.day), formats.money(one.value, back.currency), one.number)
        for one in back.orders
    ]
    habit = habit_words(back)
    if habit:
        facts.append(Fact(_("Orders"), habit))
    return tuple(facts)


def progress_facts(back: GiveBack) -> tuple[Fact, ...]:
    """Return how far the rep's month is; nothing where no rep is named."""
    progress = back.progress
    if progress is None:
        return ()
    return (
        Fact(_("Rep"), _("{name}, {code}").format(name=progress.rep_name, code=progress.rep_code)),
        Fact(formats.month(progress.month), progress_words(progress, back.currency)),
    )
