"""Market notes out of a file."""

from __future__ import annotations

from desktop.changes import Topic
from desktop.enums import NoteType
from desktop.models import Customer, MarketNote, Product, Rep
from desktop.search_key import search_key
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.imports.loading.context import LoadContext, Writer


def load_market_notes(context: LoadContext) -> Writer:
    """Check market notes and return what writes them.

    The region of a note is its customer's on the day, else its rep's. A severity is a problem's
    alone: that of another note is left out, which is warned of. The clock of its answer begins
    with the import, since nobody says when the office got it.
    """
    reps = context.resolve("rep_code", Rep)
    customers = context.resolve("customer_code", Customer)
    products = context.resolve("product_code", Product)
    types, severities = context.column("type"), context.column("severity")
    competitors, prices = context.column("competitor"), context.column("price")
    for place in range(context.count):
        if severities[place] is not None and types[place] != NoteType.PROBLEM:
            context.warn(place, "severity", "note_severity_left_out")
        if types[place] == NoteType.COMPETITOR and not competitors[place]:
            context.refuse(place, "competitor", "note_competitor_missing")

    def write() -> frozenset[Topic]:
        frame = load_frame(context.session, context.branch.id)
        timelines = load_timelines(context.session, frame)
        days, texts, sources = (context.column(name) for name in ("date", "text", "source"))
        now = context.clock.now()
        rows, good = [], context.good()
        for i in good:
            customer, rep = customers[i], reps[i]
            if customer is not None:
                place = timelines.place_on(customer, rep, days[i])
            else:
                place = None if rep is None else frame.reps[rep].territory_id
            text, name = " ".join(texts[i].split()), competitors[i] or ""
            rows.append((
                types[i], days[i], text, search_key(text), sources[i] or "", rep, customer,
                products[i], place, name, search_key(name), prices[i],
                severities[i] if types[i] == NoteType.PROBLEM else None,
                context.user_id or None, now, "",
            ))  # fmt: skip
        context.insert_each(MarketNote, [
            "type", "noted_on", "text", "text_key", "source", "rep_id", "customer_id",
            "product_id", "territory_id", "competitor", "competitor_key", "price_millionths",
            "severity", "keyed_by_id", "keyed_at", "answer",
        ], rows, good)  # fmt: skip
        return frozenset({Topic.INFORMATION})

    return write
