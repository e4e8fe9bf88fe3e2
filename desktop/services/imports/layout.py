"""Which column of the file is which of ours: headers, mapping, keys, constants, wide months."""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from desktop.errors import Issue
from desktop.search_key import header_key
from desktop.services.imports.data import (
    BadCell,
    Cell,
    ColumnSpec,
    FieldType,
    KindSpec,
    RawTable,
)
from desktop.services.imports.mapping import Mapping, Wide
from desktop.services.imports.numbers import NumberStyle, Problem, number_style, read_number

_DASHES = frozenset(("-", "–", "—", "－"))
_BIG_UNIT = re.compile(
    r"[(（\[]\s*(?:百?万元?|千元|亿元?|thousands?|k|millions?)\s*[)）\]]", re.IGNORECASE
)
_NUMBERS = (FieldType.MONEY, FieldType.TARGET, FieldType.QUANTITY, FieldType.PRICE)


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's columns as ours, row by row.

    `cells` holds the cells of each of our columns that the file (or the mapping) gives, all of
    one length; `places` the raw row that each row comes from (several where months were
    columns); `headers` the file's own header of each column; `factors` what its numbers are
    multiplied by. `issues` with an error mean that the file as a whole cannot go in.
    """

    cells: dict[str, list[Cell]]
    places: list[int]
    headers: dict[str, str]
    factors: dict[str, Decimal]
    unknown: tuple[str, ...]
    issues: tuple[Issue, ...]
    row_headers: list[str] | None = None


class _Binder:
    """Finds the file's headers and collects what is wrong with them."""

    def __init__(self, raw: RawTable, spec: KindSpec, mapping: Mapping) -> None:
        self.raw = raw
        self.spec = spec
        self.mapping = mapping
        self.issues: list[Issue] = []
        self.places: dict[str, int] = {}
        # Headers that the mapping uses at all are not unknown; only those that it gives to one
        # of our columns are kept from being another by their own name.
        self.used: set[int] = set()
        self.claimed: set[int] = set()
        self.keys: dict[str, list[int]] = {}
        for place, header in enumerate(raw.headers):
            if header:
                self.keys.setdefault(header_key(header), []).append(place)

    def issue(self, code: str, column: str = "", *, warning: bool = False, **facts: object) -> None:
        """Note an issue of the header row."""
        row = self.raw.header_row or None
        self.issues.append(Issue(code, facts, row=row, column=column, is_warning=warning))

    def find(self, theirs: str) -> int | None:
        """Return the place of one of their headers; none or two of it are an issue."""
        found = self.keys.get(header_key(theirs), [])
        if not found:
            self.issue("mapping_header_missing", theirs, header=theirs)
            return None
        if len(found) > 1:
            listed = ", ".join(f"“{self.raw.headers[place]}”" for place in found)
            self.issue("header_duplicate", theirs, ours=theirs, headers=listed)
        self.used.update(found)
        return found[0]

    def bind_mapped(self) -> None:
        """Bind what the mapping names, and refuse names that this kind does not have."""
        named = (self.mapping.columns, self.mapping.constants, self.mapping.key)
        for section in (*named, self.mapping.factors, {wide.column: "" for wide in self._wide()}):
            for ours in section:
                if self.spec.column(ours) is None:
                    self.issue("mapping_column_unknown", ours, kind=str(self.spec.kind))
        seen: set[str] = set()
        for section in (*named, {wide.column: "" for wide in self._wide()}):
            for ours in section:
                if ours in seen:
                    self.issue("mapping_twice", ours)
                seen.add(ours)
        for ours, theirs in self.mapping.columns.items():
            if not theirs:
                continue  # Left out on purpose, see `lay_out`.
            place = self.find(theirs)
            if place is not None and self.spec.column(ours) is not None:
                self.places[ours] = place
                self.claimed.add(place)

    def _wide(self) -> tuple[Wide, ...]:
        return self.mapping.wide

    def bind_own(self, taken: set[str]) -> None:
        """Bind headers that are ours already, in either language; two for one are an issue."""
        if not self.raw.has_header:
            return
        for column in self.spec.columns:
            if column.name in self.places or column.name in taken:
                continue
            found: list[int] = []
            for name in column.headers:
                found += [p for p in self.keys.get(header_key(name), []) if p not in self.claimed]
                self.used.update(found)
                self.claimed.update(found)
            if not found:
                continue
            self.places[column.name] = found[0]
            if len(found) > 1:
                listed = ", ".join(f"“{self.raw.headers[place]}”" for place in found)
                self.issue(
                    "header_duplicate",
                    self.raw.headers[found[1]],
                    ours=column.name,
                    headers=listed,
                )

    def unit_in_header(self) -> None:
        """Refuse a number column whose header names a unit that no factor answers."""
        for ours, place in self.places.items():
            column = self.spec.column(ours)
            header = self.raw.headers[place]
            if (
                column is not None
                and column.type in _NUMBERS
                and ours not in self.mapping.factors
                and _BIG_UNIT.search(header)
            ):
                self.issue("header_unit", header, ours=ours)


def lay_out(raw: RawTable, spec: KindSpec, mapping: Mapping | None) -> Layout:
    """Return the file's columns as those of the kind, with everything wrong with its headers."""
    mapping = mapping or Mapping()
    binder = _Binder(raw, spec, mapping)
    binder.bind_mapped()
    key_places: dict[str, list[int]] = {}
    for ours, parts in mapping.key.items():
        found = [binder.find(part) for part in parts]
        if spec.column(ours) is not None:
            key_places[ours] = [place for place in found if place is not None]
    wide = mapping.wide[0] if mapping.wide else None
    # A column that is mapped to nothing is left out, even where a header has its name.
    left_out = {ours for ours, theirs in mapping.columns.items() if not theirs}
    taken = {*key_places, *mapping.constants, *left_out}
    if wide is not None:
        taken |= {wide.column, wide.value}
    binder.bind_own(taken)
    binder.unit_in_header()
    columns = list(zip(*raw.rows, strict=True)) or [()] * len(raw.headers)
    cells = {ours: list(columns[place]) for ours, place in binder.places.items()}
    for ours, places in key_places.items():
        cells[ours] = [_joined(parts) for parts in zip(*(columns[p] for p in places), strict=True)]
    headers = {ours: raw.headers[place] for ours, place in binder.places.items()}
    headers |= {ours: " + ".join(parts) for ours, parts in mapping.key.items() if ours in cells}
    places_of_rows = list(range(len(raw.rows)))
    row_headers: list[str] | None = None
    if wide is not None and spec.column(wide.column) and spec.column(wide.value):
        cells, places_of_rows, row_headers = _unfold(raw, columns, cells, wide, binder)
        headers[wide.column] = wide.pattern
    elif wide is not None:
        binder.issue("mapping_column_unknown", wide.value, kind=str(spec.kind))
    for ours, value in mapping.constants.items():
        if spec.column(ours) is not None:
            cells[ours] = [value] * len(places_of_rows)
    unknown = tuple(
        header for place, header in enumerate(raw.headers) if header and place not in binder.used
    )
    _missing(binder, spec.columns, cells)
    return Layout(
        cells, places_of_rows, headers, dict(mapping.factors), unknown, tuple(binder.issues),
        row_headers,
    )  # fmt: skip


def _missing(binder: _Binder, columns: tuple[ColumnSpec, ...], cells: Map[str, object]) -> None:
    if any(issue.code == "title_row" for issue in binder.raw.issues):
        return  # What stands in the title's row is not the header; one message will do.
    missing = [c for c in columns if c.required and c.name not in cells]
    for column in missing:
        alias = column.aliases[0] if column.aliases else column.name
        binder.issue("column_missing", column.name, ours=column.name, alias=alias)


def _joined(parts: tuple[Cell, ...]) -> Cell:
    """Return several cells as one key; empty where one of them is empty."""
    texts: list[str] = []
    for part in parts:
        if isinstance(part, BadCell):
            return part
        if isinstance(part, float):
            text = str(int(part)) if part.is_integer() else format(part, ".15g")
        elif isinstance(part, datetime) and part.time() == time(0):
            text = part.date().isoformat()
        else:
            text = " ".join(str(part).split())
        if not text:
            return ""
        texts.append(text)
    return "-".join(texts)


def _unfold(
    raw: RawTable,
    columns: list[tuple[Cell, ...]],
    cells: dict[str, list[Cell]],
    wide: Wide,
    binder: _Binder,
) -> tuple[dict[str, list[Cell]], list[int], list[str]]:
    """Return the columns with one row a period; a dash or an empty cell makes none."""
    year_place = None
    if wide.year and not re.fullmatch(r"[0-9]{4}", wide.year):
        year_place = binder.find(wide.year)
    periods = _period_columns(raw, wide, binder)
    if not periods:
        binder.issue("wide_no_column", wide.pattern, pattern=wide.pattern)
    if wide.total:
        _check_total(raw, columns, periods, wide, binder)
    places: list[int] = []
    row_headers: list[str] = []
    values: list[Cell] = []
    names: list[Cell] = []
    for row in range(len(raw.rows)):
        year = wide.year
        if year_place is not None:
            cell = columns[year_place][row]
            year = str(int(cell)) if isinstance(cell, float) else str(cell).strip()
        for place, form in periods:
            cell = columns[place][row]
            if isinstance(cell, str) and (not cell.strip() or cell.strip() in _DASHES):
                continue
            places.append(row)
            row_headers.append(raw.headers[place])
            values.append(cell)
            names.append(form.replace("{year}", year))
    unfolded = {ours: [found[place] for place in places] for ours, found in cells.items()}
    unfolded[wide.column], unfolded[wide.value] = names, values
    return unfolded, places, row_headers


def _period_columns(raw: RawTable, wide: Wide, binder: _Binder) -> list[tuple[int, str]]:
    """Return the places of period columns with the period's form (`{year}-07`)."""
    found: list[tuple[int, str]] = []
    pattern = re.compile(wide.pattern)
    for place, header in enumerate(raw.headers):
        match = pattern.fullmatch(header) if place not in binder.used else None
        if match is None:
            continue
        binder.used.add(place)
        groups = [group or "" for group in match.groups()]
        if len(groups) == 2:
            form = f"{groups[0]}-{groups[1]:0>2}"
        elif wide.year:
            form = "{year}-" + (f"{groups[0]:0>2}" if groups[0].isdigit() else groups[0])
        else:
            form = groups[0]
        found.append((place, form))
    return found


def _check_total(
    raw: RawTable,
    columns: list[tuple[Cell, ...]],
    periods: list[tuple[int, str]],
    wide: Wide,
    binder: _Binder,
) -> None:
    """Refuse each row whose periods do not add up to the file's own total."""
    total_place = binder.find(wide.total)
    if total_place is None:
        return
    involved = [place for place, _form in periods]
    distinct = {cell for place in (*involved, total_place) for cell in columns[place]}
    style = number_style(distinct, binder.mapping.decimal)
    for row, number in enumerate(raw.row_numbers):
        total = _amount(columns[total_place][row], style)
        parts = [_amount(columns[place][row], style) for place in involved]
        if total is None or any(part is None for part in parts):
            continue
        added = sum((part for part in parts if part is not None), Decimal(0))
        if added != total:
            binder.issues.append(
                Issue(
                    "wide_total",
                    {"added": f"{added:f}"},
                    row=number,
                    column=wide.total,
                    value=f"{total:f}",
                )
            )


def _amount(cell: Cell, style: NumberStyle) -> Decimal | None:
    """Return a cell's number, zero for an empty one, or None where it is no number."""
    if isinstance(cell, str) and (not cell.strip() or cell.strip() in _DASHES):
        return Decimal(0)
    number = read_number(cell, style)
    return None if isinstance(number, Problem) else number
