"""The editor of a plan's version: its cube, edited in any cell."""
