"""The page "Notes": what the field told, with its clocks and answers."""
