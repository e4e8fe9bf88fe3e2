"""Reading the report calendar: duties, who owes what, and what came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, null, select
from sqlalchemy.orm import Session

from desktop.enums import DocumentState, ReportCycle, ReportSource
from desktop.models import Leave, ReportDuty, ReportReceipt, Visit
from desktop.periods import Period
from desktop.services.figures.frame import Frame
from desktop.services.information.report_data import (
    DueCell,
    DutyEntry,
    DutyRow,
    Reminder,
    ReportCalendar,
    ReporterRow,
)
from desktop.services.information.standing import at_desk
from desktop.services.plans.work_data import Choice
from desktop.services.rules.report_calendar import (
    DueReport,
    DueState,
    Duty,
    Receipt,
    Reporter,
    due_reports,
    period_around,
    punctuality,
)

#: So many days back reports that are missing are reminded of.
REMINDED_DAYS = 31
_Key = tuple[int, int, date]


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports that begin in some days, with what was written down about them by hand."""

    dues: tuple[DueReport, ...]
    kept: dict[_Key, ReportReceipt]

    def cell(self, due: DueReport) -> DueCell:
        """Return a report as a row shows it."""
        kept = self.kept.get((due.duty_id, due.rep_id, due.period.start))
        return DueCell(
            due.duty_id, due.rep_id, due.period, due.due_on, due.state, due.received_at,
            0 if kept is None else kept.version, "" if kept is None else kept.note,
        )  # fmt: skip


def load_duties(session: Session, branch_id: int) -> tuple[ReportDuty, ...]:
    """Return the duties of the branch in the order in which they were made."""
    query = select(ReportDuty).where(ReportDuty.branch_id == branch_id).order_by(ReportDuty.id)
    return tuple(session.scalars(query))


def duty_of(record: ReportDuty) -> Duty:
    """Return a duty as the rules take it."""
    return Duty(
        record.id, ReportCycle(record.cycle), record.due_after, record.starts_on, record.ends_on,
        record.rep_id,
    )  # fmt: skip


def duty_row(record: ReportDuty, frame: Frame, today: date) -> DutyRow:
    """Return a duty as a page shows it."""
    rep = frame.reps.get(record.rep_id or 0)
    entry = DutyEntry(
        record.name, ReportCycle(record.cycle), ReportSource(record.source), record.starts_on,
        record.due_after, record.rep_id, record.ends_on,
    )  # fmt: skip
    is_over = record.ends_on is not None and record.ends_on < today
    return DutyRow(record.id, record.version, entry, "" if rep is None else rep.name, is_over)


def load_reporters(
    session: Session, frame: Frame, duties: Iterable[Duty], within: Period
) -> tuple[Reporter, ...]:
    """Return everybody who may owe one of the duties, by code, with the days away."""
    people = set(frame.reps) - frame.leaders
    people.update(duty.rep_id for duty in duties if duty.rep_id is not None)
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    # A week or a month that begins within these days ends after them.
    rows = session.execute(
        select(Leave.rep_id, Leave.first_day, Leave.last_day).where(
            Leave.branch_id == frame.branch.id,
            Leave.first_day < within.end + timedelta(days=REMINDED_DAYS),
            Leave.last_day >= within.start,
        )
    )
    for rep_id, first, last in rows:
        away[rep_id].append((first, last))
    reps = sorted((frame.reps[one] for one in people), key=lambda rep: rep.code)
    return tuple(
        Reporter(
            rep.id, rep.hire_date, rep.leave_date, tuple(away.get(rep.id, ())),
            rep.id in frame.leaders,
        )
        for rep in reps
    )  # fmt: skip


def read_reports(
    session: Session, frame: Frame, records: Sequence[ReportDuty], within: Period, today: date
) -> Reports:
    """Return every report of these duties about a period that begins within these days."""
    duties = tuple(duty_of(one) for one in records)
    kept = {
        (one.duty_id, one.rep_id, one.period_start): one
        for one in session.scalars(
            select(ReportReceipt).where(
                ReportReceipt.branch_id == frame.branch.id,
                ReportReceipt.period_start >= within.start,
                ReportReceipt.period_start < within.end,
            )
        )
    }
    receipts: dict[_Key, Receipt] = {}
    of_visits = [
        duty
        for duty, record in zip(duties, records, strict=True)
        if record.source == ReportSource.VISITS
    ]
    if of_visits:
        receipts.update(_visit_receipts(session, frame.branch.id, of_visits, within))
    # What somebody wrote down by hand stands above what the visits say.
    receipts.update(
        (key, Receipt(at_desk(one.received_at), one.received_at is None))
        for key, one in kept.items()
    )
    people = load_reporters(session, frame, duties, within)
    dues = due_reports(duties, people, frame.calendar, within, receipts, today)
    return Reports(dues, kept)


def _visit_receipts(
    session: Session, branch_id: int, duties: Sequence[Duty], within: Period
) -> dict[_Key, Receipt]:
    """Return when the first report of a rep about a period's visits came in.

    When a visit that was keyed in the office came is known by its keying at the latest; when one
    that was imported without a day of receipt came, nobody knows.
    """
    known = case(
        (Visit.received_at.is_not(None), Visit.received_at),
        (Visit.batch_id.is_(None), Visit.keyed_at),
        else_=null(),
    )
    last = max(
        (one.ends_on or one.starts_on for one in duties if one.cycle is ReportCycle.SPECIAL),
        default=within.end,
    )
    end = max(last, within.end + timedelta(days=REMINDED_DAYS))
    rows = session.execute(
        select(Visit.rep_id, Visit.visited_on, func.min(known))
        .where(
            Visit.branch_id == branch_id,
            Visit.visited_on >= within.start,
            Visit.visited_on <= end,
            Visit.state == str(DocumentState.POSTED),
        )
        .group_by(Visit.rep_id, Visit.visited_on)
    ).all()
    found: dict[_Key, Receipt] = {}
    for duty in duties:
        for rep_id, day, moment in rows:
            start = _start_of(duty, day)
            if start is None:
                continue
            key = (duty.id, rep_id, start)
            found[key] = _first(found.get(key), at_desk(moment))
    return found


def _start_of(duty: Duty, day: date) -> date | None:
    """Return the first day of the period of a duty that a day lies in; None for no period."""
    if duty.cycle is not ReportCycle.SPECIAL:
        return period_around(duty.cycle, day).start
    return duty.starts_on if duty.starts_on <= day <= (duty.ends_on or duty.starts_on) else None


def _first(known: Receipt | None, moment: datetime | None) -> Receipt:
    """Return the earlier of two receipts; one whose moment is known says more."""
    moments = [one for one in (moment, None if known is None else known.at) if one is not None]
    return Receipt(min(moments, default=None))


def read_calendar(
    session: Session, frame: Frame, period: Period, duty_id: int | None, today: date
) -> ReportCalendar:
    """Return the calendar of a period with one duty's matrix; an unknown duty is the first one."""
    records = load_duties(session, frame.branch.id)
    rows = tuple(duty_row(one, frame, today) for one in records)
    running = [one.id for one in rows if not one.is_over] or [one.id for one in rows]
    known = {one.id for one in rows}
    shown = duty_id if duty_id in known else next(iter(running), None)
    reports = read_reports(session, frame, records, period, today)
    mine = [one for one in reports.dues if one.duty_id == shown]
    heads = tuple(sorted({one.period for one in mine}))
    by_rep: dict[int, list[DueReport]] = defaultdict(list)
    for due in reports.dues:
        by_rep[due.rep_id].append(due)
    reporters = [
        _reporter(frame, rep_id, dues, shown, heads, reports)
        for rep_id, dues in by_rep.items()
        if any(one.duty_id == shown for one in dues)
    ]
    employed = sorted(
        (rep for rep in frame.reps.values() if rep.employed_on(today)), key=lambda rep: rep.code
    )
    return ReportCalendar(
        period, today, rows, shown, heads,
        tuple(sorted(reporters, key=lambda row: row.code)),
        punctuality(one.state for one in mine),
        punctuality(one.state for one in reports.dues),
        read_reminders(session, frame, records, today),
        tuple(Choice(rep.id, rep.code, rep.name) for rep in employed),
    )  # fmt: skip


def _reporter(
    frame: Frame, rep_id: int, dues: Sequence[DueReport], shown: int | None,
    heads: Sequence[Period], reports: Reports,
) -> ReporterRow:  # fmt: skip
    rep = frame.reps[rep_id]
    mine = {one.period: one for one in dues if one.duty_id == shown}
    return ReporterRow(
        rep.id, rep.code, rep.name,
        tuple(reports.cell(mine[head]) if head in mine else None for head in heads),
        punctuality(one.state for one in mine.values()),
        punctuality(one.state for one in dues),
    )  # fmt: skip


def read_reminders(
    session: Session, frame: Frame, records: Sequence[ReportDuty], today: date
) -> tuple[Reminder, ...]:
    """Return who is to be reminded today: of what is due today, and of what is missing.

    What was missing longer ago than `REMINDED_DAYS` is in the calendar and no reminder any more.
    """
    within = Period.inclusive(today - timedelta(days=2 * REMINDED_DAYS), today)
    names = {one.id: one.name for one in records}
    dues, kept = list[DueReport](), dict[_Key, ReportReceipt]()
    for those, days in _by_reach(records, within):
        reports = read_reports(session, frame, those, days, today)
        dues += reports.dues
        kept.update(reports.kept)
    every = Reports(tuple(dues), kept)
    limit = today - timedelta(days=REMINDED_DAYS)
    found: dict[int, list[tuple[str, DueCell]]] = defaultdict(list)
    for due in sorted(every.dues, key=lambda one: (one.due_on, one.duty_id)):
        is_owed = due.state in (DueState.TODAY, DueState.MISSING) and due.due_on >= limit
        # Somebody who left hands nothing in any more; the calendar shows what he owed.
        if is_owed and frame.reps[due.rep_id].employed_on(today):
            found[due.rep_id].append((names[due.duty_id], every.cell(due)))
    people = sorted(found, key=lambda rep_id: frame.reps[rep_id].code)
    return tuple(Reminder(one, frame.reps[one].name, tuple(found[one])) for one in people)


def _by_reach(
    records: Sequence[ReportDuty], within: Period
) -> Iterator[tuple[Sequence[ReportDuty], Period]]:
    """Yield the duties with the days to look at: a special report may begin long before."""
    special = [one for one in records if one.cycle == ReportCycle.SPECIAL]
    yield [one for one in records if one.cycle != ReportCycle.SPECIAL], within
    for one in special:
        if one.starts_on < within.end and (one.ends_on or one.starts_on) >= within.start:
            yield [one], Period(one.starts_on, one.starts_on + timedelta(days=1))
