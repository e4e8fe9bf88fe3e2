"""Migrations of the schema, by Alembic; they import nothing of the project but themselves."""
