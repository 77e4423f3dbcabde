"""How a field that may be hidden stands on a page: its value, or what it is and the way to it."""

from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from belisha.referrals.locator import defang
from belisha.triage.mask import Hidden

register = template.Library()


@register.simple_tag(takes_context=True)
def shown(context: template.Context, value: object, address: bool = False) -> object:
    """The value; where it is hidden what it is, with a link that shows it."""
    if not isinstance(value, Hidden):
        return defang(str(value)) if address and value else value
    return _link(value, context.get("request"))


@register.filter
def is_hidden(value: object) -> bool:
    """Is this field hidden?"""
    return isinstance(value, Hidden)


def _link(field: Hidden, request: HttpRequest | None) -> SafeString:
    asked = {"field": field.key}
    if request is not None and request.method == "GET":
        asked["back"] = request.get_full_path()
    return format_html(
        '<span class="b-hidden">{}</span> <a class="govuk-link" rel="nofollow" href="{}?{}">'
        'Show<span class="govuk-visually-hidden"> {}</span></a>',
        field,
        reverse("show_hidden", args=[field.case_id]),
        urlencode(asked),
        field,
    )
