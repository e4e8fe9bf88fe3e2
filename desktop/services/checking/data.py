"""What the check of a database finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Proof(StrEnum):
    """What is proved, in the order of the check."""

    STORAGE = "storage"
    TREES = "trees"
    DOCUMENT_SUMS = "document_sums"
    SHARED_CREDIT = "shared_credit"
    ATTRIBUTION = "attribution"
    ASSIGNMENTS = "assignments"
    SALES_MONTHS = "sales_months"
    SALES_TIES = "sales_ties"
    TARGET_TIES = "target_ties"
    RECEIVABLES = "receivables"
    AGING_TIES = "aging_ties"
    ACTIVITY = "activity"
    ACTIVITY_SUMS = "activity_sums"
    TEXT_INDEX = "text_index"
    AUDIT_CHAIN = "audit_chain"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: the proof that failed, a code, and the facts of it.

    The sentence for people is made by `words.finding_sentence`.
    """

    proof: Proof
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was proved, how many single statements that were, and what does not hold."""

    proofs: tuple[Proof, ...]
    statements: int
    findings: tuple[Finding, ...]
