"""What a row, a document and a file must keep among their own values (FORMATS.md, section 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from desktop.enums import ImportKind, Metric
from desktop.money import round_half_up
from desktop.search_key import search_key
from desktop.services.imports.data import FieldType, KindSpec, PeriodValue, Typed
from desktop.services.imports.numbers import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a row's column that only other values show; `warning` refuses nothing."""

    place: int
    column: str
    problem: Problem
    warning: bool = False


Columns = dict[str, Sequence[Typed]]
_Rule = Callable[[Columns, int], Iterator[Finding]]


def row_findings(
    spec: KindSpec, columns: Columns, count: int, numbers: Sequence[int]
) -> list[Finding]:
    """Return what rows, documents and the file contradict.

    `columns` are typed values by our names (only columns that are there); `numbers` are the
    rows' numbers in the file, for facts that name another row.
    """
    found: list[Finding] = []
    for rule in _RULES.get(spec.kind, ()):
        found.extend(rule(columns, count))
    keys = _Keys(spec, columns)
    if spec.document in columns and spec.agree:
        found.extend(_agreement(spec, keys, count, numbers))
    if spec.unique:
        found.extend(_unique(spec, keys, count, numbers))
    if spec.refuse_equal_rows:
        found.extend(_equal_rows(spec, keys, count, numbers))
    return found


class _Keys:
    """Columns as they compare: codes and references by search key."""

    def __init__(self, spec: KindSpec, columns: Columns) -> None:
        self.columns = columns
        self._keyed: dict[str, Sequence[object]] = {}
        self._by_key = {
            column.name
            for column in spec.columns
            if column.type in (FieldType.CODE, FieldType.REFERENCE)
        }

    def of(self, name: str, count: int) -> Sequence[object]:
        """Return a column's comparable values; all None where it is not there."""
        if name not in self.columns:
            return [None] * count
        if name not in self._by_key:
            return self.columns[name]
        found = self._keyed.get(name)
        if found is None:
            column = self.columns[name]
            known: dict[object, str] = {v: search_key(v) for v in set(column) if isinstance(v, str)}
            found = [known.get(value) for value in column]
            self._keyed[name] = found
        return found


def _agreement(
    spec: KindSpec, keys: _Keys, count: int, numbers: Sequence[int]
) -> Iterator[Finding]:
    documents = keys.of(spec.document, count)
    names = [name for name in spec.agree if name in keys.columns]
    distinct = set(zip(documents, *(keys.of(name, count) for name in names), strict=True))
    if len(distinct) == len(set(documents)):
        return
    heads = list(zip(*(keys.of(name, count) for name in names), strict=True))
    first: dict[object, int] = {}
    for place, document in enumerate(documents):
        if document is None:
            continue
        head = first.setdefault(document, place)
        if head == place or heads[head] == heads[place]:
            continue
        for name, here, there in zip(names, heads[place], heads[head], strict=True):
            if here != there:
                problem = Problem.of(
                    "document_differs", document=keys.columns[spec.document][place],
                    other=numbers[head],
                )  # fmt: skip
                yield Finding(place, name, problem)


def _unique(spec: KindSpec, keys: _Keys, count: int, numbers: Sequence[int]) -> Iterator[Finding]:
    names = [name for name in spec.unique if name in keys.columns]
    if not names:
        return
    first: dict[object, int] = {}
    for place, key in enumerate(zip(*(keys.of(name, count) for name in names), strict=True)):
        if all(part is None for part in key) or key[0] is None:
            continue
        head = first.setdefault(key, place)
        if head != place:
            yield Finding(place, names[0], Problem.of("key_twice", other=numbers[head]))


def _equal_rows(
    spec: KindSpec, keys: _Keys, count: int, numbers: Sequence[int]
) -> Iterator[Finding]:
    names = [column.name for column in spec.columns if column.name in keys.columns]
    numbered = spec.unique[0] if spec.unique else ""
    first: dict[object, int] = {}
    for place, row in enumerate(zip(*(keys.of(name, count) for name in names), strict=True)):
        if numbered in keys.columns and keys.columns[numbered][place] is not None:
            continue
        head = first.setdefault(row, place)
        if head != place:
            yield Finding(place, names[0], Problem.of("row_equal", other=numbers[head]))


def _before(column: str, earlier: str, code: str, *, warning: bool = False) -> _Rule:
    """Return a rule: the column's day or time is not before that of another column."""

    def rule(columns: Columns, count: int) -> Iterator[Finding]:
        if column not in columns or earlier not in columns:
            return
        for place, (late, early) in enumerate(zip(columns[column], columns[earlier], strict=True)):
            # Both are of one type, which the columns' specs guarantee.
            if late is not None and early is not None and late < early:  # type: ignore[operator]
                yield Finding(place, column, Problem.of(code, other=str(early)), warning)

    return rule


def _credit_notes(columns: Columns, count: int) -> Iterator[Finding]:
    """Amounts of credit notes are given positive; an invoice is never negative as a whole."""
    kinds = columns.get("kind") or [None] * count
    amounts = columns.get("amount") or [None] * count
    taxes = columns.get("tax") or [None] * count
    totals: dict[object, int] = defaultdict(int)
    negative: dict[object, int] = {}
    numbers = columns.get("invoice_no") or [None] * count
    for place, kind in enumerate(kinds):
        if kind == "credit_note":
            for name in ("quantity", "amount", "tax", "cost"):
                value = columns[name][place] if name in columns else None
                if isinstance(value, int) and value < 0:
                    yield Finding(place, name, Problem.of("credit_note_negative"))
            continue
        for value in (amounts[place], taxes[place]):
            if isinstance(value, int):
                key = search_key(str(numbers[place]))
                totals[key] += value
                if value < 0:
                    negative.setdefault(key, place)
    for number, place in negative.items():
        if totals[number] < 0:
            yield Finding(place, "amount", Problem.of("invoice_negative"))


def _timed(columns: Columns, count: int) -> Iterator[Finding]:
    """An end needs a start; minutes that contradict start and end are refused."""
    starts = columns.get("start") or [None] * count
    ends = columns.get("end") or [None] * count
    minutes = columns.get("minutes") or [None] * count
    for place, (start, end, length) in enumerate(zip(starts, ends, minutes, strict=True)):
        if end is None:
            continue
        if start is None:
            yield Finding(place, "end", Problem.of("visit_no_start"))
        elif isinstance(length, int):
            # Times of day have no difference of their own.
            between = _minute(end) - _minute(start)
            if between >= 0 and abs(between - length) > 1:
                yield Finding(place, "minutes", Problem.of("visit_minutes", between=between))


def _minute(moment: object) -> int:
    return int(getattr(moment, "hour", 0)) * 60 + int(getattr(moment, "minute", 0))


def _overlaps(columns: Columns, count: int) -> Iterator[Finding]:
    """Assignments of one customer do not overlap; one without an end lasts until the next."""
    if not {"customer_code", "from"} <= columns.keys():
        return
    ends = columns.get("to") or [None] * count
    spans: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for place, (customer, first) in enumerate(
        zip(columns["customer_code"], columns["from"], strict=True)
    ):
        if isinstance(customer, str) and isinstance(first, date):
            spans[search_key(customer)].append((first, place))
    for spans_of_one in spans.values():
        spans_of_one.sort()
        for (early, before), (later, place) in pairwise(spans_of_one):
            end = ends[before]
            if later == early or (isinstance(end, date) and end >= later):
                yield Finding(place, "from", Problem.of("assignment_overlap", other=str(early)))


def _target_periods(columns: Columns, count: int) -> Iterator[Finding]:
    """A year beside its own quarters, or a quarter beside its months, is refused."""
    names = (
        "metric", "territory_code", "rep_code", "customer_code", "product_code", "group_code",
    )  # fmt: skip
    parts = [columns.get(name) or [None] * count for name in names]
    spans: dict[object, list[tuple[PeriodValue, int]]] = defaultdict(list)
    for place, period in enumerate(columns.get("period", ())):
        if isinstance(period, PeriodValue):
            key = tuple(search_key(str(part[place] or "")) for part in parts)
            spans[key].append((period, place))
    for same in spans.values():
        same.sort(key=lambda span: (span[0].period.start, -span[0].period.day_count))
        reach = same[0][0]
        for period, place in same[1:]:
            if period.period.start < reach.period.end and period.text != reach.text:
                yield Finding(place, "period", Problem.of("target_overlap", other=reach.text))
            if period.period.end > reach.period.end:
                reach = period


def settle_targets(
    amounts: Sequence[Typed | Decimal], metrics: Sequence[Typed], decimals: int
) -> tuple[list[Typed], list[Finding], int]:
    """Return target amounts in the unit of their metric, what is wrong, and how many rounded.

    Money metrics in minor units, quantity in millionths, counts in whole units.
    """
    settled: list[Typed] = []
    found: list[Finding] = []
    rounded = 0
    for place, (amount, metric) in enumerate(zip(amounts, metrics, strict=True)):
        if not isinstance(amount, Decimal) or metric is None:
            settled.append(None)
            continue
        is_count = metric in (Metric.NEW_CUSTOMERS, Metric.VISITS)
        scale = 0 if is_count else 6 if metric == Metric.QUANTITY else decimals
        exact = round_half_up(amount, scale)
        if exact == amount:
            pass
        elif is_count or metric == Metric.QUANTITY:
            code = "number_not_whole" if is_count else "quantity_decimals"
            found.append(Finding(place, "amount", Problem.of(code, decimals=6)))
        else:
            rounded += 1
        settled.append(int(exact.scaleb(scale)))
    return settled, found, rounded


_RULES: dict[ImportKind, tuple[_Rule, ...]] = {
    ImportKind.REPS: (_before("leave_date", "hire_date", "leave_before_hire"),),
    ImportKind.ASSIGNMENTS: (_before("to", "from", "end_before_start"), _overlaps),
    ImportKind.INVOICES: (
        _before("due_date", "invoice_date", "due_before_date", warning=True),
        _credit_notes,
    ),
    ImportKind.VISITS: (_before("end", "start", "end_before_start"), _timed),
    ImportKind.LEAVE: (_before("to", "from", "end_before_start"),),
    ImportKind.TARGETS: (_target_periods,),
}
