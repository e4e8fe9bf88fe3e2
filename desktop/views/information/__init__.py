"""The Information tab: notes, questions, prices and the report calendar."""
