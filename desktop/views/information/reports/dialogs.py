"""The forms of a report that is asked for, of reports that came in, and of an excuse."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.enums import ReportCycle, ReportSource
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.information.report_data import DueCell, DutyRow, ReportCalendar
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.dialogs import choice_box, value_of
from desktop.views.information.reports.forms import DutyTexts, TickTexts, duty_texts, tick_texts
from desktop.views.information.reports.words import CYCLES, SOURCES, about_words
from desktop.views.plain_text import label
from desktop.views.plans.work.dialogs import list_field, words_field
from desktop.views.request_dialog import RequestDialog


class DutyDialog(RequestDialog):
    """Returns `DutyTexts`; stays with every word until they are in the database."""

    def __init__(
        self,
        row: DutyRow | None,
        calendar: ReportCalendar,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        title = _("New report") if row is None else _("Report that is asked for")
        super().__init__(title, _("&Save"), parent)
        self.attempt = Attempt(0 if row is None else row.version)
        texts = duty_texts(row, calendar.reps, today)
        self.name = QLineEdit(texts.name, self)
        cycles = tuple((one, _(words)) for one, words in CYCLES.items())
        self.cycle = choice_box(self, cycles, texts.cycle)
        sources = tuple((one, _(words)) for one, words in SOURCES.items())
        self.source = choice_box(self, sources, texts.source)
        self.due_after = QLineEdit(texts.due_after, self)
        self.rep = list_field(self, calendar.reps, texts.rep)
        self.starts_on = QLineEdit(texts.starts_on, self)
        self.ends_on = QLineEdit(texts.ends_on, self)
        self.add_field("name", _("&Name"), self.name)
        self.add_field("cycle", _("&How often"), self.cycle)
        self.add_field(
            "due_after",
            _("&Working days it may take"),
            self.due_after,
            _("After its day, week or month; 0 is its last working day."),
        )
        self.add_field("rep", _("&From"), self.rep, _("Empty: every rep without people below."))
        self.add_field("source", _("&Known by"), self.source)
        self.add_field("starts_on", _("F&irst day"), self.starts_on)
        self.add_field("ends_on", _("&Last day"), self.ends_on, _("Empty: for good."))  # fmt: skip

    def request(self) -> DutyTexts:
        """Return what stands in the fields."""
        return DutyTexts(
            self.name.text(), value_of(self.cycle, ReportCycle) or ReportCycle.WEEKLY,
            value_of(self.source, ReportSource) or ReportSource.HAND, self.due_after.text(),
            self.rep.text(), self.starts_on.text(), self.ends_on.text(),
        )  # fmt: skip


class TickDialog(RequestDialog):
    """Returns `TickTexts`: when the chosen reports came in."""

    def __init__(
        self, cells: tuple[DueCell, ...], names: str, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Reports that came in"), _("&Save"), parent)
        self.attempt = Attempt()
        texts = tick_texts(cells, now)
        _quote(self, cells, names)
        self.received_at = QLineEdit(texts.received_at, self)
        self.note = QLineEdit(texts.note, self)
        self.add_field(
            "received_at",
            _("&Received on"),
            self.received_at,
            _("A day, or a day and the time: 2026-11-23 14:30."),
        )
        self.add_field("note", _("Re&mark"), self.note)  # fmt: skip

    def request(self) -> TickTexts:
        """Return what stands in the fields."""
        return TickTexts(self.received_at.text(), self.note.text())


class ExcuseDialog(RequestDialog):
    """Returns why the chosen reports need not come."""

    def __init__(
        self, cells: tuple[DueCell, ...], names: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Excuse reports"), _("&Excuse"), parent)
        self.attempt = Attempt()
        _quote(self, cells, names)
        self.reason = words_field(self, cells[0].note if len(cells) == 1 else "")
        self.add_field("note", _("&Reason"), self.reason,
                       _("Excused reports are left out of the punctuality."))  # fmt: skip

    def request(self) -> str:
        """Return what stands in the field."""
        return " ".join(self.reason.toPlainText().split())


def _quote(dialog: RequestDialog, cells: tuple[DueCell, ...], names: str) -> None:
    """Show above the fields which reports the form is about."""
    if len(cells) == 1:
        facts = {"name": names, "about": about_words(cells[0].period),
                 "day": formats.day(cells[0].due_on)}  # fmt: skip
        text = _("{name}, about {about}, due {day}").format(**facts)
    else:
        text = ngettext("{count} report of {names}", "{count} reports of {names}", len(cells))
        text = text.format(count=formats.number(len(cells)), names=names)
    words = label(text, dialog)
    words.setWordWrap(True)
    dialog.body.insertWidget(1, words)
