"""Where the Appraisals tab stands, and what its list and page show; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from desktop.i18n import LANGUAGES
from desktop.periods import Period
from desktop.search_key import search_key
from desktop.services.appraisals.book import ScorecardBook, ScorecardLine, group_line
from desktop.services.appraisals.printing import ScorecardPdf


@dataclass(frozen=True, slots=True)
class AppraisalsState:
    """All that decides what the tab shows; equal states show the same.

    `manager` is a code, "" for all; `language` that of the printed page, "" for the screen's;
    `code` the rep whose page is shown, "" for none yet.
    """

    period: Period
    manager: str = ""
    text: str = ""
    language: str = ""
    code: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether the list may lack some of the period's reps."""
        return bool(self.manager or self.text)


@dataclass(frozen=True, slots=True)
class ListShown:
    """The list: its lines, the last line with its name, and how many there are without filters.

    `total` None stands under a list without lines. `note` and `empty` are sentences.
    """

    lines: tuple[ScorecardLine, ...]
    total: ScorecardLine | None
    total_name: str
    count: int
    note: str
    empty: str


@dataclass(frozen=True, slots=True)
class PageShown:
    """The page of one rep: its PDF, what it is called, and a sentence of signs that it lacks."""

    code: str
    title: str
    pdf: ScorecardPdf
    warning: str


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """What the dialog asks for: whose scorecards, where, in which language, in how many files."""

    codes: tuple[str, ...]
    folder: Path
    language: str
    is_one_file: bool


def state_from(facts: Mapping[str, object], now: AppraisalsState) -> AppraisalsState:
    """Return the state that another tab, or the way back, asks for.

    `state` is a whole `AppraisalsState`. Else `first` and `last` (days), `rep` (a code, whose
    page is shown whatever was filtered), `manager` (a code) and `language` of the page.
    """
    whole = facts.get("state")
    if isinstance(whole, AppraisalsState):
        return whole
    found = now
    first, last = facts.get("first"), facts.get("last")
    if isinstance(first, date) and isinstance(last, date) and first <= last:
        found = replace(found, period=Period.inclusive(first, last))
    rep, manager, spoken = (facts.get(name) for name in ("rep", "manager", "language"))
    if isinstance(rep, str) and rep:
        found = replace(found, code=rep, manager="", text="")
    if isinstance(manager, str):
        found = replace(found, manager=manager)
    if isinstance(spoken, str) and spoken in ("", *LANGUAGES):
        found = replace(found, language=spoken)
    return found


def managers_of(book: ScorecardBook | None) -> tuple[tuple[str, str], ...]:
    """Return code and name of everyone who leads a rep of the book, by code."""
    lines = book.lines if book is not None else ()
    return tuple(sorted({(one.manager_code, one.manager_name) for one in lines} - {("", "")}))


def filtered(book: ScorecardBook, state: AppraisalsState) -> tuple[ScorecardLine, ...]:
    """Return the lines that the filters let through: words are codes, names, pinyin initials."""
    words = search_key(state.text).split()
    return tuple(
        line
        for line in book.lines
        if state.manager in ("", line.manager_code) and all(word in _key(line) for word in words)
    )


def _key(line: ScorecardLine) -> str:
    parts = (line.rep_code, line.rep_name, line.letters, line.title,
             line.manager_name, line.territory_name)  # fmt: skip
    return search_key(" ".join(parts))


def total_of(
    book: ScorecardBook, lines: tuple[ScorecardLine, ...]
) -> tuple[ScorecardLine | None, bool]:
    """Return the list's last line, and whether it is the branch's own: where nobody is left out."""
    if not lines:
        return None, False
    if len(lines) == len(book.lines):
        return book.branch, True
    return group_line(lines, is_over=book.as_of >= book.period.last), False
