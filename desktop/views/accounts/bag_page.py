"""The page of a customer for the rep's bag, as a document to preview."""

from __future__ import annotations

from desktop.i18n import _, language
from desktop.services.customers.data import CustomerCard
from desktop.views.tab import PrintRequest, TabContext


def bag_request(context: TabContext, card: CustomerCard) -> PrintRequest:
    """Return the document of a card's customer, read and drawn in a worker."""
    services, spoken = context.services, language()
    printed_at = context.clock.now().astimezone()

    def make_pdf() -> bytes:
        from desktop.services.give_back.printing import print_dealer_page

        back = services.give_back.panel(card.id)
        return print_dealer_page(services.branch.name, back, printed_at, spoken).content

    title = _("Page for {name}").format(name=card.name)
    return PrintRequest(title, make_pdf, f"{card.code} {card.name}".replace("/", "-"))
