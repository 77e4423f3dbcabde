"""What a CyberTip says besides, entered by a person: the incident, and what is known of each account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.referrals.cybertip import TipAccount
from belisha.referrals.describe import describe
from belisha.referrals.hidden import hidden_in
from belisha.referrals.kinds import NotSendable
from belisha.referrals.tip_page import TipPage, tip_page
from belisha.refusal import NotFound
from belisha.triage.reveal import reveal
from belisha.web.desk.cybertip_account_form import AccountForm, merged, of_account
from belisha.web.desk.cybertip_forms import TipForm, of_tip
from belisha.web.desk.door import DeskRequest, desk_page

ENTERED = "Entered by the same person."


@require_http_methods(["GET", "POST"])
@desk_page("referrals.release_referral")
def cybertip(request: DeskRequest, referral_id: UUID) -> HttpResponse:
    """The details of a CyberTip: shown, and kept."""
    page = tip_page(referral_id, request.user)
    if page is None:
        raise NotFound(what="CyberTip")
    form, accounts = _forms(request, page)
    if request.method == "POST" and not page.closed and _valid(form, accounts):
        return _kept(request, page, form, accounts)
    status = 422 if request.method == "POST" else 200
    failed = next((one for one in (form, *accounts) if one.errors), None)
    context = {"page": page, "line": page.line, "form": form, "accounts": accounts, "failed": failed}
    return render(request, "desk/cybertip.html", context, status=status)


def _forms(request: DeskRequest, page: TipPage) -> tuple[TipForm, list[AccountForm]]:
    data = request.POST if request.method == "POST" else None
    known = {one.id: one for one in page.tip.accounts}
    accounts = [
        AccountForm(
            data,
            prefix=f"account{number}",
            initial=of_account(known.get(one.id, TipAccount(id=one.id))),
            account=one,
        )
        for number, one in enumerate(page.accounts, 1)
    ]
    return TipForm(data, initial=of_tip(page.tip)), accounts


def _valid(form: TipForm, accounts: list[AccountForm]) -> bool:
    return all([form.is_valid(), *(one.is_valid() for one in accounts)])


def _kept(request: DeskRequest, page: TipPage, form: TipForm, accounts: list[AccountForm]) -> HttpResponse:
    try:
        said = {one.account.id: one.said for one in accounts}
        tip = form.tip(merged(page.tip, said))
    except NotSendable as problem:
        messages.error(request, problem.sentence)
        return redirect("cybertip", page.line.id)
    before = _hidden(request, page)
    changed = describe(referral_id=page.line.id, by=request.user, tip=tip)
    if entered := _hidden(request, page) - before:
        # What they have just typed is no secret to them: without this they could not go on with it.
        reveal(case_id=page.line.case_id, fields=entered, reason=ENTERED, by=request.user)
    if changed.problem:
        messages.warning(request, changed.problem)
    else:
        messages.success(request, "Kept. The draft is written anew and checked.")
    return redirect("referral", page.line.id)


def _hidden(request: DeskRequest, page: TipPage) -> set[str]:
    return {field.key for field in hidden_in(page.line.case_id, request.user).hidden}
