"""What a command changed: each screen reloads itself when one of its topics is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """A part of the branch's data that screens depend on."""

    BRANCH = "branch"
    ORGANISATION = "organisation"
    CUSTOMERS = "customers"
    PRODUCTS = "products"
    ORDERS = "orders"
    INVOICES = "invoices"
    COLLECTIONS = "collections"
    VISITS = "visits"
    EXPENSES = "expenses"
    CALENDAR = "calendar"
    PLANS = "plans"
    INFORMATION = "information"
    TEAM = "team"
    IMPORTS = "imports"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The topics that a command changed, and what it made."""

    topics: frozenset[Topic]
    created_id: int | None = None

    @classmethod
    def of(cls, *topics: Topic, created_id: int | None = None) -> ChangeSet:
        """Return a change set of these topics."""
        return cls(frozenset(topics), created_id)

    @classmethod
    def everything(cls) -> ChangeSet:
        """Return the change set of a whole database that was opened or replaced."""
        return cls(frozenset(Topic))

    def touches(self, topics: Iterable[Topic]) -> bool:
        """Whether any of these topics changed."""
        return not self.topics.isdisjoint(topics)

    def __or__(self, other: ChangeSet) -> ChangeSet:
        return ChangeSet(self.topics | other.topics, self.created_id or other.created_id)
