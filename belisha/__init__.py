"""Belisha: the child-safety desk of an online service."""

__version__ = "0.1.0"
