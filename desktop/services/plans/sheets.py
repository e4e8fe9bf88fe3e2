"""The target sheets of a plan: who is to reach what, what he says to it, and the printed pages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.i18n import speaking
from desktop.models import PlanVersion
from desktop.services.access import Actor
from desktop.services.figures.frame import load_branch, load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.garbage import collector_paused
from desktop.services.plans.answers import PlanAnswers
from desktop.services.plans.feasibility import PlanFeasibility
from desktop.services.plans.programme import read_programmes, read_suggestions
from desktop.services.plans.sheet_book import make_book, read_plan
from desktop.services.plans.sheet_lines import read_lines
from desktop.services.plans.sheet_pages import PageSource
from desktop.services.plans.sheet_reasons import read_bases
from desktop.services.plans.sheets_data import (
    Judgement,
    RecordAnswer,
    RemoveAnswer,
    SheetBook,
)
from desktop.services.plans.version_records import find_version
from desktop.services.reports.plan_pages_data import PlanSummaryData, TargetSheetData
from desktop.services.rules.feasibility import Against, Verdict
from desktop.services.uow import UnitOfWork


class TargetSheets:
    """Reads the sheets of a version, each in one look at the database, and keeps the answers."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._answers = PlanAnswers(uow, clock)

    def book(self, version_id: int) -> SheetBook:
        """Return every rep's part of a version, what no rep has, and the plan's total.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            record = self._record(session, version_id)
            return make_book(session, record, read_plan(session, record, self._clock.today()))

    def sheets(
        self, version_id: int, rep_ids: Sequence[int] | None, language: str
    ) -> tuple[TargetSheetData, ...]:
        """Return the sheets of these reps in this order; of all who have a target, without any.

        Raises:
            InputError: `plan_version_gone`, or `rep_gone` where the version has no such rep.
            ValueError: a language that the program does not speak.
        """
        findings = self._findings(version_id)
        with self._uow.read() as session, collector_paused(), speaking(language):
            source, book = self._source(session, version_id, findings)
            wanted = rep_ids
            if wanted is None:
                wanted = [row.rep_id for row in book.rows if row.rep_id and row.has_target]
            if any(one not in source.rows for one in wanted):
                raise InputError(Issue("rep_gone"))
            return tuple(source.sheet(one) for one in wanted)

    def summary(self, version_id: int, language: str) -> PlanSummaryData:
        """Return the plan on paper.

        Raises:
            InputError: `plan_version_gone`.
            ValueError: a language that the program does not speak.
        """
        findings = self._findings(version_id)
        with self._uow.read() as session, collector_paused(), speaking(language):
            return self._source(session, version_id, findings)[0].summary()

    def judgement(self, version_id: int) -> Judgement:
        """Return programme, verdict and customers to begin with of everyone who has a sales target.

        Raises:
            InputError: `plan_version_gone`.
        """
        findings = self._findings(version_id)
        with self._uow.read() as session, collector_paused():
            record, today = self._record(session, version_id), self._clock.today()
            frame = load_frame(session, record.branch_id, customers=True)
            timelines = load_timelines(session, frame)
            lines = read_lines(session, frame, timelines, record)
            programmes = read_programmes(session, frame, lines, today)
            customers = read_suggestions(session, frame, lines, timelines, programmes, today)
            return Judgement(programmes, findings, customers)

    def _findings(self, version_id: int) -> dict[int, tuple[tuple[Against, Verdict], ...]]:
        found = PlanFeasibility(self._uow, self._clock).of_reps(version_id)
        return {
            rep_id: tuple((finding.against, finding.verdict) for finding in one.findings)
            for rep_id, one in found.items()
            if rep_id is not None
        }

    def record_answer(self, actor: Actor, command: RecordAnswer) -> ChangeSet:
        """Write down what a rep says, or the reply to it (see `PlanAnswers.record`).

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `PlanAnswers.record`.
        """
        return self._answers.record(actor, command)

    def remove_answer(self, actor: Actor, command: RemoveAnswer) -> ChangeSet:
        """Remove an answer that nobody gave (see `PlanAnswers.remove`).

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `PlanAnswers.record`.
        """
        return self._answers.remove(actor, command)

    def _record(self, session: Session, version_id: int) -> PlanVersion:
        return find_version(session, load_branch(session), version_id)

    def _source(
        self,
        session: Session,
        version_id: int,
        findings: dict[int, tuple[tuple[Against, Verdict], ...]],
    ) -> tuple[PageSource, SheetBook]:
        record = self._record(session, version_id)
        read = read_plan(session, record, self._clock.today())
        book = make_book(session, record, read)
        programmes = read_programmes(session, read.frame, read.lines, read.today)
        judgement = Judgement(programmes, findings, {})
        rows = {row.rep_id: judgement.judged(row) for row in book.rows if row.rep_id is not None}
        bases = read_bases(session, record)
        is_imported = record.batch_id is not None
        return PageSource(read, book.card, rows, bases, is_imported, programmes), book
