"""The Information tab: pages of what the field knows and of what is due from it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.changes import Topic
from desktop.i18n import N_
from desktop.views.deck_tab import DeckTab
from desktop.views.information.part_list import part_factories
from desktop.views.tab import TabContext


class InformationTab(DeckTab):
    """Market notes with their clocks, questions, competitors' prices, the report calendar."""

    key = "information"
    name = N_("Information")
    topics = frozenset((
        Topic.BRANCH, Topic.ORGANISATION, Topic.CUSTOMERS, Topic.PRODUCTS, Topic.VISITS,
        Topic.CALENDAR, Topic.INFORMATION, Topic.IMPORTS,
    ))  # fmt: skip

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, part_factories(), parent)
        self.parts.add_pages()

    def retranslate(self) -> None:
        """Name the pages in the language of the moment."""
        self.parts.retranslate()
