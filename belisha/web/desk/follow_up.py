"""What follows a referral: what an authority said, what is written to it again, who is not told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from belisha.referrals import answers, dont_tell, register
from belisha.referrals.follow_read import follow_up_of, open_questions
from belisha.referrals.following import write_again
from belisha.refusal import NotFound, Refusal
from belisha.web.desk.decision_forms import ReasonForm
from belisha.web.desk.door import DeskRequest, desk_page, page_number, unless_immediate
from belisha.web.desk.follow_up_forms import (
    AgainForm,
    AnswerForm,
    ClockForm,
    DontTellForm,
    HeardForm,
    end_of,
)
from belisha.web.desk.refusals import shown_or_raised

SEE, RELEASE = "referrals.view_referral", "referrals.release_referral"
AT_ONCE = 50


@require_safe
@desk_page(SEE)
def follow_up(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """What they said, what waits for an answer, what else is told, and who is not."""
    return _page(request, referral_id)


@require_POST
@desk_page(RELEASE)
def heard(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Note what an authority said."""
    form = HeardForm(request.POST, auto_id="heard_%s")

    def note() -> None:
        said = answers.note_incoming(referral_id=referral_id, by=request.user, **form.facts)
        words = "Noted, and a task is open for it." if said.due_at else "Noted."
        messages.success(request, words)

    return _done(request, referral_id, form, note, heard=form)


@require_POST
@desk_page(RELEASE)
def again(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Draft a supplement, a correction or a notice of withdrawal."""
    form = AgainForm(request.POST, auto_id="again_%s")
    if form.is_valid():
        try:
            row = write_again(referral_id=referral_id, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            messages.success(request, f"Drafted as {row.number}. Check it, then release it.")
            return redirect("referral", row.id)
    return _page(request, referral_id, 422, again=form)


@require_POST
@desk_page(RELEASE)
def answered(request: DeskRequest, referral_id: UUID, question_id: UUID) -> HttpResponse:
    """Note how a question was answered, or why it needs no answer."""
    form = AnswerForm(request.POST, auto_id=f"answer_{question_id}_%s")
    dropped = request.POST.get("act") == "drop"

    def end() -> None:
        about: dict[str, Any] = {"referral_id": referral_id, "question_id": question_id, "by": request.user}
        if dropped:
            answers.drop(**about, reason=form.cleaned_data["answer"])
        else:
            answers.answer(**about, answer=form.cleaned_data["answer"])
        messages.success(request, "Noted: it needs no answer." if dropped else "Noted as answered.")

    return _done(request, referral_id, form, end, answer=form, about=question_id)


@require_POST
@desk_page(RELEASE)
def clock(request: DeskRequest, referral_id: UUID, question_id: UUID) -> HttpResponse:
    """Set the clock of a question anew, as agreed with them."""
    form = ClockForm(request.POST, auto_id=f"clock_{question_id}_%s")

    def agree() -> None:
        told: dict[str, Any] = {"due_at": end_of(form.cleaned_data["due_on"])}
        told |= {"reason": form.cleaned_data["reason"], "by": request.user}
        answers.set_clock(referral_id=referral_id, question_id=question_id, **told)
        messages.success(request, "The new time is noted.")

    return _done(request, referral_id, form, agree, clock=form, about=question_id)


@require_POST
@desk_page(RELEASE)
def silence(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """Note that nobody is told."""
    form = DontTellForm(request.POST, auto_id="silence_%s")

    def keep() -> None:
        dont_tell.dont_tell(referral_id=referral_id, by=request.user, **form.facts)
        messages.success(request, "Noted: nobody is told.")

    return _done(request, referral_id, form, keep, silence=form)


@require_POST
@desk_page(RELEASE, fresh=unless_immediate)
def lift(request: DeskRequest, referral_id: UUID, silence_id: UUID) -> HttpResponse:
    """Lift one reason for which nobody is told."""
    form = ReasonForm(request.POST, auto_id=f"lift_{silence_id}_%s")

    def end() -> None:
        reason = form.cleaned_data["reason"]
        dont_tell.lift(referral_id=referral_id, silence_id=silence_id, by=request.user, reason=reason)
        messages.success(request, "Lifted.")

    return _done(request, referral_id, form, end, lift=form, about=silence_id)


@require_safe
@desk_page(SEE)
def questions(request: DeskRequest) -> HttpResponse:
    """The open questions of authorities, the nearest clock first."""
    return render(request, "desk/questions.html", {"questions": open_questions(request.user)})


@require_safe
@desk_page(SEE)
def register_page(request: DeskRequest) -> HttpResponse:
    """What was reported where."""
    chosen = str(request.GET.get("authority", ""))[:80]
    pages = Paginator(register.entries(chosen), AT_ONCE).get_page(page_number(request))
    lines = register.lines(list(pages.object_list), request.user)
    facts = {"lines": lines, "pages": pages, "authorities": register.authorities(), "chosen": chosen}
    return render(request, "desk/register.html", facts)


def _done(
    request: DeskRequest, referral_id: UUID, form: forms.Form, act: Callable[[], None], **shown: Any
) -> HttpResponse:
    """Do what a form asks and go back to the page; or show it again with what is wrong."""
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            shown_or_raised(form, refusal)
        else:
            return redirect("follow_up", referral_id)
    return _page(request, referral_id, 422, **shown)


def _page(request: DeskRequest, referral_id: UUID, status: int = 200, **shown: Any) -> HttpResponse:
    page = follow_up_of(referral_id, request.user)
    if page is None:
        raise NotFound(what="referral")
    wrong = next((one for one in shown.values() if isinstance(one, forms.Form)), None)
    facts = {
        "page": page,
        "heard": HeardForm(auto_id="heard_%s"),
        "again": AgainForm(auto_id="again_%s"),
        "silence": DontTellForm(auto_id="silence_%s"),
    }
    facts |= shown | {"form": wrong, "asked": _asked(page.questions, shown), "held": _held(page, shown)}
    return render(request, "desk/follow_up.html", facts, status=status)


def _asked(said: Any, shown: dict[str, Any]) -> list[tuple[Any, forms.Form, forms.Form]]:
    """Each open question with its forms; one of them may carry errors."""
    return [
        (one, _form("answer", AnswerForm, one.id, shown), _form("clock", ClockForm, one.id, shown))
        for one in said
    ]


def _held(page: Any, shown: dict[str, Any]) -> list[tuple[Any, forms.Form]]:
    """Each reason for which nobody is told, with the form that lifts it."""
    return [(one, _form("lift", ReasonForm, one.id, shown)) for one in page.silences]


def _form(name: str, kind: type[forms.Form], about: UUID, shown: dict[str, Any]) -> forms.Form:
    """The form that came back with errors, where it is about this; else an empty one."""
    came_back = name in shown and shown.get("about") == about
    return shown[name] if came_back else kind(auto_id=f"{name}_{about}_%s")
