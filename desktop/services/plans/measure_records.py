"""Finding, filling and saving the records of own measures, inside a command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import PlanStatus
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import OwnMetric, OwnTarget, PlanVersion, SalesPlan
from desktop.money import from_minor, to_minor
from desktop.periods import Month
from desktop.search_key import clean_text, search_key
from desktop.services.figures.frame import BranchFacts, Frame
from desktop.services.plans.measure_texts import read_number
from desktop.services.plans.measures_data import (
    MOST_DECIMALS,
    CellKey,
    CellTexts,
    Measure,
    MeasureCell,
    MeasureEntry,
    Side,
)
from desktop.services.rules.own_measures import DECIMALS

_NAME_LENGTH, _UNIT_LENGTH = 128, 32


def measure_of(record: OwnMetric) -> Measure:
    """Return a measure as people see it."""
    return Measure(
        record.id,
        record.version,
        MeasureEntry(
            record.name, record.unit, record.decimals, record.more_is_better, record.adds_up,
            record.definition,
        ),
    )  # fmt: skip


def read_measures(session: Session, branch: BranchFacts) -> tuple[Measure, ...]:
    """Return the branch's measures in the order in which they were made."""
    query = select(OwnMetric).where(OwnMetric.branch_id == branch.id).order_by(OwnMetric.id)
    return tuple(measure_of(record) for record in session.scalars(query))


def read_cells(
    session: Session, branch: BranchFacts, version_id: int
) -> dict[CellKey, MeasureCell]:
    """Return every number that a version keeps."""
    table: Any = OwnTarget.__table__
    rows = session.execute(
        select(
            table.c.metric_id, table.c.rep_id, table.c.month, table.c.target, table.c.actual,
            table.c.source, table.c.version,
        ).where(table.c.branch_id == branch.id, table.c.version_id == version_id)
    )  # fmt: skip
    return {
        (metric_id, rep_id, month): MeasureCell(_value(target), _value(actual), source, version)
        for metric_id, rep_id, month, target, actual, source, version in rows
    }


def _value(millionths: int | None) -> Decimal | None:
    return None if millionths is None else from_minor(millionths, DECIMALS)


def expected_measure(
    session: Session, branch: BranchFacts, measure_id: int, expected: int
) -> OwnMetric:
    """Return a measure's record that nobody else changed meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `shown`, `found`.
        InputError: `measure_gone`.
    """
    query = select(OwnMetric).where(OwnMetric.branch_id == branch.id, OwnMetric.id == measure_id)
    record = session.scalars(query.with_for_update()).first()
    if record is None:
        raise InputError(Issue("measure_gone"))
    if record.version != expected:
        raise ConflictError("changed_meanwhile", shown=expected, found=record.version)
    return record


def fill_measure(
    session: Session, branch: BranchFacts, record: OwnMetric, entry: MeasureEntry
) -> None:
    """Write what was entered into a measure.

    Raises:
        InputError: `required`, `unseen_character`, `measure_name_long`, `measure_name_taken`,
            `measure_decimals_range`, with the field.
    """
    issues: list[Issue] = []
    texts = {
        column: _cleaned(text, column, most, issues)
        for column, text, most in (
            ("name", entry.name, _NAME_LENGTH), ("unit", entry.unit, _UNIT_LENGTH),
            ("definition", entry.definition, None),
        )
    }  # fmt: skip
    key = search_key(texts["name"])
    if not texts["name"] and not any(issue.column == "name" for issue in issues):
        issues.append(Issue("required", column="name"))
    taken = select(OwnMetric.id).where(OwnMetric.branch_id == branch.id, OwnMetric.name_key == key)
    if texts["name"] and session.scalar(taken) not in (None, record.id):
        issues.append(Issue("measure_name_taken", column="name", value=texts["name"]))
    if not 0 <= entry.decimals <= MOST_DECIMALS:
        issues.append(
            Issue("measure_decimals_range", {"most": MOST_DECIMALS}, column="decimals",
                  value=str(entry.decimals))
        )  # fmt: skip
    if issues:
        raise InputError(*issues)
    record.name, record.name_key, record.unit = texts["name"], key, texts["unit"]
    record.definition, record.decimals = texts["definition"], entry.decimals
    record.more_is_better, record.adds_up = entry.more_is_better, entry.adds_up


def _cleaned(text: str, column: str, most: int | None, issues: list[Issue]) -> str:
    try:
        kept = clean_text(" ".join(text.split()))
    except ValueError as error:
        facts = {"character": error.args[0], "column": column}
        issues.append(Issue("unseen_character", facts, column=column))
        return ""
    if most is not None and len(kept) > most:
        issues.append(Issue("measure_name_long", {"most": most}, column=column, value=kept))
    return kept


def require_unused(session: Session, branch: BranchFacts, record: OwnMetric) -> None:
    """Refuse to take a measure out while a version has numbers of it.

    Raises:
        RuleViolation: `measure_used`, with the measure's, the plan's name and the number.
    """
    found = session.execute(
        select(SalesPlan.name, PlanVersion.number)
        .join(PlanVersion, PlanVersion.plan_id == SalesPlan.id)
        .join(OwnTarget, OwnTarget.version_id == PlanVersion.id)
        .where(OwnTarget.branch_id == branch.id, OwnTarget.metric_id == record.id)
        .order_by(PlanVersion.fiscal_year.desc(), SalesPlan.name_key, PlanVersion.number.desc())
        .limit(1)
    ).first()
    if found is not None:
        raise RuleViolation("measure_used", name=record.name, plan=found[0], number=found[1])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell's texts go, and how its issues name it."""

    texts: CellTexts
    entry: MeasureEntry

    def column(self, side: str) -> str:
        return column_of(self.texts.key, side)


def column_of(key: CellKey, side: str) -> str:
    """Return how issues name a cell's number: `measure/rep/month/side`; no rep is 0."""
    return f"{key[0]}/{key[1] or 0}/{key[2]}/{side}"


class CellSaver:
    """Saves what was typed for cells of one version, after checking all of it."""

    def __init__(self, session: Session, frame: Frame, version: PlanVersion, today: Month) -> None:
        self._session, self._branch, self._version = session, frame.branch, version
        self._reps = set(frame.reps)
        self._today = today
        self._months = {
            month.ordinal for month in frame.branch.fiscal.period(version.fiscal_year).months()
        }
        self._issues: list[Issue] = []

    def save(self, cells: tuple[CellTexts, ...]) -> None:
        """Write all cells, or none.

        Raises:
            ConflictError: `measure_changed`, another desk changed one of them first.
            InputError: with every cell that cannot be taken, at its column.
            RuleViolation: `measure_not_draft`, `measure_not_in_force`.
        """
        self._require_status(cells)
        # Whoever takes one of them out meanwhile waits, and finds what is saved here.
        entries = {
            one.id: measure_of(one).entry
            for one in self._session.scalars(
                select(OwnMetric)
                .where(
                    OwnMetric.branch_id == self._branch.id,
                    OwnMetric.id.in_(sorted({one.key[0] for one in cells})),
                )
                .order_by(OwnMetric.id)
                .with_for_update(read=True, key_share=True)
            )
        }
        records = self._records()
        found: list[tuple[CellTexts, dict[Side, int | None], str | None]] = []
        changed = 0
        for cell in cells:
            entry = entries.get(cell.key[0])
            if entry is None:
                raise InputError(Issue("measure_gone"))
            known = records.get(cell.key)
            changed += (0 if known is None else known.version) != cell.expected_version
            found.append((cell, self._numbers(_Place(cell, entry)), self._source(cell)))
        if self._issues:
            raise InputError(*self._issues)
        if changed:
            raise ConflictError("measure_changed", count=changed)
        for cell, numbers, source in found:
            self._write(cell.key, records.get(cell.key), numbers, source)

    def _require_status(self, cells: tuple[CellTexts, ...]) -> None:
        status = PlanStatus(self._version.status)
        facts = {"status": str(status), "number": self._version.number}
        if status is not PlanStatus.DRAFT and any(one.target is not None for one in cells):
            raise RuleViolation("measure_not_draft", **facts)
        is_reached = any(one.actual is not None or one.source is not None for one in cells)
        if status is not PlanStatus.IN_FORCE and is_reached:
            raise RuleViolation("measure_not_in_force", **facts)

    def _records(self) -> dict[CellKey, OwnTarget]:
        query = select(OwnTarget).where(
            OwnTarget.branch_id == self._branch.id, OwnTarget.version_id == self._version.id
        )
        return {(one.metric_id, one.rep_id, one.month): one for one in self._session.scalars(query)}

    def _numbers(self, place: _Place) -> dict[Side, int | None]:
        key, texts = place.texts.key, place.texts
        if key[1] is not None and key[1] not in self._reps:
            self._issues.append(Issue("measure_rep_gone", column=place.column("")))
        found: dict[Side, int | None] = {}
        for side, text in ((Side.TARGET, texts.target), (Side.ACTUAL, texts.actual)):
            if text is None:
                continue
            value = read_number(text, place.entry, place.column(side))
            if isinstance(value, Issue):
                self._issues.append(value)
                continue
            is_ahead = side is Side.ACTUAL and key[2] > self._today.ordinal
            if key[2] not in self._months or (is_ahead and value is not None):
                facts = {"month": str(Month(key[2]))}
                self._issues.append(
                    Issue("measure_month_ahead", facts, column=place.column(side), value=text)
                )
                continue
            found[side] = None if value is None else to_minor(value, DECIMALS)
        return found

    def _source(self, cell: CellTexts) -> str | None:
        if cell.source is None:
            return None
        return _cleaned(cell.source, column_of(cell.key, "source"), None, self._issues)

    def _write(
        self,
        key: CellKey,
        record: OwnTarget | None,
        numbers: Mapping[Side, int | None],
        source: str | None,
    ) -> None:
        if record is None:
            record = OwnTarget(
                branch_id=self._branch.id, version_id=self._version.id, metric_id=key[0],
                rep_id=key[1], month=key[2], source="",
            )  # fmt: skip
        record.target = numbers.get(Side.TARGET, record.target)
        record.actual = numbers.get(Side.ACTUAL, record.actual)
        if source is not None:
            record.source = source
        if record.actual is None:
            record.source = ""
        if record.target is None and record.actual is None:
            if record.id is not None:
                self._session.delete(record)
        else:
            self._session.add(record)
