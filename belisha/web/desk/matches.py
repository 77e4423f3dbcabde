"""What a reviewer says of a match, and what goes on this desk's own list once a decision confirmed it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from belisha.decisions import known
from belisha.web.desk.case import case_response
from belisha.web.desk.case_forms import AnswerForm, Forms
from belisha.web.desk.door import DeskRequest, desk_page

SAID = {
    "confirmed": "Noted: you confirmed the match.",
    "refuted": "Noted: you refuted the match. Its entry is set aside and matches nothing any more.",
    "unsure": "Noted: you can’t tell.",
}
ADDED = {
    True: "It is on this desk’s own list now: sent again, it is held.",
    False: "It was on this desk’s own list already.",
}


@require_POST
@desk_page("decisions.add_decision")
def answer_match(request: DeskRequest, case_id: UUID, match_id: UUID) -> HttpResponse:
    """Confirm or refute a match, or say that one can't tell."""
    form = AnswerForm(request.POST, match_id=match_id)
    if not form.is_valid():
        return case_response(request, case_id, Forms(match=form), 422)
    known.answer_match(case_id=case_id, match_id=match_id, by=request.user, **form.cleaned_data)
    messages.success(request, SAID[form.cleaned_data["answer"]])
    return redirect("case", case_id)


@require_POST
@desk_page("decisions.add_decision")
def add_known(request: DeskRequest, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Put an item on this desk's own list."""
    category = str(request.POST.get("category", ""))
    added = known.add_known(case_id=case_id, item_id=item_id, category=category, by=request.user)
    messages.success(request, ADDED[added])
    return redirect("case", case_id)
