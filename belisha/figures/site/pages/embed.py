"""A chart alone, to be shown within somebody else's page."""

from html import escape

from belisha.figures.site.material import Material
from belisha.figures.site.page import Page, root_of
from belisha.figures.site.pictures import Pictures
from belisha.figures.site.render import render


def page(material: Material, pictures: Pictures, key: str) -> Page | None:
    """The chart, its numbers, where it comes from, and the code to embed it."""
    address = f"embed/{key}.html"
    picture = pictures.shown(key, address)
    if picture is None:
        return None
    src = f"{material.home or 'https://YOUR.SITE/'}{address}"
    main = render(
        "embed.html",
        picture=picture,
        site=material.publication.title,
        more=f"{root_of(address)}index.html",
        code=_code(src, picture.title),
        hint="" if material.home else "Put the address at which these pages stand in place of YOUR.SITE.",
    )
    return Page(address=address, title=f"Chart: {picture.title} ({key})", main=main, framed=False)


def _code(src: str, title: str) -> str:
    return f'<iframe src="{escape(src)}" title="{escape(title)}" width="100%" height="640"></iframe>'
