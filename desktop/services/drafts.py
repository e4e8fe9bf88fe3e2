"""What was typed and not saved: kept at this desk, so that a crash or a cut line loses nothing.

Each draft is a small file of its own beside the settings, readable by its owner alone; it goes
when its form is saved or discarded. Nothing of it comes into the settings, the log or the
database.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from desktop.services.atomic_file import put, write_whole

logger = logging.getLogger(__name__)

_FORMAT = 1
_ENDING = ".draft"


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
    """Keeps drafts in a folder, one file each, written whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Draft) -> None:
        """Write a draft over what was kept of the same form.

        Raises:
            StorageError: the file cannot be written.
        """
        data = {**asdict(draft), "kept_at": draft.kept_at.isoformat(), "format": _FORMAT}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(draft.key), partial(put, text.encode("utf-8")))

    def drop(self, key: str) -> None:
        """Forget a draft: its form was saved or discarded."""
        self._path(key).unlink(missing_ok=True)

    def waiting(self, database: str) -> tuple[Draft, ...]:
        """Return the drafts of a database, the latest first; unreadable ones are left alone."""
        found = []
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            draft = _read(path)
            if draft is not None and draft.database == database:
                found.append(draft)
        return tuple(sorted(found, key=lambda draft: draft.kept_at, reverse=True))

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"


def _read(path: Path) -> Draft | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Draft(
            str(data["tab"]),
            str(data["database"]),
            str(data["subject"]),
            int(data["version"]),
            str(data["title"]),
            datetime.fromisoformat(data["kept_at"]),
            {str(name): str(text) for name, text in data["before"].items()},
            {str(name): str(text) for name, text in data["typed"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.info("a draft cannot be read (%s)", type(error).__name__)
        return None
