"""Ratios, changes, clocks, languages, search keys and errors."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import i18n
from desktop.changes import ChangeSet, Topic
from desktop.clock import FixedClock, SystemClock
from desktop.errors import Cancelled, ImportRefused, InputError, Issue, KnownError, StorageError
from desktop.i18n import N_, _, language, ngettext, set_language, speaking
from desktop.ratio import Ratio
from desktop.search_key import clean_text, header_key, search_key, unseen_character


def test_a_ratio_is_undefined_without_a_denominator_and_says_why() -> None:
    missing = Ratio.of(5, 0, "no target")
    assert (missing.value, missing.is_defined, missing.reason) == (None, False, "no target")
    assert Ratio.of(0, 5, "no target").value == 0
    assert Ratio.of(1, Decimal("-4"), "x").value == Decimal("-0.25")
    assert Ratio.undefined("none").value is None
    with pytest.raises(ValueError, match="reason"):
        Ratio.undefined("")


def test_a_ratio_of_nothing_without_a_reason_has_no_value_either() -> None:
    nothing = Ratio.of(0, 0, "")
    assert (nothing.value, nothing.is_defined) == (None, False)


def test_the_ratio_of_a_group_divides_the_sums() -> None:
    parts = (Ratio.of(1, 2, "x"), Ratio.of(30, 10, "x"), Ratio.of(7, 0, "none"))
    assert Ratio.total(parts, "none").value == Decimal(38) / 12
    assert Ratio.total((), "nobody").reason == "nobody"
    assert Ratio.total((Ratio.undefined("a"), Ratio.undefined("b")), "all").value is None


def test_changes_are_joined_and_touch_their_topics() -> None:
    one = ChangeSet.of(Topic.ORDERS, created_id=7)
    both = one | ChangeSet.of(Topic.VISITS, created_id=8)
    assert both.topics == {Topic.ORDERS, Topic.VISITS}
    assert both.created_id == 7
    assert (ChangeSet.of() | one).created_id == 7
    assert both.touches({Topic.VISITS, Topic.PLANS})
    assert not both.touches({Topic.PLANS})
    assert all(ChangeSet.everything().touches({topic}) for topic in Topic)


def test_a_fixed_clock_gives_the_day_at_the_desk_and_the_instant_in_utc() -> None:
    late = FixedClock(datetime(2026, 3, 19, 1, 0, tzinfo=timezone(timedelta(hours=8))))
    assert late.today() == date(2026, 3, 19)
    assert late.now() == datetime(2026, 3, 18, 17, 0, tzinfo=UTC)
    assert late.now().utcoffset() == timedelta(0)


def test_the_clock_of_the_machine_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
    assert abs(SystemClock().today() - SystemClock().now().date()) <= timedelta(days=1)


def test_a_block_speaks_another_language_and_gives_back_the_old_one() -> None:
    assert language() == "en"
    with pytest.raises(ZeroDivisionError), speaking("zh_CN"):
        assert language() == "zh_CN"
        with speaking("en"):
            assert language() == "en"
        assert language() == "zh_CN"
        raise ZeroDivisionError
    assert language() == "en"


def test_a_block_speaks_for_its_own_thread_only() -> None:
    heard: list[str] = []
    with speaking("zh_CN"):
        thread = threading.Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
    assert heard == ["en"]


def test_the_program_speaks_the_language_that_was_chosen() -> None:
    set_language("zh_CN")
    assert language() == "zh_CN"
    set_language("en")
    assert _("A text that no catalogue has.") == "A text that no catalogue has."
    assert [ngettext("{n} row", "{n} rows", n) for n in (1, 2)] == ["{n} row", "{n} rows"]
    assert N_("later") == "later"
    for wrong in ("de", ""):
        with pytest.raises(ValueError, match="no catalogue"):
            set_language(wrong)
        with pytest.raises(ValueError, match="no catalogue"):
            speaking(wrong)
    assert i18n.LANGUAGES == ("en", "zh_CN")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Ab  C ", "ab c"), ("ＡＢ１", "ab1"), ("STRASSE", "strasse"), ("Straße", "strasse"),
        ("0012", "0012"), ("Ⅳ", "iv"), ("公司\u3000 名", "公司 名"), ("", ""),
    ],
)  # fmt: skip
def test_texts_match_by_key(text: str, key: str) -> None:
    assert search_key(text) == key


@given(st.text())
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


def test_headers_match_without_marks_and_spaces() -> None:
    assert header_key("Order_No ") == header_key("order-no") == header_key("ORDER NO") == "orderno"


@pytest.mark.parametrize(
    "text", ["a\u200bb", "a\u202eb", "a\x00b", "a\ufffdb", "a\tb", "a\u2028b", "a\ufeffb"]
)
def test_what_cannot_be_seen_is_named_and_refused(text: str) -> None:
    assert unseen_character(text).startswith("U+")
    with pytest.raises(ValueError, match=r"U\+"):
        clean_text(text)


def test_texts_are_kept_composed_and_without_outer_spaces() -> None:
    assert clean_text(" cafe\u0301\u3000") == "café"
    assert unseen_character("中文 abc — ok") == ""


def test_errors_carry_a_code_and_facts() -> None:
    error = StorageError("disk_full", path="x")
    assert (error.code, error.facts) == ("disk_full", {"path": "x"})
    issue = Issue("required", column="name")
    assert InputError(issue, issue).issues == (issue, issue)
    assert InputError(issue).facts == {"count": 1}
    assert ImportRefused((issue,)).issues == (issue,)
    assert (Cancelled().code, isinstance(Cancelled(), KnownError)) == ("cancelled", True)
