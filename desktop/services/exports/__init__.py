"""Rows written as files, for people and for programs."""
