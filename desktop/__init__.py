"""Branchbook: the desktop program that a regional sales branch runs on."""

from __future__ import annotations

__version__ = "0.1.0"
