"""One referral: checked, released, told by hand, acknowledged; or withdrawn."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from belisha.organisation.profile import profile
from belisha.referrals import refer
from belisha.referrals.documents import take_out
from belisha.referrals.hidden import page_for
from belisha.referrals.on_the_way import of_referral
from belisha.referrals.read import ReferralPage, case_id_of
from belisha.referrals.refusals import (
    AddressChanged,
    AlreadyReported,
    GuardRefused,
    NotAFiler,
    NotDeclared,
    NotOnTheRoute,
)
from belisha.refusal import NotFound
from belisha.web.desk.decision_forms import ReasonForm
from belisha.web.desk.door import DeskRequest, desk_page, unless_immediate
from belisha.web.desk.referral_forms import DeliveryForm, EditForm, ReleaseForm

ASKED = {NotOnTheRoute.code: "anyway_because", AlreadyReported.code: "again_because"}
"""The reason that each refusal of a release asks for."""


@dataclass
class Forms:
    """The forms of the page; one of them may come back with errors."""

    edit: EditForm | None = None
    release: ReleaseForm = field(default_factory=lambda: ReleaseForm(auto_id="release_%s"))
    delivery: DeliveryForm = field(default_factory=lambda: DeliveryForm(auto_id="told_%s"))
    end: ReasonForm = field(default_factory=lambda: ReasonForm(auto_id="end_%s"))
    asked: str = ""

    def about(self, page: ReferralPage) -> "Forms":
        """The same forms, filled with what the page knows."""
        notes = page.edited.get("notes") or [""]
        texts = {"what_happened": page.edited.get("what_happened", ""), "note": notes[0]}
        self.edit = self.edit or EditForm(initial=texts, auto_id="edit_%s")
        return self

    @property
    def reasons(self) -> list[BoundField]:
        """What the refusal of a release asks for, and what was said already: both may be needed in turn."""
        said = self.release.cleaned_data if self.release.is_bound else {}
        return [one for one in self.release if one.name == self.asked or said.get(one.name)]

    @property
    def wrong(self) -> object:
        """The form that has errors."""
        return next(
            (form for form in (self.edit, self.release, self.delivery, self.end) if form and form.errors),
            None,
        )


@require_safe
@desk_page("referrals.view_referral")
def referral(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """What one authority is told about one case, and how."""
    return referral_response(request, referral_id, Forms())


def referral_response(
    request: DeskRequest, referral_id: UUID, forms: Forms, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """The page of a referral, with forms that may carry errors; `refused`: why it was not released."""
    seen = page_for(referral_id, request.user)
    if seen is None:
        raise NotFound(what="referral")
    page = seen.page
    with timezone.override(profile().zone):
        context = {"page": page, "line": page.line, "forms": forms.about(page), "refused": refused}
        context |= {"form": forms.wrong, "zone": profile().time_zone, "seen": seen}
        return render(request, "desk/referral.html", context, status=status)


@require_POST
@desk_page("referrals.release_referral", fresh=unless_immediate)
def release(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Release: rendered, proved by the guard, kept."""
    form = ReleaseForm(request.POST, auto_id="release_%s")
    form.is_valid()
    reasons = {name: form.cleaned_data.get(name, "") for name in ("anyway_because", "again_because")}
    try:
        released = refer.release(referral_id=referral_id, by=request.user, **reasons)
    except (AddressChanged, AlreadyReported, GuardRefused, NotOnTheRoute) as refusal:
        forms = Forms(release=form, asked=ASKED.get(refusal.code, ""))
        return referral_response(request, referral_id, forms, refused=refusal.sentence, status=409)
    messages.success(request, _what_now(released.id, released.authority_name))
    return redirect("referral", referral_id)


def _what_now(referral_id: UUID, authority: str) -> str:
    way = of_referral(referral_id)
    if way is None:
        return f"Released. Now tell {authority}, and note it below."
    if way.is_test:
        return f"Released, to a test environment only. Tell {authority} by hand, and note it below."
    return f"Released. It is on its way to {authority}."


@require_POST
@desk_page("referrals.release_referral")
def edit(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Change a draft's free text; it is checked again at once."""
    form = EditForm(request.POST, auto_id="edit_%s")
    if not form.is_valid():
        return referral_response(request, referral_id, Forms(edit=form), status=422)
    changed = refer.edit(referral_id=referral_id, by=request.user, **form.cleaned_data)
    if changed.problem:
        messages.warning(request, changed.problem)
    elif any("[removed:" in str(text) for text in changed.edits.values()):
        messages.warning(
            request, "The text is changed. What looked like a file was taken out of it: read what is left."
        )
    else:
        messages.success(request, "The text is changed and checked.")
    return redirect("referral", referral_id)


@require_POST
@desk_page("referrals.release_referral")
def refresh(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Write the drafts of the case anew, from the case as it is now."""
    case_id = case_id_of(referral_id)
    if case_id is None:
        raise NotFound(what="referral")
    refer.refresh(case_id=case_id, by=request.user)
    messages.success(request, "The drafts are written anew.")
    return redirect("referral", referral_id)


@require_POST
@desk_page("referrals.release_referral")
def delivered(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Note when, how and under which reference the authority was told."""
    with timezone.override(profile().zone):
        form = DeliveryForm(request.POST, auto_id="told_%s")
        valid = form.is_valid()
    if not valid:
        return referral_response(request, referral_id, Forms(delivery=form), status=422)
    try:
        refer.record_delivery(referral_id=referral_id, by=request.user, **form.cleaned_data)
    except (NotAFiler, NotDeclared) as refusal:
        form.add_error(None, refusal.sentence)
        return referral_response(request, referral_id, Forms(delivery=form), status=409)
    messages.success(request, "Noted.")
    return redirect("referral", referral_id)


@require_POST
@desk_page("referrals.release_referral")
def end(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Withdraw what nobody was told of; close what an authority has. Both with a reason."""
    form = ReasonForm(request.POST, auto_id="end_%s")
    if not form.is_valid():
        return referral_response(request, referral_id, Forms(end=form), status=422)
    act = refer.close if request.POST.get("act") == "close" else refer.withdraw
    ended = act(referral_id=referral_id, by=request.user, reason=form.cleaned_data["reason"])
    if ended.state == "released":
        messages.success(request, "What may be open there is taken back first; then it is withdrawn.")
        return redirect("referral", referral_id)
    messages.success(request, f"Referral {ended.number} is {ended.state}.")
    return redirect("case", ended.case_id)


@require_POST
@desk_page("referrals.view_referral", fresh=unless_immediate)
def document(request: DeskRequest, referral_id: UUID, kind: str) -> HttpResponse:
    """A released document, as a download; who took it out is recorded."""
    reason = str(request.POST.get("reason", ""))[:500]
    taken = take_out(referral_id=referral_id, kind=kind, by=request.user, reason=reason)
    answer = HttpResponse(taken.data, content_type=taken.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    # A browser that shows it in a window of its own still runs nothing from it and loads nothing for it.
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer
