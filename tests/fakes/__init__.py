"""Authorities that exist on this machine alone: each keeps what it was told, and fails on command."""
