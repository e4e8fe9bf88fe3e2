"""What is heard of other desks: which commands came, from whom, and what they touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.changes import ChangeSet


class NewsKind(StrEnum):
    """What another desk did."""

    CHANGED = "changed"
    IMPORTED = "imported"
    WITHDREW = "withdrew"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One command of another desk.

    `name` is the file of an import, or the only row that was changed, where it has a name;
    else empty. The person is empty where the database does not know who acted.
    """

    kind: NewsKind
    person: str
    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class NewsMark:
    """How far the commands of all desks were heard.

    `missing` are numbers below the highest that were not there yet, with the looks that are
    left before they count as never given: on a server a command that began earlier may be
    committed later than one with a higher number.
    """

    highest: int = 0
    missing: tuple[tuple[int, int], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class News:
    """What came since a mark: the changes to announce, the latest items last."""

    mark: NewsMark
    changes: ChangeSet
    items: tuple[NewsItem, ...]
