"""The page "Fair start" of the Plans tab: targets held against what was and could be sold."""
