"""The quiet sentence about what another desk did; free of Qt."""

from __future__ import annotations

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.news.data import NewsItem, NewsKind

_NAMED = {
    NewsKind.CHANGED: N_("{person} changed {name} at {time}."),
    NewsKind.IMPORTED: N_("{person} brought in {name} at {time}."),
    NewsKind.WITHDREW: N_("{person} took the import of {name} back at {time}."),
}
_LONGEST = 40


def news_sentence(item: NewsItem) -> str:
    """Return who did what, and when."""
    name = item.name if len(item.name) <= _LONGEST else f"{item.name[: _LONGEST - 1]}…"
    words = _NAMED[item.kind] if name else N_("{person} made a change at {time}.")
    return _(words).format(
        person=item.person or _("Another desk"), name=name, time=formats.time_of(item.at)
    )


def news_line(items: tuple[NewsItem, ...]) -> str:
    """Return the sentence of the latest item, and how many came with it; "" without any."""
    if not items:
        return ""
    sentence, others = news_sentence(items[-1]), len(items) - 1
    if not others:
        return sentence
    return ngettext(
        "{sentence} {count} other change.", "{sentence} {count} other changes.", others
    ).format(sentence=sentence, count=formats.number(others))


def news_list(items: tuple[NewsItem, ...]) -> str:
    """Return a line for each item, the latest first."""
    return "\n".join(news_sentence(item) for item in reversed(items))
