"""How many reports fall away because they are reports of the same visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from desktop.models import Rep, Visit
from desktop.services.activity.visit_facts import rep_of_visit
from desktop.services.rules.visits import VisitTimes, merge_visits


def merged_away(
    session: Session, where: tuple[ColumnElement[bool], ...], values: Mapping[str, Any]
) -> int:
    """Return how many more valid reports there are than visits, among those that `where` chooses.

    `values` are those of its parameters.
    Only reports with a start can be the same visit, so only days with several of them are read.
    """
    key = (Visit.rep_id, Visit.customer_id, Visit.visited_on)
    chosen = (*where, Visit.starts_at.is_not(None))
    several = (
        select(*key)
        .join(Rep, rep_of_visit())
        .where(*chosen)
        .group_by(*key)
        .having(func.count() > 1)
        .subquery()
    )
    query = (
        select(*key, Visit.starts_at, Visit.ends_at, Visit.minutes)
        .join(Rep, rep_of_visit())
        .join(several, and_(*(several.c[column.key] == column for column in key)))
        .where(*chosen)
    )
    reports: dict[tuple[int, int, date], list[VisitTimes]] = defaultdict(list)
    for rep_id, customer_id, day, starts_at, ends_at, minutes in session.execute(query, values):
        reports[rep_id, customer_id, day].append(VisitTimes(starts_at, ends_at, minutes))
    return sum(one.reports - 1 for times in reports.values() for one in merge_visits(times))
