"""Two desks changed one thing: which fields differ, and what the choice makes of them; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Whose version of a field is taken."""

    YOURS = "yours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class ConflictField:
    """A field in which the two desks differ; texts as they stand in the form."""

    key: str
    label: str
    before: str
    yours: str
    theirs: str

    @property
    def is_contested(self) -> bool:
        """Whether both desks changed it, so that a person has to choose."""
        return self.before not in (self.yours, self.theirs)

    @property
    def proposal(self) -> Side | None:
        """The side that changed the field, None where both did."""
        if self.is_contested:
            return None
        return Side.YOURS if self.yours != self.before else Side.THEIRS

    def of(self, side: Side) -> str:
        """Return a side's text."""
        return self.yours if side is Side.YOURS else self.theirs


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the dialog shows: the fields, and the sentence of who saved first."""

    title: str
    sentence: str
    fields: tuple[ConflictField, ...]

    def result(self, sides: Mapping[str, Side]) -> dict[str, str] | None:
        """Return the chosen text of each field, None while one is not chosen yet."""
        if any(field.key not in sides for field in self.fields):
            return None
        return {field.key: field.of(sides[field.key]) for field in self.fields}

    @property
    def proposals(self) -> dict[str, Side]:
        """The sides that need no choice."""
        return {field.key: side for field in self.fields if (side := field.proposal) is not None}


def differing_fields(
    keys: tuple[str, ...],
    label: Callable[[str], str],
    before: Mapping[str, str],
    yours: Mapping[str, str],
    theirs: Mapping[str, str],
) -> tuple[ConflictField, ...]:
    """Return the fields that the two desks would save differently, in the order of the form."""
    return tuple(
        ConflictField(key, label(key), before[key], yours[key], theirs[key])
        for key in keys
        if yours[key] != theirs[key]
    )
