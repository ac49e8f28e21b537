"""The parts of the page that takes down one encounter: one file for each step and card."""
