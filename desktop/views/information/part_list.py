"""Which pages the Information tab has, from left to right."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.views.parts import PartFactory, TabPart


def part_factories() -> tuple[PartFactory, ...]:
    """Return the factories of the pages."""
    return (
        PartFactory("notes", N_("Notes"), _notes),
        PartFactory("questions", N_("Questions"), _questions),
        PartFactory("prices", N_("Prices"), _prices),
        PartFactory("decisions", N_("Decisions"), _decisions),
        PartFactory("reports", N_("Report calendar"), _reports),
        PartFactory("answers", N_("Answers"), _answers),
    )


def _notes() -> type[TabPart]:
    from desktop.views.information.notes.page import NotesPage

    return NotesPage


def _questions() -> type[TabPart]:
    from desktop.views.information.questions.page import QuestionsPage

    return QuestionsPage


def _prices() -> type[TabPart]:
    from desktop.views.information.prices.page import PricesPage

    return PricesPage


def _decisions() -> type[TabPart]:
    from desktop.views.information.decisions.page import DecisionsPage

    return DecisionsPage


def _reports() -> type[TabPart]:
    from desktop.views.information.reports.page import ReportsPage

    return ReportsPage


def _answers() -> type[TabPart]:
    from desktop.views.information.answers.page import AnswersPage

    return AnswersPage
