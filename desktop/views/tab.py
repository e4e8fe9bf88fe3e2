"""What a tab is: a page of the window with topics, its own reload and its own print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.i18n import _
from desktop.periods import FiscalCalendar
from desktop.services.settings import SettingsFile
from desktop.views.late_tab import LateTab
from desktop.views.seen_page import SeenPage
from desktop.views.tasks import TaskRunner

if TYPE_CHECKING:
    from desktop.services.exports.people import ExportTable


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is shown: a tab's key and what it should show there.

    `facts` are plain values that the tab understands (`{"customer_id": 12}`).
    """

    tab: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TabContext:
    """What every tab gets: the services of the open database and the window's means.

    `services` is the composition root's object (desktop/bootstrap.py); a controller takes from
    it the services it needs.
    """

    services: Any
    runner: TaskRunner
    settings: SettingsFile
    clock: Clock
    currency: str = "CNY"
    fiscal: FiscalCalendar = field(default_factory=FiscalCalendar)


class TabPage(SeenPage):
    """A tab of the window. A subclass sets `key`, `name` and `topics`, builds itself and overrides.

    `name` is marked with N_; the window shows it before the page is built.

    Stale marking: the window passes every `ChangeSet` to `note_changes`; a page whose topics it
    touches reloads at once where it is visible, else when it is shown. The first showing loads
    it as well, so a constructor asks for no data.

    Signals:
        print_requested(PrintRequest): show this document's preview.
        message_requested(str text, Tone tone, tuple actions): tell this in the message bar.
        error_met(Exception): a query or command failed; the window says it.
        place_requested(Place): show this elsewhere (drill down); the window can come back.
        selection_summed(SelectionSums or None): for the status bar.
        title_changed(): the number in the tab's name is new.
        actions_changed(): the tab has other actions, or another document, than before.
    """

    key: str = ""
    name: str = ""
    topics: frozenset[Topic] = frozenset()

    print_requested = Signal(object)
    message_requested = Signal(str, object, object)
    error_met = Signal(object)
    place_requested = Signal(object)
    selection_summed = Signal(object)
    title_changed = Signal()
    actions_changed = Signal()

    # What a subclass overrides

    def title(self) -> str:
        """Return the tab's name in the language of the moment."""
        return _(self.name)

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the actions that the window's "Actions" menu shows while this tab is in front."""
        return ()

    def export_table(self) -> ExportTable | None:
        """Return what "Export…" writes, or None where there is nothing to export."""
        return None

    def print_request(self) -> PrintRequest | None:
        """Return what "Print…" previews, or None where the tab has no page."""
        return None

    def focus_filter(self) -> None:
        """Put the keyboard into the tab's quick filter."""

    def show_place(self, facts: Mapping[str, object]) -> None:
        """Show what another tab asked for."""

    def help_place(self) -> str:
        """Return which place the help is to tell about: the tab, or a page inside it."""
        return self.key

    def place(self) -> Place:
        """Return where this tab stands now, so that the window can come back."""
        return Place(self.key)

    def can_close(self) -> bool:
        """Whether nothing typed would be lost; a page with drafts says so itself and asks."""
        return True

    # What the window calls

    def can_print(self) -> bool:
        """Whether the tab has pages at all: whether it overrides `print_request`."""
        return type(self).print_request is not TabPage.print_request

    def note_changes(self, changes: ChangeSet) -> None:
        """Mark the page stale where the changes touch its topics; reload where it is seen."""
        if changes.touches(self.topics):
            self.mark_stale()


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A document to preview: its title, how its PDF is made (in a worker), a file name."""

    title: str
    make_pdf: Callable[[], bytes]
    file_name: str = ""
    folder: Path | None = None


#: A tab's class is a factory too: key and name are known before a page is built.
TabFactory = type[TabPage] | LateTab
