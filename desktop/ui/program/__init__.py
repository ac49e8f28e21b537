"""Parts of the program page."""
