"""What the dealers ordered: ordinary trade by season and taste, and the planted stories."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date

from desktop.enums import CustomerClass, OrderStatus
from desktop.periods import Month
from desktop.services.sample import goods, stories
from desktop.services.sample.days import AS_OF, WorkDays, months
from desktop.services.sample.dealers import Dealer
from desktop.services.sample.demand import COST_LEVEL, day_weights, expected
from desktop.services.sample.dice import Dice, running, total
from desktop.services.sample.words import money_text

#: Discount off the list price in percent, by the dealer's class.
_DISCOUNT = {"A": 10, "B": 7, "C": 4, "D": 2}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order: product's place, pieces, price and cost of one in fen."""

    product: int
    quantity: int
    price: int
    cost: int

    @property
    def amount(self) -> int:
        """Net amount in fen."""
        return self.quantity * self.price


@dataclass(frozen=True, slots=True)
class Order:
    """An order; `credit` is who is credited with it, `is_push` marks the period-end story."""

    number: str
    day: date
    dealer: Dealer
    credit: str
    lines: tuple[Line, ...]
    is_cancelled: bool = False
    is_push: bool = False


@dataclass(frozen=True, slots=True)
class _Terms:
    """What an order is like beyond its dealer: price, cheap models, groups, most lines."""

    off: int = 0
    cheap: bool = False
    groups: tuple[int, ...] = tuple(range(len(goods.LEAVES)))


COLUMNS = (
    "order_no", "order_date", "customer_code", "rep_code", "product_code", "quantity",
    "unit_price", "amount", "cost", "status",
)  # fmt: skip


def orders(seed: int, work: WorkDays, dealers: tuple[Dealer, ...]) -> tuple[Order, ...]:
    """Return all orders up to the as-of date, numbered in order of date and dealer."""
    found: list[Order] = []
    weights = {month: day_weights(work, month) for month in months()}
    for dealer in dealers:
        _trade(Dice(seed, 10_000 + dealer.place), dealer, weights, found)
    _pushes(Dice(seed, 3), work, dealers, found)
    found.sort(key=lambda order: (order.day, order.dealer.place, order.is_push))
    counts: dict[int, int] = {}
    result = []
    for order in found:
        counts[order.day.year] = counts.get(order.day.year, 0) + 1
        number = f"SO{order.day.year % 100}-{counts[order.day.year]:05d}"
        result.append(replace(order, number=number))
    return tuple(result)


def _trade(
    dice: Dice,
    dealer: Dealer,
    weights: dict[Month, tuple[tuple[date, ...], tuple[float, ...]]],
    found: list[Order],
) -> None:
    """Add a dealer's orders, month by month; what no order took is left for the next month."""
    open_amount = 0.0
    for month, (days, sums) in weights.items():
        if not (dealer.is_trading(month.start) or dealer.is_trading(days[-1])):
            continue
        usual = expected(dealer, month)
        amount = usual * _story_volume(dealer, month)
        usual = usual / (dealer.yearly * (1 + dealer.trend * (month.year - 2024)))
        open_amount += amount * dice.spread(0.75, 1.25)
        count = dice.count(dealer.orders * (0.4 / 12 + 0.6 * usual))
        if count == 0 or amount == 0:
            continue
        shares = [dice.spread(0.6, 1.4) for _ in range(count)]
        whole = total(shares)
        terms = _terms(dealer, month)
        for share in shares:
            day = days[dice.heavy(sums)]
            lines = _lines(dice, dealer, month, open_amount * share / whole, terms)
            cancelled = dice.chance(0.018)
            if day <= AS_OF and dealer.is_trading(day) and not _is_away(dealer, day):
                found.append(Order("", day, dealer, _credit(dealer, day), lines, cancelled))
        open_amount = 0.0
        if dealer.code == stories.DIVERTER and (month.year, month.number) >= stories.DIVERTS_FROM:
            _divert(dice, dealer, month, days, found)


def _story_volume(dealer: Dealer, month: Month) -> float:
    """Return by how much a story moves a dealer's trade in a month."""
    if dealer.code == stories.NEVER_PAYS and month.start >= stories.NEVER_PAYS_FROM:
        return 1.25
    if dealer.code == stories.CUT_OFF and month.start >= stories.CUT_OFF_SHRINKS_FROM:
        return 0.5
    if dealer.code == stories.COMES_BACK and month.start > stories.BACK_ON:
        return 1.2
    if month.year == stories.EROSION_YEAR and dealer.owners[0][1] == stories.EROSION_REP:
        return 1.22
    return 1.0


def _terms(dealer: Dealer, month: Month) -> _Terms:
    """Return what a story makes of the dealer's orders in a month."""
    if month.year == stories.EROSION_YEAR and dealer.owners[0][1] == stories.EROSION_REP:
        return _Terms(off=9, cheap=True)
    return _Terms(off=3 if month.number in (6, 11) else 0)


def _is_away(dealer: Dealer, day: date) -> bool:
    """Whether the lost key dealer is lost on this day."""
    return dealer.code == stories.COMES_BACK and stories.AWAY_FROM <= day < stories.BACK_ON


def _credit(dealer: Dealer, day: date) -> str:
    """Return the rep, or the shares of two, that an order is credited to."""
    if dealer.code == stories.SHARED_CREDIT:
        return stories.SHARED_CREDIT_REPS
    return dealer.owner(day)


def _lines(
    dice: Dice, dealer: Dealer, month: Month, amount: float, terms: _Terms
) -> tuple[Line, ...]:
    """Return lines of about this amount, each product once."""
    season = goods.seasons(month)
    sums = running([dealer.mix[group] * season[group] for group in terms.groups])
    wanted = dice.between(2, 4) if dealer.klass is CustomerClass.A else dice.between(1, 4)
    lines: list[Line] = []
    taken: set[int] = set()
    for _ in range(wanted):
        places, weights = goods.BY_GROUP[terms.groups[dice.heavy(sums)]]
        place = places[dice.heavy(weights)]
        # The cheapest model of a group stands first in it.
        if terms.cheap and dice.chance(0.35):
            place = places[0]
        if place in taken:
            continue
        taken.add(place)
        price = _price(dice, dealer, place, terms.off)
        quantity = _round_quantity(amount * dice.spread(0.7, 1.3) / wanted / price)
        cost = goods.PRODUCTS[place].cost * COST_LEVEL[month.year] // 1000
        lines.append(Line(place, quantity, price, cost))
    return tuple(lines)


def _price(dice: Dice, dealer: Dealer, place: int, off: int) -> int:
    """Return a price in fen: off the list by class, haggling and promotion, a round figure."""
    discount = _DISCOUNT[dealer.klass] + off + dice.between(-1, 2)
    price = goods.PRODUCTS[place].price * (100 - discount) // 100
    step = 500 if price > 50_000 else 50
    return price // step * step


def _round_quantity(pieces: float) -> int:
    """Return pieces as people order them: fives and tens where there are many."""
    whole = max(1, int(pieces + 0.5))
    if whole > 60:
        return whole // 10 * 10
    if whole > 20:
        return whole // 5 * 5
    if whole > 9:
        return whole // 2 * 2
    return whole


def _divert(
    dice: Dice, dealer: Dealer, month: Month, days: tuple[date, ...], found: list[Order]
) -> None:
    """Add the suspicious orders of a small county's dealer: air conditioners, lowest price."""
    terms = _Terms(off=8, groups=goods.AIR_CONDITIONERS)
    for _ in range(2):
        day = days[dice.below(len(days))]
        lines = _lines(dice, dealer, month, dice.between(9, 15) * 1_000_000.0, terms)
        if day <= AS_OF:
            found.append(Order("", day, dealer, _credit(dealer, day), lines))


def _pushes(dice: Dice, work: WorkDays, dealers: tuple[Dealer, ...], found: list[Order]) -> None:
    """Add the period-end push: large orders on a quarter's last three working days."""
    for year, number in stories.PUSH_MONTHS:
        month = Month.at(year, number)
        last_days = work.days[bisect_left(work.days, month.end) - 3 :][:3]
        for code in stories.PUSH_DEALERS:
            dealer = dealers[int(code[1:]) - 1]
            day = dice.pick(last_days)
            amount = dealer.yearly * dice.spread(0.16, 0.24)
            lines = _lines(dice, dealer, month, amount, _Terms())
            found.append(Order("", day, dealer, dealer.owner(day), lines, is_push=True))


def rows(all_orders: tuple[Order, ...], closed: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the orders' file, a row a line; `closed` are those fully invoiced."""
    result = []
    for order in all_orders:
        status = OrderStatus.CLOSED if order.number in closed else OrderStatus.CONFIRMED
        if order.is_cancelled:
            status = OrderStatus.CANCELLED
        for line in order.lines:
            result.append(
                (
                    order.number,
                    order.day.isoformat(),
                    order.dealer.code,
                    order.credit,
                    goods.PRODUCTS[line.product].code,
                    str(line.quantity),
                    money_text(line.price),
                    money_text(line.amount),
                    _cost_text(order, line),
                    status.value,
                )
            )
    return tuple(result)


def _cost_text(order: Order, line: Line) -> str:
    """Return the line's cost; empty for the product whose cost was not known at first."""
    if is_cost_missing(order.day, line.product):
        return ""
    return money_text(line.quantity * line.cost)


def is_cost_missing(day: date, product: int) -> bool:
    """Whether the file has no cost for this product in this month."""
    return (day.year, day.month) == stories.NO_COST_MONTH and (
        goods.PRODUCTS[product].code == stories.NO_COST
    )
