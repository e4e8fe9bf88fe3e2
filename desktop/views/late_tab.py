"""A tab by its name, whose modules are loaded when its page is wanted; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.views.undisturbed import undisturbed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.views.tab import TabContext, TabPage


@dataclass(frozen=True, slots=True)
class LateTab:
    """A tab whose module is loaded when its page is wanted; key and name are known before.

    `load` returns the tab's class; `services` are those that the page takes from the context,
    so that a worker can load them before the window's thread builds the page.
    """

    key: str
    name: str
    load: Callable[[], type[TabPage]]
    services: tuple[str, ...] = ()

    def __call__(self, context: TabContext, parent: QWidget | None = None) -> TabPage:
        """Build the page."""
        return self.load()(context, parent)

    def prepare(self, services: object) -> None:
        """Load what building the page will need; called in a worker thread."""
        for name in self.services:
            getattr(services, name)
        with undisturbed():
            self.load()
