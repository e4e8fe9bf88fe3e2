"""What other desks changed since this one last looked."""
