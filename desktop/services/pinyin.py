"""Pinyin initials of names: stored when a name is written, so that lists find it by them."""

from __future__ import annotations

#: Surnames whose reading differs from the character's usual one.
_SURNAMES = {
    "曾": "z", "单": "s", "仇": "q", "解": "x", "查": "z", "朴": "p", "区": "o", "尉": "y",
    "盖": "g", "员": "y", "种": "c", "翟": "z", "覃": "q", "冼": "x", "乐": "y", "繁": "p",
}  # fmt: skip


def initials(name: str, *, is_person: bool = False) -> str:
    """Return the lower-case initials of a name's pinyin; Latin letters and digits stay.

    `is_person` reads the first character as a surname (PLATFORM.md, "Data"). Without Chinese
    characters the result is the initials of the words.
    """
    if name.isascii():
        return "".join(word[0] for word in name.lower().split() if word[0].isalnum())
    from pypinyin import Style, lazy_pinyin

    surname = _SURNAMES.get(name[0], "") if is_person else ""
    rest = name[1:] if surname else name
    letters = lazy_pinyin(rest, style=Style.FIRST_LETTER)
    return surname + "".join(c for part in letters for c in part.lower() if c.isalnum())
