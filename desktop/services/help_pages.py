"""The pages of the help: which there are, and their texts in the language of the moment."""

from __future__ import annotations

from enum import StrEnum

from desktop.i18n import language
from desktop.paths import resources_folder


class HelpPage(StrEnum):
    """A page of the help, in the order of the list; the value is the file's name."""

    START = "start"
    PLANS = "plans"
    PLAN_WORK = "plan-work"
    ACTIVITY = "activity"
    INFORMATION = "information"
    ACCOUNTS = "accounts"
    APPRAISALS = "appraisals"
    IMPORT = "import"
    GLOSSARY = "glossary"
    FORMATS = "formats"


#: Pages inside a tab, as `tab/page`: the page of the help, and which of its sections (from 0).
_SECTIONS = {
    "plans/watch": (HelpPage.PLANS, 3),
    "plans/plan": (HelpPage.PLANS, 4),
    "plans/talks": (HelpPage.PLANS, 6),
    "plans/sheets": (HelpPage.PLANS, 7),
    "plans/reasons": (HelpPage.PLAN_WORK, 0),
    "plans/work": (HelpPage.PLAN_WORK, 1),
    "plans/budget": (HelpPage.PLAN_WORK, 2),
    "plans/measures": (HelpPage.PLAN_WORK, 3),
    "plans/fairness": (HelpPage.PLAN_WORK, 4),
    "plans/whatif": (HelpPage.PLAN_WORK, 5),
    "plans/calculators": (HelpPage.PLAN_WORK, 6),
}


def page_of(place: str) -> HelpPage:
    """Return the page on a place: a tab's key, a page inside it, a file's name.

    Anything else is the start.
    """
    if place in _SECTIONS:
        return _SECTIONS[place][0]
    name = place.removesuffix(".md").partition("/")[0]
    return HelpPage(name) if name in set(HelpPage) else HelpPage.START


def section_of(place: str) -> int | None:
    """Return which section of its page a place is told in, from 0; None for the page's top."""
    found = _SECTIONS.get(place)
    return None if found is None else found[1]


def sections_of(text: str) -> tuple[str, ...]:
    """Return the titles of a page's sections."""
    mark = "## "
    return tuple(line.removeprefix(mark) for line in text.split("\n") if line.startswith(mark))


def page_text(page: HelpPage) -> str:
    """Return a page as its file holds it, in Markdown, in the language of the moment."""
    path = resources_folder() / "help" / language() / f"{page}.md"
    return path.read_text(encoding="utf-8")


def title_of(text: str) -> str:
    """Return the title of a page: its first line without the mark of a heading."""
    return text.partition("\n")[0].removeprefix("#").strip()
