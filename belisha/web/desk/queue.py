"""The queue: what waits, in the order in which it must be seen."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.triage import queue as cases
from belisha.triage import read
from belisha.web.desk.door import DeskRequest, desk_page, page_number

OWNERS = [("mine", "Mine"), ("nobody", "Nobody’s")]


class FilterForm(forms.Form):
    """What of the queue a person wants to see."""

    state = forms.ChoiceField(label="State", required=False)
    priority = forms.ChoiceField(label="Priority", required=False)
    concern = forms.ChoiceField(label="Concern", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, request: DeskRequest) -> None:
        super().__init__({"state": "open"} | request.GET.dict(), auto_id="filter_%s")
        self.person = request.user
        for name, choices in {**read.filter_choices(), "owner": OWNERS}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class body says
            field.choices = [("", "Any"), *choices]

    def filters(self) -> read.Filters:
        """The filters asked for; what makes no sense is left out, so that no address shows an error."""
        self.is_valid()
        asked = self.cleaned_data
        owner = self.person.id if asked.get("owner") == "mine" else asked.get("owner", "")
        return read.Filters(
            state=asked.get("state", "open"),
            priority=int(asked.get("priority") or 0) or None,
            service=asked.get("service", ""),
            concern=asked.get("concern", ""),
            owner=owner,
        )


@require_safe
@desk_page()
def queue(request: DeskRequest) -> HttpResponse:
    """A page of the queue. Whoever may not see it goes on to their start page: this is the desk's address."""
    if not request.user.has_perm("triage.view_case"):
        return redirect("start")
    form = FilterForm(request)
    filters, number = form.filters(), page_number(request)
    shown = read.queue(filters, request.user, number)
    pages = Paginator(range(shown.total), read.PAGE).get_page(number)
    context = {
        "form": form,
        "shown": shown,
        "pages": pages,
        "filtered": filters != read.Filters(),
        "claims": request.user.has_perm("triage.claim_case"),
    }
    return render(request, "desk/queue.html", context)


@require_POST
@desk_page("triage.claim_case")
def next_case(request: DeskRequest) -> HttpResponse:
    """Claim the case that must be seen next, and open it."""
    try:
        case = cases.claim_next(by=request.user)
    except cases.NothingToDo as nothing:
        messages.info(request, nothing.sentence)
        return redirect("queue")
    return redirect("case", case.id)


@require_POST
@desk_page("triage.claim_case")
def claim_case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Claim this case, and open it."""
    cases.claim(case_id=case_id, by=request.user)
    return redirect("case", case_id)


@require_POST
@desk_page("triage.claim_case")
def release_case(request: DeskRequest, case_id: UUID) -> HttpResponse:
    """Put this case back into the queue."""
    reason = str(request.POST.get("reason", ""))[:2000]
    case = cases.release(case_id=case_id, by=request.user, reason=reason)
    messages.success(request, f"{case.label} is back in the queue.")
    return redirect("queue")
