"""Offramp: an offline desktop application for police deflection and pre-arrest diversion."""

__version__ = "0.1.0"
