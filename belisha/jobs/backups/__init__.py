"""Backups: what is taken, how it is enclosed, and how a desk is made of one again."""
