"""The page of the files to take away."""

from belisha.figures.site.downloads import Downloads
from belisha.figures.site.package import LICENCE_WORDS
from belisha.figures.site.page import Page
from belisha.figures.site.render import render
from belisha.figures.site.tables import COLUMNS

ADDRESS = "downloads.html"


def page(downloads: Downloads) -> Page:
    """What there is to download, what its columns mean, and what may be done with it."""
    main = render(
        "downloads.html",
        files=downloads.listed(),
        areas=downloads.of_areas(),
        columns=[{"name": name, "words": words} for name, words in COLUMNS.items()],
        licence=LICENCE_WORDS,
    )
    return Page(address=ADDRESS, title="Downloads", main=main, place=ADDRESS)
