"""What every form of the window shares: drafts, and the choice between two desks' versions."""
