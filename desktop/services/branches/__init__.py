"""Branches: making a new one and reading its settings."""
