"""Every address of the desk, and who may come in. Written by hand: the sweep compares it with what happens.

A new address fails the sweep until it has its row here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PUBLIC = "public"
SIGNED_IN = "signed in"
SOMETHING = "0b7cf1a2-5f0e-4e0f-9f53-6a1f3f0a7c11"  # the id of nothing
SAMPLES = {"uuid": SOMETHING, "slug": "nothing", "str": "nothing", "path": "nothing.html", "int": "1"}


@dataclass(frozen=True)
class Door:
    """`needs`: PUBLIC, SIGNED_IN, or permissions (or scopes of API keys) of which any one opens the door.

    `methods`: what the door answers; None where the page is allauth's, which decides for itself.
    `at`: an address to try where the route is a pattern that can't be filled in.
    """

    needs: tuple[str, ...]
    methods: tuple[str, ...] | None = ("GET",)
    at: str = ""
    without_second_factor: bool = False


def reads(*needs: str) -> Door:
    return Door(needs)


def acts(*needs: str) -> Door:
    return Door(needs, ("POST",))


def both(*needs: str) -> Door:
    return Door(needs, ("GET", "POST"))


def allauths(*needs: str, at: str = "") -> Door:
    return Door(needs, None, at, without_second_factor=True)


PUBLIC_PAGES = {
    "": Door((PUBLIC,)),
    "report/": both(PUBLIC),
    "report/status/": both(PUBLIC),
    "appeal/": both(PUBLIC),
    "appeal/status/": both(PUBLIC),
    "welcome/<str:secret>/": both(PUBLIC),  # the one-time link of the first start
    "where-to-report/": reads(PUBLIC),
    "where-to-report/who/": reads(PUBLIC),
    "where-to-report/what/": reads(PUBLIC),
    "where-to-report/where/": both(PUBLIC),
    "where-to-report/answer/": reads(PUBLIC),
    "where-to-report/rules/": reads(PUBLIC),
    "figures/": reads(PUBLIC),
    "figures/check/": both(PUBLIC),
    "figures/<path:address>": reads(PUBLIC),
    "livez": reads(PUBLIC),
    "readyz": reads(PUBLIC),
    "metrics": reads(PUBLIC),  # a token opens it, and no session; where none is set there is nothing
}

CASE = "desk/cases/<uuid:case_id>/"
REFERRAL = "desk/referrals/<uuid:referral_id>/"
CASE_PAGES = {
    "desk/": reads(SIGNED_IN),  # the queue, or the way on to one's start page
    "desk/next/": acts("triage.claim_case"),
    CASE: reads("triage.view_case"),
    f"{CASE}evidence/": both("referrals.export_case"),
    f"{CASE}show/": both("triage.view_case"),
    f"{CASE}show/all/": acts("triage.view_case"),
    f"{CASE}show/looked/": acts("decisions.confirm_decision"),
    f"{CASE}leave/": both("triage.view_case"),
    f"{CASE}leave/<uuid:leave_id>/": acts("triage.view_case"),
    f"{CASE}claim/": acts("triage.claim_case"),
    f"{CASE}release/": acts("triage.claim_case"),
    f"{CASE}note/": acts("triage.change_case"),
    f"{CASE}priority/": acts("triage.change_case"),
    f"{CASE}child-suspect/": acts("triage.change_case"),
    f"{CASE}split/": acts("triage.change_case"),
    f"{CASE}merge/": acts("triage.change_case"),
    f"{CASE}decide/": both("decisions.add_decision"),
    f"{CASE}senior/": acts("decisions.add_decision"),
    f"{CASE}decisions/<uuid:decision_id>/": reads("triage.view_case"),
    f"{CASE}decisions/<uuid:decision_id>/confirm/": acts("decisions.confirm_decision"),
    f"{CASE}decisions/<uuid:decision_id>/send-back/": acts("decisions.confirm_decision"),
    f"{CASE}decisions/<uuid:decision_id>/reopen/": acts("decisions.add_decision"),
    f"{CASE}items/<uuid:item_id>/open/": acts("triage.view_case"),
    f"{CASE}matches/<uuid:match_id>/": acts("decisions.add_decision"),
    f"{CASE}items/<uuid:item_id>/known/": acts("decisions.add_decision"),
    f"{CASE}orders/": both("enforcement.give_order"),
    f"{CASE}orders/reopened/": acts("enforcement.give_order"),
    f"{CASE}orders/<uuid:order_id>/": reads("triage.view_case"),
    f"{CASE}orders/<uuid:order_id>/reverse/": acts("enforcement.give_order"),
    f"{CASE}orders/<uuid:order_id>/give-up/": acts("enforcement.give_order"),
    "desk/orders/": reads("enforcement.give_order"),
    "desk/orders/<uuid:loose_id>/": both("enforcement.give_order"),
    f"{CASE}calls/": acts("triage.view_case"),
    f"{CASE}calls/what-to-say/": reads("triage.view_case"),
    f"{CASE}calls/<uuid:call_id>/": acts("triage.view_case"),
    f"{CASE}calls/<uuid:call_id>/look/": acts("decisions.confirm_decision"),
    f"{CASE}police-now/": acts("referrals.release_referral"),
    f"{CASE}partner/": both("referrals.release_referral"),
    REFERRAL: reads("referrals.view_referral"),
    f"{REFERRAL}false-alarm/": acts("referrals.release_referral"),
    f"{REFERRAL}false-alarm/release/": acts("referrals.release_referral"),
    f"{REFERRAL}release/": acts("referrals.release_referral"),
    f"{REFERRAL}edit/": acts("referrals.release_referral"),
    f"{REFERRAL}refresh/": acts("referrals.release_referral"),
    f"{REFERRAL}delivered/": acts("referrals.release_referral"),
    f"{REFERRAL}end/": acts("referrals.release_referral"),
    f"{REFERRAL}try/": acts("referrals.release_referral"),
    f"{REFERRAL}leave/": acts("referrals.release_referral"),
    "desk/deliveries/": reads("referrals.view_referral"),
    "desk/contact/": reads("contact.view_contact"),
    "desk/contact/policy/": reads("contact.view_contact"),
    "desk/contact/policy/propose/": both("contact.change_policy"),
    "desk/contact/policy/<uuid:policy_id>/confirm/": acts("contact.change_policy"),
    "desk/contact/policy/<uuid:policy_id>/withdraw/": acts("contact.change_policy"),
    "desk/contact/patterns/": acts("contact.change_policy"),
    "desk/contact/patterns/off/": acts("contact.change_policy"),
    "desk/contact/patterns/<uuid:switch_id>/confirm/": acts("contact.change_policy"),
    "desk/contact/patterns/<uuid:switch_id>/withdraw/": acts("contact.change_policy"),
    f"{REFERRAL}came-back/": acts("referrals.release_referral"),
    f"{REFERRAL}follow-up/": reads("referrals.view_referral"),
    f"{REFERRAL}follow-up/heard/": acts("referrals.release_referral"),
    f"{REFERRAL}follow-up/again/": acts("referrals.release_referral"),
    f"{REFERRAL}follow-up/dont-tell/": acts("referrals.release_referral"),
    f"{REFERRAL}follow-up/dont-tell/<uuid:silence_id>/lift/": acts("referrals.release_referral"),
    f"{REFERRAL}follow-up/questions/<uuid:question_id>/": acts("referrals.release_referral"),
    f"{REFERRAL}follow-up/questions/<uuid:question_id>/clock/": acts("referrals.release_referral"),
    "desk/questions/": reads("referrals.view_referral"),
    "desk/register/": reads("referrals.view_referral"),
    f"{REFERRAL}documents/<slug:kind>/": acts("referrals.view_referral"),
    f"{REFERRAL}cybertip/": both("referrals.release_referral"),
    f"{REFERRAL}file/": reads("referrals.view_referral"),
    f"{REFERRAL}file/declaration/": acts("referrals.release_referral"),
    f"{REFERRAL}file/filed/": acts("referrals.release_referral"),
    f"{REFERRAL}assessed/": acts("referrals.release_referral"),
    "desk/register/nca/": reads("referrals.view_referral"),
    "desk/register/nca/export/": acts("referrals.export_case"),
    "desk/unscreened/": reads("triage.view_case"),
    "desk/unscreened/release/": acts("decisions.add_decision"),
    "desk/unscreened/<uuid:unscreened_id>/": reads("triage.view_case"),
    "desk/unscreened/<uuid:unscreened_id>/open/": acts("triage.view_case"),
    "desk/unscreened/<uuid:unscreened_id>/show/": acts("triage.view_case"),
    "desk/unscreened/<uuid:unscreened_id>/release/": acts("decisions.add_decision"),
    "desk/unscreened/<uuid:unscreened_id>/report/": acts("decisions.add_decision"),
    "desk/viewing/<uuid:person_id>/": both("triage.open_any_case", "people.manage_staff"),
    "desk/tasks/": reads("work.view_task"),
    "desk/tasks/<uuid:task_id>/take/": acts("work.view_task"),
    "desk/search/": both("triage.view_case"),
    "desk/appeals/": reads("enforcement.decide_appeal"),
    "desk/appeals/<uuid:appeal_id>/": both("enforcement.decide_appeal"),
    "desk/appeals/<uuid:appeal_id>/looked/": acts("enforcement.decide_appeal"),
    "desk/rota/": reads("work.view_task", "work.change_rota"),
    "desk/rota/add/": acts("work.change_rota"),
    "desk/rota/<uuid:turn_id>/remove/": acts("work.change_rota"),
}

ORGANISATION = "organisation.change_organisation"
STAFF = "people.manage_staff"
KEYS = "people.manage_keys"
CONNECTOR = "desk/settings/connectors/<uuid:connector_id>/"
ENDPOINTS, ENDPOINT = "organisation.change_endpoint", "desk/settings/endpoints/<uuid:endpoint_id>/"
CONFIRM = "organisation.confirm_address"
CHANGE = "organisation.change_address"
AUTHORITY = "desk/settings/directory/<str:authority>/"
DESTINATION = "desk/settings/destinations/<str:authority>/"
LISTS = "screening.manage_lists"
CLOCKS, KEEP, DESTROY = "enforcement.view_clocks", "enforcement.add_clock", "enforcement.destroy_case"
FIGURES, FIGURES_CHANGE = "figures.view_figures", "figures.change_figures"
IMPORT = "desk/figures/imports/<uuid:import_id>/"
ROUND = "desk/figures/rounds/<slug:round_name>/"
LIST = "desk/lists/<uuid:list_id>/"
PERSON = "desk/settings/staff/<uuid:person_id>/"
DESK_PAGES = {
    "desk/start/": reads(SIGNED_IN),
    "desk/preserved/": reads(CLOCKS),
    "desk/preserved/export/": acts("referrals.export_case"),
    "desk/preserved/<uuid:preserved_id>/let-go/": both("enforcement.give_order"),
    "desk/preserved/<uuid:preserved_id>/destroyed/": both("enforcement.give_order"),
    "desk/retention/": reads(CLOCKS),
    "desk/retention/date/": acts(KEEP),
    "desk/retention/erased/<uuid:erasure_id>/": reads(CLOCKS),
    "desk/retention/erased/<uuid:erasure_id>/json/": reads(CLOCKS),
    "desk/retention/erased/<uuid:erasure_id>/references/": acts(KEEP),
    f"{CASE}kept/": reads(CLOCKS),
    f"{CASE}kept/add/": acts(KEEP),
    f"{CASE}kept/<uuid:clock_id>/lift/": both(KEEP),
    f"{CASE}destroy/": both(DESTROY),
    f"{CASE}destroy/<uuid:order_id>/confirm/": acts(DESTROY),
    f"{CASE}destroy/<uuid:order_id>/withdraw/": acts(DESTROY),
    "desk/lists/": reads(LISTS),
    "desk/lists/probes/<uuid:probe_id>/seen/": acts(LISTS),
    LIST: reads(LISTS),
    f"{LIST}settings/": acts(LISTS),
    f"{LIST}roll-back/": acts(LISTS),
    f"{LIST}changes/<uuid:change_id>/put-back/": acts(LISTS),
    f"{LIST}feedback/": acts(LISTS),
    f"{LIST}feedback/told/": acts(LISTS),
    "desk/figures/": reads(FIGURES),
    "desk/figures/begin/": acts(FIGURES_CHANGE),
    "desk/figures/sources/": reads(FIGURES),
    "desk/figures/sources/<int:number>/": reads(FIGURES),
    "desk/figures/sources/<int:number>/sheets/<int:place>/": reads(FIGURES),
    "desk/figures/area/": reads(FIGURES),
    "desk/figures/figure/": reads(FIGURES),
    "desk/figures/findings/": reads(FIGURES),
    "desk/figures/findings/confirm/": acts(FIGURES_CHANGE),
    "desk/figures/corrected/": reads(FIGURES),
    "desk/figures/imports/": reads(FIGURES),
    "desk/figures/imports/new/": both(FIGURES_CHANGE),
    IMPORT: reads(FIGURES),
    f"{IMPORT}correct/": acts(FIGURES_CHANGE),
    f"{IMPORT}take-in/": acts(FIGURES_CHANGE),
    f"{IMPORT}put-away/": acts(FIGURES_CHANGE),
    "desk/figures/publish/": reads(FIGURES),
    "desk/figures/publish/now/": acts(FIGURES_CHANGE),
    "desk/figures/publish/<int:number>/withdraw/": acts(FIGURES_CHANGE),
    "desk/figures/publish/<int:number>/preview/<path:address>": reads(FIGURES),
    "desk/figures/rounds/": reads(FIGURES),
    "desk/figures/rounds/new/": both(FIGURES_CHANGE),
    ROUND: reads(FIGURES),
    f"{ROUND}change/": both(FIGURES_CHANGE),
    f"{ROUND}sent/": acts(FIGURES_CHANGE),
    f"{ROUND}board.<slug:kind>": reads(FIGURES),
    f"{ROUND}forces/<slug:force>/": reads(FIGURES),
    f"{ROUND}forces/<slug:force>/note/": acts(FIGURES_CHANGE),
    f"{ROUND}forces/<slug:force>/strike/": acts(FIGURES_CHANGE),
    f"{ROUND}forces/<slug:force>/letters/<slug:kind>/": reads(FIGURES),
    "desk/ledger/": reads("ledger.view_entry"),
    "desk/ledger/verify/": acts("ledger.view_entry"),
    "desk/ledger/checkpoints/": both("ledger.view_entry"),
    "desk/settings/": reads(ORGANISATION, STAFF, KEYS),
    "desk/settings/organisation/": both(ORGANISATION),
    "desk/settings/one-person-mode/": both(ORGANISATION),
    "desk/settings/services/": both(ORGANISATION),
    "desk/settings/services/<uuid:service_id>/": both(ORGANISATION),
    "desk/settings/services/<uuid:service_id>/remove/": acts(ORGANISATION),
    "desk/settings/teams/": both(ORGANISATION),
    "desk/settings/teams/<uuid:team_id>/": both(ORGANISATION),
    "desk/settings/teams/<uuid:team_id>/remove/": acts(ORGANISATION),
    "desk/settings/directory/": reads(CONFIRM),
    "desk/settings/directory/add/": both(CHANGE),
    "desk/settings/directory/review/": both(CONFIRM),
    "desk/settings/directory/review/<str:row_id>/": both(CONFIRM),
    AUTHORITY: reads(CONFIRM),
    "desk/settings/destinations/": reads(CONFIRM),
    "desk/settings/destinations/partner/": both(CHANGE),
    DESTINATION: reads(CONFIRM),
    f"{DESTINATION}mailbox/": both(CHANGE),
    f"{DESTINATION}<uuid:destination_id>/confirm/": acts(CHANGE),
    f"{DESTINATION}<uuid:destination_id>/withdraw/": acts(CONFIRM),
    f"{DESTINATION}<uuid:destination_id>/close/": acts(CONFIRM),
    f"{DESTINATION}<uuid:destination_id>/looked/": acts(CONFIRM),
    f"{DESTINATION}<uuid:destination_id>/secret/": acts(CHANGE),
    f"{AUTHORITY}propose/": acts(CONFIRM),
    f"{AUTHORITY}change/": both(CHANGE),
    f"{AUTHORITY}wrong/": acts(CONFIRM),
    f"{AUTHORITY}<uuid:claim_id>/confirm/": acts(CONFIRM),
    f"{AUTHORITY}<uuid:claim_id>/withdraw/": acts(CONFIRM),
    "desk/staff-changes/": reads("triage.open_any_case"),
    "desk/staff-changes/<uuid:change_id>/looked/": acts("triage.open_any_case"),
    "desk/settings/staff/": reads(STAFF),
    "desk/settings/staff/add/": both(STAFF),
    PERSON: both(STAFF),
    f"{PERSON}shut-out/": acts(STAFF),
    f"{PERSON}lift-lock/": acts(STAFF),
    f"{PERSON}let-in/": acts(STAFF),
    f"{PERSON}password/": acts(STAFF),
    f"{PERSON}second-factor/": acts(STAFF),
    "desk/settings/keys/": both(KEYS),
    "desk/settings/keys/<uuid:key_id>/rotate/": both(KEYS),
    "desk/settings/keys/<uuid:key_id>/revoke/": acts(KEYS),
    "desk/settings/connectors/": both(ENDPOINTS),
    CONNECTOR: both(ENDPOINTS),
    f"{CONNECTOR}on/": acts(ENDPOINTS),
    f"{CONNECTOR}test/": acts(ENDPOINTS),
    f"{CONNECTOR}off/": acts(ENDPOINTS),
    f"{CONNECTOR}secret/": acts(ENDPOINTS),
    f"{CONNECTOR}try/": acts(ENDPOINTS),
    f"{CONNECTOR}remove/": acts(ENDPOINTS),
    "desk/settings/endpoints/": both(ENDPOINTS),
    ENDPOINT: both(ENDPOINTS),
    f"{ENDPOINT}test/": acts(ENDPOINTS),
    f"{ENDPOINT}on/": acts(ENDPOINTS),
    f"{ENDPOINT}off/": acts(ENDPOINTS),
    f"{ENDPOINT}again/": acts(ENDPOINTS),
    f"{ENDPOINT}again/<uuid:shipment_id>/": acts(ENDPOINTS),
    f"{ENDPOINT}rotate/": acts(ENDPOINTS),
    f"{ENDPOINT}remove/": acts(ENDPOINTS),
}

KEY = "account/password/reset/key/"
ACCOUNT_PAGES = {
    "account/": Door((SIGNED_IN,), without_second_factor=True),
    "account/sign-out-others/": Door((SIGNED_IN,), ("POST",), without_second_factor=True),
    "account/sessions/<uuid:session_id>/end/": Door((SIGNED_IN,), ("POST",), without_second_factor=True),
    "account/sign-on/": reads(PUBLIC),
    "account/sign-on/again/": Door((SIGNED_IN,), without_second_factor=True),
    "account/sign-on/callback/": reads(PUBLIC),
    "account/email/": allauths(PUBLIC),
    "account/login/": allauths(PUBLIC),
    "account/logout/": allauths(PUBLIC),
    "account/inactive/": allauths(PUBLIC),
    "account/signup/": allauths(PUBLIC),
    "account/confirm-email/": allauths(PUBLIC),
    r"account/^confirm-email/(?P<key>[-:\w]+)/$": allauths(PUBLIC, at="account/confirm-email/nothing/"),
    "account/password/reset/": allauths(PUBLIC),
    "account/password/reset/done/": allauths(PUBLIC),
    f"{KEY}done/": allauths(PUBLIC),
    r"account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": allauths(
        PUBLIC, at=f"{KEY}1-nothing/"
    ),
    "account/reauthenticate/": allauths(SIGNED_IN),
    "account/password/change/": allauths(SIGNED_IN),
    "account/password/set/": allauths(SIGNED_IN),
    "account/login/code/confirm/": allauths(SIGNED_IN),
    "account/2fa/": allauths(SIGNED_IN),
    "account/2fa/authenticate/": allauths(SIGNED_IN),
    "account/2fa/reauthenticate/": allauths(SIGNED_IN),
    "account/2fa/totp/activate/": allauths(SIGNED_IN),
    "account/2fa/totp/deactivate/": allauths(SIGNED_IN),
    "account/2fa/webauthn/": allauths(SIGNED_IN),
    "account/2fa/webauthn/add/": allauths(SIGNED_IN),
    "account/2fa/webauthn/reauthenticate/": allauths(SIGNED_IN),
    "account/2fa/webauthn/keys/<int:pk>/remove/": allauths(SIGNED_IN),
    "account/2fa/webauthn/keys/<int:pk>/edit/": allauths(SIGNED_IN),
    "account/2fa/webauthn/login/": allauths(SIGNED_IN),  # a stranger who shows no passkey is sent to sign in
    "account/2fa/recovery-codes/": allauths(SIGNED_IN),
    "account/2fa/recovery-codes/generate/": allauths(SIGNED_IN),
    "account/2fa/recovery-codes/download/": allauths(SIGNED_IN),
}

# What each scope of a key opens; sessions of staff open none of it.
API = {
    "api/v1/": reads(PUBLIC),
    "api/v1/openapi.json": reads(PUBLIC),
    "api/v1/reports": acts("report"),
    "api/v1/reports/<receipt>": reads("report", "read"),
    "api/v1/routes": acts("report", "read"),
    "api/v1/connectors/<connector_id>": acts(PUBLIC),  # by the signature of the tool that sends
    "api/v1/contacts/assess": acts("contact"),
    "api/v1/orders": reads("orders"),
    "api/v1/orders/<order_id>": reads("orders"),
    "api/v1/orders/<order_id>/done": acts("orders"),
    "api/v1/orders/<order_id>/failed": acts("orders"),
    "api/v1/notices": reads("orders"),
    "api/v1/notices/<order_id>/told": acts("orders"),
    "api/v1/appeals": acts("report"),
    "api/v1/appeals/<receipt>": reads("report", "read"),
    "api/v1/preserved": reads("orders"),
    "api/v1/preserved/<preserved_id>/destroyed": acts("orders"),
    "api/v1/screen/media": acts("screen"),
    "api/v1/screen/hashes": acts("screen"),
    "api/v1/screen/urls": acts("screen"),
}

DOORS = PUBLIC_PAGES | CASE_PAGES | DESK_PAGES | ACCOUNT_PAGES
"""The doors for people; those of the API are in `API`."""


def routes() -> Iterator[tuple[str, Any]]:
    """Every route that the resolver knows, with its view."""
    from django.urls import get_resolver

    yield from _below(get_resolver().url_patterns, "")


def _below(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _below(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def address(route: str, door: Door) -> str:
    """An address of the route, with ids of nothing."""

    def sample(match: re.Match[str]) -> str:
        return SAMPLES[match["kind"] or "str"]

    return "/" + (door.at or re.sub(r"<(?:(?P<kind>\w+):)?\w+>", sample, route))


def suggested(route: str, view: Any) -> str:
    """A row for a route that has none, as its view declares itself; check it against the design."""
    needs = getattr(view, "permissions", ("?",)) or (SIGNED_IN,)
    return f'"{route}": Door({needs!r}, methods=("GET",)),'
