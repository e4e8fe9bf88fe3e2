"""The page "Decisions": what was decided, and the notes that it rested on."""
