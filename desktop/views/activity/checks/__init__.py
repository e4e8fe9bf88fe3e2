"""The page "Checks": second looks at reports, and samples for call backs."""
