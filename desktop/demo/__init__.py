"""The demo: the whole story on three throwaway machines, through the real windows."""

from desktop.demo.story import run

__all__ = ["run"]
