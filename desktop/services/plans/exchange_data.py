"""The workbook that goes out to headquarters and comes back: sheets, columns, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.enums import BridgeStatus, Metric

#: What the first row of the signature's sheet says; a later form gets another number.
FORMAT = "branchbook-plan-exchange 1"


class SheetName(StrEnum):
    """The sheets of the original part, in their order."""

    TOTALS = "totals"
    LINES = "lines"
    ROUNDS = "rounds"
    BRIDGE = "bridge"


#: The sheet that says what the file is and holds the signature.
SIGNATURE = "signature"
#: Columns that the branch fills and headquarters leaves alone.
ORIGINAL: dict[SheetName, tuple[str, ...]] = {
    SheetName.TOTALS: ("metric", "unit", "planned", "hq_number", "branch_number"),
    SheetName.LINES: (
        "metric", "month", "rep", "rep_name", "product_group", "product_group_name", "amount",
    ),
    SheetName.ROUNDS: ("metric", "round", "side", "day", "amount", "argument", "evidence"),
    SheetName.BRIDGE: ("item", "metric", "kind", "amount", "owner", "evidence", "status"),
}  # fmt: skip
#: Columns that headquarters fills.
ANSWER: dict[SheetName, tuple[str, ...]] = {
    SheetName.TOTALS: ("answer_amount", "answer_argument"),
    SheetName.LINES: ("answer_amount",),
    SheetName.ROUNDS: (),
    SheetName.BRIDGE: ("answer_status", "answer_remark"),
}
#: Columns of numbers; all others are texts.
NUMBERS = frozenset(
    {"planned", "hq_number", "branch_number", "amount", "answer_amount", "round", "item"}
)

#: A cell as it is compared: a number is a Decimal, an empty one is "".
Value = str | Decimal


@dataclass(frozen=True, slots=True)
class ExchangeFacts:
    """What the file is about; all of it is signed."""

    branch: str
    plan: str
    year: str
    version: str
    version_id: str
    currency: str


@dataclass(frozen=True, slots=True)
class ExchangeBook:
    """The original part: facts and the rows of each sheet, aligned with `ORIGINAL`."""

    facts: ExchangeFacts
    rows: dict[SheetName, tuple[tuple[Value, ...], ...]]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A cell that headquarters answered differently; `row` counts as the spreadsheet does.

    `subject` says what the row is about (month, rep, …); `difference` is theirs less ours where
    both are numbers.
    """

    sheet: SheetName
    row: int
    column: str
    metric: Metric
    subject: str
    ours: Value
    theirs: Value

    @property
    def difference(self) -> Decimal | None:
        """Theirs less ours, None where one of them is no number."""
        if isinstance(self.ours, Decimal) and isinstance(self.theirs, Decimal):
            return self.theirs - self.ours
        return None


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """Headquarters' next number for a metric."""

    metric: Metric
    amount: Decimal
    argument: str = ""


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What headquarters says to a part of the bridge."""

    item_id: int
    status: BridgeStatus
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeAnswer:
    """What came back: the cells that differ, and what of it can be taken over.

    `is_current` tells whether the version still is as it was when the file was written.
    """

    facts: ExchangeFacts
    version_id: int
    changes: tuple[AnswerChange, ...]
    numbers: tuple[NumberAnswer, ...]
    statuses: tuple[StatusAnswer, ...]
    is_current: bool

    @property
    def can_be_taken(self) -> bool:
        """Whether there is a number or a word to the bridge to take over."""
        return bool(self.numbers or self.statuses)


@dataclass(frozen=True, slots=True)
class TakeAnswer:
    """Enter headquarters' numbers as its next rounds, and its words to the bridge."""

    answer: ExchangeAnswer
    request_id: str = ""
