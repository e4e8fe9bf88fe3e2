"""The plan as a cube in memory: any cell can be edited, and everything adds up afterwards."""
