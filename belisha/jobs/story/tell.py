"""Plays the demo's month through the same use cases as the pages and the API: nothing in it is painted."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from belisha.decisions import decide, emergency
from belisha.decisions.models import EmergencyCall
from belisha.figures.desk.publishing import publish_figures
from belisha.figures.site.publication import TITLE
from belisha.intake.incoming import IncomingReport
from belisha.intake.receive import receive
from belisha.jobs.story import appeals, connectors, contacts, orders, patterns, screened
from belisha.jobs.story.clock import Clock, day, told_at
from belisha.jobs.story.people import API_KEY, PASSWORD, PEOPLE
from belisha.jobs.story.reports import story
from belisha.ledger.record import CONSOLE, PUBLIC
from belisha.organisation.arrange import save_profile, save_service, save_team
from belisha.people.changes import look_at, waiting
from belisha.people.keys import Scope, add_key, key_of
from belisha.people.models import Staff
from belisha.people.staff import add_staff
from belisha.referrals import filers, filing, follow_up, refer
from belisha.referrals import read as referrals
from belisha.referrals.recipients.nca_declaration import POINTS
from belisha.refusal import Refusal
from belisha.triage import arrange, queue
from belisha.triage.models import Case, Priority
from belisha.triage.read import untriaged
from belisha.triage.triage import triage
from belisha.work.escalate import escalate
from belisha.work.rota import add_turn

REVERSED_AFTER, UPDATED_AFTER, UNREADABLE_AFTER = 22, 24, 29  # reports
WORDS = "What was reported fits this category; the grounds are noted for each element."


def tell(progress: Callable[[Iterator[str]], Any] = list) -> None:
    """Fill an empty database with the story; `progress` is given the steps as they are told."""
    now = timezone.now()
    clock = Clock(day(1, 0, now))
    with told_at(clock):
        progress(_steps(clock, now))


def _steps(clock: Clock, now: datetime) -> Iterator[str]:
    people = _set_up(clock, now)
    screened.take_lists_in()
    contacts.decide(people)
    yield "The organisation, its people and its rota"
    for number, (on, hour, report, acts) in enumerate(story(), start=1):
        clock.to(day(on, hour, now))
        _one(_filled(report, now), acts, people, clock)
        _meanwhile(number, people, clock)
        yield f"Report {number} of 30"
    contacts.chat(clock)
    patterns.approach(clock)
    contacts.reconsider(people)
    connectors.try_one(clock=clock, by=people["administrator"])
    appeals.answer_first(clock=clock, by=people["senior"])
    follow_up.chase(now=clock.now)
    # The real figures that come with Belisha, so that /figures/ has something to show.
    publish_figures(title=TITLE, embargo=None, by=people["analyst"], now=clock.now)


def _meanwhile(number: int, people: dict[str, Staff], clock: Clock) -> None:
    """What happens to lists, uploads and orders after a report of this number."""
    if number == REVERSED_AFTER:
        orders.reverse_one(by=people["senior"])
    if number == UPDATED_AFTER:
        screened.update_lists()
    if number == UNREADABLE_AFTER and (key := key_of(API_KEY)):
        screened.send_unreadable(key, clock)
    if key := key_of(API_KEY):
        orders.answer(report=number, clock=clock, by=key)


def _set_up(clock: Clock, now: datetime) -> dict[str, Staff]:
    people = {
        person.role: add_staff(
            email=person.email, name=person.name, roles=[person.role], password=PASSWORD, by=CONSOLE
        )
        for person in PEOPLE
    }
    for change in waiting():
        look_at(change_id=change.id, by=people["senior"])
    save_profile(
        by=CONSOLE,
        legal_name="Lantern Harbour Games Ltd (invented)",
        country="GB",
        place="Cambridge",
        regulated_user_to_user="yes",
        nca_registered="yes",
        nca_reference="DEMO-0001",
        authorised_persons=[
            {"role": "administrator", "name": "Tariq Lind", "email": "tariq@demo.example"},
            {"role": "replacement", "name": "Rosa Field", "email": "rosa@demo.example"},
        ],
        contact={"name": "Tariq Lind", "email": "safety@lantern-harbour.example", "phone": "+44 1632 960100"},
    )
    viewer = "https://viewer.lantern-harbour.example/item/{item}"
    game = save_service(name="Lantern Harbour", viewer_link=viewer, by=CONSOLE)
    chat = save_service(name="Harbour Chat", viewer_link=viewer.replace("item/", "chat/"), by=CONSOLE)
    reviewers = [people["moderator"].id, people["senior"].id]
    save_team(name="Game desk", services=[game.id], members=reviewers, by=CONSOLE)
    save_team(name="Chat desk", services=[chat.id], members=reviewers, by=CONSOLE)
    add_key(name="Lantern Harbour (demo)", scopes=list(Scope), by=CONSOLE, secret=API_KEY)
    for place, role in enumerate(("moderator", "senior")):
        add_turn(
            person_id=people[role].id,
            starts_at=clock.now,
            ends_at=now + timedelta(days=60),
            place=place,
            by=people["senior"],
        )
    return people


def _filled(report: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The report with its `{day N}` marks as dates."""

    def date(found: re.Match[str]) -> str:
        return day(int(found[1]), 12, now).date().isoformat()

    lines = report.get("conversation", [])
    return {
        **report,
        "conversation": [{**line, "at": re.sub(r"\{day (\d+)\}", date, line["at"])} for line in lines],
    }


def _one(report: dict[str, Any], acts: str, people: dict[str, Staff], clock: Clock) -> None:
    report_id = _came_in(report)
    clock.wait(seconds=1)
    case = triage(report_id=report_id)
    escalate(now=clock.now)
    ACTS[acts](case, people, clock)
    if acts == "no_action":
        appeals.look_again(report_id, clock=clock)
    if report["source"] == "hash_match":
        screened.put_on_own_list(case, people["moderator"])


def _came_in(report: dict[str, Any]) -> UUID:
    """By the public form, by the API, or as a match of what the service had screened."""
    key = key_of(API_KEY)
    if key is not None and report["source"] in ("hash_match", "url_match"):
        screened.send(report, key)
        return untriaged()[0]
    by = PUBLIC if report["source"] == "public" or key is None else key
    return receive(report=IncomingReport.model_validate(report), by=by).report_id


def _open(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """Nobody has got to it yet."""


def _claim(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    clock.wait(minutes=4)
    rosa = people["moderator"]
    with suppress(Refusal):  # an earlier report of the same account may have brought the case to her already
        queue.claim(case_id=case.id, by=rosa)
    queue.opened(case_id=case.id, by=rosa)
    screened.answer(case, rosa)


def _judge(
    case: Case, people: dict[str, Staff], clock: Clock, outcome: str, maker: str = "moderator"
) -> UUID:
    _claim(case, people, clock)
    clock.wait(minutes=20)
    category = _concern(case) if outcome == "refer" else "other"
    return orders.decide(case, outcome=outcome, category=category, reasons=WORDS, by=people[maker])


def _concern(case: Case) -> str:
    membership = case.memberships.select_related("report").order_by("joined_at").first()
    return membership.report.concerns[0] if membership else "other"


def _propose(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    _judge(case, people, clock, "refer")


def _send_back(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    decision = _judge(case, people, clock, "refer")
    clock.wait(minutes=30)
    decide.send_back(
        decision_id=decision, by=people["senior"], reason="Say for each element what it rests on."
    )


def _no_action(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    _judge(case, people, clock, "no_action")


def _reopen(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    _no_action(case, people, clock)
    clock.wait(hours=20)
    decide.reopen(case_id=case.id, reason="The reporter wrote again.", by=people["senior"])


def _refer(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """Decided and confirmed; the drafts lie ready."""
    decision = _judge(case, people, clock, "refer")
    clock.wait(minutes=15)
    decide.confirm(decision_id=decision, by=people["senior"])
    refer.prepare(case_id=case.id)


def _release(case: Case, people: dict[str, Staff], clock: Clock) -> list[UUID]:
    clock.wait(minutes=5)
    released = []
    for referral in referrals.of_case(case.id):
        if referral.state == "draft":
            refer.release(referral_id=referral.id, by=people["moderator"])
            released.append(referral.id)
    return released


def _by_hand(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """Released, told by hand, and acknowledged with a reference."""
    _refer(case, people, clock)
    _deliver(case, people, clock, reference=f"DEMO/{case.number:05d}")


def _waiting(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """Released and told, but the authority gave no reference yet."""
    _refer(case, people, clock)
    _deliver(case, people, clock, reference="")


def _deliver(case: Case, people: dict[str, Staff], clock: Clock, *, reference: str) -> None:
    to_file = {one.id for one in referrals.of_case(case.id) if one.authority == filers.NCA}
    for referral_id in _release(case, people, clock):
        clock.wait(minutes=10)
        if referral_id in to_file:
            filing.declare(referral_id=referral_id, points=tuple(POINTS), by=people["moderator"])
        refer.record_delivery(
            referral_id=referral_id,
            by=people["moderator"],
            at=clock.now,
            channel="by_hand",
            reference=reference,
            contact="the duty desk" if reference else "",
            note="",
        )


def _child_suspect(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """A child may be the suspect: the moderator hands it over, the senior decides."""
    _claim(case, people, clock)
    clock.wait(minutes=10)
    rosa, tariq = people["moderator"], people["senior"]
    arrange.mark_child_suspect(case_id=case.id, by=rosa, reason="Both accounts are marked 13 to 15.")
    queue.release(case_id=case.id, by=rosa, reason="A senior decides.")
    clock.wait(hours=1)
    made = orders.decide(case, outcome="refer", category="grooming", reasons=WORDS, by=tariq)
    clock.wait(minutes=30)
    with suppress(Refusal):
        decide.confirm(decision_id=made, by=rosa)
    refer.prepare(case_id=case.id)


def _danger(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """Danger now, and nobody has opened it yet: the banner on every page leads there."""


def _raised(case: Case, people: dict[str, Staff], clock: Clock) -> None:
    """A moderator sees more danger than the rules did: raises it, calls, refers at once."""
    _claim(case, people, clock)
    rosa = people["moderator"]
    arrange.override_priority(
        case_id=case.id, priority=Priority.IMMEDIATE, reason="The last message speaks of tonight.", by=rosa
    )
    clock.wait(minutes=2)
    call = emergency.record_emergency_call(case_id=case.id, by=rosa, number="999", reference="DEMO-999-16")
    clock.wait(minutes=6)
    made = orders.decide(case, outcome="refer", category="child_safety", reasons=WORDS, by=rosa)
    refer.prepare(case_id=case.id)
    _deliver(case, people, clock, reference=f"DEMO/{case.number:05d}")
    _look_afterwards(made, call, people["senior"], clock)


def _look_afterwards(decision_id: UUID, call: EmergencyCall, senior: Staff, clock: Clock) -> None:
    """What could not wait for a second person is looked at the next morning."""
    clock.wait(hours=14)
    emergency.look_at(case_id=call.case_id, call_id=call.id, by=senior)
    decide.confirm(decision_id=decision_id, by=senior)


ACTS: dict[str, Callable[[Case, dict[str, Staff], Clock], None]] = {
    "open": _open,
    "claimed": _claim,
    "proposed": _propose,
    "sent_back": _send_back,
    "no_action": _no_action,
    "reopened": _reopen,
    "refer": _refer,
    "by_hand": _by_hand,
    "waiting": _waiting,
    "child_suspect": _child_suspect,
    "raised": _raised,
    "danger": _danger,
}
