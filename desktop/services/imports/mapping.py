"""Mapping files: what the wizard remembers for a file layout, as TOML (FORMATS.md, section 5)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.enums import ImportKind
from desktop.errors import ImportRefused, Issue
from desktop.search_key import header_key
from desktop.services.imports.data import FieldType
from desktop.services.imports.kinds import kind_spec

_LARGEST_FILE = 1_000_000
_UNITS = {
    "万元": 10_000, "万": 10_000, "千元": 1_000, "千": 1_000, "百万元": 1_000_000,
    "百万": 1_000_000, "亿元": 100_000_000, "亿": 100_000_000, "thousand": 1_000,
    "thousands": 1_000, "k": 1_000, "million": 1_000_000, "millions": 1_000_000, "元": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wide:
    """One column a period becomes one row a period.

    Headers that `pattern` matches whole are months (one group: the month's number), years and
    months (two groups), or, where `year` is empty, a period as it stands (one group). `year` is
    a year, or the header of the column that holds it. `value` is our column that takes the
    cell; an empty cell or a lone dash makes no row. `total` is the header of a column that the
    row's cells must add up to.
    """

    column: str
    pattern: str
    value: str
    year: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a foreign file becomes one of ours; `columns` and the rest are keyed by our names.

    `separator`, `encoding` and `decimal` ("." or ",") are empty where they are to be found out.
    """

    columns: Map[str, str] = field(default_factory=dict)
    constants: Map[str, str] = field(default_factory=dict)
    factors: Map[str, Decimal] = field(default_factory=dict)
    key: Map[str, tuple[str, ...]] = field(default_factory=dict)
    separator: str = ""
    encoding: str = ""
    decimal: str = ""
    header: bool = True
    skip_rows: int = 0
    wide: tuple[Wide, ...] = ()


def load_mapping(path: Path) -> Mapping:
    """Return the mapping that a TOML file holds.

    Raises:
        ImportRefused: the file cannot be read, is no TOML, or says what no mapping says.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST_FILE)
        text = data.decode("utf-8-sig")
    except OSError as exc:
        raise _refused("mapping_unreadable", path.name, reason=exc.strerror or "") from exc
    except UnicodeDecodeError as exc:
        raise _refused("mapping_toml", path.name, reason="UTF-8") from exc
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str = "") -> Mapping:
    """Return the mapping that a TOML text holds; `name` is the file named in errors.

    Raises:
        ImportRefused: no TOML, or sections, keys and values that no mapping has.
    """
    try:
        sections = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as exc:
        raise _refused("mapping_toml", name, reason=str(exc)) from exc
    reader = _Reader(sections, name)
    result = reader.mapping()
    if reader.issues:
        raise ImportRefused(tuple(reader.issues))
    return result


def _refused(code: str, name: str, **facts: object) -> ImportRefused:
    return ImportRefused((Issue(code, facts, file=name),))


class _Reader:
    """Takes a TOML document apart and collects what is wrong with it."""

    def __init__(self, sections: dict[str, Any], name: str) -> None:
        self.sections = sections
        self.name = name
        self.issues: list[Issue] = []

    def mapping(self) -> Mapping:
        known = ("columns", "constants", "factors", "key", "file", "wide")
        for section in self.sections:
            if section not in known:
                self._issue("mapping_section", section)
        file = self._table("file")
        for key in file:
            if key not in ("separator", "encoding", "decimal", "header", "skip_rows"):
                self._issue("mapping_key", f"file.{key}")
        decimal = self._text("file.decimal", file.get("decimal", ""))
        if decimal not in ("", ".", ","):
            self._issue("mapping_value", "file.decimal", decimal)
        return Mapping(
            columns={k: self._name(f"columns.{k}", v) for k, v in self._table("columns").items()},
            constants={
                k: self._name(f"constants.{k}", v) for k, v in self._table("constants").items()
            },
            factors={k: self._factor(k, v) for k, v in self._table("factors").items()},
            key={k: self._names(k, v) for k, v in self._table("key").items()},
            separator=self._text("file.separator", file.get("separator", "")),
            encoding=self._text("file.encoding", file.get("encoding", "")),
            decimal=decimal,
            header=self._flag(file.get("header", True)),
            skip_rows=self._count(file.get("skip_rows", 0)),
            wide=tuple(self._wide(k, v) for k, v in self._table("wide").items()),
        )

    def _issue(self, code: str, key: str, value: object = "") -> None:
        self.issues.append(Issue(code, {"key": key}, file=self.name, value=str(value)))

    def _table(self, section: str) -> dict[str, Any]:
        found = self.sections.get(section, {})
        if isinstance(found, dict):
            return found
        self._issue("mapping_value", section, found)
        return {}

    def _text(self, key: str, value: object) -> str:
        if isinstance(value, str) and len(value) <= 500:
            return value
        self._issue("mapping_value", key, value)
        return ""

    def _name(self, key: str, value: object) -> str:
        plain = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return str(value) if plain else self._text(key, value)

    def _names(self, key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and value:
            return tuple(self._name(f"key.{key}", part) for part in value)
        self._issue("mapping_value", f"key.{key}", value)
        return ()

    def _factor(self, key: str, value: object) -> Decimal:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            factor = Decimal(value)
            if factor.is_finite() and Decimal("0.000001") <= abs(factor) <= Decimal(10) ** 9:
                return factor
        self._issue("mapping_value", f"factors.{key}", value)
        return Decimal(1)

    def _flag(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        self._issue("mapping_value", "file.header", value)
        return True

    def _count(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000:
            return value
        self._issue("mapping_value", "file.skip_rows", value)
        return 0

    def _wide(self, column: str, value: object) -> Wide:
        if not isinstance(value, dict):
            self._issue("mapping_value", f"wide.{column}", value)
            return Wide(column, "", "")
        for key in value:
            if key not in ("pattern", "year", "value", "total"):
                self._issue("mapping_key", f"wide.{column}.{key}")
        pattern = self._text(f"wide.{column}.pattern", value.get("pattern"))
        try:
            groups = re.compile(pattern).groups
        except (re.error, RecursionError, OverflowError):
            groups = 0
        if groups not in (1, 2):
            self._issue("mapping_pattern", f"wide.{column}.pattern", pattern)
        return Wide(
            column,
            pattern,
            self._text(f"wide.{column}.value", value.get("value")),
            self._name(f"wide.{column}.year", value.get("year", "")),
            self._name(f"wide.{column}.total", value.get("total", "")),
        )


def dump_mapping(mapping: Mapping) -> str:
    """Return the mapping as TOML; `parse_mapping` gives the same mapping back."""
    lines: list[str] = []

    def section(title: str, pairs: Sequence[tuple[str, str]]) -> None:
        if pairs:
            lines.append(f"[{title}]")
            lines.extend(f"{_key(name)} = {value}" for name, value in pairs)
            lines.append("")

    section("columns", [(ours, _quoted(theirs)) for ours, theirs in mapping.columns.items()])
    section("constants", [(ours, _quoted(value)) for ours, value in mapping.constants.items()])
    section("factors", [(ours, f"{factor:f}") for ours, factor in mapping.factors.items()])
    section(
        "key",
        [(ours, f"[{', '.join(map(_quoted, parts))}]") for ours, parts in mapping.key.items()],
    )
    texts = ("separator", "encoding", "decimal")
    file = [(name, _quoted(getattr(mapping, name))) for name in texts if getattr(mapping, name)]
    file += [] if mapping.header else [("header", "false")]
    file += [("skip_rows", str(mapping.skip_rows))] if mapping.skip_rows else []
    section("file", file)
    section("wide", [(wide.column, _inline(wide)) for wide in mapping.wide])
    return "\n".join(lines)


def _inline(wide: Wide) -> str:
    parts = [f"pattern = {_quoted(wide.pattern)}"]
    if wide.year:
        plain = re.fullmatch(r"[1-9]\d{3}", wide.year, re.ASCII)
        parts.append(f"year = {wide.year if plain else _quoted(wide.year)}")
    parts.append(f"value = {_quoted(wide.value)}")
    if wide.total:
        parts.append(f"total = {_quoted(wide.total)}")
    return "{ " + ", ".join(parts) + " }"


def _quoted(text: str) -> str:
    # A TOML basic string is a JSON string but for one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def guess_mapping(headers: Sequence[str], kind: ImportKind) -> Mapping:
    """Return the mapping that the headers suggest for this kind, for the wizard to begin with.

    Headers that are ours already (name or alias) are listed too; a unit in brackets
    (`金额(万元)`, `amount (thousands)`) gives a factor; month columns give `[wide]`, with the
    year's column where there is one. Of two headers for one column neither is taken: which of
    them is meant is for a person to say.
    """
    spec = kind_spec(kind)
    names = {header_key(name): c for c in spec.columns for name in c.headers}
    columns: dict[str, str] = {}
    factors: dict[str, Decimal] = {}
    doubtful: set[str] = set()
    for header in headers:
        column, factor = names.get(header_key(header)), 1
        if column is None and (match := re.fullmatch(r"(.+?)[(（\[](.+?)[)）\]]", header.strip())):
            unit = _UNITS.get(header_key(match[2]))
            column, factor = (names.get(header_key(match[1])), unit) if unit else (None, 1)
        if column is None:
            continue
        if columns.setdefault(column.name, header) != header:
            doubtful.add(column.name)
        elif factor != 1:
            factors[column.name] = Decimal(factor)
    for name in doubtful:
        del columns[name]
        factors.pop(name, None)
    return Mapping(columns=columns, factors=factors, wide=_guess_wide(headers, kind, columns))


def _guess_wide(
    headers: Sequence[str], kind: ImportKind, columns: Map[str, str]
) -> tuple[Wide, ...]:
    spec = kind_spec(kind)
    period = next((c for c in spec.columns if c.type is FieldType.PERIOD), None)
    if period is None or period.name in columns:
        return ()
    year = next((h for h in headers if header_key(h) in ("year", "年", "年份", "年度")), "")
    for pattern in (r"(\d{1,2})月", r"[Mm](\d{1,2})"):
        if sum(1 for header in headers if re.fullmatch(pattern, header.strip())) >= 3:
            return (Wide(period.name, pattern, "amount", year),)
    for pattern in (r"(\d{4})-(\d{2})(?:-01)?", r"(\d{4})年(\d{1,2})月"):
        if sum(1 for header in headers if re.fullmatch(pattern, header.strip())) >= 2:
            return (Wide(period.name, pattern, "amount"),)
    return ()
