"""Saving a plan's numbers, what to do when another desk saved first, and drafts; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.enums import Metric
from desktop.errors import ConflictError, KnownError, StorageError
from desktop.i18n import _
from desktop.services import formats
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.plans.making_data import LastTouch, PlanBook, SaveBook
from desktop.services.plans.planning_data import SavedEdit
from desktop.services.rules.plan_cube.patching import PatchedLine
from desktop.tone import Tone
from desktop.views.plans.making.controller import MakingController
from desktop.views.plans.making.desks import PlanDesks
from desktop.views.plans.making.drafts import MOST_LINES, draft_of, parsed_subject, patch_in
from desktop.views.plans.making.words import save_refusal_words
from desktop.views.plans.words import metric_words
from desktop.views.runner import Runner

#: Hears the words, and whether asking again is no use (another desk was first).
OnRefused = Callable[[str, bool], None]


class SavingView(Protocol):
    """What saving tells the page."""

    def say(self, words: str, tone: Tone, *actions: tuple[str, Callable[[], None]]) -> None:
        """Tell something, with buttons of a verb and what it does."""
        ...

    def show_error(self, error: Exception) -> None:
        """Hand on what the window answers."""
        ...


class PlanSaving:
    """Saves what the controller's desk holds unsaved, and keeps it as a draft until then."""

    def __init__(
        self,
        services: Any,
        runner: Runner,
        view: SavingView,
        control: MakingController,
        folder: DraftFolder,
        clock: Clock,
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._control, self._folder, self._clock = control, folder, clock
        self._kept: dict[Metric, str] = {}

    # Saving

    def save(
        self, reason: str, method: str, on_saved: Callable[[], None], on_refused: OnRefused
    ) -> None:
        """Save everything since the last save in one transaction."""
        desks = self._control.desks
        request = str(uuid4())
        # The worker saves copies: the window may go on looking at the cubes.
        commands = [
            SaveBook(
                replace(desk.book, cube=desk.book.cube.copy()),
                desk.touched, reason, method, request,
            )
            for desk in desks.unsaved_desks
        ]  # fmt: skip
        if not commands:
            return
        expected = min(one.book.version for one in commands)

        def saved(answers: tuple[SavedEdit, ...]) -> None:
            metrics = [one.book.metric for one in commands]
            desks.saved(dict(zip(metrics, answers, strict=True)), expected)
            self.drop_draft()
            self._control.show_state()
            on_saved()

        self._runner.command(
            lambda: self._services.plan_making.save_all(self._services.require_writer(), commands),
            saved,
            owner=self._view,
            on_error=lambda error: self._not_saved(error, commands[0].book, on_refused),
        )

    def _not_saved(self, error: Exception, book: PlanBook, on_refused: OnRefused) -> None:
        if not isinstance(error, KnownError):
            on_refused(_("Nothing was saved; what was typed is still here."), False)
            self._view.show_error(error)
            return
        on_refused(save_refusal_words(error), isinstance(error, ConflictError))
        if isinstance(error, ConflictError):
            self._offer_theirs(book)
        elif isinstance(error, StorageError):
            self._view.show_error(error)

    def _offer_theirs(self, book: PlanBook) -> None:
        version_id = book.card.version_id

        def offer(touch: LastTouch | None) -> None:
            if touch is None:
                words = _("Another desk changed this version first. Nothing of yours was saved.")
            else:
                words = _(
                    "{who} saved this version first, on {moment}. Nothing of yours was saved."
                ).format(who=touch.who, moment=formats.instant(touch.at))
            self._view.say(
                words,
                Tone.WATCH,
                (_("Load it, with my numbers on top"), lambda: self.load_theirs(keep=True)),
                (_("Load it, drop my numbers"), lambda: self.load_theirs(keep=False)),
            )

        self._runner.query(
            lambda: self._services.plan_making.last_touch(version_id),
            offer,
            owner=self._view,
            key="touch",
        )

    def load_theirs(self, *, keep: bool) -> None:
        """Show what is in the database now; with `keep` the typed numbers stand on top of it."""
        desks = self._control.desks
        books = [desk.book for desk in desks.all]
        if not books:
            return
        version_id, level = books[0].card.version_id, books[0].level
        metrics = tuple(book.metric for book in books)
        self._runner.query(
            lambda: self._services.plan_making.books(version_id, metrics, level),
            lambda theirs: self._theirs_came(desks, theirs, keep),
            owner=self._view,
            key="book",
            on_error=self._view.show_error,
        )

    def _theirs_came(self, mine: PlanDesks, theirs: tuple[PlanBook, ...], keep: bool) -> None:
        if self._control.desks is not mine:
            return
        if not keep:
            self.drop_draft()
            self._control.take_books(theirs)
            return
        if not theirs[0].card.is_draft or not mine.fits(theirs[0]):
            self._view.say(
                _(
                    "Your numbers do not fit onto the version as it is now. They stay here until "
                    "you drop them."
                ),
                Tone.BAD,
                (_("Load it, drop my numbers"), lambda: self.load_theirs(keep=False)),
            )
            return
        patches = {one.book.metric: one.book.cube.patch() for one in mine.unsaved_desks}
        self._control.take_books(theirs)
        self._put(patches)

    def _put(self, patches: Mapping[Metric, tuple[PatchedLine, ...]]) -> None:
        if self._control.desks.put(patches):
            self._control.show_state()
            self._view.say(
                _("Your numbers stand on top of the version as it is now; Ctrl+Z takes them off."),
                Tone.INFO,
            )

    def discard(self) -> None:
        """Drop what was typed and not saved, and show what is saved."""
        self.drop_draft()
        desks = self._control.desks
        if not desks.all:
            return
        while desks.unsaved and desks.undo():
            pass
        if desks.unsaved:
            self._control.forget()
            self._control.load()
        else:
            self._control.show_state()

    # Drafts

    def keep_draft(self) -> None:
        """Keep what is typed and not saved, a draft a metric; forget those that are saved."""
        for desk in self._control.desks.all:
            if not desk.unsaved:
                self._drop(desk.book.metric)
            elif desk.unsaved <= MOST_LINES:
                self._keep(desk.book)

    def _keep(self, book: PlanBook) -> None:
        title = _("{plan}, version {number}: {metric}").format(
            plan=book.card.name, number=book.card.number, metric=metric_words(book.metric)
        )
        draft = draft_of(book, book.cube.patch(), title, self._services.address, self._clock.now())
        self._kept[book.metric] = draft.key
        self._runner.query(
            lambda: self._folder.keep(draft),
            lambda _done: None,
            owner=self._view,
            key=f"draft {book.metric}",
            on_error=self._view.show_error,
        )

    def drop_draft(self) -> None:
        """Forget the drafts: their numbers were saved or dropped."""
        for metric in tuple(self._kept):
            self._drop(metric)

    def _drop(self, metric: Metric) -> None:
        key = self._kept.pop(metric, "")
        if key:
            self._folder.drop(key)

    def put_draft(self, draft: Draft) -> None:
        """Put a draft's numbers onto the book that is shown, where they fit."""
        subject = parsed_subject(draft.subject)
        desk = None if subject is None else self._control.desks.of(subject[1])
        if desk is None:
            return
        patch = patch_in(draft, desk.book) if desk.book.card.is_draft else None
        if patch is None:
            self._view.say(
                _("The numbers of “{title}” do not fit onto the plan any more.").format(
                    title=draft.title
                ),
                Tone.BAD,
                (_("Discard them"), lambda: self._folder.drop(draft.key)),
            )
            return
        self._kept[desk.book.metric] = draft.key
        self._put({desk.book.metric: patch})
