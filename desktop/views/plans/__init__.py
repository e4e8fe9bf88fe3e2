"""The Plans tab: attainment as a pivot, the lines behind every figure, target and pace."""
