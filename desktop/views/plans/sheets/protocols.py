"""What the controller of the target sheets needs of its widgets; free of Qt."""

from __future__ import annotations

from typing import Protocol

from desktop.services.plans.printing import PlanPdf
from desktop.services.plans.programme_data import RepProgramme, SuggestedCustomer
from desktop.services.plans.sheets_data import SheetBook, SheetRow
from desktop.services.plans.versions_data import VersionCard
from desktop.views.form_answers import FormView
from desktop.views.plans.sheets.state import AnswerForm, ListShown


class AnswerView(FormView, Protocol):
    """What the controller tells an answer form."""

    def show_form(self, form: AnswerForm) -> None:
        """Stand on another answer than before, with what is typed."""
        ...


class SheetsView(Protocol):
    """What the controller tells the page."""

    def show_versions(self, cards: tuple[VersionCard, ...], chosen: int | None) -> None:
        """Show the versions to choose from."""
        ...

    def show_list(self, shown: ListShown, book: SheetBook | None) -> None:
        """Show the list and stand on the state's rep."""
        ...

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence, while a version is read."""
        ...

    def show_row(
        self,
        row: SheetRow | None,
        programme: RepProgramme | None,
        customers: tuple[SuggestedCustomer, ...],
    ) -> None:
        """Show a rep in the panel with his customers to begin with, or that there is none."""
        ...

    def open_form(self, form: AnswerForm) -> None:
        """Open the form of an answer."""
        ...

    def preview(self, title: str, pdf: PlanPdf) -> None:
        """Show a document in a window of its own."""
        ...

    def say(self, text: str) -> None:
        """Tell something in passing."""
        ...

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        ...
