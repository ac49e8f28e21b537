"""The parts of the page that takes in a list of services."""
