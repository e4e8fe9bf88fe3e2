"""Passwords of database servers: read from the system's keyring, never kept by the program."""

from __future__ import annotations


def remembered_password(address: str) -> str:
    """Return the password that the system's keyring holds for a server's database, or "".

    `address` is the database as people read it, `postgresql://user@host:port/database`. Without
    the extra `secrets`, or without a keyring that can be asked, there is none.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password("branchbook", address) or ""
    except KeyringError:
        return ""
