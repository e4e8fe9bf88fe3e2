"""The two languages of the sample's contents, side by side, and text for cells."""

from __future__ import annotations

#: One thing's name in Chinese and in English. Which one is written never moves a draw.
Words = tuple[str, str]


def say(words: Words, language: str) -> str:
    """Return the words in this language: English for "en", otherwise Chinese."""
    return words[1] if language == "en" else words[0]


def money_text(fen: int) -> str:
    """Return an amount of whole fen as it stands in a file, with two decimals."""
    sign, size = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{size // 100}.{size % 100:02d}"
