"""Where a database is: a file's path, or an address of SQLite or Postgres."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from desktop.errors import DatabaseUnreachable

#: What an address may carry besides a place, and nobody should read.
_SECRETS = ("password", "passfile", "sslpassword")
_SECRET = re.compile(rf"({'|'.join(_SECRETS)})=[^&]*", re.IGNORECASE)
_PASSWORD = re.compile(r"(://[^:/@]*:).*@")


def parse_address(text: str) -> URL:
    """Return the address that a text names.

    A text without `://` is the path of a SQLite file. A password in the address is taken as it
    stands but never printed: `describe` hides it.

    Raises:
        DatabaseUnreachable: an address of another kind, or none at all.
    """
    text = text.strip()
    if not text:
        raise DatabaseUnreachable("address_empty")
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The error's own words may quote what could not be read: a password, for one.
        raise DatabaseUnreachable("address_unreadable", address=_hidden(text)) from None
    backend = url.get_backend_name()
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseUnreachable("address_without_file", address=_hidden(text))
        return URL.create("sqlite", database=str(Path(url.database).absolute()))
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise DatabaseUnreachable("address_unknown_kind", address=_hidden(text))


def _hidden(text: str) -> str:
    """Return an address that is not understood without what may be secret in it."""
    text = _PASSWORD.sub(r"\1***@", text)
    return _SECRET.sub(r"\1=***", text)


def is_file(url: URL) -> bool:
    """Whether the address is a SQLite file."""
    return url.get_backend_name() == "sqlite"


def file_path(url: URL) -> Path:
    """Return the path of a SQLite file."""
    return Path(str(url.database))


def describe(url: URL) -> str:
    """Return the address as people read it, without a password."""
    if is_file(url):
        return str(file_path(url))
    shown = url.set(drivername="postgresql").difference_update_query(_SECRETS)
    return shown.render_as_string(hide_password=True)
