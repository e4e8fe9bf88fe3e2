"""The reps' days: whom they planned to visit, whom they saw, and what they wrote of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from desktop.enums import CustomerClass, VisitChannel
from desktop.services.sample import stories
from desktop.services.sample.days import AS_OF, WorkDays
from desktop.services.sample.dealers import Dealer
from desktop.services.sample.dice import Dice
from desktop.services.sample.orders import Order
from desktop.services.sample.people import SELLERS, Away, Person

#: Days between two visits to a dealer of a class, as the branch would like it.
INTERVAL = {"A": 6, "B": 11, "C": 21, "D": 42}

#: Written visit plans were introduced in the second year; plans go a week beyond the as-of date.
PLANS_FROM = date(2025, 1, 1)
PLANS_TO = AS_OF + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit made: `was_planned` says whether it stood in the plan, `order` what came of it."""

    day: date
    rep: Person
    dealer: Dealer
    was_planned: bool
    is_attempt: bool
    channel: VisitChannel
    order: Order | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit planned, whether made or not."""

    day: date
    rep: Person
    dealer: Dealer


@dataclass(slots=True)
class _Round:
    """A rep's dealers with the day on which each is next due, while his days are played."""

    rep: Person
    dealers: list[Dealer]
    due: dict[int, date] = field(default_factory=dict)
    wanted: dict[date, list[Order]] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)


def play(
    seed: int,
    work: WorkDays,
    dealers: tuple[Dealer, ...],
    orders: tuple[Order, ...],
    away: tuple[Away, ...],
) -> tuple[tuple[Stop, ...], tuple[Plan, ...]]:
    """Return all visits and plans, in order of rep and day; visits of a day in their order."""
    stops: list[Stop] = []
    plans: list[Plan] = []
    for number, rep in enumerate(SELLERS):
        dice = Dice(seed, 100 + number)
        tour = _Round(rep, _candidates(rep, dealers))
        for dealer in tour.dealers:
            first = max(work.days[0], rep.hired, dealer.opened + timedelta(days=3))
            tour.due[dealer.place] = first + timedelta(days=dice.below(20))
        _want(dice, work, tour, orders)
        off = {day for a in away if a.rep == rep.code for day in work.between(a.first, a.last)}
        for day in work.between(work.days[0], PLANS_TO):
            if rep.works_on(day) and day not in off:
                _day(dice, tour, day, stops, plans)
        if rep.code == stories.COPIER:
            _sundays(dice, tour, stops)
    stops.sort(key=lambda stop: (stop.rep.code, stop.day))
    return tuple(stops), tuple(plans)


def _candidates(rep: Person, dealers: tuple[Dealer, ...]) -> list[Dealer]:
    """Return whom a rep ever looks after; district leaders also see their key accounts."""
    own = [d for d in dealers if any(code == rep.code for _since, code in d.owners)]
    if rep.code.startswith("L"):
        area = "33" if rep.territory == "33" else "32"
        own += [d for d in dealers if d.is_key and d.city.startswith(area) and d not in own]
    return own


def _want(dice: Dice, work: WorkDays, tour: _Round, orders: tuple[Order, ...]) -> None:
    """Note the orders that come from a visit: it falls on the order's day or up to 3 before."""
    own = {dealer.place for dealer in tour.dealers}
    for order in orders:
        if order.dealer.place not in own or order.dealer.owner(order.day) != tour.rep.code:
            continue
        hit = tour.rep.hit
        if tour.rep.code == stories.NEW_REP:
            hit *= min(1.0, 0.35 + 0.12 * (order.day.month - 3))
        if tour.rep.code == stories.COPIER and order.day >= stories.COPIES_FROM:
            hit *= 0.3
        if not order.is_cancelled and dice.chance(hit):
            days = work.between(order.day - timedelta(days=3), order.day)
            tour.wanted.setdefault(dice.pick(days), []).append(order)


def _may_visit(tour: _Round, dealer: Dealer, day: date) -> bool:
    """Whether the rep would go there on this day."""
    if dealer.code == stories.CUT_OFF and day > stories.LAST_VISIT:
        return False
    if day < dealer.opened:
        return False
    if dealer.last is not None and day > dealer.last + timedelta(days=120):
        return False
    owner = dealer.owner(day)
    return owner == tour.rep.code or (tour.rep.code.startswith("L") and dealer.is_key)


def _capacity(dice: Dice, tour: _Round, day: date) -> int:
    """Return how many visits the rep makes on a day; a new rep makes more each month."""
    usual = tour.rep.visits
    if tour.rep.code == stories.NEW_REP:
        usual *= min(1.0, 0.4 + 0.1 * (day.month - 3))
    if tour.rep.code == stories.BEFORE_NEW_REP and day >= stories.SECOND_WAVE:
        usual *= 0.4
    return dice.count(usual * dice.spread(0.65, 1.35))


def _day(dice: Dice, tour: _Round, day: date, stops: list[Stop], plans: list[Plan]) -> None:
    """Play a day: draw up the plan, keep it or not, take up what orders call for."""
    capacity = _capacity(dice, tour, day)
    ranked = sorted(
        (
            (tour.due[dealer.place], dealer.place, dealer)
            for dealer in tour.dealers
            if tour.due[dealer.place] <= day + timedelta(days=4) and _may_visit(tour, dealer, day)
        ),
        key=lambda entry: entry[:2],
    )
    planned = _near([entry[2] for entry in ranked], capacity)
    if day >= PLANS_FROM:
        plans += [Plan(day, tour.rep, dealer) for dealer in planned]
    if day > AS_OF:
        for dealer in planned:
            tour.due[dealer.place] = day + timedelta(days=INTERVAL[dealer.klass])
        return
    seen: set[int] = set()
    for order in tour.wanted.get(day, ()):
        dealer = order.dealer
        if dealer.place not in seen and _may_visit(tour, dealer, day):
            seen.add(dealer.place)
            _stop(dice, tour, day, dealer, dealer in planned and day >= PLANS_FROM, order, stops)
    for dealer in planned:
        if dealer.place in seen or len(seen) > capacity:
            continue
        if not dice.chance(tour.rep.plan_keeping):
            tour.due[dealer.place] = day + timedelta(days=dice.between(1, 6))
            continue
        seen.add(dealer.place)
        _stop(dice, tour, day, dealer, day >= PLANS_FROM, None, stops)


def _near(ranked: list[Dealer], capacity: int) -> list[Dealer]:
    """Return the dealers most due, those in the first one's county before others as due."""
    if not ranked or capacity == 0:
        return []
    home = ranked[0].county
    pool = ranked[: capacity * 2]
    pool.sort(key=lambda dealer: dealer.county != home)
    return pool[:capacity]


def _stop(
    dice: Dice,
    tour: _Round,
    day: date,
    dealer: Dealer,
    was_planned: bool,
    order: Order | None,
    stops: list[Stop],
) -> None:
    """Add a visit and set the day on which the dealer is due again."""
    interval = INTERVAL[dealer.klass] if dealer.is_trading(day) else 45
    if tour.rep.code.startswith("L") and dealer.owner(day) != tour.rep.code:
        interval = 60
    tour.due[dealer.place] = day + timedelta(days=interval * dice.between(80, 125) // 100)
    is_attempt = order is None and dice.chance(0.045)
    channel = VisitChannel.ON_SITE
    if order is None and not is_attempt and dice.chance(0.06):
        channel = VisitChannel.PHONE if dice.chance(0.7) else VisitChannel.ONLINE
    if dealer.klass is CustomerClass.A and (day.month, day.day) in ((3, 14), (9, 12)):
        channel = VisitChannel.EXHIBITION
    if order is not None:
        tour.linked.add(order.number)
    stops.append(Stop(day, tour.rep, dealer, was_planned, is_attempt, channel, order))


def _sundays(dice: Dice, tour: _Round, stops: list[Stop]) -> None:
    """Add the copier's visits on Sundays, when his dealers were not asked."""
    day = stories.COPIES_FROM
    while day <= AS_OF:
        if day.weekday() == 6 and dice.chance(0.2):
            dealer = dice.pick(tour.dealers)
            if _may_visit(tour, dealer, day):
                stops.append(Stop(day, tour.rep, dealer, False, False, VisitChannel.ON_SITE, None))
        day += timedelta(days=1)
