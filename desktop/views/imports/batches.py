"""What the list of imports decides: the batches so far, and taking one back; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.i18n import _
from desktop.services.imports.service import BatchRow
from desktop.views.imports.words import error_words, take_back_words
from desktop.views.imports.work import contents_of_batch, withdraw_batch
from desktop.views.runner import Runner


class BatchesController:
    """Lists the imports so far and takes one back."""

    def __init__(
        self,
        services: Any,
        runner: Runner,
        owner: object,
        show: Callable[[tuple[BatchRow, ...]], None],
        tell: Callable[[str, bool], None],
        confirm: Callable[[BatchRow, str], None],
    ) -> None:
        self._services, self._runner, self._owner = services, runner, owner
        self._show, self._tell, self._confirm = show, tell, confirm

    def reload(self) -> None:
        """Ask for the list."""
        self._runner.query(
            self._services.imports.batches,
            self._show,
            owner=self._owner,
            key="batches",
            on_error=self._fail,
        )

    def ask(self, row: BatchRow) -> None:
        """Let the view ask whether to take a batch back, naming what goes."""
        services = self._services
        self._runner.query(
            lambda: contents_of_batch(services, row.id),
            lambda contents: self._confirm(row, take_back_words(contents)),
            owner=self._owner,
            key="contents",
            on_error=self._fail,
        )

    def withdraw(self, row: BatchRow) -> None:
        """Take a batch back whole, then list again."""
        services = self._services
        self._runner.command(
            lambda: withdraw_batch(services, row.id),
            lambda _changes: self._withdrawn(row),
            owner=self._owner,
            on_error=self._fail,
        )

    def _withdrawn(self, row: BatchRow) -> None:
        words = _("Import {batch} ({file}) was taken back; its numbers are free again.")
        self._tell(words.format(batch=row.id, file=row.file_name), True)
        self.reload()

    def _fail(self, error: Exception) -> None:
        self._tell(error_words(error), False)
