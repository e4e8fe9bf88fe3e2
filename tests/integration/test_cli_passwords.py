"""A server's password: asked for once, where somebody can answer, and never elsewhere."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import URL, make_url

from desktop.bootstrap import address_of, login_for
from desktop.commands import opening
from desktop.errors import DatabaseUnreachable

_SERVER = make_url("postgresql+psycopg://anna@db.example/branch")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def attempt(known: URL) -> str:
    """Answer only to the right password, as a server does."""
    if known.password != "secret":
        raise DatabaseUnreachable("login_refused", address="db")
    return "open"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the prompts shown at a terminal where "secret" is typed; the keyring is empty."""
    prompts: list[str] = []

    def answer(prompt: str) -> str:
        prompts.append(prompt)
        return "secret"

    monkeypatch.setattr("getpass.getpass", answer)
    monkeypatch.setattr(opening, "_remembered", lambda _url: "")
    monkeypatch.setattr("sys.stdin", _Terminal())
    return prompts


def test_the_password_is_asked_for_when_the_server_wants_it(asked: list[str]) -> None:
    assert opening.with_password(_SERVER, attempt) == "open"
    assert asked == ["Password for postgresql://anna@db.example/branch: "]


def test_what_the_keyring_remembers_is_not_asked_for(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_remembered", lambda _url: "secret")
    assert opening.with_password(_SERVER, attempt) == "open"
    assert asked == []


def test_nobody_is_asked_where_nobody_can_answer(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("secret\n"))
    with pytest.raises(DatabaseUnreachable):
        opening.with_password(_SERVER, attempt)
    assert asked == []


def test_a_window_takes_the_keyrings_password_and_asks_in_no_terminal(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DatabaseUnreachable):
        opening.with_password(_SERVER, attempt, opening.no_password)
    monkeypatch.setattr(opening, "_remembered", lambda _url: "secret")
    assert opening.with_password(_SERVER, attempt, opening.no_password) == "open"
    assert asked == []


def test_a_server_that_is_away_is_not_a_matter_of_passwords(asked: list[str]) -> None:
    def away(_url: URL) -> str:
        raise DatabaseUnreachable("database_unreachable", address="db")

    with pytest.raises(DatabaseUnreachable):
        opening.with_password(_SERVER, away)
    assert asked == []


def test_the_user_option_is_the_login_on_a_server_and_nothing_on_a_file() -> None:
    assert login_for(address_of("postgresql://db.example/branch", "anna")) == "anna"
    assert login_for(address_of("branch.db", "anna"), "somebody") == "somebody"
