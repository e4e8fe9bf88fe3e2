"""The wizard from a rep's gap to his week plan."""
