"""The page of objectives and tasks: as a list, as a calendar, as bars; and looking back at them."""
