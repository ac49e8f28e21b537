"""Parts of the Exchange page."""
