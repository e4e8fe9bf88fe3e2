"""What a form of the Plans tab is told of what it sent; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from desktop.errors import InputError, Issue, KnownError
from desktop.i18n import _
from desktop.services.messages import form_problems


class FormView(Protocol):
    """What a controller tells a form."""

    def show_issues(self, issues: tuple[tuple[Issue, str], ...]) -> None:
        """Mark fields with words."""
        ...

    def show_error(self, text: str) -> None:
        """Say why nothing was saved; what was typed stays."""
        ...

    def accept(self) -> None:
        """Close: everything is in the database."""
        ...


@dataclass(slots=True)
class Attempt:
    """What a form has sent: sent again word for word, it is booked once."""

    expected: int = 0
    sent: object = None
    request_id: str = field(default_factory=lambda: str(uuid4()))

    def request_for(self, entry: object) -> str:
        """Return the request's id: the one before where the entry is the same."""
        if self.sent is not None and self.sent != (entry, self.expected):
            self.request_id = str(uuid4())
        self.sent = (entry, self.expected)
        return self.request_id


def is_of_fields(error: Exception) -> bool:
    """Whether what is wrong belongs to fields of the form."""
    return isinstance(error, InputError) and any(issue.column for issue in error.issues)


def answer_form(
    error: Exception,
    view: FormView,
    words: Callable[[KnownError], str],
    fail: Callable[[Exception], None],
) -> None:
    """Tell a form what became of what it sent; what was typed stays in it.

    Args:
        error: why the command was not carried out.
        view: the form.
        words: says why, for what does not belong to a field.
        fail: takes what is a fault of the program.
    """
    if isinstance(error, InputError) and is_of_fields(error):
        view.show_issues(form_problems(error))
    elif isinstance(error, KnownError) and error.code == "already_done":
        # The answer of the attempt before was lost; what was sent is in the database.
        view.accept()
    elif isinstance(error, KnownError):
        view.show_error(words(error))
    else:
        view.show_error(_("Nothing was saved: a fault of the program."))
        fail(error)
