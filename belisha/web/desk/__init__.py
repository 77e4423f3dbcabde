"""Doors for staff: one file per page. A door parses, asks for permission, makes one call and answers."""
