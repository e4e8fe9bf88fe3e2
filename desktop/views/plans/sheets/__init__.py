"""The page of target sheets: every rep's part of a plan, his answer, and his programme."""
