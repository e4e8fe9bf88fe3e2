"""What the page of notes shows, and what its filters offer; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from desktop.enums import NoteType
from desktop.i18n import N_, _
from desktop.periods import FiscalCalendar
from desktop.search_key import search_key
from desktop.services.information.data import NoteChoices, NoteFilter, NoteStanding
from desktop.services.information.names import NOTE_TYPES, STATES
from desktop.services.rules.information import NoteState
from desktop.views.information.words import type_words
from desktop.views.period_choice import Preset, preset_period, preset_words

Option = tuple[object, Callable[[], str]]

_PRESETS = (
    Preset.THIS_MONTH, Preset.LAST_MONTH, Preset.THIS_QUARTER, Preset.THIS_YEAR,
    Preset.LAST_12_MONTHS,
)  # fmt: skip
_STANDINGS: tuple[tuple[NoteStanding | NoteState, str], ...] = (
    (NoteStanding.UNANSWERED, N_("Without an answer")),
    (NoteStanding.UNREAD, N_("Unread")),
    (NoteState.ESCALATED, STATES[NoteState.ESCALATED][0]),
    (NoteState.LATE, STATES[NoteState.LATE][0]),
    (NoteState.ANSWERED, STATES[NoteState.ANSWERED][0]),
    (NoteStanding.UNRATED, N_("Not rated")),
)


@dataclass(frozen=True, slots=True)
class NotesState:
    """All that decides what the page shows; `wanted` is what the services are asked for."""

    period: str = ""
    wanted: NoteFilter = field(default_factory=NoteFilter)
    offset: int = 0
    note_id: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether a filter may hold notes back."""
        return self.wanted != NoteFilter()


def filter_of(
    values: dict[str, object], text: str, today: date, fiscal: FiscalCalendar
) -> NoteFilter:
    """Return what the choices of the filters ask for."""
    period, kind, standing = (str(values.get(key) or "") for key in ("period", "type", "standing"))
    rep_id, competitor = values.get("rep"), str(values.get("competitor") or "")
    known = {str(one): one for one, _words in _STANDINGS}
    return NoteFilter(
        period=preset_period(Preset(period), today, fiscal) if period else None,
        type=NoteType(kind) if kind else None,
        rep_id=rep_id if isinstance(rep_id, int) else None,
        competitor=search_key(competitor),
        standing=known.get(standing),
        text=text,
    )


def period_options() -> tuple[Option, ...]:
    """Return the periods that notes were noted in."""
    return (("", lambda: _("All")), *((str(one), _preset(one)) for one in _PRESETS))


def type_options() -> tuple[Option, ...]:
    """Return the types of notes."""
    return (("", lambda: _("All")), *((str(one), _type(one)) for one in NOTE_TYPES))


def standing_options() -> tuple[Option, ...]:
    """Return how notes may stand."""
    return (("", lambda: _("All")), *((str(one), _said(words)) for one, words in _STANDINGS))


def rep_options(choices: NoteChoices | None) -> tuple[Option, ...]:
    """Return the reps who may have noted it."""
    reps = () if choices is None else choices.reps
    return (("", lambda: _("All")), *((one.id, _same(one.name)) for one in reps))


def competitor_options(choices: NoteChoices | None) -> tuple[Option, ...]:
    """Return the competitors that notes name."""
    names = () if choices is None else choices.competitors
    return (("", lambda: _("All")), *((name, _same(name)) for name in names))


def _preset(one: Preset) -> Callable[[], str]:
    return lambda: preset_words(one)


def _type(one: NoteType) -> Callable[[], str]:
    return lambda: type_words(one)


def _said(words: str) -> Callable[[], str]:
    return lambda: _(words)


def _same(name: str) -> Callable[[], str]:
    return lambda: name
