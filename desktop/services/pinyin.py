"""Pinyin initials of names: stored when a name is written, so that lists find it by them."""

from __future__ import annotations

from functools import lru_cache

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


def full_pinyin(name: str) -> str:
    """Return a name's whole pinyin in lower case without spaces; empty without Chinese characters.

    Character by character and remembered, so that thousands of names take no time to speak of;
    of a character with several readings it is the usual one.
    """
    if name.isascii():
        return ""
    return "".join(_reading(character) for character in name)


@lru_cache(maxsize=10_000)
def _reading(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import lazy_pinyin

    return "".join(c for c in "".join(lazy_pinyin(character)).lower() if c.isalnum())
