"""What was done to the accounts of colleagues: a senior says that it is right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.people.changes import look_at, lookers, recent, waiting
from belisha.web.desk.door import DeskRequest, desk_page

SENIOR = "triage.open_any_case"


@require_safe
@desk_page(SENIOR)
def changes(request: DeskRequest) -> HttpResponse:
    """Who may now see cases, and whose way of signing in somebody else changed."""
    rows = [(row, request.user not in lookers(row)) for row in waiting()]
    return render(request, "desk/staff_changes.html", {"rows": rows, "recent": recent()})


@require_POST
@desk_page(SENIOR)
def looked(request: DeskRequest, change_id: UUID) -> HttpResponse:
    """Say that a change is known and right."""
    change = look_at(change_id=change_id, by=request.user)
    messages.success(request, f"Noted: you know of it, and it is right. {change.person.name} keeps it.")
    return redirect("staff_changes")
