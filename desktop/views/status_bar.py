"""The line at the bottom: where we are, sums of the selection, what is being done, Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStatusBar, QToolButton, QWidget

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.views.icons import icon
from desktop.views.plain_text import digits_wide, label, tool_tip
from desktop.views.tasks import TaskRunner

if TYPE_CHECKING:
    from desktop.views.table_selection import SelectionSums


class JobBox(QWidget):
    """One long job: its title, how far it is, and Cancel.

    Signals:
        cancel_wanted(int ticket): Cancel was pressed.
    """

    cancel_wanted = Signal(object)

    def __init__(self, ticket: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.ticket = ticket
        self._title = title
        self._words = label(title, self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(digits_wide(self, 18))
        self._bar.setAccessibleName(title)
        self._cancel = QToolButton(self)
        self._cancel.setIcon(icon("close", self.palette()))
        self._cancel.setText(_("Cancel"))
        self._cancel.setToolTip(_("Stop this job; nothing half-done stays"))
        self._cancel.setAccessibleName(_("Cancel {job}").format(job=title))
        self._cancel.clicked.connect(self._cancel_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._words, self._bar, self._cancel):
            layout.addWidget(widget)

    def step(self, done: int, total: int, words: str) -> None:
        """Show that `done` of `total` are through."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        text = _("{title}: {done} of {total}").format(
            title=words or self._title, done=formats.number(done), total=formats.number(total)
        )
        self._words.setText(text)
        self._bar.setAccessibleDescription(text)

    @Slot()
    def _cancel_clicked(self) -> None:
        self._cancel.setEnabled(False)
        self._words.setText(_("Stopping…"))
        self.cancel_wanted.emit(self.ticket)


class StatusBar(QStatusBar):
    """Shows the database, the selection's sums, "Working…" and the jobs under way."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._jobs: dict[int, JobBox] = {}
        self._sums_shown: SelectionSums | None = None
        self.setSizeGripEnabled(False)
        self._place = label("", self, role="muted")
        self._sums = label("", self)
        self._busy = label("", self, role="muted")
        self._busy.hide()
        self._news = label("", self, role="muted")
        self._news.setContentsMargins(0, 0, 12, 0)
        self._place.setContentsMargins(12, 0, 0, 0)
        self._sums.setContentsMargins(0, 0, 12, 0)
        self.addWidget(self._place, 1)
        self.addPermanentWidget(self._news)
        self.addPermanentWidget(self._busy)
        self.addPermanentWidget(self._sums)
        runner.busy_changed.connect(self._show_busy)
        runner.job_started.connect(self._add_job)
        runner.job_stepped.connect(self._step_job)
        runner.job_ended.connect(self._end_job)
        self.retranslate()

    @property
    def sums_text(self) -> str:
        """The words about the selection, "" where none are shown."""
        return self._sums.text()

    @property
    def is_busy_shown(self) -> bool:
        """Whether "Working…" stands there."""
        return not self._busy.isHidden()

    def set_place(self, text: str) -> None:
        """Say which database and user this is."""
        self._place.setText(text)

    @property
    def news_text(self) -> str:
        """The words about other desks, "" where none are shown."""
        return self._news.text()

    def show_news(self, sentence: str, every: str = "") -> None:
        """Say quietly what another desk did; the tip has all of it."""
        self._news.setText(sentence)
        self._news.setToolTip(tool_tip(every))

    @Slot(object)
    def show_sums(self, sums: SelectionSums | None) -> None:
        """Show count, sum and average of a selection of two cells and more."""
        self._sums_shown = sums
        self._sums.setText(sums_sentence(sums))

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._busy.setText(_("Working…"))
        self._sums.setAccessibleName(_("Sums of the selection"))
        self._sums.setText(sums_sentence(self._sums_shown))

    @Slot(bool)
    def _show_busy(self, is_busy: bool) -> None:
        self._busy.setVisible(is_busy and not self._jobs)

    @Slot(object, str)
    def _add_job(self, ticket: int, title: str) -> None:
        box = JobBox(ticket, title, self)
        box.cancel_wanted.connect(self._runner.cancel)
        self._jobs[ticket] = box
        # The place stands first; Qt counts it among the permanent ones.
        self.insertPermanentWidget(1, box)
        self._busy.hide()

    @Slot(object, int, int, str)
    def _step_job(self, ticket: int, done: int, total: int, words: str) -> None:
        if ticket in self._jobs:
            self._jobs[ticket].step(done, total, words)

    @Slot(object)
    def _end_job(self, ticket: int) -> None:
        box = self._jobs.pop(ticket, None)
        if box is not None:
            self.removeWidget(box)
            box.deleteLater()


def sums_sentence(sums: SelectionSums | None) -> str:
    """Return "Sum … · Average … · 12 cells", or "" for fewer than two cells."""
    if sums is None or sums.cells < 2:
        return ""
    cells = ngettext("{count} cell", "{count} cells", sums.cells).format(
        count=formats.number(sums.cells)
    )
    average = sums.average
    if sums.total is None or average is None:
        return cells
    return _("Sum {sum}   Average {average}   {cells}").format(
        sum=formats.number(sums.total, sums.decimals),
        average=formats.number(average, max(sums.decimals, 1)),
        cells=cells,
    )
