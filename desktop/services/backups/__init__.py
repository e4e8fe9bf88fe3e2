"""Backups: verified copies of a whole database, their rotation, and restoring them."""
