"""Every code that the program raises has a sentence, and its facts are in it."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from desktop import errors
from desktop.errors import (
    DatabaseUnreachable,
    ImportRefused,
    InputError,
    Issue,
    KnownError,
    SchemaTooNew,
)
from desktop.services import messages
from desktop.services.database.faults import _BY_WORDS

PACKAGE = Path(messages.__file__).resolve().parents[1]

KINDS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, KnownError | Issue)
}
#: Functions of ours that make an issue of the code they are given, and the place of the code.
MAKERS = {"refuse": 2, "warn": 2}


def codes_of(tree: ast.Module) -> set[str]:
    """Return the codes that a module writes out where it raises or notes something."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = name or getattr(node.func, "id", "")
        place = 0 if name in KINDS else MAKERS.get(name, -1)
        if 0 <= place < len(node.args):
            code = node.args[place]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                found.add(code.value)
    return found


def test_every_code_of_the_tree_has_a_sentence() -> None:
    missing = {
        f"{path.relative_to(PACKAGE)} {code}"
        for path in PACKAGE.rglob("*.py")
        for code in codes_of(ast.parse(path.read_text(encoding="utf-8")))
        if not messages.knows(code)
    }
    assert sorted(missing) == []


def test_every_fault_of_the_storage_has_a_sentence() -> None:
    assert [code for _words, _kind, code in _BY_WORDS if not messages.knows(code)] == []


@pytest.mark.parametrize(
    "table", [messages.ERROR_SENTENCES, messages.FIELD_SENTENCES, messages.LOADING_SENTENCES]
)
def test_sentences_end_as_sentences_do_and_name_their_facts(table: dict[str, str]) -> None:
    for code, text in table.items():
        assert text[-1] in ".}", code
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert all(names), code


def test_facts_stand_in_the_sentence() -> None:
    assert messages.sentence(SchemaTooNew("schema_too_new", found="0009", known="0001")) == (
        "The database is of the newer version 0009; this program knows versions up to 0001. "
        "Nothing was changed. Install the newer program."
    )


def test_a_fact_that_is_missing_does_not_break_the_sentence() -> None:
    assert messages.sentence(DatabaseUnreachable("database_missing")) == "There is no database ."


def test_braces_in_a_fact_are_text() -> None:
    error = DatabaseUnreachable("database_missing", address="{0}.db")
    assert messages.sentence(error) == "There is no database {0}.db."


def test_an_issue_of_a_file_begins_with_its_place() -> None:
    issue = Issue(
        "unknown_code", {"given": "C9", "record": "customer"}, "orders.csv", "", 7, "customer_code"
    )
    assert messages.sentences(ImportRefused((issue,))) == (
        "orders.csv › row 7 › customer_code: There is no customer “C9”.",
    )


def test_several_issues_of_a_file_are_counted() -> None:
    issue = Issue("number_form", value="x", file="f.csv", row=2, column="amount")
    assert messages.sentence(ImportRefused((issue, issue))) == "The file was not taken: 2 problems."
    assert len(messages.sentences(ImportRefused((issue, issue)))) == 2


def test_wrong_fields_are_named_one_after_the_other() -> None:
    error = InputError(
        Issue("currency_unknown", column="currency", value="yuan"),
        Issue("month_unknown", column="fiscal_year_start", value="13"),
    )
    assert messages.sentence(error) == (
        "“yuan” is not a currency's code of three letters, such as CNY. "
        "“13” is not a month from 1 to 12."
    )
