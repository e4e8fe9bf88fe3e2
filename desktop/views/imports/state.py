"""Where the import wizard stands: the file, its columns as ours, the options; free of Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from desktop.enums import ImportKind
from desktop.search_key import header_key
from desktop.services.imports.data import ColumnSpec, FieldType, RawTable
from desktop.services.imports.kinds import KINDS, kind_spec
from desktop.services.imports.mapping import Mapping, Wide, guess_mapping
from desktop.services.imports.refused import is_reason
from desktop.services.imports.service import ImportFile, ImportOutcome
from desktop.views.imports.report import PreviewReport, cell_text

#: Words of file names that say what is in them; the last one in the name decides.
_NAMES: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.TERRITORIES: ("territor", "region", "区域"),
    ImportKind.REPS: ("reps", "salespeople", "业务员", "销售员"),
    ImportKind.PRODUCT_GROUPS: ("productgroup", "类别"),
    ImportKind.PRODUCTS: ("product", "产品", "商品"),
    ImportKind.CUSTOMERS: ("customer", "dealer", "客户", "经销商"),
    ImportKind.ASSIGNMENTS: ("assignment", "归属"),
    ImportKind.ORDERS: ("order", "订单"),
    ImportKind.INVOICES: ("invoice", "发票", "开票"),
    ImportKind.COLLECTIONS: ("collection", "receipt", "payment", "回款", "收款"),
    ImportKind.VISITS: ("visits", "拜访"),
    ImportKind.VISIT_PLANS: ("visitplan", "拜访计划"),
    ImportKind.EXPENSES: ("expense", "费用"),
    ImportKind.BUDGETS: ("budget", "预算"),
    ImportKind.TARGETS: ("target", "quota", "目标", "指标"),
    ImportKind.CALENDAR: ("calendar", "日历"),
    ImportKind.MARKET_NOTES: ("marketnote", "市场信息", "信息卡"),
    ImportKind.LEAVE: ("leave", "请假", "休假"),
}
_SAMPLE_ROWS = 200
_SAMPLES = 3
_NUMBERS = frozenset((FieldType.MONEY, FieldType.TARGET, FieldType.QUANTITY, FieldType.PRICE))


class Step(StrEnum):
    """The pages of the wizard, in order."""

    FILE = "file"
    SHEET = "sheet"
    COLUMNS = "columns"
    PREVIEW = "preview"
    RESULT = "result"


class Waiting(StrEnum):
    """What the wizard waits for."""

    NOTHING = ""
    READING = "reading"
    CHECKING = "checking"
    IMPORTING = "importing"
    UNDOING = "undoing"


class From(StrEnum):
    """Where one of our columns comes from."""

    NOWHERE = "nowhere"
    HEADER = "header"
    CONSTANT = "constant"
    BUILT = "built"


@dataclass(frozen=True, slots=True)
class FileLook:
    """What a file looks like before anything is known of its meaning.

    `samples` are the first values under each header; `layout_headers` are the headers as the
    file was first read, by which its layout is recognised again. `skip` says how many rows
    above the headers are to be skipped where the first row is a title.
    """

    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    row_count: int
    sheet: str
    encoding: str
    is_guessed: bool
    skip: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where one of our columns comes from: a header, one value for all rows, or nowhere.

    `text` is the header or the value; BUILT (a key of several columns, months side by side)
    names its parts. `factor` is as typed; empty means one.
    """

    column: ColumnSpec
    origin: From = From.NOWHERE
    text: str = ""
    factor: str = ""

    @property
    def is_number(self) -> bool:
        """Whether a unit factor makes sense."""
        return self.column.type in _NUMBERS


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for on the preview's page."""

    update: bool = False
    good_rows_only: bool = False
    decimal_comma: bool = False
    plan: str = ""
    in_force: bool = True
    apply_oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class WizardState:
    """All that decides what the wizard shows."""

    step: Step = Step.FILE
    kind: ImportKind = ImportKind.CUSTOMERS
    kind_is_chosen: bool = False
    path: Path | None = None
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    look: FileLook | None = None
    layout: str = ""
    sources: tuple[ColumnSource, ...] = ()
    base: Mapping = field(default_factory=Mapping)
    is_remembered: bool = False
    options: Options = field(default_factory=Options)
    report: PreviewReport | None = None
    outcome: ImportOutcome | None = None
    is_undone: bool = False
    waiting: Waiting = Waiting.NOTHING
    is_stopping: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages that this file needs; the sheet's only where there are several."""
        return tuple(step for step in Step if step is not Step.SHEET or self.sheets)

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers that no column of ours comes from."""
        if self.look is None:
            return ()
        used = {header_key(one.text) for one in self.sources if one.origin is From.HEADER}
        for parts in self.base.key.values():
            used.update(map(header_key, parts))
        wide = self.base.wide
        return tuple(
            header
            for header in self.look.headers
            if header and header_key(header) not in used and not _is_wide(header, wide)
        )

    @property
    def missing(self) -> tuple[ColumnSpec, ...]:
        """The required columns that come from nowhere yet."""
        valued = {wide.value for wide in self.base.wide}
        return tuple(
            one.column
            for one in self.sources
            if one.column.required
            and one.column.name not in valued
            and (one.origin is From.NOWHERE or not one.text.strip())
        )

    @property
    def bad_factors(self) -> tuple[ColumnSpec, ...]:
        """The columns whose factor is no number."""
        return tuple(one.column for one in self.sources if read_factor(one.factor) is None)


def _is_wide(header: str, wide: Sequence[Wide]) -> bool:
    others = [name for one in wide for name in (one.year, one.total) if name]
    if header_key(header) in map(header_key, others):
        return True
    return any(re.fullmatch(one.pattern, header.strip()) for one in wide)


def look_of(raw: RawTable) -> FileLook:
    """Return what a table looks like, with a few values under each header."""
    found: list[list[str]] = [[] for _header in raw.headers]
    for row in raw.rows[:_SAMPLE_ROWS]:
        for place, cell in enumerate(row):
            text = cell_text(cell)
            if text and len(found[place]) < _SAMPLES and text not in found[place]:
                found[place].append(text)
    skips = [issue.facts.get("skip") for issue in raw.issues if issue.code == "title_row"]
    return FileLook(
        headers=raw.headers,
        samples=tuple(map(tuple, found)),
        row_count=len(raw.rows),
        sheet=raw.sheet,
        encoding=raw.encoding,
        is_guessed=raw.encoding_guessed,
        skip=next((skip for skip in skips if isinstance(skip, int)), 0),
    )


def layout_key(kind: ImportKind, headers: Sequence[str]) -> str:
    """Return what a file layout is remembered by: the kind and the set of its headers.

    The column of reasons does not count: refused rows that were mended are known again.
    """
    own = [header for header in headers if header and not is_reason(header)]
    names = "\n".join(sorted(set(map(header_key, own))))
    return f"{kind}:{sha256(names.encode()).hexdigest()[:24]}"


def guess_kind(name: str, headers: Sequence[str]) -> ImportKind | None:
    """Return the kind that a file seems to be: by its headers, in doubt by its name."""
    named = _kind_named(header_key(Path(name).stem))
    best: tuple[int, ImportKind] | None = None
    for kind, spec in KINDS.items():
        mapping = guess_mapping(headers, kind)
        known = {*mapping.columns, *(wide.column for wide in mapping.wide)}
        known |= {wide.value for wide in mapping.wide}
        if any(column.required and column.name not in known for column in spec.columns):
            continue
        score = 2 * len(mapping.columns) + (5 if kind is named else 0)
        if best is None or score > best[0]:
            best = (score, kind)
    return named if best is None else best[1]


def _kind_named(stem: str) -> ImportKind | None:
    """Return the kind that a file's name speaks of: by its last word, the longer of two."""
    found: list[tuple[int, int, ImportKind]] = []
    for kind, words in _NAMES.items():
        for word in words:
            place = stem.rfind(header_key(word))
            if place >= 0:
                found.append((place + len(word), len(word), kind))
    return max(found)[2] if found else None


def sources_of(
    kind: ImportKind, mapping: Mapping, headers: Sequence[str]
) -> tuple[ColumnSource, ...]:
    """Return where each of our columns comes from by a mapping; headers not there are left out."""
    there = {header_key(header): header for header in headers}
    wide = {one.column: one for one in mapping.wide}
    wide |= {one.value: one for one in mapping.wide}
    found: list[ColumnSource] = []
    for column in kind_spec(kind).columns:
        name = column.name
        factor = f"{mapping.factors[name]:f}" if name in mapping.factors else ""
        if name in mapping.key:
            source = ColumnSource(column, From.BUILT, " + ".join(mapping.key[name]))
        elif name in wide:
            source = ColumnSource(column, From.BUILT, _span(wide[name], headers))
        elif name in mapping.constants:
            source = ColumnSource(column, From.CONSTANT, mapping.constants[name])
        elif header_key(mapping.columns.get(name, "")) in there and name in mapping.columns:
            source = ColumnSource(
                column, From.HEADER, there[header_key(mapping.columns[name])], factor
            )
        else:
            source = ColumnSource(column)
        found.append(replace(source, factor=factor))
    return tuple(found)


def _span(wide: Wide, headers: Sequence[str]) -> str:
    """Return the headers that stand for periods: the first and the last of them."""
    found = [header for header in headers if re.fullmatch(wide.pattern, header.strip())]
    if len(found) < 2:
        return "".join(found) or wide.pattern
    return f"{found[0]} … {found[-1]}"


def mapping_of(state: WizardState) -> Mapping:
    """Return the mapping that the columns' page describes."""
    sources = state.sources
    factors = {
        one.column.name: factor
        for one in sources
        if (factor := read_factor(one.factor)) is not None and factor != 1
    }
    columns = {one.column.name: one.text for one in sources if one.origin is From.HEADER}
    # A header that has the name of a column is taken for it unless the mapping says otherwise.
    there = {header_key(header) for header in (state.look.headers if state.look else ())}
    for one in sources:
        if one.origin is From.NOWHERE and there.intersection(map(header_key, one.column.headers)):
            columns[one.column.name] = ""
    valued = {wide.value for wide in state.base.wide}
    return replace(
        state.base,
        columns={name: text for name, text in columns.items() if name not in valued},
        constants={
            one.column.name: one.text.strip()
            for one in sources
            if one.origin is From.CONSTANT and one.text.strip()
        },
        factors=factors,
    )


def read_factor(text: str) -> Decimal | None:
    """Return the factor that was typed, one for none, None where it is no usable number."""
    if not text.strip():
        return Decimal(1)
    try:
        factor = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    is_usable = factor.is_finite() and Decimal("0.000001") <= abs(factor) <= Decimal(10) ** 9
    return factor if is_usable else None


def import_file(state: WizardState, *, good_rows_only: bool) -> ImportFile:
    """Return what the service is asked for.

    Raises:
        ValueError: no file was chosen yet.
    """
    if state.path is None:
        raise ValueError("no file was chosen")
    options = state.options
    is_target = state.kind is ImportKind.TARGETS
    return ImportFile(
        kind=state.kind,
        path=state.path,
        sheet=state.sheet,
        mapping=mapping_of(state),
        update=options.update,
        good_rows_only=good_rows_only,
        decimal_comma=options.decimal_comma,
        plan=options.plan if is_target else "",
        in_force=options.in_force and is_target,
        apply_oldest_first=options.apply_oldest_first and state.kind is ImportKind.COLLECTIONS,
    )
