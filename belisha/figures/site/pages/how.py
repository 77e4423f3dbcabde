"""How figures are to be read: what they can be, what is counted, where a series breaks."""

from belisha.figures.site import series, wording
from belisha.figures.site.material import Material
from belisha.figures.site.page import Page
from belisha.figures.site.render import render

ADDRESS = "how-to-read.html"


def page(material: Material) -> Page:
    """States, definitions and breaks."""
    used = dict.fromkeys(cell.series for cells in material.totals.values() for cell in cells)
    main = render(
        "how.html",
        states=[{"name": name, "words": words} for name, words in wording.STATES.values()],
        series=[series.described(one) for one in sorted(used, key=material.series_order)],
        breaks=series.breaks_of(used, material.name),
    )
    return Page(address=ADDRESS, title="How to read these figures", main=main, place=ADDRESS)
