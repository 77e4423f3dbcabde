"""What the service is told to do about this case: a part of a case's page."""

from typing import Any

from django import template

from belisha.enforcement.order_read import Line, card_of
from belisha.web.desk import orders
from belisha.web.parts import Cell

register = template.Library()


@register.inclusion_tag("desk/case/_orders.html", takes_context=True)
def case_orders(context: dict[str, Any]) -> dict[str, Any]:
    """What the service is told to do about this case."""
    case, request = context["case"], context["request"]
    found = card_of(case.id)
    may_order = request.user.has_perm(orders.GIVE) and case.state != "merged"
    return {
        "case": case,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "lines": found.lines,
        "reopened": found.reopened,
        "headers": ["Order", "Stands", "Since", "By"],
        "rows": [_row(line) for line in found.lines],
        "may_order": may_order,
    }


def _row(line: Line) -> list[object]:
    return [
        Cell(text=_words(line), url=orders.url_of(line)),
        orders.state_cell(line),
        Cell(moment=line.answered_at or line.due_at or line.made_at),
        line.made_by or "Belisha",
    ]


def _words(line: Line) -> str:
    """The order, and whether it is about an item or an account where its name doesn't say so."""
    return line.kind_words if "account" in line.kind_words else f"{line.kind_words} the {line.target_kind}"
