"""The list of target sheets: every rep's part of a version beside last year, and his answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import AnswerKind, Metric, PlanLevel
from desktop.models import AppUser, PlanAnswer, PlanLine, PlanVersion
from desktop.periods import Month
from desktop.services.activity.rep_figures import people_of
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.sql import whole_sum
from desktop.services.figures.timelines import load_timelines
from desktop.services.plans.cube import unit_of
from desktop.services.plans.measure_records import read_cells, read_measures
from desktop.services.plans.measures_data import MeasureCell, Person, Side, make_row
from desktop.services.plans.sheet_lines import (
    REP,
    LastYear,
    PlacedLine,
    PlanLines,
    read_last_year,
    read_lines,
    summed,
)
from desktop.services.plans.sheets_data import (
    AnswerRow,
    QuarterLine,
    SheetBook,
    SheetFigure,
    SheetMeasure,
    SheetRow,
)
from desktop.services.plans.version_records import card_of


@dataclass(frozen=True, slots=True)
class PlanRead:
    """Everything that the sheets of a version are made of, read in one snapshot."""

    frame: Frame
    lines: PlanLines
    last_year: Mapping[Metric, LastYear | None]
    answers: Mapping[int, tuple[AnswerRow, ...]]
    people: tuple[int, ...]
    today: date
    measures: Mapping[int, tuple[SheetMeasure, ...]] = field(default_factory=dict)

    def unit(self, metric: Metric) -> Decimal:
        """Return the value of one stored unit of a metric."""
        return unit_of(metric, self.frame.branch.decimals)


def read_plan(session: Session, record: PlanVersion, today: date) -> PlanRead:
    """Return what a version's sheets are made of."""
    frame = load_frame(session, record.branch_id, customers=True)
    timelines = load_timelines(session, frame)
    lines = read_lines(session, frame, timelines, record)
    last_year = {
        metric: read_last_year(session, frame, timelines, metric, record.fiscal_year, today)
        for metric in lines.metrics()
    }
    answers = read_answers(session, record)
    year = frame.branch.fiscal.period(record.fiscal_year)
    measures = _measures_of(session, frame, record, lines.months)
    people = {*people_of(session, frame, year), *answers, *measures}
    for column in lines.columns.values():
        people.update(line.rep_id for line in column if line.rep_id is not None)
    ordered = tuple(sorted(people, key=lambda rep_id: frame.reps[rep_id].code))
    return PlanRead(frame, lines, last_year, answers, ordered, today, measures)


def _measures_of(
    session: Session, frame: Frame, record: PlanVersion, months: tuple[Month, ...]
) -> dict[int, tuple[SheetMeasure, ...]]:
    """Return the own measures that each rep has targets of."""
    cells = {
        key: cell
        for key, cell in read_cells(session, frame.branch, record.id).items()
        if key[1] is not None and cell.target is not None
    }
    found: dict[int, list[SheetMeasure]] = defaultdict(list)
    if not cells:
        return {}
    for measure in read_measures(session, frame.branch):
        for rep_id in sorted({key[1] for key in cells if key[0] == measure.id and key[1]}):
            row = make_row(
                Person(rep_id),
                measure.entry.way,
                [cells.get((measure.id, rep_id, one.ordinal), MeasureCell()) for one in months],
            )
            quarters = tuple(row.quarter(Side.TARGET, place) for place in range(4))
            found[rep_id].append(SheetMeasure(measure.entry, quarters, row.year(Side.TARGET)))
    return {rep_id: tuple(rows) for rep_id, rows in found.items()}


def read_answers(session: Session, record: PlanVersion) -> dict[int, tuple[AnswerRow, ...]]:
    """Return the answers to a version by rep, the earliest first."""
    query = (
        select(PlanAnswer, AppUser.name)
        .outerjoin(AppUser, AppUser.id == PlanAnswer.answered_by_id)
        .where(PlanAnswer.branch_id == record.branch_id, PlanAnswer.version_id == record.id)
        .order_by(PlanAnswer.day, PlanAnswer.id)
    )
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for answer, name in session.execute(query):
        found[answer.rep_id].append(answer_row(answer, name or ""))
    return {rep_id: tuple(rows) for rep_id, rows in found.items()}


def answer_row(answer: PlanAnswer, replied_by: str) -> AnswerRow:
    """Return an answer as people see it."""
    return AnswerRow(
        answer.id, answer.version, answer.version_id, answer.rep_id, AnswerKind(answer.kind),
        answer.day, answer.text, answer.answer, answer.answered_on,
        replied_by if answer.answer else "",
    )  # fmt: skip


def make_book(session: Session, record: PlanVersion, read: PlanRead) -> SheetBook:
    """Return the list of a version's sheets."""
    frame, metrics = read.frame, read.lines.metrics()
    totals = _totals(session, record)
    targets = {
        metric: summed(read.lines.columns[metric, PlanLevel.BASE], REP) for metric in metrics
    }
    before = {
        metric: summed(found.lines, REP) if found else None
        for metric, found in read.last_year.items()
    }
    customers = _customers(read.lines)

    def figures(rep_id: int | None) -> tuple[SheetFigure, ...]:
        return tuple(
            SheetFigure(
                metric,
                _in_units(targets[metric].get(rep_id), read.unit(metric)),
                _known(before[metric], rep_id, read.unit(metric)),
            )
            for metric in metrics
        )

    nobody = None
    if any(None in targets[metric] for metric in metrics):
        nobody = _bare(None, figures(None), len(customers.get(None, ())))
    total = tuple(
        SheetFigure(
            metric,
            totals[metric] * read.unit(metric),
            _in_units(_sum_of(before[metric]), read.unit(metric)),
        )
        for metric in metrics
    )
    quarters = _quarters(read)
    everyone = {one for found in customers.values() for one in found}
    behind = next((found.behind for found in read.last_year.values() if found), None)
    return SheetBook(
        card_of(session, frame.branch, record),
        frame.branch.currency,
        frame.branch.decimals,
        metrics,
        tuple(
            replace(
                _row(read, rep_id, figures(rep_id), len(customers.get(rep_id, ()))),
                quarters=quarters.get(rep_id, ()),
            )
            for rep_id in read.people
        ),
        nobody,
        _bare(None, total, len(everyone)),
        behind,
        read.today,
    )


def _row(read: PlanRead, rep_id: int, figures: tuple[SheetFigure, ...], customers: int) -> SheetRow:
    frame, rep = read.frame, read.frame.reps[rep_id]
    manager = frame.reps[rep.manager_id].name if rep.manager_id is not None else ""
    area = frame.territories[rep.territory_id].name if rep.territory_id is not None else ""
    left = rep.leave_date if rep.leave_date and rep.leave_date < _last_day(read.lines) else None
    return SheetRow(
        rep_id, rep.code, rep.name, rep.letters, rep.title, manager, area, customers, figures,
        left_on=left,
        after_leaving=_after(read, rep_id, left) if left else Decimal(0),
        answers=read.answers.get(rep_id, ()),
        measures=read.measures.get(rep_id, ()),
    )  # fmt: skip


def _bare(rep_id: int | None, figures: tuple[SheetFigure, ...], customers: int) -> SheetRow:
    return SheetRow(rep_id, "", "", "", "", "", "", customers, figures)


def _last_day(lines: PlanLines) -> date:
    return lines.months[-1].period.last


def _after(read: PlanRead, rep_id: int, left: date) -> Decimal:
    """Return the first metric's target of the months that begin after a rep's last day."""
    metrics = read.lines.metrics()
    if not metrics:
        return Decimal(0)
    lines = read.lines.columns[metrics[0], PlanLevel.BASE]
    amount = sum(
        line.amount for line in lines if line.rep_id == rep_id and Month(line.month).start > left
    )
    return amount * read.unit(metrics[0])


def _customers(lines: PlanLines) -> dict[int | None, set[int]]:
    """Return the customers with a target, by rep."""
    found: dict[int | None, set[int]] = defaultdict(set)
    for column in lines.columns.values():
        for line in column:
            if line.customer_id is not None:
                found[line.rep_id].add(line.customer_id)
    return found


def _totals(session: Session, record: PlanVersion) -> dict[Metric, int]:
    """Return the sums of a version's base lines by metric, as the database adds them up."""
    rows = session.execute(
        select(PlanLine.metric, whole_sum(PlanLine.amount))
        .where(
            PlanLine.branch_id == record.branch_id,
            PlanLine.version_id == record.id,
            PlanLine.level == PlanLevel.BASE.value,
        )
        .group_by(PlanLine.metric)
    )
    return {Metric(metric): int(amount) for metric, amount in rows}


def _in_units(amount: int | None, unit: Decimal) -> Decimal | None:
    return None if amount is None else amount * unit


def _known(
    sums: Mapping[int | None, int] | None, rep_id: int | None, unit: Decimal
) -> Decimal | None:
    """Return a rep's result; where results are known, one who has none brought nothing."""
    return None if sums is None else sums.get(rep_id, 0) * unit


def _sum_of(sums: Mapping[int | None, int] | None) -> int | None:
    return None if sums is None else sum(sums.values())


def lines_total(lines: Iterable[PlacedLine]) -> int:
    """Return the sum of lines in stored units."""
    return sum(line.amount for line in lines)


def _quarters(read: PlanRead) -> dict[int | None, tuple[QuarterLine, ...]]:
    """Return everyone's targets by quarter, metric by metric."""
    begin = read.lines.months[0].ordinal
    firsts = read.lines.months[::3]
    found: dict[int | None, list[QuarterLine]] = defaultdict(list)
    for (metric, level), lines in read.lines.columns.items():
        sums: dict[int | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for line in lines:
            sums[line.rep_id][(line.month - begin) // 3] += line.amount
        for rep_id, known in sums.items():
            amounts = tuple(_in_units(known.get(place), read.unit(metric)) for place in range(4))
            found[rep_id].append(QuarterLine(metric, level, firsts, amounts))
    return {rep_id: tuple(lines) for rep_id, lines in found.items()}
