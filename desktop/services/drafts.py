"""What was typed and not saved: kept at this desk, so that a crash or a cut line loses nothing.

Each draft is a small file of its own beside the settings, readable by its owner alone; it goes
when its form is saved or discarded. Nothing of it comes into the settings, the log or the
database. A grid that is typed into all day adds to a journal beside its draft: a line for each
change, on the file at once, and the draft whole when the keyboard rests.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from desktop.services.atomic_file import file_fault, put, write_whole

logger = logging.getLogger(__name__)

_FORMAT = 1
_ENDING, _JOURNAL_ENDING = ".draft", ".journal"
#: The field of a draft that holds the lines of its journal, where there is one.
JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it stood when it was last kept.

    `tab` is the key of the tab that takes it up; `subject` the id of what is edited, or a name
    of its own for what is new; `version` the one that was seen. `before` and `typed` are fields
    by name. `title` says to people what it is.
    """

    tab: str
    database: str
    subject: str
    version: int
    title: str
    kept_at: datetime
    before: Mapping[str, str]
    typed: Mapping[str, str]

    @property
    def key(self) -> str:
        """The name of the draft's file: the same for the same form of the same database."""
        whole = "\n".join((self.tab, self.database, self.subject))
        return sha256(whole.encode()).hexdigest()[:32]


class DraftFolder:
    """Keeps drafts in a folder, one file each, written whole, and journals beside them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Draft) -> None:
        """Write a draft over what was kept of the same form.

        Raises:
            StorageError: the file cannot be written.
        """
        text = json.dumps(_as_json(draft), ensure_ascii=False, indent=1)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(draft.key), partial(put, text.encode("utf-8")))

    def append(self, draft: Draft, line: str) -> None:
        """Add a line to a draft's journal; a new journal begins with the draft, without fields.

        The line is the system's when this returns, so that the end of the program does not
        take it along; only `keep` waits until a disk has it. A line holds no line break.

        Raises:
            StorageError: the file cannot be written.
        """
        path = self._path(draft.key, _JOURNAL_ENDING)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "ab") as stream:
                if stream.tell() == 0:
                    head = replace(draft, before={}, typed={})
                    stream.write(json.dumps(_as_json(head), ensure_ascii=False).encode() + b"\n")
                stream.write(line.encode("utf-8") + b"\n")
        except OSError as error:
            raise file_fault(error, path) from error

    def end_journal(self, key: str) -> None:
        """Forget a draft's journal: the draft itself was kept with all of it."""
        self._path(key, _JOURNAL_ENDING).unlink(missing_ok=True)

    def drop(self, key: str) -> None:
        """Forget a draft: its form was saved or discarded."""
        # The journal last: without it a draft that could not go would be an older one.
        self._path(key).unlink(missing_ok=True)
        self.end_journal(key)

    def waiting(self, database: str) -> tuple[Draft, ...]:
        """Return the drafts of a database, the latest first; unreadable ones are left alone.

        What stands in a draft's journal is in its field `JOURNAL`, line by line.
        """
        found: dict[str, Draft] = {}
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            draft = _read(path)
            if draft is not None:
                found[draft.key] = draft
        for path in sorted(self._folder.glob(f"*{_JOURNAL_ENDING}")):
            draft = _read_journal(path)
            if draft is not None:
                found[draft.key] = _with_journal(found.get(draft.key), draft)
        ours = [draft for draft in found.values() if draft.database == database]
        return tuple(sorted(ours, key=lambda draft: draft.kept_at, reverse=True))

    def _path(self, key: str, ending: str = _ENDING) -> Path:
        return self._folder / f"{key}{ending}"


def _as_json(draft: Draft) -> dict[str, object]:
    return {**asdict(draft), "kept_at": draft.kept_at.isoformat(), "format": _FORMAT}


def _read(path: Path) -> Draft | None:
    try:
        return _parsed(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.info("a draft cannot be read (%s)", type(error).__name__)
        return None


def _read_journal(path: Path) -> Draft | None:
    """Return the draft that a journal begins with, its lines in the field `JOURNAL`."""
    try:
        # What was being written when the program ended may break off within a character.
        head, _end, lines = path.read_text(encoding="utf-8", errors="replace").partition("\n")
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        draft = _parsed(json.loads(head))
        return replace(draft, kept_at=max(draft.kept_at, written_at), typed={JOURNAL: lines})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.info("a journal of a draft cannot be read (%s)", type(error).__name__)
        return None


def _with_journal(kept: Draft | None, journal: Draft) -> Draft:
    if kept is None:
        return journal
    latest = max(kept.kept_at, journal.kept_at)
    return replace(kept, kept_at=latest, typed={**kept.typed, **journal.typed})


def _parsed(data: dict[str, object]) -> Draft:
    before, typed = data["before"], data["typed"]
    if not isinstance(before, dict) or not isinstance(typed, dict):
        raise TypeError("fields by name")
    return Draft(
        str(data["tab"]),
        str(data["database"]),
        str(data["subject"]),
        int(str(data["version"])),
        str(data["title"]),
        datetime.fromisoformat(str(data["kept_at"])),
        {str(name): str(text) for name, text in before.items()},
        {str(name): str(text) for name, text in typed.items()},
    )
