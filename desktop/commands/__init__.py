"""The commands of the command line; free of Qt (FORMATS.md, section 1)."""
