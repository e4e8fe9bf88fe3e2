"""One plain sentence for everything that a programme of visits is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences of single fields, by the code of their issue.
PROGRAMME_SENTENCES: Mapping[str, str] = {
    "programme_gone": N_("This programme is not there any more: another desk removed it."),
    "programme_visits": N_("“{value}” is no number of visits from 0 to {most}."),
    "template_gone": N_("This template is not there any more: another desk removed it."),
    "template_taken": N_("There is a template “{value}” already. Choose another name."),
    "weeks_past": N_("{value} is over; a visit is planned for today or later."),
}
