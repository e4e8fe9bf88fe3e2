"""Keys that texts are found and matched by, and the check of texts before they are kept.

Codes, references and headers match by key, never by the text as it was typed (FORMATS.md,
section 2); nothing that cannot be seen is kept (RELIABILITY.md, "Text").
"""

from __future__ import annotations

import unicodedata

# Characters that show nothing though their category is that of letters, marks or signs; and
# the mark that a failed decoding leaves behind.
_UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\ufffd")
_REFUSED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_CONTROL_NAMES = {"\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\0": "NULL"}


def search_key(text: str) -> str:
    """Return the key by which codes, references and names match.

    NFKC, casefolded, outer spaces stripped, each run of inner white space one space.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def header_key(text: str) -> str:
    """Return the key by which headers match: a search key without `_`, `-` and spaces."""
    return search_key(text).replace(" ", "").replace("_", "").replace("-", "")


def unseen_character(text: str) -> str:
    """Return the name of the first control, bidi or zero-width character, or an empty text.

    The name is Unicode's own, with the code point (`U+200B ZERO WIDTH SPACE`).
    """
    if text.isascii() and text.isprintable():
        return ""
    for character in text:
        if unicodedata.category(character) in _REFUSED_CATEGORIES or character in _UNSEEN_LETTERS:
            name = _CONTROL_NAMES.get(character) or unicodedata.name(character, "CONTROL")
            return f"U+{ord(character):04X} {name}"
    return ""


def clean_text(text: str) -> str:
    """Return the text as it is kept: NFC, outer spaces stripped.

    Raises:
        ValueError: a control, bidi or zero-width character; its only argument names it.
    """
    stripped = text.strip(" \t\r\n\u00a0\u3000")
    if name := unseen_character(stripped):
        raise ValueError(name)
    return stripped if stripped.isascii() else unicodedata.normalize("NFC", stripped).strip()
