"""Exact near-match search in lists of 256-bit fingerprints. Pure: no Django. See README.md here."""

from belisha.matching.hashes import Malformed
from belisha.matching.index import Index
from belisha.matching.match import Match, Stats
from belisha.matching.refusals import NoIndex, NotEmpty, UnusableIndex

__all__ = ["Index", "Malformed", "Match", "NoIndex", "NotEmpty", "Stats", "UnusableIndex"]
