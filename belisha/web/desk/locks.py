"""Lifting the lock on a person's sign-in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from belisha.web.desk.door import DeskRequest, desk_page
from belisha.work.locks import lift_lock


@require_POST
@desk_page("people.manage_staff", fresh=True)
def lift(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Let somebody try again at once, after too many wrong passwords or codes."""
    lift_lock(person_id=person_id, by=request.user)
    messages.success(request, "They can try again at once.")
    return redirect("staff_member", person_id)
