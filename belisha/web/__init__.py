"""Doors for people: the desk for staff, the public pages, and the building blocks of both."""
