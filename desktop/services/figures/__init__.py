"""What all figures share: the frame they stand in, timelines, periods and dimensions."""
