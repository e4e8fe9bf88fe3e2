"""Versions of a plan and their life, as the window shows them."""
