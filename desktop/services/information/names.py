"""What types, severities and states of notes are called on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.enums import CompetitorMove, NoteType, Reliability
from desktop.i18n import N_
from desktop.services.rules.information import NoteState
from desktop.tone import Tone

#: Types of notes, what is most urgent first.
NOTE_TYPES: Mapping[NoteType, str] = {
    NoteType.PROBLEM: N_("Problem"),
    NoteType.DEALER_REQUEST: N_("Dealer's request"),
    NoteType.COMPETITOR: N_("Competitor"),
    NoteType.CONSUMER: N_("Consumers' needs"),
    NoteType.TREND: N_("Market trend"),
}
RELIABILITIES: Mapping[Reliability, str] = {
    Reliability.SEEN: N_("Seen by the rep"),
    Reliability.TOLD: N_("Told by somebody"),
    Reliability.RUMOUR: N_("Rumour"),
}
MOVES: Mapping[CompetitorMove, str] = {
    CompetitorMove.PRICE: N_("Prices"),
    CompetitorMove.PROMOTION: N_("Promotion"),
    CompetitorMove.PRODUCT: N_("Product"),
    CompetitorMove.PEOPLE: N_("People"),
    CompetitorMove.DEALER: N_("Dealers"),
}
GRADES: Mapping[int, tuple[str, Tone]] = {
    1: (N_("1 · grave"), Tone.BAD),
    2: (N_("2 · serious"), Tone.WATCH),
    3: (N_("3 · slight"), Tone.INFO),
}
STATES: Mapping[NoteState, tuple[str, Tone]] = {
    NoteState.ESCALATED: (N_("Escalated"), Tone.BAD),
    NoteState.LATE: (N_("Late"), Tone.WATCH),
    NoteState.OPEN: (N_("Waiting"), Tone.INFO),
    NoteState.ANSWERED: (N_("Replied"), Tone.GOOD),
}
