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
    ACCOUNTS = "accounts"
    APPRAISALS = "appraisals"
    IMPORT = "import"
    GLOSSARY = "glossary"
    FORMATS = "formats"


def page_of(place: str) -> HelpPage:
    """Return the page on a place: a tab's key, a file's name; anything else is the start."""
    name = place.removesuffix(".md")
    return HelpPage(name) if name in set(HelpPage) else HelpPage.START


def page_text(page: HelpPage) -> str:
    """Return a page as its file holds it, in Markdown, in the language of the moment."""
    path = resources_folder() / "help" / language() / f"{page}.md"
    return path.read_text(encoding="utf-8")


def title_of(text: str) -> str:
    """Return the title of a page: its first line without the mark of a heading."""
    return text.partition("\n")[0].removeprefix("#").strip()
