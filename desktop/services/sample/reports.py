"""What the reps handed in of their visits and plans: times, outcomes, notes, as file rows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from desktop.enums import VisitChannel
from desktop.services.sample import goods, phrases, stories
from desktop.services.sample.days import AS_OF, WorkDays
from desktop.services.sample.dice import Dice
from desktop.services.sample.field import INTERVAL, Plan, Stop
from desktop.services.sample.words import Words, say

COLUMNS = (
    "visit_no", "date", "start", "end", "minutes", "rep_code", "customer_code", "channel",
    "purpose", "outcome", "planned", "note", "next_visit_on", "received_at", "order_no",
)  # fmt: skip
PLAN_COLUMNS = ("rep_code", "customer_code", "date", "purpose")

_GROUP_NAMES = {code: name for code, name, _parent in goods.GROUPS}


def rows(
    seed: int, work: WorkDays, stops: tuple[Stop, ...], language: str
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the rows of the visits' file and, for each stop in its order, its visit's number.

    Rows stand in order of number, that is of day and rep. A day's visits never overlap.
    """
    order = sorted(range(len(stops)), key=lambda i: (stops[i].day, stops[i].rep.code, i))
    dice = Dice(seed, 5)
    counts: dict[int, int] = {}
    numbers = [""] * len(stops)
    result = []
    clock = 0
    before: tuple[date, str] | None = None
    for place in order:
        stop = stops[place]
        counts[stop.day.year] = counts.get(stop.day.year, 0) + 1
        numbers[place] = f"VS{stop.day.year % 100}-{counts[stop.day.year]:05d}"
        if before != (stop.day, stop.rep.code):
            before = (stop.day, stop.rep.code)
            clock = dice.between(8 * 60 + 20, 9 * 60 + 30)
        is_copy = _is_copy(stop)
        if is_copy:
            clock = -(-clock // 30) * 30
        length = _length(dice, stop, is_copy)
        start, end, minutes = _times(dice, stop, clock, length)
        clock += length + dice.between(20, 55)
        result.append(
            (
                numbers[place], stop.day.isoformat(), start, end, minutes,
                stop.rep.code, stop.dealer.code, stop.channel.value,
                *_words(dice, stop, is_copy, language),
                _next_visit(dice, work, stop),
                _received(dice, work, stop, is_copy),
                stop.order.number if stop.order and dice.chance(0.7) else "",
            )
        )  # fmt: skip
    return tuple(result), tuple(numbers)


def _is_copy(stop: Stop) -> bool:
    """Whether the visit belongs to the story of the copied notes."""
    return stop.rep.code == stories.COPIER and stop.day >= stories.COPIES_FROM


def _length(dice: Dice, stop: Stop, is_copy: bool) -> int:
    """Return a visit's minutes."""
    if stop.is_attempt or is_copy:
        return dice.between(6, 14)
    if stop.channel is VisitChannel.PHONE or stop.channel is VisitChannel.ONLINE:
        return dice.between(6, 20)
    most = {"A": 85, "B": 65, "C": 45, "D": 35}[stop.dealer.klass]
    return dice.between(18, most)


def _times(dice: Dice, stop: Stop, clock: int, length: int) -> tuple[str, str, str]:
    """Return start, end and minutes: times where the rep writes them, else minutes only."""
    if not dice.chance(stop.rep.timed):
        return "", "", str(length)
    end = clock + length
    return f"{clock // 60:02d}:{clock % 60:02d}", f"{end // 60:02d}:{end % 60:02d}", ""


def _words(dice: Dice, stop: Stop, is_copy: bool, language: str) -> tuple[str, str, str, str]:
    """Return purpose, outcome, whether planned, and note."""
    purpose = phrases.PURPOSES[dice.below(len(phrases.PURPOSES))]
    outcome = phrases.OUTCOMES[dice.below(len(phrases.OUTCOMES))]
    attempt = phrases.ATTEMPTS[dice.below(2)]
    if purpose == phrases.PURPOSES[phrases.COLLECT] and dice.chance(0.5):
        outcome = phrases.OUTCOMES[phrases.PROMISED]
    if stop.order is not None:
        outcome = phrases.ORDERED
    note = ""
    if is_copy:
        purpose = phrases.PURPOSES[phrases.ROUTINE]
        note = say(dice.pick(phrases.COPIED), language)
    elif not stop.is_attempt and dice.chance(stop.rep.noted):
        note = _note(dice, language)
    return (
        say(purpose, language),
        attempt if stop.is_attempt else say(outcome, language),
        "yes" if stop.was_planned else "no",
        note,
    )


def _note(dice: Dice, language: str) -> str:
    """Return a note of two or three phrases with figures of its own."""
    group = dice.pick(goods.LEAVES)
    parts: list[Words] = [dice.pick(phrases.SEEN), dice.pick(phrases.FIGURES)]
    third = dice.pick(phrases.NEXT)
    if dice.chance(0.7):
        parts.append(third)
    facts = {"n": dice.between(2, 60), "day": dice.between(4, 28)}
    name = say(_GROUP_NAMES[group], language)
    if language == "en":
        name = name.lower()
    text = say(phrases.SEPARATOR, language).join(say(part, language) for part in parts)
    return text.format(group=name, **facts) + say(phrases.STOP, language)


def _next_visit(dice: Dice, work: WorkDays, stop: Stop) -> str:
    """Return the day agreed for the next visit, for some of the visits."""
    if not dice.chance(0.4):
        return ""
    usual = INTERVAL[stop.dealer.klass]
    return work.next(stop.day + timedelta(days=usual + dice.between(0, 5))).isoformat()


def _received(dice: Dice, work: WorkDays, stop: Stop, is_copy: bool) -> str:
    """Return when the report reached the office; empty where it is not in by the as-of date."""
    if is_copy:
        day = stop.day + timedelta(days=(4 - stop.day.weekday()) % 7)
        at = time(21, dice.between(0, 20))
    elif dice.chance(stop.rep.on_time):
        day = stop.day if dice.chance(0.7) else work.next(stop.day + timedelta(days=1))
        at = time(dice.between(17, 19), dice.below(60))
        if day > stop.day:
            at = time(dice.between(8, 9), dice.below(60))
    else:
        day = work.next(stop.day + timedelta(days=dice.between(3, 9)))
        at = time(dice.between(9, 17), dice.below(60))
    if day > AS_OF:
        return ""
    return datetime.combine(day, at).isoformat(" ", "minutes")


def plan_rows(seed: int, plans: tuple[Plan, ...], language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the visit plans' file, by day, rep and dealer."""
    dice = Dice(seed, 6)
    ordered = sorted(plans, key=lambda plan: (plan.day, plan.rep.code, plan.dealer.code))
    return tuple(
        (
            plan.rep.code,
            plan.dealer.code,
            plan.day.isoformat(),
            say(dice.pick(phrases.PURPOSES), language),
        )
        for plan in ordered
    )
