"""Databases: where they are, how they are opened, and what differs between the two engines."""

from __future__ import annotations

from desktop.services.database.address import describe, file_path, is_file, parse_address
from desktop.services.database.engine import DatabaseEngine
from desktop.services.database.opening import create_schema, make_engine, open_database

__all__ = [
    "DatabaseEngine",
    "create_schema",
    "describe",
    "file_path",
    "is_file",
    "make_engine",
    "open_database",
    "parse_address",
]
