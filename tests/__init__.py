"""The tests; `python dev.py test` runs them all."""
