"""A form whose door asks again who it is: shown to who was asked; else the way there, before one types."""

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from belisha.web.desk.again import way_back_to
from belisha.web.desk.door import asks_first

register = template.Library()


@register.simple_block_tag(takes_context=True)
def after_asking(
    context: template.Context, content: SafeString, door: str, *parts: object, said: bool = False
) -> SafeString:
    """The form for the door of this name; where it would be asked first who sends it, a link that asks.

    `said`: the page has such a link already.
    """
    request = context["request"]
    if not asks_first(request, reverse(door, args=parts)):
        return content
    if said:
        return SafeString("")
    page = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return render_to_string("belisha/parts/first_again.html", {"url": way_back_to(page)})
