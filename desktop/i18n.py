"""Texts in the user's language: gettext, one catalogue for screen, command line and print."""

from __future__ import annotations

import gettext as _gettext
from contextvars import ContextVar

from desktop.paths import resources_folder

LANGUAGES = ("en", "zh_CN")

_catalogues: dict[str, _gettext.NullTranslations] = {}
_language = "en"
_override: ContextVar[str] = ContextVar("language", default="")


def set_language(language: str) -> None:
    """Make `language` the program's language from now on.

    Raises:
        ValueError: a language that the program does not speak.
    """
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    _language = language


def language() -> str:
    """Return the language that texts are given in here and now."""
    return _override.get() or _language


class speaking:  # noqa: N801 - reads as a sentence: `with speaking("zh_CN"):`
    """A block in which texts are given in another language (a page for someone else)."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no catalogue for {language!r}")
        self._wanted = language

    def __enter__(self) -> None:
        self._token = _override.set(self._wanted)

    def __exit__(self, *exc: object) -> None:
        _override.reset(self._token)


def _catalogue(code: str) -> _gettext.NullTranslations:
    found = _catalogues.get(code)
    if found is None:
        if code == "en":
            found = _gettext.NullTranslations()
        else:
            path = resources_folder() / "locale" / code / "LC_MESSAGES" / "branchbook.mo"
            with path.open("rb") as stream:
                found = _gettext.GNUTranslations(stream)
        _catalogues[code] = found
    return found


def _(text: str) -> str:
    """Return the text in the language of the moment."""
    return _catalogue(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the text that fits the count."""
    return _catalogue(language()).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a text for translation where it is defined and translate it where it is shown."""
    return text
