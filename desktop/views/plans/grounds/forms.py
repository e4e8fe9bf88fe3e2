"""What is typed into the forms and cells of the reasons, read into entries; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from desktop.enums import Confidence
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.periods import Month
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.plans.outlooks_data import OutlookEntry, ProspectEntry, ProspectRow
from desktop.services.plans.potentials_data import PotentialEntry, PotentialMethod, PotentialRow
from desktop.services.plans.situation_data import MarketEntry, MarketRow
from desktop.services.rules.potential import CLASSICAL_WEIGHTS, buying_power, chain_of
from desktop.views.plans.grounds.words import CONFIDENCES, METHODS

Texts = Mapping[str, str]
V = TypeVar("V")

#: The columns of a list that are typed, by the field of the entry that they are.
POTENTIAL_FIELDS = (
    "amount", "target_share", "as_of", "source", "method", "confidence", "note",
)  # fmt: skip
OUTLOOK_FIELDS = (
    "base", "growth", "wallet", "new_products", "price", "churn", "one_offs", "commitment",
    "signed_on", "note",
)  # fmt: skip
_RATES = frozenset({"growth", "price", "churn", "target_share"})
#: Between which fractions a rate lies; what must not fall below zero.
_BOUNDS = {
    "growth": (-1, 10), "price": (-1, 10), "churn": (0, 1), "chance": (0, 1),
    "target_share": (0, 1),
}  # fmt: skip
_NOT_BELOW_ZERO = frozenset({"amount", "base", "commitment"})
_DAYS = frozenset({"as_of", "signed_on"})
_WORDS = frozenset({"source", "note"})
#: An empty cell of these is nothing said; of the other amounts it is zero.
_OPTIONAL = frozenset({"base", "commitment", "target_share"})


@dataclass(frozen=True, slots=True)
class MarketForm:
    """A form of the market's sheet: the figure that is corrected, None for a new one."""

    row: MarketRow | None = None


@dataclass(frozen=True, slots=True)
class PotentialForm:
    """A form of a potential; `is_new` makes a figure beside the one there is."""

    row: PotentialRow
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ProspectForm:
    """A form of a prospect: the one that is corrected, None for a new one."""

    row: ProspectRow | None = None
    reps: tuple[tuple[int, str], ...] = ()
    territories: tuple[tuple[int, str], ...] = ()
    first: Month | None = None


class Reading:
    """Reads texts by field, gathering an issue for each that cannot be read."""

    def __init__(self, texts: Texts, today: date) -> None:
        self._texts, self._today = texts, today
        self.issues: list[Issue] = []

    def words(self, field: str) -> str:
        """Return a text on one line."""
        return " ".join(self._texts.get(field, "").split())

    def number(self, field: str) -> Decimal:
        """Return an amount that must be there."""
        if not self._is_there(field):
            return Decimal(0)
        found = self._read(field, formats.parse_amount, "grounds_amount_form") or Decimal(0)
        if found < 0 and (field in _NOT_BELOW_ZERO):
            self.issues.append(Issue("grounds_amount_range", column=field, value=self.words(field)))
        return found

    def percent(self, field: str) -> Decimal:
        """Return a percentage that must be there, as a fraction."""
        return (self.share(field) or Decimal(0)) if self._is_there(field) else Decimal(0)

    def share(self, field: str) -> Decimal | None:
        """Return a percentage as a fraction; nothing typed is None."""
        found = self._read(field, parse_percent, "grounds_percent_form")
        least, most = _BOUNDS[field]
        if found is not None and not least <= found <= most:
            bounds = {"least": f"{least * 100}%", "most": f"{most * 100}%"}
            self.issues.append(Issue("grounds_rate_range", bounds, column=field,
                                     value=self.words(field)))  # fmt: skip
        return found

    def _is_there(self, field: str) -> bool:
        if not self.words(field):
            self.issues.append(Issue("required", column=field))
        return bool(self.words(field))

    def day(self, field: str) -> date | None:
        """Return a day; nothing typed is None."""
        return self._read(
            field, lambda text: formats.parse_day(text, self._today), "grounds_day_form"
        )

    def month(self, field: str) -> Month:
        """Return a month that must be there."""
        if not self._is_there(field):
            return Month.of(self._today)
        return self._read(field, parse_month, "grounds_month_form") or Month.of(self._today)

    def _read(self, field: str, read: Callable[[str], V], code: str) -> V | None:
        text = self.words(field)
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            self.issues.append(Issue(code, column=field, value=text))
            return None

    def done(self) -> None:
        """Refuse what could not be read.

        Raises:
            InputError: with all issues.
        """
        if self.issues:
            raise InputError(*self.issues)


def parse_percent(text: str) -> Decimal:
    """Return a percentage as a fraction: `5`, `5%` and `５％` are 0.05.

    Raises:
        ValueError: not a number.
    """
    return formats.parse_amount(text.strip().rstrip("%％")) / 100


def parse_month(text: str) -> Month:
    """Return the month that a person typed: `2027-03`, `2027/3`, `2027年3月`.

    Raises:
        ValueError: not a month.
    """
    parts = [part for part in text.replace("年", "-").replace("月", "").replace("/", "-").split("-")
             if part]  # fmt: skip
    if len(parts) != 2 or not all(part.isdecimal() and part.isascii() for part in parts):
        raise ValueError("not a month")
    year, month = int(parts[0]), int(parts[1])
    if not 1990 <= year <= 2200:
        raise ValueError("not a year of this program")
    return Month.at(year, month)


def calculated(text: str, method: PotentialMethod) -> Decimal:
    """Return what a calculation comes to, rounded half-up to a hundredth.

    The index is `market; income %; retail sales %; population %`, with the classical weights;
    every other method is products and sums.

    Raises:
        ValueError: it cannot be calculated.
    """
    if method is PotentialMethod.INDEX:
        parts = [part.strip() for part in text.replace("；", ";").split(";")]
        if len(parts) != 1 + len(CLASSICAL_WEIGHTS):
            raise ValueError("not an index")
        market = formats.parse_amount(parts[0])
        shares = [parse_percent(part) for part in parts[1:]]
        index = buying_power(shares, CLASSICAL_WEIGHTS)
        found = market * index.numerator / index.denominator
    else:
        found = chain_of(text, formats.parse_amount)
    return found.quantize(Decimal("0.01"), ROUND_HALF_UP)


def read_market(texts: Texts, today: date) -> MarketEntry:
    """Return what the form of a market figure says.

    Raises:
        InputError: at its field.
    """
    read = Reading(texts, today)
    entry = MarketEntry(
        read.words("area"), read.words("name"), read.number("value"), read.words("unit"),
        read.words("source"), read.day("as_of"), read.words("note"),
    )  # fmt: skip
    read.done()
    return entry


def read_potential(texts: Texts, today: date) -> PotentialEntry:
    """Return what the form of a potential says.

    Raises:
        InputError: at its field.
    """
    read = Reading(texts, today)
    entry = PotentialEntry(
        read.number("amount"), read.day("as_of"), read.words("source"),
        PotentialMethod(texts["method"]), Confidence(texts["confidence"]),
        read.share("target_share"), read.words("note"),
    )  # fmt: skip
    read.done()
    return entry


def read_prospect(
    texts: Texts, today: date, rep_id: int | None, territory_id: int | None
) -> ProspectEntry:
    """Return what the form of a prospect says.

    Raises:
        InputError: at its field.
    """
    read = Reading(texts, today)
    entry = ProspectEntry(
        read.words("name"), read.number("value"), read.percent("chance"),
        read.month("first_month"), rep_id, territory_id, read.words("next_step"),
    )  # fmt: skip
    read.done()
    return entry


def potential_typed(row: PotentialRow, texts: Texts, today: date) -> PotentialEntry:
    """Return a row's entry with what was typed into its cells.

    Raises:
        InputError: a cell cannot be read; without a figure the amount comes first.
    """
    entry = row.entry
    if entry is None:
        if not texts.get("amount", "").strip():
            raise InputError(Issue("required", column="amount"))
        entry = PotentialEntry(Decimal(0), today)
    elif "amount" in texts and not texts["amount"].strip():
        raise InputError(Issue("required", column="amount"))
    return replace(entry, **_typed(texts, today))


def outlook_typed(entry: OutlookEntry, texts: Texts, today: date) -> OutlookEntry:
    """Return an outlook with what was typed into its cells; an emptied cell is nothing.

    Raises:
        InputError: a cell cannot be read.
    """
    return replace(entry, **_typed(texts, today))


def _typed(texts: Texts, today: date) -> dict[str, Any]:
    read = Reading(texts, today)
    found: dict[str, Any] = {}
    for field, text in texts.items():
        if field == "method":
            found[field] = _word(read, field, text, METHODS)
        elif field == "confidence":
            found[field] = _word(read, field, text, CONFIDENCES)
        elif field in _WORDS:
            found[field] = read.words(field)
        elif field in _DAYS:
            found[field] = read.day(field)
        elif not read.words(field):
            found[field] = None if field in _OPTIONAL else Decimal(0)
        else:
            found[field] = read.percent(field) if field in _RATES else read.number(field)
    read.done()
    return found


def _word(read: Reading, field: str, text: str, words: Mapping[V, str]) -> V:
    """Return which of the words on screen, or of the stored ones, a text is."""
    key = search_key(text)
    for value, name in words.items():
        if key in (search_key(_(name)), search_key(name), str(value)):
            return value
    known = ", ".join(_(name) for name in words.values())
    read.issues.append(Issue("grounds_word", {"known": known}, column=field, value=text))
    return next(iter(words))


def cell_text(row: object, field: str) -> str:
    """Return what the field of a cell begins with: the value as it would be typed."""
    entry = getattr(row, "entry", None)
    value = getattr(entry, field, None)
    if field == "base" and value is None:
        value = getattr(row, "history", None)
    if value is None:
        return ""
    if isinstance(value, PotentialMethod):
        return _(METHODS[value])
    if isinstance(value, Confidence):
        return _(CONFIDENCES[value])
    if field in _RATES and isinstance(value, Decimal):
        return f"{formats.quantity(value * 100)}%" if value else ""
    if isinstance(value, Decimal):
        return formats.quantity(value) if value or field == "amount" else ""
    return str(value)
