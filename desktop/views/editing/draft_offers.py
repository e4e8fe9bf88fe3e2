"""Offers forms that were left unsaved, one after the other, when their database opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.drafts import Draft, DraftFolder
from desktop.tone import Tone
from desktop.views.message_bar import MessageAction


class Tell(Protocol):
    """Says something in the message bar."""

    def __call__(self, text: str, tone: Tone, actions: tuple[MessageAction, ...]) -> None:
        """Show the text, with buttons."""
        ...


class DraftOffers:
    """Asks about each draft once; who closes the bar is asked at the next start."""

    def __init__(self, tell: Tell, take_up: Callable[[Draft], None]) -> None:
        self._tell, self._take_up = tell, take_up

    def offer(self, folder: DraftFolder, database: str) -> None:
        """Offer the drafts of a database, the latest first."""
        self._next(folder, folder.waiting(database))

    def _next(self, folder: DraftFolder, drafts: tuple[Draft, ...]) -> None:
        if not drafts:
            return
        draft, rest = drafts[0], drafts[1:]

        def take_up() -> None:
            self._take_up(draft)
            self._next(folder, rest)

        def discard() -> None:
            folder.drop(draft.key)
            self._next(folder, rest)

        words = _("“{title}” was typed but not saved on {moment}.").format(
            title=draft.title, moment=formats.instant(draft.kept_at)
        )
        if rest:
            words = ngettext(
                "{sentence} {count} other waits.", "{sentence} {count} others wait.", len(rest)
            ).format(sentence=words, count=formats.number(len(rest)))
        actions = (
            MessageAction(_("Take it up"), take_up),
            MessageAction(_("Discard"), discard),
        )
        self._tell(words, Tone.WATCH, actions)
