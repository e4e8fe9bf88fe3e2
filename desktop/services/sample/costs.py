"""What the reps spent: on the road, at tables, on promotions; each in a style of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.enums import CustomerClass, ExpenseCategory
from desktop.periods import Month
from desktop.services.sample import names, stories
from desktop.services.sample.days import AS_OF, WorkDays, months
from desktop.services.sample.dice import Dice
from desktop.services.sample.field import Stop
from desktop.services.sample.people import SELLERS, Person
from desktop.services.sample.words import Words, money_text, say

COLUMNS = (
    "date", "rep_code", "category", "amount", "customer_code", "visit_no", "guests",
    "invoice_no", "note",
)  # fmt: skip

_NOTES: dict[ExpenseCategory, tuple[Words, ...]] = {
    ExpenseCategory.TRAVEL: (
        ("油费", "Fuel"), ("过路费", "Tolls"), ("长途客车", "Coach"), ("停车费", "Parking"),
        ("高铁往返", "Train, return"),
    ),
    ExpenseCategory.MEALS: (("误餐", "Meal on the road"), ("工作餐", "Working lunch")),
    ExpenseCategory.ENTERTAINMENT: (("客户招待", "Customer dinner"), ("茶叙", "Tea")),
    ExpenseCategory.GIFT: (("节日礼品", "Holiday gift"), ("开业花篮", "Flowers for the opening")),
    ExpenseCategory.PROMOTION: (
        ("618促销物料", "Material for 618"), ("双11门店活动", "11.11 event in the shop"),
        ("展台搭建", "Stand building"), ("临时促销员", "Temporary promoter"),
    ),
    ExpenseCategory.COMMUNICATION: (("手机话费", "Mobile phone"),),
    ExpenseCategory.OTHER: (("打印复印", "Printing"), ("样机运费", "Freight of demo units")),
}  # fmt: skip

_STORY_AMOUNTS = (50_000, 80_000, 100_000, 120_000, 150_000, 200_000)


@dataclass(frozen=True, slots=True)
class Expense:
    """A claim: amount in fen, the visit's place among the stops (or None), guests by name."""

    day: date
    rep: str
    category: ExpenseCategory
    amount: int
    customer: str = ""
    stop: int | None = None
    guests: tuple[Words, ...] = ()
    note: Words = ("", "")


def expenses(seed: int, work: WorkDays, stops: tuple[Stop, ...]) -> tuple[Expense, ...]:
    """Return all claims in order of day and rep."""
    by_rep: dict[str, list[int]] = {}
    for place, stop in enumerate(stops):
        by_rep.setdefault(stop.rep.code, []).append(place)
    result: list[Expense] = []
    for number, rep in enumerate(SELLERS):
        dice = Dice(seed, 200 + number)
        _of_visits(dice, work, rep, stops, by_rep.get(rep.code, []), result)
        _of_months(dice, work, rep, result)
        if rep.code == stories.GUESTLESS:
            _guestless(dice, work, rep, result)
    result.sort(key=lambda claim: (claim.day, claim.rep, claim.category.value, claim.amount))
    return tuple(result)


def _of_visits(
    dice: Dice,
    work: WorkDays,
    rep: Person,
    stops: tuple[Stop, ...],
    places: list[int],
    result: list[Expense],
) -> None:
    """Add what visits cost: the road and a meal a day, now and then a table or a gift."""
    last: date | None = None
    for place in places:
        stop = stops[place]
        if stop.day not in work:
            continue
        if stop.day != last:
            last = stop.day
            if dice.chance(0.42):
                amount = int(dice.between(3_800, 24_000) * rep.travel)
                result.append(_at(dice, stop, place, ExpenseCategory.TRAVEL, amount))
            if dice.chance(0.12):
                amount = dice.between(28, 96) * 100
                result.append(_at(dice, stop, place, ExpenseCategory.MEALS, amount))
        is_large = stop.dealer.klass in (CustomerClass.A, CustomerClass.B)
        if is_large and not stop.is_attempt and dice.chance(0.018 * rep.wining):
            amount = dice.between(168, 1_180) * 100 + dice.between(0, 9) * 10
            result.append(_at(dice, stop, place, ExpenseCategory.ENTERTAINMENT, amount))
        if stop.dealer.klass is CustomerClass.A:
            month = stop.day.month
            if month in (1, 9) and dice.chance(0.05):
                amount = dice.between(98, 480) * 100
                result.append(_at(dice, stop, place, ExpenseCategory.GIFT, amount))
            if month in (6, 11) and dice.chance(0.10):
                amount = dice.between(18, 88) * 10_000
                result.append(_at(dice, stop, place, ExpenseCategory.PROMOTION, amount))


def _at(dice: Dice, stop: Stop, place: int, category: ExpenseCategory, amount: int) -> Expense:
    """Return a claim that hangs on a visit; entertainment names its guests."""
    guests: tuple[Words, ...] = ()
    if category is ExpenseCategory.ENTERTAINMENT:
        company = [names.person_name(dice) for _ in range(dice.between(0, 2))]
        guests = (stop.dealer.person, *company)
    return Expense(
        stop.day, stop.rep.code, category, amount, stop.dealer.code, place, guests,
        dice.pick(_NOTES[category]),
    )  # fmt: skip


def _of_months(dice: Dice, work: WorkDays, rep: Person, result: list[Expense]) -> None:
    """Add what comes each month: the telephone, sometimes small things."""
    for month in months():
        day = work.next(Month.of(month.start).start.replace(day=20))
        if day > AS_OF or not rep.works_on(day):
            continue
        amount = dice.between(88, 158) * 100
        kind = ExpenseCategory.COMMUNICATION
        result.append(Expense(day, rep.code, kind, amount, note=_NOTES[kind][0]))
        if dice.chance(0.25):
            amount = dice.between(1_200, 18_000)
            kind = ExpenseCategory.OTHER
            result.append(Expense(day, rep.code, kind, amount, note=dice.pick(_NOTES[kind])))


def _guestless(dice: Dice, work: WorkDays, rep: Person, result: list[Expense]) -> None:
    """Add the story of entertainment without guests: round sums, no customer, no visit."""
    for day in work.between(stories.GUESTLESS_FROM, AS_OF):
        if dice.chance(0.16):
            kind = ExpenseCategory.ENTERTAINMENT
            amount = dice.pick(_STORY_AMOUNTS)
            result.append(Expense(day, rep.code, kind, amount, note=_NOTES[kind][0]))


def rows(
    seed: int, claims: tuple[Expense, ...], visit_numbers: tuple[str, ...], language: str
) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the expenses' file; the story's receipts come from one block.

    Guests are a count, and their names stand in the note.
    """
    dice = Dice(seed, 7)
    block = 88_120_400
    result = []
    for number, claim in enumerate(claims):
        receipt = 10_000_000 + number * 7_919 % 70_000_000
        is_story = claim.category is ExpenseCategory.ENTERTAINMENT and not claim.guests
        if is_story:
            block += 1
            receipt = block
        has_receipt = is_story or dice.chance(0.9)
        result.append(
            (
                claim.day.isoformat(),
                claim.rep,
                claim.category.value,
                money_text(claim.amount),
                claim.customer,
                "" if claim.stop is None else visit_numbers[claim.stop],
                _guests(claim, language),
                f"{receipt:08d}" if has_receipt else "",
                say(claim.note, language),
            )
        )
    return tuple(result)


def _guests(claim: Expense, language: str) -> str:
    """Return who was entertained, by name."""
    return say(("、", ", "), language).join(say(guest, language) for guest in claim.guests)
