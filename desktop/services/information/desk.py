"""The services of information, each loaded when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.clock import Clock
    from desktop.services.information.answers import InfoAnswers
    from desktop.services.information.decisions import InfoDecisions
    from desktop.services.information.notes import MarketNotes
    from desktop.services.information.prices import CompetitorPrices
    from desktop.services.information.questions import InfoQuestions
    from desktop.services.information.report_calendar import ReportCalendars
    from desktop.services.uow import UnitOfWork


class InformationDesk:
    """A part of the composition root: what has a unit of work and a clock, has these too."""

    uow: UnitOfWork
    clock: Clock

    @cached_property
    def market_notes(self) -> MarketNotes:
        """Notes from the field with their clocks."""
        from desktop.services.information.notes import MarketNotes

        return MarketNotes(self.uow, self.clock)

    @cached_property
    def info_questions(self) -> InfoQuestions:
        """Questions to named reps, and their answers."""
        from desktop.services.information.questions import InfoQuestions

        return InfoQuestions(self.uow, self.clock)

    @cached_property
    def competitor_prices(self) -> CompetitorPrices:
        """Competitors' prices by product and region."""
        from desktop.services.information.prices import CompetitorPrices

        return CompetitorPrices(self.uow, self.clock)

    @cached_property
    def info_decisions(self) -> InfoDecisions:
        """Decisions, and the notes that they rested on."""
        from desktop.services.information.decisions import InfoDecisions

        return InfoDecisions(self.uow, self.clock)

    @cached_property
    def info_answers(self) -> InfoAnswers:
        """Who owes which answer, and how fast answers come."""
        from desktop.services.information.answers import InfoAnswers

        return InfoAnswers(self.uow, self.clock)

    @cached_property
    def report_calendars(self) -> ReportCalendars:
        """Reports that are due from people, and what came in."""
        from desktop.services.information.report_calendar import ReportCalendars

        return ReportCalendars(self.uow, self.clock)
