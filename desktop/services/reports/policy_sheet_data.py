"""What the sign-off sheet of a policy is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A name on the sheet; `said` tells how and when he acknowledged it, "" is a line to sign."""

    code: str
    name: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class PolicySheetData:
    """A policy with the names of those whom it was announced to; texts in the page's language."""

    branch_name: str
    title: str
    text: str
    announced_on: date
    announced_by: str
    due_on: date
    people: tuple[SheetPerson, ...]
