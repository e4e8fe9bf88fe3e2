"""Texts as they are typed into forms of the team and of expenses."""

from __future__ import annotations

from desktop.errors import InputError, Issue
from desktop.search_key import clean_text

_LONGEST = 4_000


def kept_text(text: str, field: str, *, missing: str = "") -> str:
    """Return a text as it is kept, its white space single.

    With `missing`, the code of the issue that an empty text is.

    Raises:
        InputError: a character that cannot be seen, too long, or empty where it is needed.
    """
    try:
        kept = clean_text(" ".join(text.split()))
    except ValueError as error:
        issue = Issue("text_unseen", {"character": str(error)}, column=field, value=text)
        raise InputError(issue) from error
    if len(kept) > _LONGEST:
        facts = {"length": len(kept), "longest": _LONGEST}
        raise InputError(Issue("text_too_long", facts, column=field))
    if missing and not kept:
        raise InputError(Issue(missing, column=field))
    return kept
