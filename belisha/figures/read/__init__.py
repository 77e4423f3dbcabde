"""Files that answers come in, read into sheets of text. Strangers' files: bounded before they are opened."""

from belisha.figures.read.reader import sheets_of
from belisha.figures.read.refusals import Unreadable
from belisha.figures.read.sheets import Sheet, Told, a1

__all__ = ["Sheet", "Told", "Unreadable", "a1", "sheets_of"]
