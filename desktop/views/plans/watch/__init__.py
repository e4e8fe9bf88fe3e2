"""The page "Watch": how the plan in force fares, rep by rep, and where it will end."""
