"""What the wizard works out of headers and names, without a window."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.enums import ImportKind
from desktop.services.imports.data import FieldType
from desktop.services.imports.mapping import Mapping, guess_mapping
from desktop.services.settings import SettingsFile
from desktop.views.imports.controller import ImportController
from desktop.views.imports.report import typed_text
from desktop.views.imports.state import (
    FileLook,
    From,
    Step,
    WizardState,
    guess_kind,
    layout_key,
    mapping_of,
    read_factor,
    sources_of,
)
from desktop.views.runner import RunNow

ORDERS = ("order_no", "order_date", "customer_code", "amount", "note")


def _state(mapping: Mapping, headers: tuple[str, ...] = ORDERS) -> WizardState:
    kind = ImportKind.ORDERS
    look = FileLook(headers, ((),) * len(headers), 1, "", "utf-8", False)
    return WizardState(
        kind=kind,
        look=look,
        sources=sources_of(kind, mapping, headers),
        base=replace(mapping, columns={}, constants={}, factors={}),
    )


def test_a_mapping_survives_the_page_of_columns() -> None:
    mapping = Mapping(
        columns={"order_no": "Nr", "order_date": "Tag", "amount": "Summe"},
        constants={"customer_code": "C1"},
        factors={"amount": Decimal(1000)},
    )
    state = _state(mapping, ("Nr", "Tag", "Summe"))
    assert mapping_of(state) == mapping


def test_a_column_left_out_stays_out_though_a_header_has_its_name() -> None:
    state = _state(Mapping(columns={"order_no": "order_no", "customer_code": ""}))
    assert mapping_of(state).columns["customer_code"] == ""
    assert "customer_code" in [column.name for column in state.missing]


def test_headers_that_nothing_comes_from_are_named() -> None:
    assert _state(guess_mapping(ORDERS, ImportKind.ORDERS)).unused == ("note",)


def test_months_side_by_side_are_used_headers() -> None:
    headers = ("rep_code", "metric", "年", "1月", "2月", "3月")
    mapping = guess_mapping(headers, ImportKind.TARGETS)
    state = replace(
        _state(mapping, headers),
        kind=ImportKind.TARGETS,
        sources=sources_of(ImportKind.TARGETS, mapping, headers),
    )
    assert state.unused == ()
    assert state.missing == ()
    period = next(one for one in state.sources if one.column.name == "period")
    assert period.origin is From.BUILT


def test_a_layout_is_known_by_its_headers_in_any_order() -> None:
    one = layout_key(ImportKind.ORDERS, ("Order No", "Amount"))
    assert one == layout_key(ImportKind.ORDERS, ("amount", "order_no"))
    assert one != layout_key(ImportKind.INVOICES, ("amount", "order_no"))


@pytest.mark.parametrize(
    ("name", "headers", "kind"),
    [
        ("09-orders.csv", ("Nr", "Tag"), ImportKind.ORDERS),
        ("客户订单.xlsx", ("单号",), ImportKind.ORDERS),
        ("visit-plans.csv", (), ImportKind.VISIT_PLANS),
        ("a.csv", ("invoice_no", "invoice_date", "customer_code", "amount"), ImportKind.INVOICES),
        ("july.csv", ("收款单号", "日期", "客户编码", "金额"), ImportKind.COLLECTIONS),
        ("july.csv", ("a", "b"), None),
    ],
)  # fmt: skip
def test_the_kind_is_guessed_by_headers_then_by_name(
    name: str, headers: tuple[str, ...], kind: ImportKind | None
) -> None:
    assert guess_kind(name, headers) is kind


@pytest.mark.parametrize(
    ("text", "factor"),
    [("", Decimal(1)), ("10000", Decimal(10000)), ("1,000", Decimal(1000)), ("ten", None),
     ("0", None), ("NaN", None)],
)  # fmt: skip
def test_a_factor_is_a_usable_number(text: str, factor: Decimal | None) -> None:
    assert read_factor(text) == factor


@pytest.mark.parametrize(
    ("kind", "value", "metric", "text"),
    [
        (FieldType.MONEY, 123456, None, "1,234.56"),
        (FieldType.TARGET, 123456, "sales", "1,234.56"),
        (FieldType.TARGET, 2_500_000, "quantity", "2.5"),
        (FieldType.TARGET, 1200, "visits", "1,200"),
        (FieldType.QUANTITY, 1_500_000, None, "1.5"),
        (FieldType.FLAG, True, None, "yes"),
        (FieldType.CREDIT, (("R1", Decimal(100)),), None, "R1"),
        (FieldType.CREDIT, (("R1", Decimal(60)), ("R2", Decimal(40))), None, "R1 60 %; R2 40 %"),
        (FieldType.TEXT, None, None, ""),
    ],
)
def test_a_checked_cell_is_written_as_the_program_writes(
    kind: FieldType, value: Any, metric: str | None, text: str
) -> None:
    assert typed_text(kind, value, 2, metric) == text


class _View:
    """Notes what the controller tells."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.steps: list[Step] = []

    def show_state(self, state: WizardState) -> None:
        self.steps.append(state.step)

    def show_problem(self, words: str) -> None:
        self.problems.append(words)

    def show_done(self, words: str) -> None:
        self.problems.append(words)


def test_without_a_file_the_wizard_stays_and_says_so(tmp_path: Path) -> None:
    view = _View()
    settings = SettingsFile(tmp_path / "settings.json")
    controller = ImportController(None, RunNow(), settings, view, view)
    controller.next()
    assert view.problems == ["Choose a file first."]
    assert controller.state.step is Step.FILE


def test_a_mapping_kept_by_another_version_is_guessed_anew(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("order_no,order_date,customer_code,amount\nS1,2026-01-01,C1,1\n", "utf-8")
    settings = SettingsFile(tmp_path / "settings.json")
    headers = ("order_no", "order_date", "customer_code", "amount")
    settings.keep_mapping(layout_key(ImportKind.ORDERS, headers), "[future]\nx = 1\n")
    view = _View()
    controller = ImportController(None, RunNow(), settings, view, view)
    controller.set_file(path)
    assert controller.state.kind is ImportKind.ORDERS
    controller.next()
    assert controller.state.step is Step.COLUMNS
    assert controller.state.missing == () and not controller.state.is_remembered


def test_mappings_are_kept_in_the_settings_newest_last(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    for number in range(105):
        settings.keep_mapping(f"k{number}", "text")
    settings.keep_mapping("k50", "newer")
    again = SettingsFile(tmp_path / "settings.json").value.mappings
    assert len(again) == 100
    assert (next(iter(again)), list(again)[-1]) == ("k5", "k50")
    assert again["k50"] == "newer"
