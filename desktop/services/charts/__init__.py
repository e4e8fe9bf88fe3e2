"""Charts as frozen data, for screen and print alike."""
