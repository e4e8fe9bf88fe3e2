"""The Activity tab: the visits that were reported, and each rep's figures."""
