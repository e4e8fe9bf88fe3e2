"""Reports keyed in the office: the grid's columns, checks, saving, taking back, second looks."""
