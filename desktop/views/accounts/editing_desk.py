"""Opens the forms and histories of customers beside the window, and takes drafts up again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import KnownError
from desktop.i18n import _
from desktop.services.customers.editing_data import CustomerForEdit, HistoryRow
from desktop.services.drafts import Draft, DraftFolder
from desktop.views.tab import TabContext

if TYPE_CHECKING:
    # The forms are loaded when one is wanted: the tab stands before.
    from desktop.views.accounts.editor import CustomerEditor
    from desktop.views.accounts.history_dialog import HistoryDialog


class EditingDesk(QObject):
    """Keeps the forms that are open, at most one for a customer.

    Signals:
        refused(Exception): a form cannot be opened; the window says why.
        kept(int): a customer was saved.
    """

    refused = Signal(object)
    kept = Signal(int)

    def __init__(self, context: TabContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self._drafts = DraftFolder(context.settings.drafts_folder)
        self.editors: list[CustomerEditor] = []
        self.history: HistoryDialog | None = None

    def edit(self, customer_id: int, draft: Draft | None = None) -> None:
        """Open the form of a customer, or bring it to the front."""
        for editor in self._open_editors():
            if editor.controller is not None and editor.controller.customer_id == customer_id:
                editor.raise_()
                editor.activateWindow()
                return
        services = self._context.services
        self._context.runner.query(
            lambda: services.customers.card_for_edit(customer_id),
            lambda seen: self._open(seen, draft),
            owner=self,
            key=f"edit {customer_id}",
            on_error=self.refused.emit,
        )

    def add(self, draft: Draft | None = None) -> None:
        """Open an empty form."""
        self._open(None, draft)

    def take_up(self, draft: Draft) -> None:
        """Open the form of a draft as it was left."""
        if draft.subject.isdecimal():
            self.edit(int(draft.subject), draft)
        else:
            self.add(draft)

    def show_history(self, customer_id: int, name: str) -> None:
        """Open the list of a customer's changes."""
        services = self._context.services
        self._context.runner.query(
            lambda: services.customers.history(customer_id),
            lambda rows: self._show_history(name, rows),
            owner=self,
            key="history",
            on_error=self.refused.emit,
        )

    def note_changes(self) -> None:
        """Look whether open forms show what is in the database; typed texts are left alone."""
        services = self._context.services
        for editor in self._open_editors():
            controller = editor.controller
            if controller is not None and controller.customer_id is not None:
                wanted = controller.customer_id
                self._context.runner.query(
                    partial(services.customers.card_for_edit, wanted),
                    partial(self._renewed, editor),
                    owner=editor,
                    key="news",
                    on_error=partial(self._gone, editor),
                )

    def leave_all(self) -> None:
        """Close every form, keeping drafts of what was typed."""
        for editor in self._open_editors():
            editor.leave()
        if self.history is not None and shiboken6.isValid(self.history):
            self.history.close()

    # Inside

    def _open_editors(self) -> tuple[CustomerEditor, ...]:
        self.editors = [one for one in self.editors if shiboken6.isValid(one) and one.isVisible()]
        return tuple(self.editors)

    def _open(self, seen: CustomerForEdit | None, draft: Draft | None) -> None:
        from desktop.views.accounts.editor import CustomerEditor
        from desktop.views.accounts.editor_controller import EditorController

        context = self._context
        try:
            actor = context.services.require_writer()
        except KnownError as error:
            self.refused.emit(error)
            return
        title = _("New customer") if seen is None else _("Customer {code}")
        editor = CustomerEditor(
            title.format(code=seen.entry.code if seen else ""), seen is None, self._parent.window()
        )
        controller = EditorController(
            context.services.customers, context.runner, editor, actor, self._drafts,
            context.clock, context.services.address, context.currency, seen,
        )  # fmt: skip
        editor.begin(controller)
        if draft is not None:
            controller.take_up(draft)
        editor.kept.connect(self.kept)
        self.editors.append(editor)
        editor.show()

    def _renewed(self, editor: CustomerEditor, now: CustomerForEdit) -> None:
        controller = editor.controller
        if controller is None or controller.seen is None:
            return
        if now.version == controller.seen.version:
            return
        if controller.renew(now):
            return
        editor.tell_news(
            _("Another desk changed this customer meanwhile. Saving shows both versions.")
        )

    def _gone(self, editor: CustomerEditor, error: Exception) -> None:
        if isinstance(error, KnownError):
            editor.tell_news(_("This customer is not there any more: another desk took it out."))

    def _show_history(self, name: str, rows: tuple[HistoryRow, ...]) -> None:
        from desktop.views.accounts.history_dialog import HistoryDialog

        title = _("History of {customer}").format(customer=name)
        dialog = HistoryDialog(title, self._context.settings, self._parent.window())
        self.history = dialog
        dialog.show_rows(rows)
        dialog.show()
