"""Parts of the page that prints: sheets to choose, and how they look on paper."""
