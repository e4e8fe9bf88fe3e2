"""The page "Headquarters": rounds, the bridge between the numbers, rules that settle one."""
