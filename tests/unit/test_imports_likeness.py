"""Names that probably mean the same, and names that only look so."""

from __future__ import annotations

import pytest

from desktop.services.imports.likeness import LikeNames, core_of


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("East Stores", "EAST  STORES", True),
        ("East Stores Ltd", "Stores East", True),
        ("Golden Dragon Trade", "Golden Dragn Trade", True),
        ("Golden Dragon Trade", "Golden Drgaon Trade", True),
        ("Golden Dragon Trade", "Golden Dragoon Trade", True),
        ("Golden Dragon Trade", "Golden Dragon Tools", False),
        ("Ｅａｓｔ Stores", "East-Stores, Inc.", True),
        ("杭州大华商贸有限公司", "杭州大华商贸", True),
        ("杭州大华商贸行", "杭州大桦商贸行", True),
        ("张伟", "张玮", False),
        ("城东百货超市连锁", "城西百货超市连锁", False),
        ("大华超市第一分店", "大华超市第二分店", False),
        ("Customer 12", "Customer 13", False),
        ("Shop No. 7 Harbour", "Shop No. 8 Harbour", False),
        ("Customer A", "Customer B", False),
        ("Li Na", "Li Ma", False),
        ("有限公司", "股份有限公司", False),
    ],
)
def test_two_names_are_alike_or_not(one: str, other: str, alike: bool) -> None:
    names = LikeNames()
    names.add(one)

    assert (names.find(other) is not None) is alike


def test_of_several_the_first_with_the_same_core_is_found() -> None:
    names = LikeNames()
    for name in ("Golden Dragoon Trade", "Golden Dragon Trade Ltd", "Golden Dragon Trade"):
        names.add(name)

    assert names.find("golden dragon trade") == 1


def test_a_name_of_nothing_but_its_legal_form_keeps_it() -> None:
    assert core_of("Co. Ltd") == "co. ltd"
