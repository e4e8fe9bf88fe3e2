"""Proofs that the activity figures hold, for `branchbook check`.

The codes of the findings, each with the facts that its sentence needs:

- `kpi_identity`: an identity of METRICS.md, section 2, does not hold (`row`, `identity`);
- `kpi_tie`: reps do not add up to the branch (`figure`, `expected`, `found`);
- `kpi_documents`: the documents say something else (`figure`, `expected`, `found`);
- `flow_unbalanced`: start and what came less what went is not the end (`row`);
- `flow_differs`: customers won or lost are not those of `kpi` (`row`, `expected`, `found`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.models import Collection, Expense, Invoice, SalesOrder
from desktop.periods import Period
from desktop.services.activity.flow import customer_flows
from desktop.services.activity.gather import gather, load_known
from desktop.services.activity.gathered import Figures
from desktop.services.activity.visit_facts import in_period
from desktop.services.checking.tally import Tally
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import resolve
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.axes import Axis
from desktop.services.plans.sales_queries import sales_tables
from desktop.services.rules.customerflow import Flow
from desktop.services.rules.efficiency import EfficiencyParts, broken_identities, efficiency

#: Parts that reps share out completely; an order with shared credit counts for several.
_ADDITIVE = tuple(one.name for one in fields(EfficiencyParts) if one.name != "orders")
_TOTAL = ("total",)


def prove_activity(session: Session, frame: Frame, tally: Tally, today: date) -> None:
    """Prove the activity figures of the fiscal year to the last day with data."""
    span = resolve(session, frame, ReportRequest("kpi"), today)
    known = load_known(session, frame, span.elapsed.last)
    found = gather(session, frame, span, (Axis.REP,), known, with_evidence=True)
    reps, total = found.by((Dimension.REP,)), found.total()
    flows = customer_flows(frame, span.elapsed, known, (Dimension.REP,))
    everyone = customer_flows(frame, span.elapsed, known, ()).get((), Flow())
    prove_identities({**reps, _TOTAL: total}, frame.branch.decimals, tally)
    prove_sums(reps, total, tally)
    _prove_documents(session, frame, span.elapsed, total, tally)
    prove_flows({**flows, _TOTAL: everyone}, {**reps, _TOTAL: total}, tally)


def prove_identities(rows: Mapping[tuple[str, ...], Figures], decimals: int, tally: Tally) -> None:
    """Prove the identities of every row."""
    for codes, figures in rows.items():
        tally.holds()
        ratios = efficiency(figures.parts, decimals)
        for identity in broken_identities(figures.parts, ratios, decimals):
            tally.found("kpi_identity", row=codes[0], identity=identity)


def prove_sums(reps: Mapping[tuple[str, ...], Figures], total: Figures, tally: Tally) -> None:
    """Prove that the reps, and what is nobody's, add up to the branch."""
    for name in _ADDITIVE:
        parts = sum(getattr(one.parts, name) for one in reps.values())
        tally.compare(getattr(total.parts, name), parts, "kpi_tie", figure=name)
    for name in ("rejected", "verified"):
        parts = sum(getattr(one, name) for one in reps.values())
        tally.compare(getattr(total, name), parts, "kpi_tie", figure=name)


def _prove_documents(
    session: Session, frame: Frame, period: Period, total: Figures, tally: Tally
) -> None:
    """Prove the branch's numbers by the documents' own heads."""
    tables = sales_tables(frame)
    document: type[SalesOrder] | type[Invoice] = tables.document
    branch_id = frame.branch.id
    sold = (
        document.branch_id == branch_id,
        in_period(document.document_date, period),
        tables.posted,
    )
    asked = {
        "net_sales": select(whole_sum(document.net_minor)).where(*sold),
        "customers": select(func.count(document.customer_id.distinct())).where(*sold),
        "collections": select(whole_sum(Collection.amount_minor)).where(
            Collection.branch_id == branch_id,
            in_period(Collection.document_date, period),
            Collection.state == "posted",
        ),
        "expenses": select(whole_sum(Expense.amount_minor)).where(
            Expense.branch_id == branch_id,
            in_period(Expense.spent_on, period),
            Expense.state == "posted",
        ),
    }
    for name, query in asked.items():
        shown = total.customers if name == "customers" else getattr(total.parts, name)
        tally.compare(session.scalar(query), shown, "kpi_documents", figure=name)


def prove_flows(
    flows: Mapping[tuple[str, ...], Flow],
    rows: Mapping[tuple[str, ...], Figures],
    tally: Tally,
) -> None:
    """Prove that customers balance in every row, and that `kpi` counts the same ones."""
    for codes in sorted({*flows, *rows}):
        flow, figures = flows.get(codes, Flow()), rows.get(codes)
        tally.holds()
        if not flow.is_balanced:
            tally.found("flow_unbalanced", row=codes[0])
        turns = (0, 0) if figures is None else (figures.new_customers, figures.lost_customers)
        tally.compare(turns, (flow.new, flow.lost), "flow_differs", row=codes[0])
