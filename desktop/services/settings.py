"""What one person chose at one desk: a typed JSON file, written whole, that survives its age.

Keys that a newer program wrote are kept. A file that cannot be read is set aside, never
overwritten, and the program starts with its defaults. No password ever comes in here.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

from desktop.i18n import LANGUAGES
from desktop.services.atomic_file import file_fault, write_whole

logger = logging.getLogger(__name__)

SCHEMA_VERSION = 1
RECENT_LIMIT = 10
#: So many file layouts are remembered; the oldest is forgotten first.
MAPPINGS_LIMIT = 100
SMALLEST_TEXT, LARGEST_TEXT = 90, 150
# An address that is typed wrong is cleaned too, so it is not read as a URL for this. A password
# may hold any sign; only the last at sign parts it from the server.
_USER = re.compile(r"://([^:/@?]*):.*@")
_SECRET = re.compile("(password|passfile|sslpassword)=", re.IGNORECASE)


class ThemeChoice(StrEnum):
    """Which palette the window uses."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Order, widths (at 100 % text size) and hidden columns of one list, by column key."""

    order: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is kept between starts.

    `language` empty means: as the system. `recent` and `last_database` are file paths or URLs
    without passwords, the newest first. `window` is Qt's geometry, in base64. `mappings` are
    the import wizard's, as TOML, by kind and headers of the file. `unknown` holds keys of a
    newer program.
    """

    language: str = ""
    theme: ThemeChoice = ThemeChoice.SYSTEM
    text_percent: int = 100
    amounts_in_wan: bool = False
    recent: tuple[str, ...] = ()
    last_database: str = ""
    window: str = ""
    last_tab: str = ""
    export_folder: str = ""
    import_folder: str = ""
    layouts: Mapping[str, ColumnLayout] = field(default_factory=dict)
    mappings: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, object] = field(default_factory=dict)


def without_password(database: str) -> str:
    """Return a database's path or URL with any password taken out."""
    if "://" not in database:
        return database
    plain = _USER.sub(lambda found: f"://{found[1]}@" if found[1] else "://", database)
    address, question, query = plain.partition("?")
    kept = [part for part in query.split("&") if not _SECRET.match(part)]
    return address + (question + "&".join(kept) if query and kept else "")


def default_settings_path() -> Path:
    """Return where this person's settings lie on this machine."""
    import platformdirs

    folder = platformdirs.user_config_path("Branchbook", appauthor=False, roaming=True)
    return folder / "settings.json"


class SettingsFile:
    """The settings in force and the file that keeps them; `change` writes at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._value = _read(path)

    @property
    def drafts_folder(self) -> Path:
        """Where this person's unsaved forms lie, beside the settings."""
        return self._path.parent / "drafts"

    @property
    def value(self) -> Settings:
        """The settings in force."""
        return self._value

    def change(self, **changes: object) -> Settings:
        """Set these fields, write the file and return the new settings.

        Raises:
            TypeError: a field that there is not.
            StorageError: the file cannot be written; the settings hold for this run.
        """
        changed = replace(self._value, **changes)  # type: ignore[arg-type]
        if changed != self._value:
            self._value = changed
            self._write()
        return self._value

    def remember_database(self, database: str) -> None:
        """Put a database at the head of the recent ones and reopen it at the next start."""
        plain = without_password(database)
        others = tuple(entry for entry in self._value.recent if entry != plain)
        self.change(recent=(plain, *others)[:RECENT_LIMIT], last_database=plain)

    def forget_database(self, database: str) -> None:
        """Take a database off the recent ones."""
        plain = without_password(database)
        last = "" if self._value.last_database == plain else self._value.last_database
        recent = tuple(entry for entry in self._value.recent if entry != plain)
        self.change(recent=recent, last_database=last)

    def layout(self, key: str) -> ColumnLayout | None:
        """Return the kept layout of a list, or None."""
        return self._value.layouts.get(key)

    def keep_layout(self, key: str, layout: ColumnLayout) -> None:
        """Keep the layout of a list."""
        self.change(layouts={**self._value.layouts, key: layout})

    def mapping(self, key: str) -> str:
        """Return the mapping kept for a file layout, as TOML; "" where there is none."""
        return self._value.mappings.get(key, "")

    def keep_mapping(self, key: str, text: str) -> None:
        """Keep the mapping of a file layout; an empty text forgets it."""
        others = [(name, kept) for name, kept in self._value.mappings.items() if name != key]
        newest = [(key, text)] if text else []
        self.change(mappings=dict([*others, *newest][-MAPPINGS_LIMIT:]))

    def _write(self) -> None:
        text = json.dumps(_to_json(self._value), ensure_ascii=False, indent=2, sort_keys=True)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise file_fault(error, self._path.parent) from error
        write_whole(self._path, lambda stream: _put(stream.write, text))


def _put(write: object, text: str) -> None:
    assert callable(write)
    write(text.encode("utf-8") + b"\n")


def _read(path: Path) -> Settings:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        logger.info("the settings file cannot be read; starting with the defaults")
        _set_aside(path)
        return Settings()
    if not isinstance(data, dict):
        _set_aside(path)
        return Settings()
    return _from_json(data)


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(path.name + ".damaged"))
    except OSError:
        logger.info("the damaged settings file could not be set aside")


def _to_json(settings: Settings) -> dict[str, object]:
    data: dict[str, object] = dict(settings.unknown)
    for spec in fields(Settings):
        if spec.name not in ("layouts", "mappings", "unknown"):
            data[spec.name] = getattr(settings, spec.name)
    # A list, since the order says which is the oldest and keys are sorted in the file.
    data["mappings"] = [list(pair) for pair in settings.mappings.items()]
    data["layouts"] = {
        key: {
            "order": list(layout.order),
            "widths": dict(layout.widths),
            "hidden": list(layout.hidden),
        }
        for key, layout in settings.layouts.items()
    }
    data["version"] = SCHEMA_VERSION
    return data


def _from_json(data: dict[str, object]) -> Settings:
    known = {spec.name for spec in fields(Settings)} | {"version"}
    language = _text(data.get("language"))
    theme = _text(data.get("theme"))
    percent = data.get("text_percent")
    return Settings(
        language=language if language in LANGUAGES else "",
        theme=ThemeChoice(theme) if theme in set(ThemeChoice) else ThemeChoice.SYSTEM,
        text_percent=(
            min(max(percent, SMALLEST_TEXT), LARGEST_TEXT) if type(percent) is int else 100
        ),
        amounts_in_wan=data.get("amounts_in_wan") is True,
        recent=_texts(data.get("recent"))[:RECENT_LIMIT],
        last_database=_text(data.get("last_database")),
        window=_text(data.get("window")),
        last_tab=_text(data.get("last_tab")),
        export_folder=_text(data.get("export_folder")),
        import_folder=_text(data.get("import_folder")),
        layouts=_layouts(data.get("layouts")),
        mappings=_pairs(data.get("mappings")),
        unknown={key: value for key, value in data.items() if key not in known},
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(item for item in value if isinstance(item, str))


def _pairs(value: object) -> dict[str, str]:
    if not isinstance(value, list):
        return {}
    pairs = (tuple(_texts(item)) for item in value)
    return dict(pair for pair in pairs if len(pair) == 2)


def _layouts(value: object) -> dict[str, ColumnLayout]:
    if not isinstance(value, dict):
        return {}
    found: dict[str, ColumnLayout] = {}
    for key, entry in value.items():
        if isinstance(key, str) and isinstance(entry, dict):
            widths = entry.get("widths")
            pairs = widths.items() if isinstance(widths, dict) else ()
            found[key] = ColumnLayout(
                order=_texts(entry.get("order")),
                widths=tuple((str(name), size) for name, size in pairs if type(size) is int),
                hidden=_texts(entry.get("hidden")),
            )
    return found
