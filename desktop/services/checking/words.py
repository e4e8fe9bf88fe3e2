"""The sentence for each finding of a check."""

from __future__ import annotations

import string
from collections.abc import Mapping

from desktop.i18n import N_, _
from desktop.services.audit import sealing
from desktop.services.checking.data import Finding, Proof
from desktop.services.messages import RECORD_WORDS

#: What each proof proves.
PROOF_WORDS: Mapping[Proof, str] = {
    Proof.STORAGE: N_("The database's own check of its pages and keys"),
    Proof.TREES: N_("Trees of territories, product groups and people have no circle"),
    Proof.DOCUMENT_SUMS: N_("Documents are the sum of their lines"),
    Proof.SHARED_CREDIT: N_("Shares of credit add up to their lines"),
    Proof.ATTRIBUTION: N_("Documents count for the right rep and territory"),
    Proof.ASSIGNMENTS: N_("Nobody has two owners on one day"),
    Proof.SALES_MONTHS: N_("Monthly sums are the sum of the lines"),
    Proof.SALES_TIES: N_("Sales by rep, territory, customer and product agree"),
    Proof.TARGET_TIES: N_("Targets by rep, territory, customer and product agree"),
    Proof.RECEIVABLES: N_("Open items follow from what was paid"),
    Proof.AGING_TIES: N_("All ages and unapplied money are the receivable"),
    Proof.ACTIVITY: N_("Activity figures agree with each other and with the documents"),
    Proof.ACTIVITY_SUMS: N_("Monthly sums of activity follow from visits and documents"),
    Proof.TEXT_INDEX: N_("Visits and customers are found by their texts"),
    Proof.AUDIT_CHAIN: N_("The audit log is as it was sealed"),
}

#: The sentence of each finding's code.
FINDING_SENTENCES: Mapping[str, str] = {
    "integrity": N_("The database reports: {problem}."),
    "circle": N_("The {record} {subject} is above itself."),
    "header": N_("The {record} {number} says {found}, but its lines add up to {expected}."),
    "credit": N_("The shares of {record} {number}, line {line}, do not add up to the line."),
    "attribution": N_(
        "The {record} {number} counts for {found} (rep / territory); it should for {expected}."
    ),
    "overlap": N_("{record} of {subject} from {first} overlaps one that lasts until {until}."),
    "sales_month": N_(
        "The monthly sum {month}, rep {rep}, territory {territory}, group {group} says {found}; "
        "its lines say {expected}."
    ),
    "tie": N_(
        "{column} of the report {report} by {dimension} adds up to {found}; the total is "
        "{expected}."
    ),
    "receivable": N_("The ages on {day} add up to {found}; documents minus money are {expected}."),
    "item_settled_on_wrong": N_(
        "{document} is marked as settled on {found}; by what paid it, it is {expected}."
    ),
    "item_over_applied": N_("{applied} were applied to or from {document}, which has {amount}."),
    "application_between_customers": N_("{amount} of {source} pay {document} of another customer."),
    "application_too_early": N_(
        "{amount} of {source} pay {document} on {day}, before one of the two was there."
    ),
    "application_of_void": N_("{amount} of {source} pay {document}, but one of the two is void."),
    "aging_not_receivable": N_(
        "The ages of customer {customer} on {day} add up to {found}; his invoices minus his "
        "money are {expected}."
    ),
    "kpi_identity": N_("The activity figures of {row} do not satisfy {identity}."),
    "kpi_tie": N_("{figure} of all reps adds up to {found}; the branch has {expected}."),
    "kpi_documents": N_("{figure} of the branch is {found}; its documents say {expected}."),
    "flow_unbalanced": N_(
        "The customers of {row} at the start, with those that came and went, are not those at "
        "the end."
    ),
    "flow_differs": N_(
        "Customers won and lost of {row} are {found}; the activity figures have {expected}."
    ),
    "activity_month": N_(
        "{figure} of {month}, rep {rep}, territory {territory} is kept as {found}; the visits and "
        "documents say {expected}."
    ),
    "activity_settled": N_(
        "The activity of {month} is kept as final on {found}; what has a part in it lasts until "
        "{expected}."
    ),
    "customer_turns": N_(
        "Customer {customer} is kept as having come, gone or come back on {found}; by the "
        "purchases it was {expected}."
    ),
    "search_rows": N_(
        "The text index of {record} has {texts} texts, {fitting} of them right, for {rows} rows."
    ),
    "search_text": N_("The {record} with id {id} is not found by its text."),
    "left_out": N_("Figures were not proved, since what they rest on is damaged."),
    "more": N_("{count} more findings of this kind are not listed."),
    sealing.POSITION_MISSING: N_("A link of the audit chain before position {position} is gone."),
    sealing.ENTRY_MISSING: N_("Entry {log_id} of the audit log was removed."),
    sealing.ENTRY_CHANGED: N_("Entry {log_id} of the audit log was changed."),
    sealing.CHAIN_BROKEN: N_("The audit chain does not fit together at position {position}."),
    sealing.FORMAT_UNKNOWN: N_(
        "Entry {log_id} of the audit log was sealed in a way that this program does not know."
    ),
}


def proof_words(proof: Proof) -> str:
    """Return what a proof proves, as a title."""
    return _(PROOF_WORDS[proof])


def finding_sentence(finding: Finding) -> str:
    """Return what does not hold, in one sentence."""
    facts = dict(finding.facts)
    if (word := RECORD_WORDS.get(str(facts.get("record")))) is not None:
        facts["record"] = _(word)
    return string.Formatter().vformat(_(FINDING_SENTENCES[finding.code]), (), facts)
