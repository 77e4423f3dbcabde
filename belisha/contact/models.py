"""Contacts as they were told, under pseudonyms of our own, and the policy in force."""
