"""Asking the forces: rounds of requests, their clocks, letters and boards. Nothing is sent from here."""
