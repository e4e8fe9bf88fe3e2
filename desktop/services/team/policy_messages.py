"""What announced policies are refused for, and what ways of acknowledging are called."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.enums import ReceiptHow
from desktop.i18n import N_
from desktop.services.rules.policies import ReceiptState
from desktop.tone import Tone

#: Sentences by code, of whole errors and of fields.
POLICY_SENTENCES: Mapping[str, str] = {
    "policy_day_ahead": N_("{value} is still to come; nobody acknowledged it then."),
    "policy_day_before": N_("On {value} it was not announced yet; that was on {announced}."),
    "policy_due_missing": N_("Say by when it is to be acknowledged."),
    "policy_due_past": N_("{value} is over. Ask for the acknowledgement by a day to come."),
    "policy_gone": N_("This policy is not there any more: another desk took it out."),
    "policy_people_missing": N_("Name at least one person."),
    "policy_person_unknown": N_("“{value}” is nobody whom it can be announced to."),
    "policy_question_of_one": N_("A question is one person's: write it down for him alone."),
    "policy_text_missing": N_("Write down what is announced."),
    "policy_title_missing": N_("Give it a title."),
    "policy_withdrawn": N_("This policy was withdrawn; nobody is to acknowledge it any more."),
}
HOWS: Mapping[ReceiptHow, str] = {
    ReceiptHow.SIGNED: N_("Signed"),
    ReceiptHow.SAID: N_("Said so"),
    ReceiptHow.WRITTEN: N_("Wrote so"),
}
RECEIPT_STATES: Mapping[ReceiptState, tuple[str, Tone]] = {
    ReceiptState.MISSING: (N_("Missing"), Tone.BAD),
    ReceiptState.WAITING: (N_("Waiting"), Tone.INFO),
    ReceiptState.ACKNOWLEDGED: (N_("Acknowledged"), Tone.GOOD),
    ReceiptState.LATE: (N_("Acknowledged late"), Tone.WATCH),
    ReceiptState.FREED: (N_("Not owed"), Tone.MUTED),
}
