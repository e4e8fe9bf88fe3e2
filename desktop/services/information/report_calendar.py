"""The report calendar: what is due from whom, what came in, who is to be reminded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import ReportCycle, ReportSource
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import ReportDuty, ReportReceipt
from desktop.periods import Period
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.information.report_data import (
    AddDuty,
    ChangeDuty,
    DueKey,
    DutyEntry,
    EndDuty,
    ExcuseReports,
    ReportCalendar,
    TickReports,
    UntickReports,
)
from desktop.services.information.report_reading import duty_of, load_reporters, read_calendar
from desktop.services.plans.work_records import words
from desktop.services.rules.report_calendar import Duty, is_owed, report_periods
from desktop.services.uow import UnitOfWork

#: More working days than that nobody waits for a report.
LONGEST_WAIT = 60


class ReportCalendars:
    """Reads the report calendar, and writes down duties and what came in."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def calendar(self, period: Period, duty_id: int | None = None) -> ReportCalendar:
        """Return the reports that begin in a period, with one duty's matrix, and the reminders."""
        today = self._clock.today()
        with self._uow.read() as session:
            return read_calendar(session, load_frame(session), period, duty_id, today)

    def add_duty(self, actor: Actor, command: AddDuty) -> ChangeSet:
        """Ask for a report; return what changed, with the duty's id.

        Raises:
            InputError: a field that cannot be taken.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Ask for report", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id)
            entry = _checked(command.entry, frame)
            record = ReportDuty(branch_id=frame.branch.id)
            _put(record, entry)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.INFORMATION, created_id=made)

    def change_duty(self, actor: Actor, command: ChangeDuty) -> ChangeSet:
        """Ask for a report in another way, for days past as well.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
            InputError: a field that cannot be taken, or `duty_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Change report duty", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id)
            record = _duty(session, frame.branch.id, command.duty_id)
            _expect(record.version, command.expected_version)
            entry = _checked(command.entry, frame)
            before = duty_of(record)
            is_special = entry.cycle is ReportCycle.SPECIAL
            is_other = entry.cycle is not before.cycle or (
                is_special and entry.starts_on != before.starts_on
            )
            if is_other and _has_receipts(session, record):
                # What came in is kept by the first day of its period, which would be another.
                column = "cycle" if entry.cycle is not before.cycle else "starts_on"
                raise InputError(Issue("duty_cycle_stays", column=column))
            _put(record, entry)
        return ChangeSet.of(Topic.INFORMATION)

    def end_duty(self, actor: Actor, command: EndDuty) -> ChangeSet:
        """Ask for a report up to a day and no more after it.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `duty_gone`, `duty_ends_before`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "End report duty", request_id=command.request_id) as session:
            record = _duty(session, actor.branch_id, command.duty_id)
            _expect(record.version, command.expected_version)
            if command.last_day < record.starts_on:
                value = str(command.last_day)
                raise InputError(Issue("duty_ends_before", column="ends_on", value=value))
            record.ends_on = command.last_day
        return ChangeSet.of(Topic.INFORMATION)

    def tick(self, actor: Actor, command: TickReports) -> ChangeSet:
        """Write down that reports came in, all at one moment, or none of them.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `report_received_ahead`, `report_not_owed`, `duty_gone`,
                `reports_missing`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.KEEP_INFORMATION)
        now = self._clock.now()
        moment = command.received_at or now
        with self._uow.write(actor, "Tick off reports", request_id=command.request_id) as session:
            issues: list[Issue] = []
            note = words(command.note, "note", issues)
            if moment > now:
                value = moment.isoformat(sep=" ", timespec="minutes")
                issues.append(Issue("report_received_ahead", column="received_at", value=value))
            if issues:
                raise InputError(*issues)
            _write(session, actor, command.keys, moment, note)
        return ChangeSet.of(Topic.INFORMATION)

    def excuse(self, actor: Actor, command: ExcuseReports) -> ChangeSet:
        """Write down that reports need not come, and why.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `report_reason_missing`, `report_not_owed`, `duty_gone`,
                `reports_missing`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Excuse reports", request_id=command.request_id) as session:
            issues: list[Issue] = []
            reason = words(command.reason, "note", issues, "report_reason_missing")
            if issues:
                raise InputError(*issues)
            _write(session, actor, command.keys, None, reason)
        return ChangeSet.of(Topic.INFORMATION)

    def untick(self, actor: Actor, command: UntickReports) -> ChangeSet:
        """Take out what was written down about reports; what the visits say stands again.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `report_not_ticked`, `reports_missing`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.KEEP_INFORMATION)
        with self._uow.write(actor, "Untick reports", request_id=command.request_id) as session:
            for key in _some(command.keys):
                record = _receipt(session, actor.branch_id, key)
                if record is None:
                    raise InputError(Issue("report_not_ticked"))
                _expect(record.version, key.expected_version)
                if record.received_at is None:
                    # To take an excuse back is as much as to refuse it.
                    actor.require(Action.ANSWER_INFORMATION)
                session.delete(record)
        return ChangeSet.of(Topic.INFORMATION)


def _some(keys: Sequence[DueKey]) -> Sequence[DueKey]:
    if not keys:
        raise InputError(Issue("reports_missing"))
    return keys


def _write(
    session: Session, actor: Actor, keys: Sequence[DueKey], moment: datetime | None, note: str
) -> None:
    """Write one fact about each of these reports.

    Raises:
        ConflictError: `changed_meanwhile`.
        InputError: `report_not_owed`, `duty_gone`, `reports_missing`.
    """
    frame = load_frame(session, actor.branch_id)
    owes = _owes(session, frame, _some(keys))
    for key in keys:
        if not owes(key):
            rep = frame.reps.get(key.rep_id)
            value = str(key.rep_id) if rep is None else rep.name
            raise InputError(Issue("report_not_owed", {"day": key.period_start}, value=value))
        record = _receipt(session, frame.branch.id, key)
        _expect(0 if record is None else record.version, key.expected_version)
        if record is None:
            record = ReportReceipt(
                branch_id=frame.branch.id, duty_id=key.duty_id, rep_id=key.rep_id,
                period_start=key.period_start,
            )  # fmt: skip
            session.add(record)
        record.received_at, record.note = moment, note


def _owes(session: Session, frame: Frame, keys: Sequence[DueKey]) -> Callable[[DueKey], bool]:
    """Return what says whether a report is owed."""
    duties = {
        duty_id: duty_of(_duty(session, frame.branch.id, duty_id))
        for duty_id in sorted({key.duty_id for key in keys})
    }
    days = [key.period_start for key in keys]
    within = Period.inclusive(min(days), max(days))
    people = {one.rep_id: one for one in load_reporters(session, frame, duties.values(), within)}

    def is_due(key: DueKey) -> bool:
        person, duty = people.get(key.rep_id), duties[key.duty_id]
        period = _period(duty, key.period_start)
        return (
            person is not None
            and period is not None
            and is_owed(duty, person, frame.calendar, period)
        )

    return is_due


def _period(duty: Duty, start: date) -> Period | None:
    """Return the period of a duty that begins on a day; None where none does."""
    return next(report_periods(duty, Period(start, start + timedelta(days=1))), None)


def _duty(session: Session, branch_id: int, duty_id: int) -> ReportDuty:
    found = select(ReportDuty).where(ReportDuty.branch_id == branch_id, ReportDuty.id == duty_id)
    record = session.scalars(found.with_for_update()).first()
    if record is None:
        raise InputError(Issue("duty_gone"))
    return record


def _receipt(session: Session, branch_id: int, key: DueKey) -> ReportReceipt | None:
    found = select(ReportReceipt).where(
        ReportReceipt.branch_id == branch_id,
        ReportReceipt.duty_id == key.duty_id,
        ReportReceipt.rep_id == key.rep_id,
        ReportReceipt.period_start == key.period_start,
    )
    return session.scalars(found.with_for_update()).first()


def _has_receipts(session: Session, duty: ReportDuty) -> bool:
    found = select(ReportReceipt.id).where(
        ReportReceipt.branch_id == duty.branch_id, ReportReceipt.duty_id == duty.id
    )
    return session.scalars(found.limit(1)).first() is not None


def _expect(found: int, shown: int) -> None:
    if found != shown:
        raise ConflictError("changed_meanwhile", shown=shown, found=found)


def _checked(entry: DutyEntry, frame: Frame) -> DutyEntry:
    """Return a duty as it is kept.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    name = words(entry.name, "name", issues, "duty_name_missing")
    if not 0 <= entry.due_after <= LONGEST_WAIT:
        facts, value = {"most": LONGEST_WAIT}, str(entry.due_after)
        issues.append(Issue("duty_wait_bounds", facts, column="due_after", value=value))
    if entry.ends_on is not None and entry.ends_on < entry.starts_on:
        issues.append(Issue("duty_ends_before", column="ends_on", value=str(entry.ends_on)))
    if entry.rep_id is not None and entry.rep_id not in frame.reps:
        issues.append(Issue("duty_person_unknown", column="rep", value=str(entry.rep_id)))
    if entry.source is ReportSource.VISITS and entry.cycle is ReportCycle.MONTHLY:
        # One visit on the first of a month would stand for the whole month's report.
        issues.append(Issue("duty_visits_cycle", column="source"))
    if issues:
        raise InputError(*issues)
    return replace(entry, name=name)


def _put(record: ReportDuty, entry: DutyEntry) -> None:
    record.name, record.cycle, record.source = entry.name, str(entry.cycle), str(entry.source)
    record.rep_id, record.due_after = entry.rep_id, entry.due_after
    record.starts_on, record.ends_on = entry.starts_on, entry.ends_on
