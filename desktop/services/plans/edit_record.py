"""What a save changed in the lines of a plan, packed into text, and read again.

The columns are JSON, deflated, in base64: lines beside each other are much alike, so that an
edit of 60,000 lines takes a few hundred kilobytes.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence

#: Columns by name, of equal length.
Columns = Mapping[str, Sequence[int | bool | None]]

# Speed counts while somebody waits for his save; the highest level halves the size at best.
_LEVEL = 1


def pack(columns: Columns) -> str:
    """Return the columns as text; no lines are the empty text."""
    if not any(len(values) for values in columns.values()):
        return ""
    words = json.dumps({name: list(values) for name, values in columns.items()}, separators=_TIGHT)
    return b64encode(zlib.compress(words.encode(), _LEVEL)).decode()


def unpack(text: str) -> Columns:
    """Return the columns that `pack` made the text of.

    Raises:
        ValueError: the text was not made so.
    """
    if not text:
        return {}
    try:
        found = json.loads(zlib.decompress(b64decode(text, validate=True)))
    except zlib.error as error:
        raise ValueError("not the record of an edit") from error
    return {str(name): tuple(values) for name, values in found.items()}


_TIGHT = (",", ":")
