"""The Chinese catalogue is complete, fits the code and is compiled."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.source import PACKAGE, ROOT

FOLDER = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"


@cache
def catalogue() -> Catalog:
    """Return the catalogue as translators wrote it."""
    with (FOLDER / "branchbook.po").open("rb") as stream:
        return read_po(stream, locale="zh_CN")


def entries() -> list[Message]:
    """Return all messages but the header."""
    return [message for message in catalogue() if message.id]


def identity(message_id: object) -> tuple[str, ...]:
    """Return a message's source texts: one, or singular and plural."""
    return tuple(message_id) if isinstance(message_id, list | tuple) else (str(message_id),)


def translations(message: Message) -> tuple[str, ...]:
    """Return all translated forms of a message."""
    text = message.string
    forms = text if isinstance(text, list | tuple) else (text,)
    return tuple(form or "" for form in forms)


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@cache
def texts_of_the_code() -> frozenset[tuple[str, ...]]:
    """Return the source texts of every `_`, `N_` and `ngettext` of the package."""
    found = extract_from_dir(
        str(PACKAGE), method_map=[("**.py", "python")], keywords=DEFAULT_KEYWORDS
    )
    return frozenset(identity(message_id) for _, _, message_id, _, _ in found)


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    known = {identity(message.id) for message in entries()}
    missing = sorted(texts_of_the_code() - known)
    assert missing == [], "python dev.py messages"


def test_the_catalogue_holds_no_text_that_the_code_has_lost() -> None:
    lost = sorted({identity(message.id) for message in entries()} - texts_of_the_code())
    assert lost == [], "python dev.py messages"


def test_every_text_is_translated() -> None:
    open_ones = [identity(one.id)[0] for one in entries() if not all(translations(one))]
    assert open_ones == []


def test_no_translation_is_a_guess() -> None:
    assert [identity(one.id)[0] for one in entries() if one.fuzzy] == []


def test_translations_keep_the_placeholders() -> None:
    wrong = [
        f"{source} -> {text}"
        for one in entries()
        for source in identity(one.id)[-1:]
        for text in translations(one)
        if text and placeholders(text) != placeholders(source)
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with (FOLDER / "branchbook.mo").open("rb") as stream:
        compiled = read_mo(stream)
    written = {identity(one.id): translations(one) for one in entries() if all(translations(one))}
    texts = {identity(one.id): translations(one) for one in compiled if one.id}
    assert {key: text for key, text in texts.items() if key in written} == written
    assert texts.keys() <= {identity(one.id) for one in entries()}


def test_every_language_of_the_program_but_english_has_a_catalogue() -> None:
    from desktop.i18n import LANGUAGES

    folders = {path.parent.parent.name for path in Path(FOLDER).parents[1].glob("*/*/*.mo")}
    assert folders == set(LANGUAGES) - {"en"}
