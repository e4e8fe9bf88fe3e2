"""Paper for reports of visits: asks for whom and for when, then shows the preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from desktop.i18n import N_, _, language
from desktop.services import formats
from desktop.services.reports.visit_form_data import FormRep, VisitSlipData
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import PrintRequest, TabContext

_ACTIONS = (
    ActionSpec("slips", N_("Print &slips…"), "",
               N_("Slips for visits, with the fields in the order in which they are keyed")),
    ActionSpec("week_form", N_("Print weekly &form…"), "",
               N_("A rep's form of a week with the visits that are planned in it")),
)  # fmt: skip
_SLIPS_A_PAGE = 4
_PAGES = (1, 2, 3, 5, 10, 20, 50)
#: From this day of the week on the form of the next one is wanted first: Thursday.
_NEXT_FROM = 3


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """What paper is wanted: for whom ("" is nobody, or everybody), for when, how many pages."""

    rep: FormRep
    day: date | None
    pages: int = 1


class SlipsDialog(RequestDialog):
    """Returns `PaperAsked` for slips: rep and day are left to be written where none is chosen."""

    def __init__(self, reps: tuple[FormRep, ...], today: date, parent: QWidget | None) -> None:
        super().__init__(_("Print slips for visits"), _("&Preview"), parent)
        self.rep = _rep_field(self, _("To be written by hand"), reps)
        self.day = QComboBox(self)
        self.day.addItem(_("To be written by hand"), None)
        for place in range(7):
            day = today + timedelta(days=place)
            self.day.addItem(formats.day_and_weekday(day), day)
        self.pages = QComboBox(self)
        for count in _PAGES:
            self.pages.addItem(formats.number(count), count)
        self.add_field("rep", _("&Rep"), self.rep)
        self.add_field("day", _("&Date"), self.day)
        self.add_field("pages", _("P&ages"), self.pages, _("Four slips to a page."))

    def request(self) -> PaperAsked:
        """Return what stands in the fields."""
        return PaperAsked(self.rep.currentData(), self.day.currentData(), self.pages.currentData())


class WeekFormDialog(RequestDialog):
    """Returns `PaperAsked` for the form of a week: of one rep, or of all who have a plan."""

    def __init__(self, reps: tuple[FormRep, ...], today: date, parent: QWidget | None) -> None:
        super().__init__(_("Print the weekly form"), _("&Preview"), parent)
        self.rep = _rep_field(self, _("Everybody who has planned visits"), reps)
        ahead = 7 if today.weekday() >= _NEXT_FROM else 0
        monday = today + timedelta(days=ahead - today.weekday())
        self.day = QDateEdit(QDate(monday.year, monday.month, monday.day), self)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.add_field("rep", _("&Rep"), self.rep)
        self.add_field("day", _("&Week of"), self.day, _("Any day of the week will do."))

    def request(self) -> PaperAsked:
        """Return what stands in the fields."""
        day = self.day.date()
        return PaperAsked(self.rep.currentData(), date(day.year(), day.month(), day.day()))


class PaperDesk(QObject):
    """The commands that print paper, and their dialogs.

    Signals:
        print_requested(PrintRequest): show this document's preview.
        failed(Exception): the reps could not be read, or a document not be made.
    """

    print_requested = Signal(object)
    failed = Signal(object)

    def __init__(self, context: TabContext, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.dialog: RequestDialog | None = None
        self.actions_set = ActionSet(page)
        for spec, act in zip(_ACTIONS, (self.ask_slips, self.ask_week_form), strict=True):
            self.actions_set.add(spec, act)

    @property
    def actions(self) -> tuple[QAction, ...]:
        """The commands."""
        return tuple(self.actions_set)

    def ask_slips(self) -> None:
        """Ask for whom slips are printed."""
        self._with_reps(self._open_slips)

    def ask_week_form(self) -> None:
        """Ask whose form of which week is printed."""
        self._with_reps(self._open_week_form)

    def slips(self, asked: PaperAsked) -> PrintRequest:
        """Return the document of slips."""
        services, spoken = self._context.services, language()
        data = VisitSlipData(
            services.branch.name, (), asked.rep.code, asked.rep.name, asked.day,
            asked.pages * _SLIPS_A_PAGE,
        )  # fmt: skip

        def make_pdf() -> bytes:
            from desktop.services.give_back.printing import print_slips

            return print_slips(data, spoken).content

        return PrintRequest(_("Visit slips"), make_pdf, _("Visit slips"))

    def week_form(self, asked: PaperAsked) -> PrintRequest:
        """Return the document of a week's form, read and drawn in a worker."""
        service, spoken = self._context.services.give_back, language()
        rep, day = asked.rep.code, asked.day or self._context.clock.today()

        def make_pdf() -> bytes:
            from desktop.services.give_back.printing import print_week_forms

            return print_week_forms(service.week_forms(rep, day), spoken).content

        title = _("Weekly form")
        return PrintRequest(title, make_pdf, f"{title} {rep} {day}".replace("  ", " "))

    # Inside

    def _with_reps(self, then: Callable[[tuple[FormRep, ...]], None]) -> None:
        self._context.runner.query(
            self._context.services.give_back.reps, then, owner=self, key="reps",
            on_error=self.failed.emit,
        )  # fmt: skip

    def _open_slips(self, reps: tuple[FormRep, ...]) -> None:
        dialog = SlipsDialog(reps, self._context.clock.today(), self._page.window())
        self._open(dialog, self.slips)

    def _open_week_form(self, reps: tuple[FormRep, ...]) -> None:
        dialog = WeekFormDialog(reps, self._context.clock.today(), self._page.window())
        self._open(dialog, self.week_form)

    def _open(self, dialog: RequestDialog, made: Callable[[PaperAsked], PrintRequest]) -> None:
        self.dialog = dialog
        dialog.submitted.connect(partial(self._submitted, dialog, made))
        dialog.finished.connect(self._gone)
        dialog.open()

    def _submitted(
        self,
        dialog: RequestDialog,
        made: Callable[[PaperAsked], PrintRequest],
        asked: PaperAsked,
    ) -> None:
        dialog.accept()
        self.print_requested.emit(made(asked))

    def _gone(self, _result: int) -> None:
        self.dialog = None


def _rep_field(dialog: QWidget, nobody: str, reps: tuple[FormRep, ...]) -> QComboBox:
    field = QComboBox(dialog)
    field.setMaxVisibleItems(20)
    field.addItem(nobody, FormRep("", ""))
    for rep in reps:
        field.addItem(_("{code} · {name}").format(code=rep.code, name=rep.name), rep)
    return field
