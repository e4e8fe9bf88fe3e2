"""What was typed into the wizard and not kept, as a draft of this desk, and back; free of Qt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from desktop.services.drafts import Draft
from desktop.services.plans.programmes_data import MOST_VISITS, ProgrammeSheet
from desktop.views.plans.programmes.state import WizardState

#: The tab that takes such drafts up, and what their subjects begin with.
TAB, _KIND = "plans", "programme"


def subject_of(version_id: int, rep_id: int) -> str:
    """Return what the draft of a rep's programme is kept under."""
    return f"{_KIND} {version_id} {rep_id}"


def parsed_subject(subject: str) -> tuple[int, int] | None:
    """Return version and rep of a draft's subject, or None of another kind."""
    parts = subject.split()
    if len(parts) != 3 or parts[0] != _KIND or not (parts[1] + parts[2]).isdecimal():
        return None
    return int(parts[1]), int(parts[2])


def draft_of(
    sheet: ProgrammeSheet, state: WizardState, title: str, database: str, at: datetime
) -> Draft:
    """Return what was typed as a draft."""
    return Draft(
        TAB,
        database,
        subject_of(sheet.version_id, sheet.rep_id),
        0 if sheet.saved is None else sheet.saved.version,
        title,
        at,
        {},
        {
            "visits": json.dumps(sorted(state.visits.items())),
            "left_out": json.dumps(sorted(state.left_out)),
        },
    )


def taken_up(sheet: ProgrammeSheet, state: WizardState, draft: Draft) -> WizardState | None:
    """Return the state with what the draft holds; None where that cannot be read.

    Customers who are the rep's no more are left behind.
    """
    known = {one.customer_id for one in sheet.customers}
    try:
        visits = {int(one): int(count) for one, count in json.loads(draft.typed["visits"])}
        left_out = {int(one) for one in json.loads(draft.typed["left_out"])}
    except (ValueError, KeyError, TypeError):
        return None
    if any(not 0 <= count <= MOST_VISITS for count in visits.values()):
        return None
    kept = {one: count for one, count in visits.items() if one in known}
    return replace(
        state,
        visits={**state.visits, **kept},
        left_out=frozenset(left_out & known),
        is_typed=True,
    )
