"""Checking a database: everything that must hold is computed again and compared."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.services.access import Actor
from desktop.services.activity.proofs import prove_activity
from desktop.services.activity.summaries import refresh_summaries
from desktop.services.activity.summary_proofs import prove_summaries
from desktop.services.audit.sealing import chain_breaks, chain_head, seal, unsealed_count
from desktop.services.checking.data import CheckResult, Finding, Proof
from desktop.services.checking.figure_proofs import (
    prove_receivable,
    prove_sales_months,
    prove_sales_ties,
    prove_target_ties,
)
from desktop.services.checking.ledger_proofs import (
    prove_assignments,
    prove_attribution,
    prove_document_sums,
    prove_shared_credit,
    prove_trees,
)
from desktop.services.checking.search_proofs import prove_search
from desktop.services.checking.tally import Tally
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.receivables.proofs import prove_aging, prove_open_items
from desktop.services.uow import UnitOfWork


class CheckingService:
    """Proves that a database holds together, and seals its audit log."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def run(self) -> tuple[Finding, ...]:
        """Return everything that does not hold, in the order of the proofs."""
        return self.prove().findings

    def prove(self) -> CheckResult:
        """Prove everything on one snapshot and return what was proved and what does not hold."""
        tally = Tally()
        with self._uow.read() as session:
            self._uow.database.allow_long_work(session)
            tally.begin(Proof.STORAGE)
            self._prove_storage(session, tally)
            tally.begin(Proof.TREES)
            prove_trees(session, tally)
            if tally.findings:
                # Keys that lead nowhere, or in a circle, have no figures to recompute.
                tally.found("left_out")
            else:
                self._prove_ledger(session, tally)
            tally.begin(Proof.AUDIT_CHAIN)
            tally.holds(chain_head(session)[0])
            for gap in chain_breaks(session):
                tally.found(gap.reason, position=gap.position, log_id=gap.log_id)
        tally.end()
        return CheckResult(tuple(tally.proofs), tally.statements, tuple(tally.findings))

    def _prove_storage(self, session: Session, tally: Tally) -> None:
        tally.holds()
        for problem in self._uow.database.integrity_problems(session.connection()):
            tally.found("integrity", problem=problem)

    def _prove_ledger(self, session: Session, tally: Tally) -> None:
        frame = load_frame(session)
        timelines = load_timelines(session, frame)
        today = self._clock.today()
        tally.begin(Proof.DOCUMENT_SUMS)
        prove_document_sums(session, frame, tally)
        tally.begin(Proof.SHARED_CREDIT)
        prove_shared_credit(session, frame, tally)
        tally.begin(Proof.ATTRIBUTION)
        prove_attribution(session, frame, timelines, tally)
        tally.begin(Proof.ASSIGNMENTS)
        prove_assignments(session, frame, tally)
        tally.begin(Proof.SALES_MONTHS)
        prove_sales_months(session, frame, tally)
        tally.begin(Proof.SALES_TIES)
        prove_sales_ties(session, frame, tally, today)
        tally.begin(Proof.TARGET_TIES)
        prove_target_ties(session, frame, tally, today)
        tally.begin(Proof.RECEIVABLES)
        prove_open_items(session, frame, tally)
        tally.begin(Proof.AGING_TIES)
        prove_aging(session, frame, tally)
        prove_receivable(session, frame, tally, today)
        tally.begin(Proof.ACTIVITY)
        prove_activity(session, frame, tally, today)
        tally.begin(Proof.ACTIVITY_SUMS)
        prove_summaries(session, frame, tally)
        tally.begin(Proof.TEXT_INDEX)
        prove_search(session, tally)

    def seal(self, actor: Actor) -> int:
        """Link what the audit log holds without a link; return how many entries that were.

        The sums that changes left behind are made anew as well: both is work for afterwards.
        """
        refresh_summaries(self._uow, actor)
        with self._uow.read() as session:
            if not unsealed_count(session):
                return 0
        with self._uow.write(actor, "Seal audit log") as session:
            return seal(session)
