"""Paper that goes out with the rep: the customer's page, slips and the form of a week."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO

from desktop.errors import InputError, Issue
from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.give_back.data import GiveBack
from desktop.services.give_back.forms import visit_fields
from desktop.services.give_back.words import (
    due_words,
    habit_words,
    money_words,
    point_words,
    price_words,
    promise_words,
    visit_words,
)
from desktop.services.plans.printing import PlanPdf
from desktop.services.reports.dealer_page_data import BagFact, BagOrder, DealerPageData
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.page_parts import Printed
from desktop.services.reports.visit_form_data import VisitFormData, VisitSlipData
from desktop.tone import Tone


def print_dealer_page(
    branch_name: str, back: GiveBack, printed_at: datetime, language: str
) -> PlanPdf:
    """Return the page of a customer for the rep's bag.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.dealer_page import dealer_page_file_name, write

    with speaking(language):
        data = dealer_page(branch_name, back)
    return _drawn(
        dealer_page_file_name(data), lambda stream: write(data, stream, printed_at, language)
    )


def print_slips(data: VisitSlipData, language: str) -> PlanPdf:
    """Return slips in the order of the grid; the data need no fields.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak, or no slip at all.
    """
    from desktop.services.reports.visit_slip import slip_file_name, write

    with speaking(language):
        whole = replace(data, fields=visit_fields())
    return _drawn(slip_file_name(whole), lambda stream: write(whole, stream, language))


def print_week_forms(datas: Sequence[VisitFormData], language: str) -> PlanPdf:
    """Return reps' forms of a week in one file, in the order of the grid; they need no fields.

    Raises:
        InputError: `nothing_to_print`.
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.week_form import week_form_file_name, write

    if not datas:
        raise InputError(Issue("nothing_to_print"))
    with speaking(language):
        fields = visit_fields()
    whole = [replace(data, fields=fields) for data in datas]
    return _drawn(week_form_file_name(whole), lambda stream: write(whole, stream, language))


def dealer_page(branch_name: str, back: GiveBack) -> DealerPageData:
    """Return the page of a customer, in the language of the moment."""
    key = _("key account") if back.is_key_account else ""
    of_class = " · ".join(part for part in (back.customer_class, key) if part)
    facts = (
        BagFact(_("No."), back.customer_code),
        BagFact(_("Class"), of_class or formats.DASH),
        BagFact(_("Telephone"), back.phone or formats.DASH),
        BagFact(_("Address"), back.address or formats.DASH),
    )
    return DealerPageData(
        branch_name, back.customer_code, back.customer_name, back.as_of, facts,
        tuple(point_words(point, back) for point in back.points),
        tuple(
            BagOrder(one.number, formats.day(one.day), formats.money(one.value, back.currency))
            for one in back.orders
        ),
        _standing(back),
        tuple(promise_words(one, back.as_of) for one in back.promises),
    )  # fmt: skip


def _standing(back: GiveBack) -> tuple[BagFact, ...]:
    tone = Tone.BAD if back.overdue > 0 else Tone.GOOD
    return (
        BagFact(_("Overdue"), money_words(back), tone),
        BagFact(_("Receivable"), formats.money(back.receivable, back.currency)),
        BagFact(_("Orders"), habit_words(back) or formats.DASH),
        BagFact(_("Last visit"), visit_words(back)),
        BagFact(_("Next visit"), due_words(back), Tone.WATCH if back.gap.is_due else Tone.NONE),
        BagFact(_("Competitor's price"), price_words(back) or formats.DASH),
    )


def _drawn(name: str, draw: Callable[[IO[bytes]], Printed]) -> PlanPdf:
    stream = io.BytesIO()
    with DRAWING:
        printed = draw(stream)
    return PlanPdf(name, stream.getvalue(), printed.pages, printed.warnings)
