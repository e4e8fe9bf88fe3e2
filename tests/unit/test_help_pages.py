"""The help's pages: both languages tell the same, and no link leads nowhere."""

from __future__ import annotations

import re

import pytest

from desktop.commands.helping import help_text
from desktop.i18n import LANGUAGES, speaking
from desktop.services.help_pages import (
    HelpPage,
    page_of,
    page_text,
    section_of,
    sections_of,
    title_of,
)
from desktop.views.plans.part_list import part_factories

_LINK = re.compile(r"\]\(([^)]+)\)")
_KEYS = re.compile(r"\b(?:Ctrl|Alt)\+(?:Shift\+)?\w+|\bF\d+\b", re.ASCII)


def _shape(text: str) -> list[str]:
    """Return what each line is: a heading, a step, a bullet, a row of a table, words."""
    return [re.sub(r"^(#+|\d+\.|\s*-|\||).*", r"\1", line) for line in text.splitlines()]


@pytest.mark.parametrize("page", list(HelpPage))
def test_a_page_has_the_same_shape_in_both_languages(page: HelpPage) -> None:
    shapes = []
    for language in LANGUAGES:
        with speaking(language):
            shapes.append(_shape(page_text(page)))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("page", list(HelpPage))
def test_a_page_names_the_same_keys_in_both_languages(page: HelpPage) -> None:
    keys = []
    for language in LANGUAGES:
        with speaking(language):
            text = page_text(page).replace("Alt+Left", "").replace("Alt+Up", "")
            keys.append(sorted(_KEYS.findall(text)))
    assert keys[0] == keys[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", list(HelpPage))
def test_a_pages_links_lead_to_pages(page: HelpPage, language: str) -> None:
    with speaking(language):
        links = _LINK.findall(help_text(page))
    assert all(link == f"{page_of(link)}.md" for link in links)


def test_the_glossaries_hold_the_same_terms() -> None:
    pairs = []
    for language in LANGUAGES:
        with speaking(language):
            rows = [
                line.strip("| ").split(" | ") for line in page_text(HelpPage.GLOSSARY).split("\n")
            ]
        pairs.append([row[:2] for row in rows if len(row) == 3][1:])
    english, chinese = pairs
    assert [(term, zh) for term, zh in english] == [(term, zh) for zh, term in chinese]


def test_each_page_of_the_plans_is_told_in_the_section_of_its_name() -> None:
    names = {}
    for part in part_factories():
        place = f"plans/{part.key}"
        section = section_of(place)
        assert section is not None, place
        names[part.name] = sections_of(page_text(page_of(place)))[section]
    others = {"Watch": "Watching the year", "Plan": "Making a plan"}
    assert names == {name: others.get(name, name) for name in names}
    assert (page_of("plans"), section_of("plans")) == (HelpPage.PLANS, None)


def test_the_title_is_the_first_heading() -> None:
    assert title_of("# Plans\n\nWhat was planned.") == "Plans"
