"""The tables of revision 0006, part by part; frozen with it."""
