"""What can go wrong, by whose fault it is: the type says what to show, the view makes the sentence.

Errors carry a code and facts, not a finished sentence (CONVENTIONS.md, section 9). The
sentences for the codes stand in `desktop/services/messages.py`, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem of an input, with its place.

    `row` counts from one as a person sees it (the header is row 1); `column` is the header as
    it stands in the file, or the field's name; `value` is what was found there.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    is_warning: bool = False


class KnownError(Exception):
    """A situation that the program foresees: shown in plain words, never as a traceback."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, object] = facts


class InputError(KnownError):
    """Fields hold something that cannot be taken; each issue names its field."""

    def __init__(self, *issues: Issue) -> None:
        super().__init__("input", count=len(issues))
        self.issues = issues


class RuleViolation(KnownError):
    """A rule of the branch forbids the command."""


class OverridableRule(RuleViolation):
    """A rule forbids the command, but an entitled user may accept it with a reason."""


class NotAllowed(KnownError):
    """The user's roles do not include this action."""


class ConflictError(KnownError):
    """Someone else saved the document first; facts hold `yours` and `theirs`."""


class ImportRefused(KnownError):
    """A file cannot go in; all its issues are listed and nothing was written."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__("import_refused", count=len(issues))
        self.issues = issues


class StorageError(KnownError):
    """The database, a disk or a file cannot do its part; nothing was written."""


class DatabaseBusy(StorageError):
    """Someone else holds the database; the command can be tried again."""


class DatabaseUnreachable(StorageError):
    """There is no database at that address, or no way to it."""


class DiskFull(StorageError):
    """No room was left; what was there before is untouched."""


class SchemaTooNew(StorageError):
    """The database was written by a newer program."""


class Cancelled(KnownError):
    """The user stopped the work; nothing was written."""

    def __init__(self) -> None:
        super().__init__("cancelled")
