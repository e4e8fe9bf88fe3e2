"""How numbers of a file are read: the column's way of writing first, then each cell.

A separator that could be a decimal point or a thousands separator is settled by the rest of its
column (RELIABILITY.md, section 3; FORMATS.md, section 2), never by the cell alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.money import LARGEST_AMOUNT
from desktop.services.imports.data import BadCell, Cell

_SIGNS = {"-": -1, "−": -1, "–": -1, "+": 1}
_CURRENCY = r"(?:¥|\$|€|£|₩|₹|CNY|RMB|USD|EUR|GBP|JPY|HKD|人民币)"
_UNIT = r"(?:万元|万|千元|千|亿元|亿)"
_WRITTEN = re.compile(
    rf"(?P<sign>[-+−–])?\s*(?P<before>{_CURRENCY})?\s*(?P<sign2>[-−–])?\s*"
    rf"(?P<body>[0-9][0-9.,]*|\.[0-9]+)\s*(?P<unit>{_UNIT})?\s*(?P<after>{_CURRENCY}|元|圆)?",
    re.ASCII | re.IGNORECASE,
)
_UNIT_FACTORS = {"万": 10_000, "千": 1_000, "亿": 100_000_000}
_PLAIN = re.compile(r"[0-9]+")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_POINT = re.compile(r"[0-9]*\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_COMMA = re.compile(r"[0-9]*,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_GROUPED = {
    ".": re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?"),
    ",": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]*(?:,[0-9]+)?"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be taken: an issue's code and facts."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, code: str, **facts: object) -> Problem:
        """Return a problem with these facts."""
        return cls(code, tuple(facts.items()))


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a column writes numbers: its decimal sign, and what kept that from being clear.

    `was_chosen` is True where nothing but the program's preference decided.
    """

    decimal: str = "."
    problem: Problem | None = None
    was_chosen: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """The parts of a number as written; `unit` is what the last character multiplies by."""

    negative: bool
    body: str
    unit: int
    currency: str


def number_style(cells: Iterable[Cell], stated: str = "") -> NumberStyle:
    """Return how the texts among a column's cells write numbers.

    `stated` is the decimal sign that the user named ("." or ","), or empty. Evidence is any
    number that can be read one way only. A column of two or more differently long numbers with
    three digits behind a point, none of them ending in zero, is point-decimal (programs drop
    trailing zeros, grouped whole numbers have them), and so is one with whole numbers that are
    not grouped; everything else that has no evidence and
    could be read two ways is a problem (`number_two_ways`).
    """
    point: str = ""
    comma: str = ""
    ungrouped = False
    doubtful: list[str] = []
    currencies: dict[str, str] = {}
    for cell in cells:
        if not isinstance(cell, str) or not isinstance(written := _take_apart(cell), _Written):
            continue
        body = written.body
        if written.currency:
            currencies.setdefault(written.currency, cell.strip())
        if _AMBIGUOUS.fullmatch(body):
            doubtful.append(body)
        elif _POINT.fullmatch(body) or (_PLAIN.fullmatch(body) and len(body) > 3):
            # A whole number of four digits shows that thousands are not grouped here.
            if "." in body or "," in body:
                point = point or body
            else:
                ungrouped = True
        elif _COMMA.fullmatch(body):
            comma = comma or body
    if len(currencies) > 1:
        examples = " / ".join(currencies.values())
        return NumberStyle(".", Problem.of("number_currencies", examples=examples))
    if stated:
        against = comma if stated == "." else point
        if against:
            problem = Problem.of("number_against", example=against, decimal=stated)
            return NumberStyle(stated, problem)
        return NumberStyle(stated)
    if point and comma:
        return NumberStyle(".", Problem.of("number_mixed", first=point, second=comma))
    if point or comma or not doubtful:
        return NumberStyle("," if comma else ".")
    return _settle(set(doubtful), ungrouped)


def _settle(distinct: set[str], ungrouped: bool) -> NumberStyle:
    only_points = all("." in body for body in distinct)
    lengths = {len(body) for body in distinct}
    as_programs_write = len(lengths) > 1 and not any(body.endswith("0") for body in distinct)
    if only_points and (ungrouped or as_programs_write):
        return NumberStyle(".", was_chosen=True)
    example = min(distinct)
    whole = example.replace(".", "").replace(",", "")
    problem = Problem.of(
        "number_two_ways", example=example, small=example.replace(",", "."), large=whole
    )
    return NumberStyle(".", problem)


def _take_apart(text: str) -> _Written | Problem:
    """Return the parts of a number as written, or why it is none."""
    wide = text if text.isascii() else unicodedata.normalize("NFKC", text)
    bare = wide.strip()
    match = _WRITTEN.fullmatch(bare)
    if match is None or (match["sign"] and match["sign2"]):
        return _why_no_number(bare)
    unit = _UNIT_FACTORS[match["unit"][0]] if match["unit"] else 1
    negative = "-" in _plain_sign(match["sign"]) + _plain_sign(match["sign2"])
    currency = (match["before"] or match["after"] or "").upper()
    if currency in ("元", "圆", "RMB", "CNY", "人民币"):
        currency = "¥"
    return _Written(negative, match["body"], unit, currency)


def _plain_sign(sign: str | None) -> str:
    return "-" if sign and _SIGNS[sign] < 0 else ""


def _why_no_number(bare: str) -> Problem:
    if re.fullmatch(r"[-+]?[0-9.,]+[eE][-+]?[0-9]+", bare):
        return Problem.of("number_exponent")
    if re.fullmatch(r"\([^()]*[0-9][^()]*\)|[0-9.,]+\s*[-−–]", bare):
        return Problem.of("number_bracketed")
    if re.fullmatch(r"[-+]?[0-9.,]+\s*[%‰]", bare):
        return Problem.of("number_percent")
    if re.fullmatch(r"[-+]?\S?[0-9][0-9.,]*(?:[ \u00a0\u202f'’_][0-9.,]+)+", bare):
        return Problem.of("number_spaced")
    return Problem.of("number_form")


def read_number(cell: Cell, style: NumberStyle, factor: Decimal = Decimal(1)) -> Decimal | Problem:
    """Return the number in a cell (times `factor`), or why it cannot be taken.

    A unit of the cell itself (`1.2万`) is taken only where the column's factor is that unit; it
    is then not multiplied twice. A spreadsheet's binary number is read with its fifteen digits.
    """
    value: Decimal
    if isinstance(cell, BadCell):
        return Problem.of(cell.code, cell=cell.cell)
    if isinstance(cell, str):
        written = _take_apart(cell)
        if isinstance(written, Problem):
            return written
        if written.unit != 1 and written.unit != factor:
            return Problem.of("number_unit", unit=written.unit)
        if style.problem is not None and (
            re.search(r"[.,]", written.body)
            or (written.currency and style.problem.code == "number_currencies")
        ):
            return style.problem
        if not _GROUPED[style.decimal].fullmatch(written.body):
            return Problem.of("number_grouping", decimal=style.decimal)
        body = written.body.replace("," if style.decimal == "." else ".", "").replace(",", ".")
        if len(body) > 60:
            return Problem.of("number_too_large")
        value = -Decimal(body) if written.negative else Decimal(body)
    elif isinstance(cell, float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            return Problem.of("number_form")
        value = Decimal(format(cell, ".15g"))
    elif isinstance(cell, int):
        value = Decimal(cell)
    else:
        kind = cell.isoformat() if isinstance(cell, date) else str(cell)
        return Problem.of("number_is_date", shown=kind)
    if factor != 1:
        value *= factor
    return Problem.of("number_too_large") if abs(value) > LARGEST_AMOUNT else value
