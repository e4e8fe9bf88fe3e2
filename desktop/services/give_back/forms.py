"""The fields of the paper, which are the grid's columns, and the visits planned in a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.models import Customer, VisitPlan, VisitPlanFate
from desktop.services.entries.data import EntryColumn, EntryKind, InputKind
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.reports.visit_form_data import FormField, FormLine, VisitFormData


def visit_fields() -> tuple[FormField, ...]:
    """Return the fields of a report of a visit, in the order of the grid and its language."""
    return tuple(_field(column) for column in ENTRY_SPECS[EntryKind.VISITS].columns)


def _field(column: EntryColumn) -> FormField:
    choices = tuple(_(choice.title) for choice in column.choices)
    if column.kind is InputKind.YES_NO:
        choices = (_("Yes"), _("No"))
    return FormField(column.key, _(column.title), column.width, column.is_required, choices)


def load_week_forms(
    session: Session, frame: Frame, rep_code: str, day: date
) -> tuple[VisitFormData, ...]:
    """Return the form of the week that a day lies in, without its fields, of a rep.

    "" are all who have a visit planned. Visits that were moved or given up are left out: their
    substitutes are plans of their own.

    Raises:
        InputError: nobody has the rep's code.
    """
    chosen = [rep for rep in frame.reps.values() if rep.code == rep_code]
    if rep_code and not chosen:
        raise InputError(Issue("unknown_code", {"record": "rep", "given": rep_code}))
    monday = day - timedelta(days=day.weekday())
    lines: dict[int, list[FormLine]] = {rep.id: [] for rep in chosen}
    for rep_id, planned, code, name, purpose in _planned(session, frame, monday):
        if rep_code and rep_id not in lines:
            continue
        cells = (
            ("rep_code", frame.reps[rep_id].code),
            ("customer_code", f"{code} {name}"),
            ("purpose", purpose),
        )
        lines.setdefault(rep_id, []).append(FormLine(planned, cells))
    reps = sorted((frame.reps[one] for one in lines), key=lambda one: one.code)
    return tuple(
        VisitFormData(frame.branch.name, rep.code, rep.name, monday, tuple(lines[rep.id]))
        for rep in reps
    )


def _planned(session: Session, frame: Frame, monday: date) -> Sequence[Any]:
    """Return rep, day, customer and purpose of the visits planned in a week, by day."""
    of_customer = and_(
        Customer.branch_id == VisitPlan.branch_id, Customer.id == VisitPlan.customer_id
    )
    of_fate = and_(
        VisitPlanFate.branch_id == VisitPlan.branch_id,
        VisitPlanFate.visit_plan_id == VisitPlan.id,
    )
    query = (
        select(
            VisitPlan.rep_id, VisitPlan.planned_on, Customer.code, Customer.name, VisitPlan.purpose
        )
        .join_from(VisitPlan, Customer, of_customer)
        .outerjoin(VisitPlanFate, of_fate)
        .where(
            VisitPlan.branch_id == frame.branch.id,
            VisitPlan.planned_on >= monday,
            VisitPlan.planned_on < monday + timedelta(days=7),
            VisitPlanFate.id.is_(None),
        )
        .order_by(VisitPlan.planned_on, VisitPlan.id)
    )
    return plain_rows(session, query)
