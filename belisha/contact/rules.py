"""What to advise on one contact, by a policy. Pure: the caller brings what it knows and the time."""
