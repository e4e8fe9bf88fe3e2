"""Opens the wizard of a rep's programme from the page of target sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.services.drafts import Draft

if TYPE_CHECKING:
    from desktop.views.plans.programmes.wizard import ProgrammeWizard
    from desktop.views.plans.sheets.page import SheetsPage


class ProgrammeDesk:
    """Keeps the one wizard that is open; its modules are loaded when it is first wanted."""

    def __init__(self, page: SheetsPage) -> None:
        self._page = page
        self.wizard: ProgrammeWizard | None = None

    def open(self) -> None:
        """Open the wizard of the page's rep."""
        book, row = self._page.controller.book, self._page.controller.row
        if book is not None and row is not None and row.rep_id is not None:
            self._open(book.card.version_id, row.rep_id)

    def take_up(self, draft: Draft) -> None:
        """Open the wizard that a draft was typed into; it takes the draft up by itself."""
        from desktop.views.plans.programmes.drafts import parsed_subject

        subject = parsed_subject(draft.subject)
        if subject is not None:
            self._open(*subject)

    def can_close(self) -> bool:
        """Whether nothing typed into the wizard would be lost; else it comes to the front."""
        wizard = self.wizard
        if wizard is None or not wizard.controller.has_unsaved:
            return True
        wizard.raise_()
        wizard.activateWindow()
        return False

    def _open(self, version_id: int, rep_id: int) -> None:
        from desktop.views.plans.programmes.wizard import ProgrammeWizard

        if self.wizard is not None:
            self.wizard.raise_()
            return
        page = self._page
        wizard = ProgrammeWizard(page.context, (version_id, rep_id), page.window())
        wizard.preview_wanted.connect(page.preview)
        wizard.error_met.connect(page.fail)
        wizard.finished.connect(lambda _result: self._gone())
        self.wizard = wizard
        wizard.open()

    def _gone(self) -> None:
        self.wizard = None
