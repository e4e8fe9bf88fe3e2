"""The first page and the dialogs that make, open and connect databases."""
