"""Parts of the Services page."""
