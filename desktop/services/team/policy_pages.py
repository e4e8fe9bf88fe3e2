"""The sign-off sheet of a policy, made of what the page shows."""

from __future__ import annotations

import io
from datetime import datetime

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.plans.printing import PlanPdf
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.policy_sheet_data import PolicySheetData, SheetPerson
from desktop.services.team.policy_data import PolicyBook, PolicyPersonRow, PolicyRow
from desktop.services.team.policy_messages import HOWS


def policy_sheet(branch_name: str, row: PolicyRow, book: PolicyBook) -> PolicySheetData:
    """Return a policy's sheet, names by code, in the language of the moment."""
    people = sorted(book.of(row.id), key=lambda one: one.rep_code)
    return PolicySheetData(
        branch_name, row.title, row.text, row.announced_on, row.announced_by, row.due_on,
        tuple(SheetPerson(one.rep_code, one.rep_name, _said(one)) for one in people),
    )  # fmt: skip


def _said(one: PolicyPersonRow) -> str:
    if one.how is None:
        return ""
    facts = {"how": _(HOWS[one.how]), "day": formats.day(one.acknowledged_on)}
    return _("{how} on {day}").format(**facts)


def print_policy_sheet(
    branch_name: str, row: PolicyRow, book: PolicyBook, printed_at: datetime, language: str
) -> PlanPdf:
    """Return the sheet as PDF and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.policy_sheet import policy_sheet_file_name, write

    with speaking(language):
        data = policy_sheet(branch_name, row, book)
    stream = io.BytesIO()
    with DRAWING:
        printed = write(data, stream, printed_at, language)
    name = policy_sheet_file_name(data)
    return PlanPdf(name, stream.getvalue(), printed.pages, printed.warnings)
