"""What the service is told to do about this case: a part of a case's page."""

from typing import Any

from django import template

from belisha.enforcement.order_read import Line, card_of, choices_of
from belisha.web.desk import orders
from belisha.web.parts import Cell

register = template.Library()
BEFORE = [("hold", "Hold it"), ("preserve", "Preserve it")]
GRAVER = [
    ("remove", "Remove the item"),
    ("restrict", "Restrict the account"),
    ("suspend", "Suspend the account"),
    ("warn", "Warn the account"),
]


@register.inclusion_tag("desk/case/_orders.html", takes_context=True)
def case_orders(context: dict[str, Any]) -> dict[str, Any]:
    """What the service is told to do about this case."""
    case, request = context["case"], context["request"]
    found = card_of(case.id)
    may_order = request.user.has_perm(orders.GIVE) and case.state != "merged"
    graver = may_order and _is_graver(context)
    return {
        "case": case,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "lines": found.lines,
        "reopened": found.reopened,
        "headers": ["Order", "Stands", "Since", "By"],
        "rows": [_row(line) for line in found.lines],
        "may_order": may_order,
        "graver": graver,
        "kinds": [*GRAVER, *BEFORE] if graver else BEFORE,
        "choices": choices_of(case.id, context["shown"].mask) if may_order else (),
    }


def _is_graver(context: dict[str, Any]) -> bool:
    """Is a decision to refer in force, or is a child in danger now?"""
    current = context["decision_panel"].current
    in_force = current is not None and current.outcome == "refer" and current.state == "final"
    return bool(in_force or context["case"].priority == 1)


def _row(line: Line) -> list[object]:
    return [
        Cell(text=f"{line.kind_words}: {line.target_kind}", url=orders.url_of(line)),
        orders.state_cell(line),
        Cell(moment=line.answered_at or line.due_at or line.made_at),
        line.made_by or "Belisha",
    ]
