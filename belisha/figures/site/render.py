"""Pages from templates, rendered without a server and without its settings."""

from functools import cache
from importlib.resources import files
from typing import Any

from django.template import Context, Engine


def render(template: str, **values: Any) -> str:
    """Fill a template in. Values are words: a bare number would ask Django's settings how it is written."""
    # Neither dates nor numbers are written by a server's locale: the pages are the same everywhere.
    return _engine().get_template(template).render(Context(values, use_tz=False, use_l10n=False))


@cache
def _engine() -> Engine:
    folder = str(files("belisha.figures.site").joinpath("templates"))
    return Engine(dirs=[folder], debug=False)
