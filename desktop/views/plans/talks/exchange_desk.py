"""The file to headquarters and its answer: asks for files, shows what differs, takes it over."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.changes import ChangeSet
from desktop.errors import KnownError
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.exports.people import safe_file_name
from desktop.services.messages import sentence
from desktop.services.plans.exchange_data import ExchangeAnswer, TakeAnswer
from desktop.services.plans.talks_data import Talks
from desktop.tone import Tone
from desktop.views.plain_text import label
from desktop.views.plans.talks.columns import answer_columns
from desktop.views.request_dialog import RequestDialog
from desktop.views.screen_room import digits_within
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

_ROWS = 12


class AnswerDialog(RequestDialog):
    """What headquarters answered differently; returns a `TakeAnswer`."""

    def __init__(
        self, answer: ExchangeAnswer, may_take: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Headquarters' answer"), _("&Take over"), parent)
        self.answer = answer
        self._request_id = str(uuid4())
        facts = answer.facts
        self.about = label(
            _("{year} · {plan} · version {number}").format(
                year=facts.year, plan=facts.plan, number=facts.version
            ),
            self,
        )
        self.words = label(_answer_words(answer), self)
        self.words.setWordWrap(True)
        self.table = TableView(answer_columns(), name=_("Cells that differ"), parent=self)
        self.table.set_empty_text(_("Headquarters changed nothing."))
        self.table.set_rows(answer.changes)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _ROWS)
        self.body.insertWidget(1, self.about)
        self.body.insertWidget(2, self.words)
        self.body.insertWidget(3, self.table, 1)
        self.main_button.setEnabled(may_take and answer.can_be_taken)
        self.setMinimumWidth(digits_within(self, 118))
        if not answer.is_current:
            self.messages.show_message(
                _(
                    "The plan was changed since this file was written: compare before you take "
                    "the answer over."
                ),
                Tone.WATCH,
            )

    def request(self) -> TakeAnswer:
        """Return the command."""
        return TakeAnswer(self.answer, self._request_id)


class ExchangeDesk(QObject):
    """Writes the file and reads the answer, in workers.

    Signals:
        told(str text, Tone tone, tuple actions): for the message bar.
        failed(Exception): the window answers it.
    """

    told = Signal(str, object, object)
    failed = Signal(object)

    def __init__(self, context: TabContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self.dialog: AnswerDialog | None = None

    def ask_where(self, talks: Talks) -> QFileDialog:
        """Ask where the file of a version is to go, and write it there."""
        dialog = self._file_dialog(_("Export for headquarters"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        identity = talks.identity
        name = f"{identity.branch_name} {identity.plan_name} v{identity.version}"
        dialog.selectFile(f"{safe_file_name(name)}.xlsx")
        version_id = talks.card.version_id
        dialog.fileSelected.connect(lambda path: self.write(version_id, Path(path)))
        dialog.open()
        return dialog

    def ask_which(self, may_take: bool) -> QFileDialog:
        """Ask which file came back, and show what differs in it."""
        dialog = self._file_dialog(_("Read headquarters' answer"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.read(Path(path), may_take))
        dialog.open()
        return dialog

    def write(self, version_id: int, path: Path) -> None:
        """Write the file in a worker and say so."""
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(path.name + ".xlsx")
        self._context.settings.change(export_folder=str(path.parent))
        services = self._context.services
        self._context.runner.query(
            lambda: services.plan_exchange.write(version_id, path),
            lambda signature: self.told.emit(
                _("Written to {path}, signed {signature}….").format(
                    path=path, signature=signature[:12]
                ),
                Tone.GOOD,
                (),
            ),
            owner=self,
            on_error=self._refuse,
        )

    def read(self, path: Path, may_take: bool) -> None:
        """Read an answer in a worker and show what differs."""
        services = self._context.services
        self._context.runner.query(
            lambda: services.plan_exchange.read(path),
            lambda answer: self._show(answer, may_take),
            owner=self,
            on_error=self._refuse,
        )

    # Inside

    def _file_dialog(self, title: str) -> QFileDialog:
        folder = self._context.settings.value.export_folder or str(Path.home())
        dialog = QFileDialog(self._parent.window(), title, folder)
        dialog.setNameFilter(_("Excel workbook (*.xlsx)"))
        return dialog

    def _show(self, answer: ExchangeAnswer, may_take: bool) -> None:
        dialog = AnswerDialog(answer, may_take, self._parent.window())
        self.dialog = dialog
        dialog.submitted.connect(lambda command: self._take(command, dialog))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _take(self, command: TakeAnswer, dialog: AnswerDialog) -> None:
        services = self._context.services

        def call() -> ChangeSet:
            changes: ChangeSet = services.plan_exchange.take(services.require_writer(), command)
            return changes

        def failed(error: Exception) -> None:
            known = isinstance(error, KnownError)
            dialog.show_error(
                sentence(error)
                if isinstance(error, KnownError)
                else _("Nothing was saved: a fault of the program.")
            )
            if not known:
                self.failed.emit(error)

        self._context.runner.command(
            call, lambda _changes: dialog.accept(), owner=dialog, on_error=failed
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.told.emit(sentence(error), Tone.BAD, ())
        else:
            self.failed.emit(error)

    def _forget(self) -> None:
        self.dialog = None


def _answer_words(answer: ExchangeAnswer) -> str:
    """Return what would be taken over."""
    if not answer.can_be_taken:
        return _("There is no number and no word to the bridge to take over.")
    numbers = ngettext(
        "{count} number becomes headquarters' next round.",
        "{count} numbers become headquarters' next rounds.",
        len(answer.numbers),
    ).format(count=formats.number(len(answer.numbers)))
    parts = ngettext(
        "{count} part of the bridge gets its word.",
        "{count} parts of the bridge get their word.",
        len(answer.statuses),
    ).format(count=formats.number(len(answer.statuses)))
    lines = _("Answers to single lines are shown and not taken over: the plan is edited itself.")
    return "\n".join((numbers, parts, lines))
