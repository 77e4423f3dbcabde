"""Patterns of contact: what one account's contacts of some weeks look like together. Never a judgement."""
