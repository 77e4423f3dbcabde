"""One version of a list as a folder: written once, authenticated, mapped by every process. No Django."""
