"""What the wizard's controller needs of its widgets; free of Qt."""

from __future__ import annotations

from typing import Protocol

from desktop.services.plans.printing import PlanPdf
from desktop.services.plans.programmes_data import ProgrammeSheet
from desktop.services.rules.judged_visits import Best
from desktop.tone import Tone
from desktop.views.plans.programmes.state import Totals, VisitRow, WizardState


class WizardView(Protocol):
    """What the controller tells the wizard."""

    def show_sheet(self, sheet: ProgrammeSheet) -> None:
        """Show a programme that was read."""
        ...

    def show_state(self, state: WizardState, rows: tuple[VisitRow, ...], totals: Totals) -> None:
        """Show what is chosen and typed, and what follows from it."""
        ...

    def show_waiting(self, text: str) -> None:
        """Say what is waited for; "" ends it."""
        ...

    def tell(self, text: str, tone: Tone) -> None:
        """Say something above the page."""
        ...

    def offer_draft(self, text: str) -> None:
        """Say that a draft was taken up, with a way to what is kept."""
        ...

    def preview(self, title: str, pdf: PlanPdf) -> None:
        """Show a document."""
        ...

    def fail(self, error: Exception) -> None:
        """Let the window say what nobody foresaw."""
        ...


class AnswerView(Protocol):
    """What the controller tells a form that waits for an answer of the database."""

    def accept(self) -> None:
        """Close: it is done."""
        ...

    def show_error(self, text: str) -> None:
        """Say why it was not done; what was typed stays."""
        ...


class JudgedView(Protocol):
    """What the controller tells the form of judgements."""

    def show_best(self, best: Best) -> None:
        """Show the answer."""
        ...

    def show_error(self, text: str) -> None:
        """Say why there is none."""
        ...
