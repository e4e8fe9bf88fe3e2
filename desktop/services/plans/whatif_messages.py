"""The sentence for each thing that an event of the what-if board is refused for."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import N_

#: Sentences of single fields, by the code of their issue.
WHATIF_SENTENCES: Mapping[str, str] = {
    "whatif_customer": N_("Choose a customer from the list."),
    "whatif_day": N_("“{value}” is no day from {first} to {last}."),
    "whatif_elasticity": N_("“{value}” is no elasticity. Write a number from -10 to 0, like -1.2."),
    "whatif_price": N_("“{value}” is no change of prices. Write a percentage from -90 to 100."),
    "whatif_rep": N_("Choose a rep from the list."),
    "whatif_share": N_("“{value}” is no part. Write a percentage from 0 to 100."),
    "whatif_twice": N_("This is in the list of events already. Change it there."),
    "whatif_weeks": N_("“{value}” is no number of weeks. Write 1 to 52."),
}
