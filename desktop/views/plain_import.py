"""Loading modules at their own speed beside Qt for Python."""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Load every further module without Qt for Python reading its source.

    Once Qt is loaded, its import hook reads the source of each new module and looks for its own
    name in it, to serve `from __feature__ import …`, which this program does not use: a quarter
    of the time of loading SQLAlchemy. The hook keeps the import that was there before, which is
    put back; where a version of Qt has none, nothing happens.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
