"""Tags of every page's parts; usage in belisha/web/README.md, markup in templates/belisha/parts/."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from belisha.web import parts

register = template.Library()

COLOURS = ("grey", "blue", "green", "amber", "red", "purple", "danger")
NOTICES = {"info": "info", "debug": "info", "success": "success", "warning": "warning", "error": "error"}
_DIALLED = re.compile(r"\+?[0-9 ]+")


@register.inclusion_tag("belisha/parts/summary_list.html")
def summary_list(rows: Sequence[parts.Row | Sequence[object]]) -> dict[str, Any]:
    """Keys and values: `rows` are parts.Row or (key, value)."""
    return {"rows": parts.rows_of(rows)}


@register.inclusion_tag("belisha/parts/table.html")
def data_table(
    caption: str, headers: Sequence[object], rows: Sequence[Sequence[object]], empty: str = "Nothing yet."
) -> dict[str, Any]:
    """A table with caption and scopes; each row's first cell names the row. Cells: words or parts.Cell."""
    columns = parts.headers_of(headers)
    lines = [parts.cells_of(columns, row) for row in rows]
    return {"caption": caption, "headers": columns, "rows": lines, "empty": empty}


@register.inclusion_tag("belisha/parts/tag.html")
def tag(text: object, colour: str = "grey") -> dict[str, Any]:
    """A short state in words, tinted. The words say it all: not everyone sees the colour."""
    if colour not in COLOURS:
        raise template.TemplateSyntaxError(f"A tag is {', '.join(COLOURS)}; not {colour}.")
    return {"text": text, "colour": colour}


@register.simple_block_tag
def notice(content: SafeString, kind: str = "info", title: str = "") -> SafeString:
    """A framed message: info, success, warning or error."""
    return _part("notice", content=content, kind=NOTICES.get(kind, "info"), title=title)


@register.simple_block_tag
def warning_text(content: SafeString) -> SafeString:
    """A sentence that must not be missed, with an exclamation mark and the word "Warning"."""
    return _part("warning_text", content=content)


@register.simple_block_tag
def details(content: SafeString, summary: str) -> SafeString:
    """A part that opens on request; the browser's own, so no script is needed."""
    return _part("details", content=content, summary=summary)


@register.simple_block_tag
def card(content: SafeString, title: str = "") -> SafeString:
    """A framed section of a desk page, with a second-level heading."""
    return _part("card", content=content, title=title)


@register.simple_block_tag
def panel(content: SafeString, title: str) -> SafeString:
    """The large answer at the end of a public task, with the page's first heading."""
    return _part("panel", content=content, title=title)


@register.inclusion_tag("belisha/parts/emergency.html")
def emergency(number: str, extra: str = "", compact: bool = False) -> dict[str, Any]:
    """ "Is a child in danger now? Call ...": first on every public page, and on a case with danger now."""
    dial = number.replace(" ", "") if _DIALLED.fullmatch(number) else ""
    return {"number": number, "dial": dial, "extra": extra, "compact": compact}


@register.inclusion_tag("belisha/parts/time_left.html")
def time_left(when: datetime | None) -> dict[str, Any]:
    """Time left until a moment in plain words, with the moment by the reader's clock and by UTC."""
    if when is None:
        return {"when": None}
    now = timezone.now()
    return {"words": parts.left_in_words(when, now), "state": parts.urgency(when, now)} | _moment(when)


@register.inclusion_tag("belisha/parts/moment.html")
def moment(when: datetime | None) -> dict[str, Any]:
    """A moment by the reader's clock and by UTC, or "not known"."""
    return {"when": None} if when is None else _moment(when)


@register.inclusion_tag("belisha/parts/timeline.html")
def timeline(events: Sequence[parts.Event]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"events": events}


@register.inclusion_tag("belisha/parts/receipt.html")
def receipt(code: str) -> dict[str, Any]:
    """A receipt code, large and in letters that are hard to mistake for one another."""
    return {"code": code}


@register.inclusion_tag("belisha/parts/back_link.html")
def back_link(url: str, text: str = "Back") -> dict[str, Any]:
    """The way back, for the `before` block."""
    return {"url": url, "text": text}


@register.inclusion_tag("belisha/parts/fresh.html")
def fresh(version: object, seconds: int = 60) -> dict[str, Any]:
    """A notice that appears when the list on this page has changed; `version` changes with the list."""
    return {"version": version, "seconds": seconds}


@register.inclusion_tag("belisha/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: "Page[Any]") -> dict[str, Any]:
    """Links to the other pages of a list; the rest of the address's query is kept."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, _page_url(context, number) if isinstance(number, int) else "") for number in shown]
    before = _page_url(context, page.previous_page_number()) if page.has_previous() else ""
    after = _page_url(context, page.next_page_number()) if page.has_next() else ""
    return {"page": page, "links": links, "before": before, "after": after}


def _page_url(context: template.Context, number: int) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def _moment(when: datetime) -> dict[str, Any]:
    utc = when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"when": when, "utc": utc, "moment": parts.moment_in_words(when)}


def _part(name: str, **context: object) -> SafeString:
    return render_to_string(f"belisha/parts/{name}.html", context)
