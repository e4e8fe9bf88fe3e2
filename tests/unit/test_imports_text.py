"""Keys and clean texts."""

from __future__ import annotations

import pytest

from desktop.search_key import clean_text, header_key, search_key, unseen_character


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Ａｂｃ  D ", "abc d"),
        ("Straße", "strasse"),
        ("ｶﾞ", "ガ"),
        ("客户\u3000甲", "客户 甲"),
        ("0001", "0001"),
        ("A\tB", "a b"),
    ],
)
def test_search_keys(text: str, key: str) -> None:
    assert search_key(text) == key
    assert search_key(key) == key


def test_headers_match_without_marks_and_spaces() -> None:
    assert header_key("Order No") == header_key("order_no") == header_key("ORDER-NO")


@pytest.mark.parametrize("text", ["a\u200bb", "a\u202eb", "a\x07b", "a\nb", "a\u3164b", "a\ufffdb"])
def test_what_cannot_be_seen_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="U\\+"):
        clean_text(text)


def test_clean_text_composes_and_strips() -> None:
    assert clean_text(" e\u0301\u3000") == "é"
    assert unseen_character("客户 A é") == ""
