"""The page of a rep's week."""
