"""One rep and one week on one sheet: what was done, what it brought, and what is missing."""
