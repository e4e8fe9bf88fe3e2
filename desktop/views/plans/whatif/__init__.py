"""The page "What if" of the Plans tab: events tried on a plan's year, which stays as it is."""
