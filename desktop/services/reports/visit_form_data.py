"""What paper for reports of visits is made of: the columns of the entry grid, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the paper, which is a column of the grid: its key, and what it is called.

    `width` is in digits, as on the screen; `choices` are words to tick, if there are any.
    """

    key: str
    title: str
    width: int
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitSlipData:
    """Slips to be filled in by hand; `rep` and `day` are printed where they are known."""

    branch_name: str
    fields: tuple[FormField, ...]
    rep_code: str = ""
    rep_name: str = ""
    day: date | None = None
    count: int = 4


@dataclass(frozen=True, slots=True)
class FormLine:
    """A planned visit: its day, and what is printed into the fields, by their keys."""

    day: date
    cells: tuple[tuple[str, str], ...]

    def cell(self, key: str) -> str:
        """Return what is printed into a field; "" leaves it to be written."""
        return dict(self.cells).get(key, "")


@dataclass(frozen=True, slots=True)
class VisitFormData:
    """A rep's form of a week with the visits that are planned in it, in the order of days."""

    branch_name: str
    rep_code: str
    rep_name: str
    monday: date
    lines: tuple[FormLine, ...] = ()
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRep:
    """A rep whom paper can be printed for."""

    code: str
    name: str
