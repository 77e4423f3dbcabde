"""A desk with a case in every state, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4


def fill(make_case: Callable[..., Any], moderator: Any, senior: Any) -> None:
    """Cases open, immediate, with a child as suspect, proposed, referred, closed, reopened and merged."""
    from belisha.decisions import decide
    from belisha.triage import arrange
    from tests.sweeps.appealed import appeal
    from tests.sweeps.asked import ask
    from tests.sweeps.collated import begin
    from tests.sweeps.connectors_in_use import set_connectors
    from tests.sweeps.endpoints_in_use import set_endpoints
    from tests.sweeps.keeping import keep
    from tests.sweeps.ordered import give_orders
    from tests.sweeps.preserved import preserve_some
    from tests.sweeps.screened import screen

    organise(senior, moderator)
    say_of_addresses(moderator, senior)
    full = _everything()
    arrange.add_note(case_id=make_case(**full).id, text="A note.", by=moderator)
    _call(make_case(danger_now="yes"), moderator)
    make_case(danger_now="yes", suspect_is_child="yes")
    make_case(suspect_is_child="yes")
    _judge(make_case(), "refer", moderator)
    refer(make_case(content_detected="yes", child={"country": "FR", "age": 13}), moderator, senior)
    _judge(make_case(concerns=["other"], child=None), "no_action", moderator)
    back = _judge(make_case(), "refer", moderator)
    decide.send_back(decision_id=back.id, by=senior, reason="Say more.")
    merged, into = make_case(), make_case()
    arrange.merge(case_id=merged.id, into_id=into.id, reason="One person.", by=moderator)
    screen(moderator, senior)
    give_orders(make_case, moderator, senior)
    preserve_some(make_case, moderator, senior)
    keep(make_case, moderator, senior)
    ask(senior)
    begin(senior)
    set_policies(senior)
    set_endpoints(senior)
    set_connectors(senior)
    appeal(make_case, moderator, senior)


def set_policies(senior: Any) -> None:
    """A policy on contacts in force, another that waits for a second person, and contacts to try it on."""
    from belisha.contact.assess import assess
    from belisha.contact.policy_change import confirm, propose, withdraw
    from belisha.contact.policy_file import preset_text
    from tests.contact.build import contact

    second = _second_senior()
    row = propose(text=preset_text("forum"), reason="We are a forum.", by=senior)
    withdraw(policy_id=row.id, by=senior)
    row = propose(text=preset_text("game"), reason="We are a game.", by=senior)
    confirm(policy_id=row.id, by=second)
    assess(events=[contact("group_invitation"), contact("connection_request", recipient="16_17")])
    propose(text=preset_text("forum"), reason="We are a forum after all.", by=senior)


def organise(senior: Any, moderator: Any) -> None:
    """A team, a key and a turn on the rota."""
    from django.utils import timezone

    from belisha.ledger.record import CONSOLE
    from belisha.organisation.arrange import save_team, switch_one_person_mode
    from belisha.people.keys import add_key
    from belisha.work.rota import add_turn

    save_team(name="Chat desk", services=[], members=[moderator.id, senior.id], by=CONSOLE)
    add_key(name="Back end", scopes=["report", "read"], by=CONSOLE)
    for on in (True, False):
        switch_one_person_mode(on=on, reason="There was one moderator.", by=CONSOLE)
    now = timezone.now()
    add_turn(person_id=senior.id, starts_at=now, ends_at=now + timedelta(days=1), by=senior)


def say_of_addresses(moderator: Any, senior: Any) -> None:
    """Addresses confirmed, proposed, doubted, and changed by one person: that one waits."""
    from django.utils import timezone

    from belisha.ledger.record import CONSOLE
    from belisha.organisation import addresses
    from belisha.organisation.arrange import switch_one_person_mode

    day = timezone.localdate()
    page = addresses.Reading(title="Its own page", url="https://www.stopline.at/", read_on=day)
    for authority in ("AT:stopline", "BE:child-focus"):
        claim = addresses.propose_as_shipped(authority=authority, reading=page, by=senior)
    addresses.withdraw(claim_id=claim.id, reason="Read in haste.", by=moderator)
    claim = addresses.propose_as_shipped(authority="BE:child-focus", reading=page, by=senior)
    addresses.confirm(claim_id=claim.id, read_on=day, by=moderator)
    addresses.say_wrong(authority="DE:bka", reason="The page is gone.", by=moderator)
    new = addresses.Address(url=f"https://reports.example.org/{'a-long-path-' * 15}", phone="112")
    claim = addresses.propose_change(
        authority="NL:offlimits", address=new, reading=page, reason="It moved.", by=senior
    )
    switch_one_person_mode(on=True, reason="There was one moderator.", by=CONSOLE)
    addresses.confirm(claim_id=claim.id, read_on=day, by=senior)
    switch_one_person_mode(on=False, reason="There are two.", by=CONSOLE)
    say_of_destinations(senior)


def say_of_destinations(senior: Any) -> None:
    """A mailbox in force that is to get a key, one proposed without a key, and a partner that waits."""
    import time_machine
    from django.utils import timezone

    from tests.organisation.said import mailbox, partner, propose_mailbox_of

    second = _second_senior()
    with time_machine.travel(timezone.now() - timedelta(days=200), tick=False):
        where = {"authority": "police:E23000001", "email": "referrals@met.police.uk"}
        mailbox(senior, second, **where, plain_allowed=True)
    propose_mailbox_of("police:E23000001", senior, email="referrals@rnet-police.example")
    propose_mailbox_of("iwf", senior, email="reports@iwf.org.uk", plain_allowed=True)
    partner(senior, second)


def _second_senior() -> Any:
    from belisha.people.models import Staff
    from belisha.people.roles import Role

    return Staff.objects.create_user(
        f"{uuid4()}@desk.example", None, name="A second senior", roles=[str(Role.SENIOR)]
    )


def refer(case: Any, moderator: Any, senior: Any) -> None:
    """One referral with a reference, one released, one draft, others held."""
    from django.utils import timezone

    from belisha.decisions import decide
    from belisha.referrals.answers import note_incoming
    from belisha.referrals.following import write_again
    from belisha.referrals.models import Referral
    from belisha.referrals.refer import prepare, record_delivery, release

    decide.confirm(decision_id=_judge(case, "refer", moderator).id, by=senior)
    prepare(case_id=case.id)
    police, nca = (Referral.objects.get(case=case, authority=one) for one in ("police:E23000023", "nca"))
    for referral in (police, nca):
        release(referral_id=referral.id, by=moderator)
    told = {"at": timezone.now(), "channel": "portal", "contact": "The duty desk"}
    record_delivery(referral_id=police.id, by=moderator, reference="35/1/26", **told)
    said = {"kind": "question", "said_at": told["at"], "channel": "telephone", "contact": "PC 123"}
    note_incoming(referral_id=police.id, by=moderator, text="Which time zone is meant?", **said)
    write_again(referral_id=police.id, by=moderator, purpose="correction", text="The times are in UTC.")


def _call(case: Any, moderator: Any) -> None:
    from belisha.decisions.emergency import record_emergency_call
    from belisha.referrals.refer import prepare_now

    record_emergency_call(case_id=case.id, by=moderator)
    prepare_now(case_id=case.id, by=moderator)


def _judge(case: Any, outcome: str, by: Any) -> Any:
    from belisha.decisions import decide

    grounds = [{"element": "concern", "inferred": "yes", "why": "Line 1."}]
    return decide.decide(
        case_id=case.id, outcome=outcome, category="other", reasons="Both accounts.", grounds=grounds, by=by
    )


def _everything() -> dict[str, Any]:
    from tests.intake.samples import full

    return full(service="lantern")
