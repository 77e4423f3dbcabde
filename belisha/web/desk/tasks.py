"""What waits for this person besides the queue."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.people.models import Staff
from belisha.referrals.tasks import count_for, take_up, tasks_for
from belisha.triage.leave import asked_by
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.subjects import url_of
from belisha.web.navigation import COUNTS


@require_safe
@desk_page("work.view_task")
def tasks(request: DeskRequest) -> HttpResponse:
    """The open tasks that are this person's or anybody's."""
    found = tasks_for(request.user)
    rows = [(task, url_of(task.about)) for task in found.open]
    context = {"tasks": rows, "closed": found.closed, "asked": asked_by(request.user)}
    return render(request, "desk/tasks.html", context)


@require_POST
@desk_page("work.view_task")
def take_task(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """Make a task one's own."""
    take_up(task_id=task_id, by=request.user)
    return redirect("tasks")


def _waiting(request: HttpRequest) -> int:
    return count_for(request.user) if isinstance(request.user, Staff) else 0


COUNTS["tasks"] = _waiting
