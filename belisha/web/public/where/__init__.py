"""`/where-to-report/`: who is to be told, in four questions and plain words. Nothing is kept, no cookie."""
