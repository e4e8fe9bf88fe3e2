"""Commands and rows of the report calendar.

A cell's `version` is what a command on it must expect; 0 is a report that nobody wrote down yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.enums import ReportCycle, ReportSource
from desktop.periods import Period
from desktop.services.plans.work_data import Choice
from desktop.services.rules.report_calendar import DueState, Punctuality


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """What stands in the form of a duty; without `rep_id` all without people below owe it."""

    name: str
    cycle: ReportCycle
    source: ReportSource
    starts_on: date
    due_after: int = 0
    rep_id: int | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class AddDuty:
    """Ask for a report from now on."""

    entry: DutyEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeDuty:
    """Ask for a report in another way; its cycle stays once one was written down."""

    duty_id: int
    expected_version: int
    entry: DutyEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class EndDuty:
    """Ask for a report no more after this day; what came in stays."""

    duty_id: int
    expected_version: int
    last_day: date
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DueKey:
    """A report of a rep about a period, with the version of what is written down about it."""

    duty_id: int
    rep_id: int
    period_start: date
    expected_version: int = 0


@dataclass(frozen=True, slots=True)
class TickReports:
    """These reports came in at a moment; without one, now."""

    keys: tuple[DueKey, ...]
    received_at: datetime | None = None
    note: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ExcuseReports:
    """These reports need not come, for a reason."""

    keys: tuple[DueKey, ...]
    reason: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class UntickReports:
    """Take out what was written down about these reports."""

    keys: tuple[DueKey, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A report that is asked for."""

    id: int
    version: int
    entry: DutyEntry
    rep_name: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class DueCell:
    """A report of a rep about a period; `version` is 0 where nothing was written down by hand."""

    duty_id: int
    rep_id: int
    period: Period
    due_on: date
    state: DueState
    received_at: datetime | None
    version: int = 0
    note: str = ""

    @property
    def key(self) -> DueKey:
        """The report as a command names it."""
        return DueKey(self.duty_id, self.rep_id, self.period.start, self.version)


@dataclass(frozen=True, slots=True)
class ReporterRow:
    """A rep with his reports of one duty, one a period of the calendar's head, and all figures.

    `cells` has None where he owes nothing; `all_duties` counts his reports of every duty.
    """

    rep_id: int
    code: str
    name: str
    cells: tuple[DueCell | None, ...]
    figures: Punctuality
    all_duties: Punctuality


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one rep is to be reminded of today, the oldest first: reports with their duty's name."""

    rep_id: int
    name: str
    reports: tuple[tuple[str, DueCell], ...]


@dataclass(frozen=True, slots=True)
class ReportCalendar:
    """A period's reports: of one duty as a matrix of reps and periods, and who is to be reminded.

    `duty_id` is the duty shown, None where there is none.
    """

    period: Period
    as_of: date
    duties: tuple[DutyRow, ...]
    duty_id: int | None
    heads: tuple[Period, ...]
    rows: tuple[ReporterRow, ...]
    total: Punctuality
    all_duties: Punctuality
    reminders: tuple[Reminder, ...]
    reps: tuple[Choice, ...]

    @property
    def duty(self) -> DutyRow | None:
        """The duty shown."""
        return next((one for one in self.duties if one.id == self.duty_id), None)
