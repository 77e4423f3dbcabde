"""Claims about offence figures: found in a text by rules, and compared with the figures.

No model reads the text: what the rules don't understand is said, and never supported.
"""

from belisha.figures.claims.check import check, read
from belisha.figures.claims.text import TooLong, WrongDay
from belisha.figures.claims.verdict import Checked, Unread, Verdict

__all__ = ["Checked", "TooLong", "Unread", "Verdict", "WrongDay", "check", "read"]
