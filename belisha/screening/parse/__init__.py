"""Reads lists as their sources write them: hashes one a line, tables, JSON lines, addresses. No Django."""
