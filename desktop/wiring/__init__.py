"""Connects each page's requests to its service, then shows what is true now."""

from desktop.wiring.shell import Shell

__all__ = ["Shell"]
