"""What is written down of an error: its kinds and places, and nothing that it may quote.

The message of an error can hold a customer's name, a whole row that a database refused, or an
address with a password; a log or a report is passed on to people who must not see them.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from desktop.errors import KnownError


def error_places(error: BaseException) -> tuple[str, ...]:
    """Return the lines of a traceback without the errors' messages, the latest error first.

    Of an error that the program foresees the code is given too, which is a word of ours.
    """
    lines: list[str] = []
    shown: BaseException | None = error
    while shown is not None:
        if lines:
            lines.append("caused by:")
        lines.append("Traceback (most recent call last):")
        for part in traceback.format_tb(shown.__traceback__):
            lines += part.rstrip().splitlines()
        code = f" ({shown.code})" if isinstance(shown, KnownError) else ""
        lines.append(f"{type(shown).__name__}{code}")
        hidden = None if shown.__suppress_context__ else shown.__context__
        shown = shown.__cause__ or hidden
    return tuple(lines)


class DiscreetFormatter(logging.Formatter):
    """Writes log records with the places of errors and without their messages."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as text; what another handler made of its error is not used."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(  # noqa: N802
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Return the places of an error, a line each."""
        return "\n".join(error_places(ei[1])) if ei[1] is not None else ""
