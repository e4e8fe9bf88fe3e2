"""A page of the Plans tab that shows one version of a plan, which its first filter chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.services.plans.versions_data import VersionCard
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.plans.parts import PlanPart
from desktop.views.plans.versions.words import choice_words

if TYPE_CHECKING:
    from desktop.views.tab import TabContext


class VersionPart(PlanPart):
    """A page with a row of filters that begins with the choice of the plan's version.

    A subclass adds its other filters, lays the row out and listens to it; while `_is_setting`
    the program sets the filters, not the user.
    """

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.filters = FilterBar(self)
        self.versions = self.filters.add_choice("version", lambda: _("Plan"), ())
        self.filters.limit(self.versions, 16, 40)

    def retranslate(self) -> None:
        """Show the filters' words in the language of the moment."""
        self.filters.retranslate()

    def focus_filter(self) -> None:
        """Put the keyboard into the choice of the plan."""
        self.versions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_versions(self, cards: tuple[VersionCard, ...], chosen: int | None) -> None:
        """Show the versions to choose from; the other filters stay."""
        state = self.filters.state()
        self.show_choices(cards, {**state.choices, "version": chosen}, state.text)

    def show_choices(
        self, cards: Sequence[VersionCard], choices: Mapping[str, object], text: str = ""
    ) -> None:
        """Show the versions to choose from, and set the filters."""
        self._is_setting = True
        options = [(card.version_id, partial(choice_words, card)) for card in cards]
        self.filters.set_options("version", options)
        self.filters.set_state(FilterState(None, dict(choices), text))
        self._is_setting = False
