"""The parts of the board of reported room."""
