"""Imports: from a file to checked, typed rows, and from those to one transaction."""
