"""What the printed rep-week sheet is made of: words that are ready to be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.tone import Tone


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Something of a day; `figure` is its amount or its minutes."""

    time: str
    kind: str
    customer: str
    words: str
    figure: str
    mark: str = ""
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day, whether it was worked, its sum in words, and its lines."""

    name: str
    state: str
    summary: str
    lines: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure of the week with what it is compared with; results are set in bold."""

    name: str
    week: str
    before: str
    mean: str
    target: str
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class PrintedPace:
    """A sentence on a month's target, and how it stands."""

    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class PrintedGap:
    """Something that is missing."""

    day: str
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class RepWeekData:
    """A rep's week; `note` says up to when it is known and whom the mean is of."""

    branch_name: str
    rep_code: str
    rep_name: str
    manager_name: str
    territory_name: str
    week: str
    monday: date
    plan: str
    currency: str
    days: tuple[PrintedDay, ...]
    figures: tuple[PrintedFigure, ...]
    pace: tuple[PrintedPace, ...]
    gaps: tuple[PrintedGap, ...]
    note: str
