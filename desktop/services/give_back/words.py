"""What is known of a customer in sentences, the same beside the grid and on paper."""

from __future__ import annotations

from datetime import date

from desktop.i18n import _
from desktop.services import formats
from desktop.services.give_back.data import GiveBack, RepProgress
from desktop.services.rules.talking_points import (
    OpenPromise,
    PointKind,
    PromiseKind,
    TalkingPoint,
)


def point_words(point: TalkingPoint, back: GiveBack) -> str:
    """Return a talking point as a sentence that says what to do."""
    match point.kind:
        case PointKind.OVERDUE:
            return _("{amount} is overdue, the oldest by {days}: agree on a day.").format(
                amount=formats.money(back.overdue, back.currency),
                days=formats.days(back.days_overdue),
            )
        case PointKind.PROMISE if point.promise is not None:
            return _promise_point(point.promise, back.as_of)
        case PointKind.FALLEN:
            return _("Orders fell to {share} of the usual: ask what changed.").format(
                share=formats.ratio(back.habit.share, 0)
            )
        case PointKind.LATE_ORDER:
            return _(
                "An order comes every {usual}, the last one is {days} old: ask for it."
            ).format(
                usual=formats.days(back.habit.usual_gap), days=formats.days(back.habit.days_since)
            )
        case PointKind.PRODUCT if back.product is not None:
            return _(
                "{share} of the customers of this class buy {product}; this one does not: offer it."
            ).format(share=formats.ratio(back.product.share, 0), product=back.product.product)
        case PointKind.LONG_GAP:
            return _("The last visit is {days} ago; this class is due every {interval}.").format(
                days=formats.days(back.gap.days_since), interval=formats.days(back.gap.interval)
            )
        case PointKind.GROWN:
            return _("Orders grew to {share} of the usual: say thank you.").format(
                share=formats.ratio(back.habit.share, 0)
            )
        case _:
            return _price_point(back)


def _promise_point(promise: OpenPromise, as_of: date) -> str:
    day = formats.day(promise.due_on)
    if promise.kind is PromiseKind.VISIT:
        return _("A visit was agreed for {day} and not made: say why.").format(day=day)
    if promise.due_on < as_of:
        return _("An answer was promised for {day} and is late: “{text}”").format(
            day=day, text=promise.text
        )
    return _("An answer is promised for {day}: “{text}”").format(day=day, text=promise.text)


def _price_point(back: GiveBack) -> str:
    price = back.price
    if price is None:
        return ""
    amount, day = formats.money(price.price, back.currency), formats.day(price.noted_on)
    if not price.product:
        return _("{competitor} asked {price} on {day}: ask what is behind it.").format(
            competitor=price.competitor, price=amount, day=day
        )
    return _("{competitor} asked {price} for {product} on {day}: ask what is behind it.").format(
        competitor=price.competitor, price=amount, product=price.product, day=day
    )


def promise_words(promise: OpenPromise, as_of: date) -> str:
    """Return an open promise with its day, and by how much it is late."""
    day, late = formats.day(promise.due_on), (as_of - promise.due_on).days
    if promise.kind is PromiseKind.VISIT:
        if late <= 0:
            return _("Visit agreed for {day}").format(day=day)
        return _("Visit agreed for {day}, {days} late").format(day=day, days=formats.days(late))
    if late <= 0:
        return _("Answer by {day}: {text}").format(day=day, text=promise.text)
    return _("Answer by {day}, {days} late: {text}").format(
        day=day, days=formats.days(late), text=promise.text
    )


def visit_words(back: GiveBack) -> str:
    """Return how long ago the last visit was, and by whom it was made."""
    visit = back.last_visit
    if visit is None:
        return _("No visit is known.")
    if not back.gap.days_since:
        return _("On {day}, by {name}").format(name=visit.rep_name, day=formats.day(visit.day))
    return _("{days} ago, by {name} ({day})").format(
        days=formats.days(back.gap.days_since), name=visit.rep_name, day=formats.day(visit.day)
    )


def due_words(back: GiveBack) -> str:
    """Return whether a visit is due by the interval of the customer's class."""
    if back.gap.interval is None:
        return _("No class, hence no interval.")
    interval = formats.days(back.gap.interval)
    if back.gap.is_due:
        return _("Due: class {name} is visited every {interval}.").format(
            name=back.customer_class, interval=interval
        )
    return _("Not due: class {name} is visited every {interval}.").format(
        name=back.customer_class, interval=interval
    )


def money_words(back: GiveBack) -> str:
    """Return what is overdue, and for how long; that nothing is."""
    if back.overdue <= 0:
        return _("Nothing is overdue.")
    return _("{amount}, the oldest by {days}").format(
        amount=formats.money(back.overdue, back.currency), days=formats.days(back.days_overdue)
    )


def habit_words(back: GiveBack) -> str:
    """Return the orders of the last months against the usual ones; "" without a habit."""
    if not back.habit.share.is_defined:
        return ""
    return _("{recent} in the last 13 weeks, {usual} usually").format(
        recent=formats.money(back.habit.recent, back.currency),
        usual=formats.money(back.habit.usual, back.currency),
    )


def price_words(back: GiveBack) -> str:
    """Return the latest competitor's price that was noted at the customer; "" if there is none."""
    price = back.price
    if price is None:
        return ""
    parts = (
        price.competitor, price.product, formats.money(price.price, back.currency),
        formats.day(price.noted_on),
    )  # fmt: skip
    return " · ".join(part for part in parts if part)


def progress_words(progress: RepProgress, currency: str) -> str:
    """Return a rep's month so far against its target."""
    done = formats.money(progress.actual, currency)
    if progress.target is None:
        return _("{done} so far; no target").format(done=done)
    return _("{done} of {target} ({share})").format(
        done=done,
        target=formats.money(progress.target, currency),
        share=formats.ratio(progress.attainment),
    )
