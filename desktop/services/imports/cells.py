"""From a column's cells to typed values: each distinct cell is read once, by its column's spec."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from math import isnan
from typing import cast

from desktop.money import LARGEST_AMOUNT, round_half_up
from desktop.periods import FiscalCalendar
from desktop.search_key import clean_text, search_key
from desktop.services.imports.data import BadCell, Cell, ColumnSpec, FieldType, Sign, Typed
from desktop.services.imports.moments import read_date, read_instant, read_period, read_time
from desktop.services.imports.numbers import NumberStyle, Problem, number_style, read_number

_YES = frozenset(("yes", "y", "true", "t", "1", "是", "有", "对", "√", "✓", "✔"))
_NO = frozenset(("no", "n", "false", "f", "0", "否", "无", "不", "×", "✗", "x"))
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{2,}", re.IGNORECASE)
_NUMBER_TYPES = frozenset(
    (FieldType.MONEY, FieldType.TARGET, FieldType.QUANTITY, FieldType.PRICE, FieldType.INTEGER)
)
#: Quantities and prices are kept in millionths.
MILLIONTH_DECIMALS = 6
# Excel keeps fifteen digits; a longer whole number has lost its last ones.
_TRUSTED_WHOLE = 10.0**15


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs to know of the branch and of the file.

    `decimals` of the branch's currency; `decimal` is the stated decimal sign or empty; `zone`
    the zone of times without an offset (None: the machine's).
    """

    decimals: int
    fiscal: FiscalCalendar
    decimal: str = ""
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """A column's typed values, in order, with None where a cell is empty or refused.

    `problems` are places and reasons; `rounded` counts amounts that lost decimals; `style` is
    how numbers were read. For TARGET the values are plain `Decimal`s (their unit depends on the
    row's metric) until `check` settles them.
    """

    values: list[Typed | Decimal]
    problems: tuple[tuple[int, Problem], ...]
    rounded: int = 0
    style: NumberStyle | None = None
    warnings: tuple[Problem, ...] = ()


_Reader = Callable[[Cell], "Typed | Decimal | Problem"]


def read_column(
    spec: ColumnSpec, cells: Sequence[Cell], context: Context, factor: Decimal = Decimal(1)
) -> ColumnValues:
    """Return the typed values of a column's cells; each distinct cell is read once."""
    units = _plain_units(spec, cells, context) if factor == 1 else None
    if units is not None:
        return ColumnValues(units, (), 0, number_style((), context.decimal))
    distinct = set(cells)
    style: NumberStyle | None = None
    rounded: set[Cell] = set()
    reader: _Reader
    if spec.type in _NUMBER_TYPES:
        style = number_style(distinct, context.decimal)
        reader = _number_reader(spec, style, factor, context, rounded)
    else:
        reader = _reader(spec, distinct, context)
    read: dict[Cell, Typed | Decimal | Problem] = {}
    failed = False
    for cell in distinct:
        result = None if _is_empty(cell) else reader(cell)
        failed = failed or isinstance(result, Problem)
        read[cell] = result
    count = sum(1 for cell in cells if cell in rounded) if rounded else 0
    warnings = _column_warnings(spec, distinct, style)
    if not failed:
        # Every result is a value here; the type checker cannot know.
        return ColumnValues(list(map(read.__getitem__, cells)), (), count, style, warnings)  # type: ignore[arg-type]
    values: list[Typed | Decimal] = []
    problems: list[tuple[int, Problem]] = []
    for place, cell in enumerate(cells):
        result = read[cell]
        if isinstance(result, Problem):
            problems.append((place, result))
            values.append(None)
        else:
            values.append(result)
    return ColumnValues(values, tuple(problems), count, style, warnings)


def _plain_units(
    spec: ColumnSpec, cells: Sequence[Cell], context: Context
) -> list[Typed | Decimal] | None:
    """Return a column of a spreadsheet's numbers in the units they are kept in.

    None where it holds anything else, or a number that needs a closer look. A number that is
    whole units to the last of its fifteen digits needs no decimal arithmetic: division by a
    power of ten rounds correctly, so it comes back to the very same number.
    """
    if spec.type not in (FieldType.MONEY, FieldType.QUANTITY) or set(map(type, cells)) != {float}:
        return None
    numbers = cast("list[float]", list(cells))
    scale = 10 ** (context.decimals if spec.type is FieldType.MONEY else MILLIONTH_DECIMALS)
    highest = _trusted(scale)
    lowest = {Sign.ANY: -highest, Sign.NOT_NEGATIVE: -0.5, Sign.POSITIVE: 0.5}[spec.sign]
    # What is no number at all shows in the sum alone.
    if not lowest < min(numbers) * scale <= max(numbers) * scale < highest or isnan(sum(numbers)):
        return None
    units = [round(number * scale) for number in numbers]
    if [unit / scale for unit in units] != numbers:
        return None
    return cast("list[Typed | Decimal]", units)


def _trusted(scale: int) -> float:
    """Return the number of units that is too much for an amount, or for a binary number."""
    return min(_TRUSTED_WHOLE, float(LARGEST_AMOUNT * scale))


def _column_warnings(
    spec: ColumnSpec, distinct: Iterable[Cell], style: NumberStyle | None
) -> tuple[Problem, ...]:
    """Return what is to be said of a column whose cells are all right by themselves."""
    if style is not None and style.was_chosen:
        return (Problem.of("number_reading", decimal=style.decimal),)
    if spec.type in (FieldType.CODE, FieldType.REFERENCE):
        texts = {cell.strip() for cell in distinct if isinstance(cell, str)}
        for text in sorted(texts):
            if len(text) > 1 and text[0] == "0" and text.isdigit() and text.lstrip("0") in texts:
                return (Problem.of("code_alike", first=text, second=text.lstrip("0")),)
    return ()


def _is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _reader(spec: ColumnSpec, distinct: Iterable[Cell], context: Context) -> _Reader:
    match spec.type:
        case FieldType.CODE | FieldType.REFERENCE:
            return _code_reader(spec, distinct)
        case FieldType.CREDIT:
            code = _code_reader(spec, distinct)
            return lambda cell: _read_credit(cell, code)
        case FieldType.DATE:
            return read_date
        case FieldType.TIME:
            return read_time
        case FieldType.INSTANT:
            return lambda cell: read_instant(cell, context.zone)
        case FieldType.PERIOD:
            return lambda cell: read_period(cell, context.fiscal)
        case FieldType.CHOICE:
            return _choice_reader(spec)
        case FieldType.FLAG:
            return _read_flag
        case _:
            return lambda cell: _read_text(cell, spec)


def _number_reader(
    spec: ColumnSpec, style: NumberStyle, factor: Decimal, context: Context, rounded: set[Cell]
) -> _Reader:
    def settle(value: Decimal, cell: Cell) -> int | Decimal | Problem:
        if spec.type is FieldType.TARGET:
            return value
        if spec.type is FieldType.INTEGER:
            if value != value.to_integral_value():
                return Problem.of("number_not_whole")
            if abs(value) > spec.largest:
                return Problem.of("number_above", largest=spec.largest)
            return int(value)
        decimals = context.decimals if spec.type is FieldType.MONEY else MILLIONTH_DECIMALS
        exact = round_half_up(value, decimals)
        if exact != value:
            if spec.type is FieldType.QUANTITY:
                return Problem.of("quantity_decimals", decimals=decimals)
            if spec.type is FieldType.MONEY:
                rounded.add(cell)
        return int(exact.scaleb(decimals))

    decimals = context.decimals if spec.type is FieldType.MONEY else MILLIONTH_DECIMALS
    scale = 10**decimals
    is_plain = spec.type in (FieldType.MONEY, FieldType.QUANTITY) and factor == 1
    highest = _trusted(scale)

    def read(cell: Cell) -> Typed | Decimal | Problem:
        if is_plain and isinstance(cell, float) and -highest < cell * scale < highest:
            # See `_plain_units`; the column holds something else besides.
            units: int = round(cell * scale)
            if units / scale == cell and (units > 0 or spec.sign is Sign.ANY):
                return units
        value = read_number(cell, style, factor)
        if isinstance(value, Problem):
            return value
        if spec.sign is not Sign.ANY and value < 0:
            code = "number_not_above_zero" if spec.sign is Sign.POSITIVE else "number_negative"
            return Problem.of(code)
        if spec.sign is Sign.POSITIVE and round_half_up(value, context.decimals) == 0:
            return Problem.of("number_not_above_zero")
        return settle(value, cell)

    return read


def _text_of(cell: Cell) -> str:
    """Return the text of any cell that is not a number; a `'` that kept a formula quiet is gone."""
    if isinstance(cell, str):
        bare = cell.strip()
        return bare[1:] if len(bare) > 1 and bare[0] == "'" and bare[1] in "=+-@" else bare
    if isinstance(cell, datetime):
        midnight = cell.time() == time(0)
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _clean(text: str, longest: int) -> str | Problem:
    try:
        clean = clean_text(text)
    except ValueError as exc:
        return Problem.of("text_unseen", character=str(exc))
    # Of ASCII text the key is never longer than the text.
    if len(clean) > longest or (not clean.isascii() and len(search_key(clean)) > longest):
        return Problem.of("text_too_long", longest=longest, length=len(clean))
    return clean


def _read_text(cell: Cell, spec: ColumnSpec) -> str | Problem:
    if isinstance(cell, BadCell):
        return Problem.of(cell.code, cell=cell.cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    text = _text_of(cell)
    if spec.multiline:
        # Line breaks of a note are white space: a printed line and a table cell have none.
        text = re.sub(r"[\r\n\t]+", " ", text)
    return _clean(text, spec.longest)


def _code_reader(spec: ColumnSpec, distinct: Iterable[Cell]) -> _Reader:
    """Return a reader of codes that knows what the column's other codes look like."""
    texts = {_text_of(cell) for cell in distinct if isinstance(cell, str)}
    padded = {text for text in texts if text.isdigit() and text[0] == "0" and len(text) > 1}
    filled = [text for text in texts if text]
    all_decimal = bool(filled) and all(re.fullmatch(r"[0-9]+\.0", text) for text in filled)
    example = min(padded, default="")

    def read(cell: Cell) -> str | Problem:
        if isinstance(cell, BadCell):
            return Problem.of(cell.code, cell=cell.cell)
        if isinstance(cell, date | time) or not isinstance(cell, str | int | float):
            return Problem.of("code_is_date", shown=_text_of(cell))
        if isinstance(cell, int | float):
            if not float(cell).is_integer() or abs(cell) >= _TRUSTED_WHOLE:
                return Problem.of("code_number", shown=format(cell, ".15g"))
            if padded:
                return Problem.of("code_lost_zeros", example=example)
            return str(int(cell))
        text = _text_of(cell)
        if _SCIENTIFIC.fullmatch(text):
            return Problem.of("code_number", shown=text)
        if all_decimal:
            return Problem.of("code_decimal", bare=text[:-2])
        return _clean(text, spec.longest)

    return read


def _read_credit(cell: Cell, code: _Reader) -> tuple[tuple[str, Decimal], ...] | Problem:
    """Return the reps that share a document's credit with their percent, together 100."""
    text = cell.replace("；", ";").replace("：", ":").strip(" ;") if isinstance(cell, str) else ""
    if ":" not in text and ";" not in text:
        single = code(cell)
        return ((single, Decimal(100)),) if isinstance(single, str) else _as_problem(single)
    shares: list[tuple[str, Decimal]] = []
    for part in text.split(";"):
        name, _, percent = part.rpartition(":")
        rep = code(name.strip()) if name.strip() else Problem.of("credit_form")
        bare = percent.strip().removesuffix("%").strip()
        if isinstance(rep, Problem):
            return rep
        if not isinstance(rep, str) or not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", bare):
            return Problem.of("credit_form")
        if Decimal(bare) == 0:
            return Problem.of("credit_form")
        shares.append((rep, Decimal(bare)))
    if len({search_key(rep) for rep, _share in shares}) < len(shares):
        return Problem.of("credit_twice")
    total = sum((share for _rep, share in shares), Decimal(0))
    if total != 100:
        return Problem.of("credit_total", total=f"{total.normalize():f}")
    return tuple(shares)


def _as_problem(result: object) -> Problem:
    return result if isinstance(result, Problem) else Problem.of("credit_form")


def _choice_reader(spec: ColumnSpec) -> _Reader:
    words = {
        search_key(word).replace(" ", "_"): choice.value
        for choice in spec.choices
        for word in (choice.value, *choice.aliases)
    }
    allowed = ", ".join(choice.value for choice in spec.choices)

    def read(cell: Cell) -> str | Problem:
        if isinstance(cell, BadCell):
            return Problem.of(cell.code, cell=cell.cell)
        key = search_key(_text_of(cell)).replace(" ", "_").replace("-", "_")
        found = words.get(key)
        return found if found is not None else Problem.of("choice_unknown", allowed=allowed)

    return read


def _read_flag(cell: Cell) -> bool | Problem:
    if isinstance(cell, BadCell):
        return Problem.of(cell.code, cell=cell.cell)
    key = search_key(str(int(cell)) if cell in (0, 1) and isinstance(cell, float) else str(cell))
    if key in _YES:
        return True
    return False if key in _NO else Problem.of("flag_unknown")
