"""The tables of revision 0001, as they were on the day; nothing here changes any more."""

from __future__ import annotations

from desktop.models.migrations.revision_0001 import (
    activity,
    audit,
    customers,
    money,
    organisation,
    plans,
    trade,
)
from desktop.models.migrations.revision_0001.shared import METADATA

__all__ = ["METADATA", "activity", "audit", "customers", "money", "organisation", "plans", "trade"]
