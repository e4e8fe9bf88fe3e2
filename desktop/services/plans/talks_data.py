"""Commands and rows of the talks with headquarters: rounds, and the bridge between the numbers.

Amounts are Decimals in whole units: money in whole currency, counts and quantities as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import BridgeKind, BridgeStatus, Metric, PlanSide, PlanStatus
from desktop.ratio import Ratio
from desktop.services.plans.versions_data import VersionCard
from desktop.services.reports.plan_pages_data import PlanDefinitions, PlanIdentity

#: The unexplained is haggling from this share of headquarters' number on (PLANNING.md, 6).
AIM = Decimal("0.01")
#: In these states of a version the talks about it go on.
TALKING = frozenset({PlanStatus.DRAFT, PlanStatus.SUBMITTED})


@dataclass(frozen=True, slots=True)
class RoundEntry:
    """A number that is named, with its argument; without a day it is named today."""

    amount: Decimal
    argument: str = ""
    evidence: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class AddRound:
    """Enter the next number of one side; its round is counted on from the side's last one."""

    version_id: int
    metric: Metric
    side: PlanSide
    entry: RoundEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRound:
    """Correct a round; its side and number stay."""

    round_id: int
    expected_version: int
    entry: RoundEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveRound:
    """Take out the last round of a side; earlier ones are what was said, and stay."""

    round_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class BridgeEntry:
    """A part of the gap, signed: what lies above the branch's number is positive.

    Who answers for it is a rep or, with `owner_rep_id` None, the text of `owner`.
    """

    kind: BridgeKind
    amount: Decimal
    owner: str = ""
    owner_rep_id: int | None = None
    evidence: str = ""
    status: BridgeStatus = BridgeStatus.OPEN


@dataclass(frozen=True, slots=True)
class AddBridgeItem:
    """Enter a part of the gap."""

    version_id: int
    metric: Metric
    entry: BridgeEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeBridgeItem:
    """Correct a part of the gap, or note what the other side says to it."""

    item_id: int
    expected_version: int
    entry: BridgeEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveBridgeItem:
    """Take out a part of the gap."""

    item_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round; `version` is what a command on it must expect."""

    id: int
    version: int
    number: int
    side: PlanSide
    amount: Decimal
    argument: str
    evidence: str
    day: date

    @property
    def entry(self) -> RoundEntry:
        """What a form of it begins with."""
        return RoundEntry(self.amount, self.argument, self.evidence, self.day)


@dataclass(frozen=True, slots=True)
class BridgeRow:
    """A part of the gap; `owner` is the rep's name where it is a rep's."""

    id: int
    version: int
    kind: BridgeKind
    amount: Decimal
    owner: str
    owner_rep_id: int | None
    evidence: str
    status: BridgeStatus

    @property
    def entry(self) -> BridgeEntry:
        """What a form of it begins with."""
        owner = "" if self.owner_rep_id is not None else self.owner
        return BridgeEntry(
            self.kind, self.amount, owner, self.owner_rep_id, self.evidence, self.status
        )


@dataclass(frozen=True, slots=True)
class Talks:
    """The talks about a metric of a version as they stand on `as_of`.

    `rounds` in the order of their numbers, headquarters first; `items` as they were entered.
    `planned` is the sum of the version's own lines, None without any. `decimals` are those of
    an amount of the metric. `reps` are pairs of id and name, by code.
    """

    card: VersionCard
    identity: PlanIdentity
    definitions: PlanDefinitions
    metric: Metric
    decimals: int
    rounds: tuple[RoundRow, ...]
    items: tuple[BridgeRow, ...]
    planned: Decimal | None
    reps: tuple[tuple[int, str], ...]
    as_of: date

    @property
    def is_open(self) -> bool:
        """Whether the talks about the version go on."""
        return self.card.status in TALKING

    @property
    def currency(self) -> str:
        """The currency of the branch."""
        return self.identity.currency

    def last_round(self, side: PlanSide) -> RoundRow | None:
        """Return a side's last round, None before its first."""
        named = [one for one in self.rounds if one.side is side]
        return named[-1] if named else None

    def number_of(self, side: PlanSide) -> Decimal | None:
        """Return a side's number as it stands, None before its first."""
        last = self.last_round(side)
        return last.amount if last is not None else None

    @property
    def difference(self) -> Decimal | None:
        """Headquarters' number less the branch's; None while one is missing."""
        theirs, ours = self.number_of(PlanSide.HQ), self.number_of(PlanSide.BRANCH)
        return None if theirs is None or ours is None else theirs - ours

    @property
    def explained(self) -> Decimal:
        """The sum of all items, whatever became of them."""
        return sum((one.amount for one in self.items), Decimal(0))

    @property
    def unexplained(self) -> Decimal | None:
        """The difference less all items: the haggling; None while there is no difference."""
        found = self.difference
        return None if found is None else found - self.explained

    @property
    def unexplained_share(self) -> Ratio:
        """The size of the unexplained ÷ headquarters' number."""
        rest, theirs = self.unexplained, self.number_of(PlanSide.HQ)
        if rest is None or theirs is None:
            return Ratio.undefined("one number is missing")
        return Ratio.of(abs(rest), theirs, "no target")

    @property
    def is_within_aim(self) -> bool:
        """Whether less than one per cent is unexplained."""
        rest, share = self.unexplained, self.unexplained_share.value
        return rest == 0 or (share is not None and share < AIM)
