"""What is typed into the forms of a round and of a part of the bridge; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import BridgeKind, BridgeStatus, PlanSide
from desktop.errors import InputError, Issue
from desktop.services import formats
from desktop.services.plans.talks_data import BridgeEntry, BridgeRow, RoundEntry, RoundRow


@dataclass(frozen=True, slots=True)
class RoundForm:
    """A form of a round: the one that is corrected, or None for a side's next."""

    side: PlanSide
    number: int
    row: RoundRow | None = None
    amount: str = ""
    argument: str = ""


@dataclass(frozen=True, slots=True)
class RoundTexts:
    """What stands in the fields of a round."""

    amount: str
    day: str = ""
    argument: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ItemForm:
    """A form of a part of the bridge: the one that is corrected, or None for a new one."""

    row: BridgeRow | None = None
    amount: str = ""


@dataclass(frozen=True, slots=True)
class ItemTexts:
    """What stands in the fields of a part of the bridge."""

    kind: BridgeKind
    amount: str
    owner: str = ""
    owner_rep_id: int | None = None
    evidence: str = ""
    status: BridgeStatus = BridgeStatus.OPEN


def typed_amount(amount: Decimal | None) -> str:
    """Return an amount as a field begins with it."""
    return "" if amount is None else formats.quantity(amount)


def read_round(texts: RoundTexts, today: date) -> RoundEntry:
    """Return what the fields of a round say; without a day it is today's.

    Raises:
        InputError: an amount or a day that cannot be read, at its field.
    """
    issues: list[Issue] = []
    amount = _amount(texts.amount, issues)
    day = today
    if texts.day.strip():
        try:
            day = formats.parse_day(texts.day, today)
        except ValueError:
            issues.append(Issue("talks_day_form", column="day", value=texts.day.strip()))
    if issues:
        raise InputError(*issues)
    return RoundEntry(amount, _line(texts.argument), _line(texts.evidence), day)


def read_item(texts: ItemTexts) -> BridgeEntry:
    """Return what the fields of a part of the bridge say.

    Raises:
        InputError: an amount that cannot be read, at its field.
    """
    issues: list[Issue] = []
    amount = _amount(texts.amount, issues)
    if issues:
        raise InputError(*issues)
    return BridgeEntry(
        texts.kind, amount, _line(texts.owner), texts.owner_rep_id, _line(texts.evidence),
        texts.status,
    )  # fmt: skip


def _amount(text: str, issues: list[Issue]) -> Decimal:
    try:
        return formats.parse_amount(text)
    except ValueError:
        code = "talks_amount_form" if text.strip() else "talks_amount_missing"
        issues.append(Issue(code, column="amount", value=text.strip()))
        return Decimal(0)


def _line(text: str) -> str:
    """Return a text without the ends of its lines: it stands in one cell."""
    return " ".join(text.split())
