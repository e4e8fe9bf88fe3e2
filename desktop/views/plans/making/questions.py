"""What the plan's editor asks: by what to break down, limits, reasons, and before it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from desktop.i18n import _
from desktop.services.rules.plan_cube.data import NONE
from desktop.tone import Tone
from desktop.views.plans.making.dialogs import BoundsDialog, BoundsWish, SaveDialog, SaveWish
from desktop.views.plans.making.words import SAVED_AS, lines_words, place_words, unsaved_words
from desktop.views.plans.words import dimension_words

if TYPE_CHECKING:
    from desktop.views.plans.making.page import MakingPage


class Questions:
    """Opens the menus and dialogs of a page; `dialog` is the one opened last."""

    def __init__(self, page: MakingPage) -> None:
        self._page = page
        self._reason = ""
        self.dialog: QWidget | None = None

    def may_leave(self) -> bool:
        """Ask what to do with unsaved numbers; return whether none of them would be lost."""
        if not self._page.controller.has_unsaved:
            return True
        dialog = self._save_dialog(is_leaving=True)
        # Whoever closes the window waits for the answer.
        dialog.exec()
        if dialog.is_discarded:
            self._page.saving.discard()
        return dialog.is_saved or dialog.is_discarded

    def ask_dimension(self) -> None:
        """Ask by what the current cell is broken down."""
        menu = QMenu(self._page)
        menu.setAccessibleName(_("Break down by"))
        for way in self._page.controller.ways_down():
            action = menu.addAction(QIcon(), dimension_words(way))
            action.triggered.connect(lambda _on=False, by=way: self._page.controller.break_down(by))
        menu.aboutToHide.connect(menu.deleteLater)
        table = self._page.grid.table
        place = table.visualRect(table.currentIndex()).bottomLeft()
        menu.popup(table.viewport().mapToGlobal(place))
        for action in menu.actions()[:1]:
            menu.setActiveAction(action)

    def ask_limits(self) -> None:
        """Ask for the minimum and maximum of the current cell's lines."""
        control = self._page.controller
        desk, sheet, at = control.desk, control.sheet, control.at
        if desk is None or sheet is None or not control.is_editable:
            return
        if sheet.metric_at(at[1]) is None:
            return
        bounds = desk.bounds(control.selection_at(at))
        texts = ["" if one in (None, 0, NONE) else sheet.figures_at(at[1]).plain(one or 0)
                 for one in (bounds.minimum, bounds.maximum)]  # fmt: skip
        name = place_words(control.names_at(at))
        lines = lines_words(*sheet.counts(*at))
        dialog = BoundsDialog(name, texts[0], texts[1], lines, self._page.window())

        def send(wish: BoundsWish) -> None:
            refused = self._page.typing.bound(at, wish.minimum, wish.maximum)
            if refused is None:
                dialog.accept()
            else:
                dialog.set_waiting(False)
                dialog.mark(*refused)

        dialog.submitted.connect(send)
        self.dialog = dialog
        dialog.open()

    def ask_save(self) -> None:
        """Ask what the numbers are based on, then save them."""
        if self._page.controller.has_unsaved and self._page.controller.is_editable:
            self._save_dialog(is_leaving=False).open()

    def _save_dialog(self, *, is_leaving: bool) -> SaveDialog:
        sentence = unsaved_words(self._page.controller.desks.unsaved)
        dialog = SaveDialog(
            sentence, SAVED_AS, SAVED_AS[0], self._page.window(), is_leaving=is_leaving
        )
        dialog.reason.setPlainText(self._reason)

        def saved() -> None:
            self._reason = ""
            dialog.saved()
            self._page.say(_("The plan is saved."), Tone.GOOD)

        def refused(words: str, is_over: bool) -> None:
            self._reason = dialog.reason.toPlainText()
            if is_over:
                dialog.reject()
            else:
                dialog.show_error(words)

        def send(wish: SaveWish) -> None:
            self._page.saving.save(wish.reason, wish.method, saved, refused)

        dialog.submitted.connect(send)
        self.dialog = dialog
        return dialog
