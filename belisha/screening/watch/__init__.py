"""Watches the queries of each key for somebody who feels for the edge of a list. Pure, in memory only."""
