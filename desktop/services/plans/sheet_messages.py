"""One plain sentence for everything that an answer to a target is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences of single fields, by the code of their issue.
SHEET_SENTENCES: Mapping[str, str] = {
    "answer_before_last": N_(
        "He answered on {last} already; a new answer is of that day or later."
    ),
    "answer_gone": N_("This answer is not there any more: another desk removed it."),
    "answer_in_future": N_("That day has not come yet."),
    "objection_without_words": N_("Write down what he objects to."),
    "rep_gone": N_("This rep is not there any more: another desk took him out."),
    "reply_before_answer": N_("The reply cannot be earlier than what it replies to."),
    "reply_without_day": N_("Name the day of the reply."),
}
