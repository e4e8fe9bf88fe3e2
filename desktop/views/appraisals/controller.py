"""What the Appraisals tab does: reads the book of a period, filters it, prints pages; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop.clock import Clock
from desktop.i18n import _
from desktop.periods import FiscalCalendar, Period
from desktop.services import formats
from desktop.services.appraisals.book import ScorecardBook, ScorecardLine
from desktop.services.appraisals.data import ScorecardData
from desktop.services.appraisals.printing import (
    PrintedFiles,
    ScorecardPdf,
    print_files,
    print_one_file,
    print_scorecard,
    require_folder,
)
from desktop.services.appraisals.service import AppraisalsService
from desktop.services.atomic_file import put, write_whole
from desktop.views.appraisals.columns import METRICS, OF_ITEMS, OF_VISITS
from desktop.views.appraisals.state import (
    AppraisalsState,
    BatchOrder,
    ListShown,
    PageShown,
    filtered,
    managers_of,
    state_from,
    total_of,
)
from desktop.views.appraisals.words import (
    empty_words,
    note_words,
    page_language,
    total_words,
    warnings_words,
)
from desktop.views.period_choice import Preset, preset_period
from desktop.views.runner import OnError, Progress, Runner


class AppraisalsView(Protocol):
    """What the controller needs of the widgets."""

    def show_state(self, state: AppraisalsState, managers: tuple[tuple[str, str], ...]) -> None:
        """Set the filters."""
        ...

    def show_list(self, shown: ListShown) -> None:
        """Show the list and put the keyboard's row on the state's rep."""
        ...

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence, while a period is read."""
        ...

    def show_page(self, page: PageShown | None) -> None:
        """Show a rep's page, or that there is none."""
        ...

    def show_saved(self, path: Path) -> None:
        """Say that a page was saved."""
        ...

    def show_printed(self, printed: PrintedFiles) -> None:
        """Say what a batch left in its folder."""
        ...

    def preview(self, page: PageShown) -> None:
        """Show a page in a window of its own, from where it is printed."""
        ...

    def go(self, tab: str, facts: Mapping[str, object]) -> None:
        """Show the rows behind a figure in another tab."""
        ...

    def fail(self, error: Exception) -> None:
        """Say why something could not be done."""
        ...


class AppraisalsController:
    """Decides what the tab shows.

    The cards of a whole period are read together (one card costs as much as all), so that moving
    through the list only draws pages.
    """

    def __init__(
        self,
        service: AppraisalsService,
        runner: Runner,
        view: AppraisalsView,
        state: AppraisalsState,
        clock: Clock,
        fiscal: FiscalCalendar | None = None,
    ) -> None:
        self._service, self._runner, self._view = service, runner, view
        self._clock, self._fiscal = clock, fiscal or FiscalCalendar()
        self.state = state
        self.book: ScorecardBook | None = None
        self.lines: tuple[ScorecardLine, ...] = ()
        self.page: PageShown | None = None
        self._asked: tuple[ScorecardData | None, str] = (None, "")
        self._may_follow = True

    @property
    def period_words(self) -> str:
        """The period's name."""
        return formats.period(self.state.period, self._fiscal)

    # The list

    def reload(self) -> None:
        """Ask for the period's book."""
        period = self.state.period
        if self.book is None or self.book.period != period:
            self._drop_book()
        may_follow = self._may_follow
        self._runner.query(
            lambda: self._read(period, may_follow),
            self._book_came,
            owner=self._view,
            key="book",
            on_error=self._book_failed,
        )

    def _read(self, period: Period, may_follow: bool) -> ScorecardBook:
        """Return the period's book; a branch whose figures end before begins where they end."""
        book = self._service.book(period)
        if not may_follow or book.as_of > period.start:
            return book
        last = self._service.last_day()
        if last is None or last >= period.start:
            return book
        return self._service.book(preset_period(Preset.LAST_QUARTER, last, self._fiscal))

    def _book_failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The figures could not be read. Try again with F5."))
        self._view.fail(error)

    def _drop_book(self) -> None:
        self.book, self.lines = None, ()
        words = _("Reading the figures of {period}…").format(period=self.period_words)
        self._view.show_waiting(words)
        self._show_page(None)

    def _book_came(self, book: ScorecardBook) -> None:
        if book.period != self.state.period:
            if not self._may_follow:
                return
            self._may_follow = False
            self.state = replace(self.state, period=book.period)
        self.book = book
        codes = {code for code, _name in managers_of(book)}
        if self.state.manager not in codes:
            self.state = replace(self.state, manager="")
        self._view.show_state(self.state, managers_of(book))
        self.show_lines()

    def show_lines(self) -> None:
        """Show the list through its filters, in the language of the moment."""
        book = self.book
        if book is None:
            return
        self.lines = filtered(book, self.state)
        total, is_branch = total_of(book, self.lines)
        codes = [line.rep_code for line in self.lines]
        if self.state.code not in codes:
            self.state = replace(self.state, code=codes[0] if codes else "")
        self._view.show_list(
            ListShown(
                self.lines,
                total,
                "" if total is None else total_words(total, is_branch=is_branch),
                len(book.lines),
                note_words(book, is_branch=is_branch),
                empty_words(is_filtered=bool(book.lines)),
            )
        )
        self._ask_page()

    def filter(self, period: Period | None, manager: str, text: str, language: str) -> None:
        """Do what the filters say."""
        state = replace(
            self.state, period=period or self.state.period, manager=manager, text=text,
            language=language,
        )  # fmt: skip
        self._move_to(state)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Stand where another tab, or the way back, says."""
        state = state_from(facts, self.state)
        self._view.show_state(state, managers_of(self.book))
        self._move_to(state)

    def _move_to(self, state: AppraisalsState) -> None:
        old, self.state = self.state, state
        self._may_follow &= old.period == state.period
        if self.book is None or old.period != state.period:
            self.reload()
        elif old != state:
            self.show_lines()

    def respell(self) -> None:
        """Say everything again in the language of the moment; the page follows where it may."""
        self._asked = (None, "")
        if self.book is None:
            self.reload()
        else:
            self._view.show_state(self.state, managers_of(self.book))
            self.show_lines()

    # The page

    def choose(self, code: str) -> None:
        """Show the page of a rep."""
        if code != self.state.code:
            self.state = replace(self.state, code=code)
            self._ask_page()

    def _ask_page(self) -> None:
        card = None if self.book is None else self.book.card(self.state.code)
        if card is None:
            self._show_page(None)
            return
        language, today = page_language(self.state.language), self._clock.today()
        if (card, language) == self._asked:
            return
        self._asked = (card, language)
        self._runner.query(
            lambda: print_scorecard(card, today, language),
            lambda pdf: self._page_came(card, pdf),
            owner=self._view,
            key="page",
        )

    def _page_came(self, card: ScorecardData, pdf: ScorecardPdf) -> None:
        if card is not self._asked[0]:
            return
        who = card.identity
        title = _("Scorecard of {name}, {period}").format(
            name=who.rep_name, period=formats.period(card.period, self._fiscal)
        )
        self._show_page(PageShown(who.rep_code, title, pdf, warnings_words(pdf.warnings)))

    def _show_page(self, page: PageShown | None) -> None:
        if page is None:
            self._asked = (None, "")
        self.page = page
        self._view.show_page(page)

    def open_page(self) -> None:
        """Show the page in a window of its own, to read it or to print it."""
        if self.page is not None:
            self._view.preview(self.page)

    def save_page(self, path: Path) -> None:
        """Write the page as it is shown into a file, whole or not at all."""
        if self.page is None:
            return
        content = self.page.pdf.content
        self._runner.query(
            lambda: write_whole(path, partial(put, content)),
            lambda _none: self._view.show_saved(path),
            owner=self._view,
        )

    # All pages

    def check_folder(
        self, order: BatchOrder, owner: object, on_good: Callable[[], None], on_error: OnError
    ) -> None:
        """Try whether the folder of a batch can be written to; `owner` may be gone by then."""
        self._runner.query(
            lambda: require_folder(order.folder),
            lambda _none: on_good(),
            owner=owner,
            on_error=on_error,
        )

    def print_all(self, order: BatchOrder) -> None:
        """Write the scorecards of a batch; the status bar shows how far it is, with Cancel."""
        book, today = self.book, self._clock.today()
        if book is None:
            return
        cards = tuple(card for card in book.cards if card.identity.rep_code in order.codes)
        language = page_language(order.language)
        write = print_one_file if order.is_one_file else print_files

        def work(progress: Progress) -> PrintedFiles:
            return write(cards, order.folder, today, language, progress)

        self._runner.job(
            work,
            self._view.show_printed,
            owner=self._view,
            title=_("Scorecards of {period}").format(period=self.period_words),
        )

    # Following a figure

    def open_figure(self, line: ScorecardLine, key: str) -> None:
        """Show the rows behind a figure of the list; a rep's own words open the page."""
        period, rep = self.state.period, line.rep_code
        if key in METRICS:
            self._view.go("plans", {
                "metric": METRICS[key].value, "rows": "rep", "columns": "month", "plan": "",
                "first": period.start, "last": period.last, "code": rep,
            })  # fmt: skip
        elif key in OF_VISITS:
            self._view.go("activity", {"rep": rep, "first": period.start, "last": period.last})
        elif key in OF_ITEMS:
            as_of = period.last if self.book is None else self.book.as_of
            self._view.go("accounts", {"rep": rep, "overdue_only": True, "as_of": as_of})
        else:
            self.choose(rep)
            self.open_page()
