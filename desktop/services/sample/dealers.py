"""The dealers: who they are, how large, how they pay, and who looked after them when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.enums import CustomerClass
from desktop.services.sample import names, places, stories
from desktop.services.sample.days import FIRST_DAY
from desktop.services.sample.dice import Dice, total
from desktop.services.sample.goods import MIX
from desktop.services.sample.people import BY_CODE
from desktop.services.sample.words import Words, money_text, say

#: Net sales of all dealers together in the first year, in whole fen.
BRANCH_YEAR = 15_000_000_000

#: Last place of the classes A, B and C among the dealers in order of size.
_CLASS_ENDS = ((40, CustomerClass.A), (120, CustomerClass.B), (240, CustomerClass.C))
_KEY_ACCOUNTS = 18

#: Whose dealers a city's are; Nantong was a district leader's before it had a rep.
_CITY_REP = {
    "3301": "R01", "3302": "R02", "3303": "R03", "3304": "R04", "3306": "R05", "3307": "R06",
    "3310": "R13", "3201": "R07", "3205": "R08", "3202": "R09", "3204": "R09", "3206": "L02",
    "3401": "R11", "3402": "R12", "3408": "R12",
}  # fmt: skip

#: Sizes that stories need: dealer and place among all (0 is the largest).
_FORCED_SIZE = {
    stories.NO_CASH: 78,
    stories.DIVERTER: 205,
    stories.APOSTROPHE: 66,
    stories.EMOJI: 150,
    stories.LONG_NAME: 58,
} | {code: 24 + 9 * place for place, code in enumerate(stories.PUSH_DEALERS)}

#: Sizes of the first dealer of each city, in the cities' order; the large one of the place.
_FIRST_OF_CITY = (0, 2, 6, 3, 7, 4, 9, 1, 5, 8, 14, 11, 10, 20, 130)


class Payer(StrEnum):
    """How a dealer pays his invoices."""

    CASH = "cash"
    PROMPT = "prompt"
    USUAL = "usual"
    SLOW = "slow"
    VERY_SLOW = "very_slow"
    PARTS = "parts"


_PAYERS = (
    *(Payer.PROMPT,) * 26, *(Payer.USUAL,) * 38, *(Payer.SLOW,) * 17,
    *(Payer.VERY_SLOW,) * 5, *(Payer.PARTS,) * 14,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dealer:
    """A dealer with the trade that is expected of him.

    `yearly` is net sales in fen as of the first year, `orders` how many orders that makes,
    `trend` the yearly change that is his own, `mix` his groups' shares (1 in all), `first` and
    `last` the bounds of his trade, `owners` who looks after him from when, in order of date.
    """

    place: int
    code: str
    name: Words
    city: str
    county: str
    klass: CustomerClass
    is_key: bool
    yearly: int
    orders: float
    trend: float
    mix: tuple[float, ...]
    terms: int
    payer: Payer
    opened: date
    first: date
    last: date | None
    owners: tuple[tuple[date, str], ...]
    limit: int | None
    phone: str
    address: Words
    person: Words

    def holder(self, day: date) -> str:
        """Return whom the dealer belongs to, even if that person has left meanwhile."""
        found = self.owners[0][1]
        for since, rep in self.owners[1:]:
            if since <= day:
                found = rep
        return found

    def owner(self, day: date) -> str:
        """Return who looks after the dealer, or "" where that person has left."""
        found = self.holder(day)
        return found if BY_CODE[found].works_on(day) else ""

    def is_trading(self, day: date) -> bool:
        """Whether he buys at all at this time."""
        return self.first <= day and (self.last is None or day <= self.last)


COLUMNS = (
    "code", "name", "territory_code", "rep_code", "class", "key_account", "tax_id", "phone",
    "address", "legal_person", "credit_limit", "terms_days", "opened_on",
)  # fmt: skip
ASSIGNMENT_COLUMNS = ("customer_code", "rep_code", "from", "to")


def dealers(seed: int) -> tuple[Dealer, ...]:
    """Return all dealers in the order of their codes."""
    dice = Dice(seed, 2)
    sizes = _sizes(dice)
    weights = [1.0 / ((size + 12) * (size + 90)) for size in range(len(sizes))]
    whole = total(weights)
    used: set[str] = set()
    result: list[Dealer] = []
    for city, _name, area, count in places.CITIES:
        for _ in range(count):
            place = len(result)
            size = sizes[place]
            yearly = int(BRANCH_YEAR * weights[size] / whole)
            result.append(_dealer(dice, place, size, yearly, city, area, used))
    return tuple(result)


def _sizes(dice: Dice) -> list[int]:
    """Return each dealer's place among all by size; no two share one."""
    count = sum(city[3] for city in places.CITIES)
    fixed: dict[int, int] = {}
    start = 0
    for size, city in zip(_FIRST_OF_CITY, places.CITIES, strict=True):
        fixed[start] = size
        start += city[3]
    fixed |= {int(code[1:]) - 1: size for code, size in _FORCED_SIZE.items()}
    taken = set(fixed.values())
    free = iter(dice.shuffled([size for size in range(count) if size not in taken]))
    return [fixed[place] if place in fixed else next(free) for place in range(count)]


def _dealer(
    dice: Dice, place: int, size: int, yearly: int, city: str, area: str, used: set[str]
) -> Dealer:
    """Return one dealer; `used` holds the Chinese names given so far."""
    code = f"C{place + 1:04d}"
    klass = next((k for end, k in _CLASS_ENDS if size < end), CustomerClass.D)
    county_code, county_name = dice.pick(places.counties_of(city))
    if code == stories.DIVERTER:
        county_code, county_name = next(
            entry for entry in places.COUNTIES if entry[0] == stories.DIVERTER_COUNTY
        )
    owner = _CITY_REP[city]
    opened, first, last = _life(dice, code, size, BY_CODE[owner].hired)
    phone = f"{area}-0{dice.below(10_000_000):07d}"
    if code in stories.SHARED_PHONE:
        phone = "0574-00331827"
    return Dealer(
        place=place,
        code=code,
        name=names.dealer_name(dice, code, city, county_name, size, used),
        city=city,
        county=city if size in _FIRST_OF_CITY[:8] else county_code,
        klass=klass,
        is_key=size < _KEY_ACCOUNTS,
        yearly=yearly,
        orders=_order_count(dice, klass),
        trend=dice.spread(-0.10, 0.12),
        mix=_mix(dice),
        terms=_terms(dice, klass),
        payer=_payer(dice, klass, code),
        opened=opened,
        first=first,
        last=last,
        owners=_owners(code, owner, opened),
        limit=_limit(dice, yearly, klass),
        phone=phone,
        address=names.address(dice, city, county_name),
        person=names.person_name(dice),
    )


def _life(dice: Dice, code: str, size: int, hired: date) -> tuple[date, date, date | None]:
    """Return when the dealer was opened, bought first and last: some are new, some end."""
    opened = hired + timedelta(days=30 + dice.below((date(2023, 11, 1) - hired).days - 30))
    first = FIRST_DAY
    last: date | None = None
    fate = dice.below(100)
    # The leaver opened nobody in his last months.
    when = dice.below(820 if hired == BY_CODE[stories.LEAVER].hired else 940)
    if code == stories.NO_CASH:
        opened, first = stories.NO_CASH_OPENED, stories.NO_CASH_OPENED + timedelta(days=8)
    elif size >= 45 and fate < 17:
        opened = FIRST_DAY + timedelta(days=60 + when)
        first = opened + timedelta(days=dice.between(12, 50))
    elif size >= 45 and fate < 27 and code not in _FORCED_SIZE:
        last = FIRST_DAY + timedelta(days=120 + when)
    return opened, first, last


def _order_count(dice: Dice, klass: CustomerClass) -> float:
    """Return how many orders a year such a dealer gives."""
    low, high = {"A": (22, 32), "B": (10, 16), "C": (5, 9), "D": (4, 5)}[klass]
    return dice.spread(low, high)


def _mix(dice: Dice) -> tuple[float, ...]:
    """Return the dealer's shares of the groups: the branch's, each moved by his own taste."""
    raw = [share * dice.spread(0.4, 1.6) for share in MIX]
    whole = total(raw)
    return tuple(value / whole for value in raw)


def _terms(dice: Dice, klass: CustomerClass) -> int:
    """Return the days of credit: larger dealers get longer ones."""
    options = {"A": (45, 60, 60), "B": (30, 45, 45, 60), "C": (30, 30, 45), "D": (0, 0, 30)}
    return dice.pick(options[klass])


def _payer(dice: Dice, klass: CustomerClass, code: str) -> Payer:
    """Return how the dealer pays; small ones without terms pay on delivery."""
    habit = dice.pick(_PAYERS)
    if code in stories.PUSH_DEALERS:
        return Payer.SLOW
    if code in (stories.COMES_BACK, stories.CUT_OFF, stories.SHARED_CREDIT):
        return Payer.USUAL
    if klass is CustomerClass.D and habit is not Payer.VERY_SLOW:
        return Payer.CASH if dice.chance(0.7) else Payer.PROMPT
    return habit


def _owners(code: str, first: str, opened: date) -> tuple[tuple[date, str], ...]:
    """Return who looks after the dealer from when, changes of hand included."""
    start = (opened, first)
    if first == stories.BEFORE_NEW_REP:
        wave = stories.FIRST_WAVE if int(code[1:]) % 18 < 10 else stories.SECOND_WAVE
        if opened >= wave:
            return ((opened, stories.NEW_REP),)
        return (start, (wave, stories.NEW_REP))
    if code in stories.MOVED:
        if opened >= stories.MOVED_ON:
            return ((opened, stories.MOVED_TO),)
        return (start, (stories.MOVED_ON, stories.MOVED_TO))
    if code in stories.LEAVER_HANDED:
        return (start, (stories.LEAVER_HANDED_ON, stories.LEAVER_HANDED_TO))
    return (start,)


def _limit(dice: Dice, yearly: int, klass: CustomerClass) -> int | None:
    """Return the credit limit in fen: some two to four months' purchases, or none set."""
    wanted = int(yearly * dice.spread(0.22, 0.42))
    step = 10_000_000 if klass is CustomerClass.A else 1_000_000
    if klass is CustomerClass.D:
        return 0 if dice.chance(0.5) else None
    return max(step, wanted // step * step)


def rows(all_dealers: tuple[Dealer, ...], language: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the customers' file.

    The tax numbers hold the letters S and V, and the telephone numbers begin with a zero: no
    real ones do.
    """
    return tuple(
        (
            dealer.code,
            say(dealer.name, language),
            dealer.county,
            dealer.owners[0][1],
            dealer.klass.value,
            "yes" if dealer.is_key else "no",
            f"91{(dealer.county + '00')[:6]}SV{dealer.place + 1:08d}",
            dealer.phone,
            say(dealer.address, language),
            say(dealer.person, language),
            "" if dealer.limit is None else money_text(dealer.limit),
            str(dealer.terms),
            dealer.opened.isoformat(),
        )
        for dealer in all_dealers
    )


def assignment_rows(all_dealers: tuple[Dealer, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the assignments' file: only changes of hand, by date and dealer."""
    changes = [
        (since, dealer.code, rep) for dealer in all_dealers for since, rep in dealer.owners[1:]
    ]
    return tuple((code, rep, since.isoformat(), "") for since, code, rep in sorted(changes))
