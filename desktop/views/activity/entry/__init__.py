"""The page "Entry": reports keyed from slips, calls, messages and spreadsheets."""
