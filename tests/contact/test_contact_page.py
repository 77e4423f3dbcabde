"""The page on contacts with children: warnings, accounts that were raised, and the switch of two people."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belisha.contact import warned
from belisha.contact.assess import assess
from belisha.contact.event import Actor, Event, Recipient
from belisha.contact.models import PatternSwitch, Raised, Warned, WarningWeek, Watched
from belisha.contact.pattern_outcome import forget_accounts, forget_old
from belisha.contact.pattern_replay import Replay
from belisha.contact.store import read_since
from belisha.contact.watch_patterns import read_on
from belisha.intake.models import Report
from belisha.jobs import patterns
from belisha.ledger.models import Entry
from belisha.organisation.arrange import switch_one_person_mode
from belisha.people.roles import Role
from belisha.triage.triage import triage
from tests.contact.told import BEGIN, blocked, contact, many
from tests.desk_cases import one_person, organisation

__all__ = ["one_person", "organisation"]

PROPOSAL = {"threshold": 60, "window_days": 14, "reason": "We have looked at it for a month."}


@pytest.fixture
def rosa(person):
    return person("Rosa", Role.SENIOR)


@pytest.fixture
def omar(person):
    return person("Omar", Role.SENIOR)


def go_on():
    while read_on():
        pass
    while patterns.replay_patterns():
        pass


def propose(client, by, **changed):
    client.force_login(by)
    return client.post(reverse("propose_patterns"), PROPOSAL | changed)


def confirm(client, by):
    client.force_login(by)
    row = PatternSwitch.objects.get(state="proposed")
    return client.post(reverse("confirm_patterns", args=[row.id]))


def test_an_empty_desk_says_so(client, rosa):
    client.force_login(rosa)
    page = client.get(reverse("contact")).content.decode()
    assert "No warning was shown" in page
    assert "“Not told” means" not in page
    assert "No account has been raised" in page
    assert "Observed only" in page


def test_what_it_would_have_raised_is_counted_before_a_second_person_switches_it_on(client, rosa, omar):
    assess(events=many())
    assert propose(client, rosa).status_code == 302
    refused = confirm(client, omar)
    assert refused.status_code == 409
    assert "still being counted" in refused.content.decode()
    go_on()
    page = client.get(reverse("contact")).content.decode()
    assert "it would have made 1 report;" in page
    assert confirm(client, rosa).status_code == 409  # not by who proposed it
    assert confirm(client, omar).status_code == 302
    assert PatternSwitch.objects.get().state == "on"
    events = Entry.objects.filter(event__startswith="contact.patterns").order_by("seq")
    assert list(events.values_list("event", flat=True)) == [
        "contact.patterns_proposed",
        "contact.patterns_replayed",
        "contact.patterns_switched_on",
    ]
    assert "From 60 points within 14 days" in client.get(reverse("contact")).content.decode()


def test_one_person_alone_may_do_both_in_one_person_mode(client, one_person, rosa):
    propose(client, rosa)
    go_on()
    assert confirm(client, rosa).status_code == 302
    assert PatternSwitch.objects.get().one_person_mode


def test_one_person_mode_switched_on_for_it_does_not_help(client, organisation, rosa):
    propose(client, rosa)
    go_on()
    switch_one_person_mode(on=True, reason="A team of one.", by=rosa)
    assert confirm(client, rosa).status_code == 409
    assert PatternSwitch.objects.get().state == "proposed"


def test_what_was_counted_by_other_rules_is_not_switched_on(client, rosa, omar):
    propose(client, rosa)
    go_on()
    row = PatternSwitch.objects.get()
    row.seen |= {"rules": "those of an earlier release"}
    row.save()
    answer = confirm(client, omar)
    assert (answer.status_code, "have changed since" in answer.content.decode()) == (409, True)


def test_a_second_proposal_waits_for_the_first(client, rosa, omar):
    propose(client, rosa)
    assert propose(client, omar).status_code == 409
    assert PatternSwitch.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"threshold": 5}, {"threshold": 101}, {"window_days": 31}, {"reason": ""}])
def test_a_wrong_proposal_is_shown_again_with_what_is_wrong(client, rosa, wrong):
    answer = propose(client, rosa, **wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_one_word_switches_it_off_again(client, rosa, omar):
    propose(client, rosa)
    go_on()
    confirm(client, omar)
    client.post(reverse("switch_patterns_off"))
    assess(events=many())
    go_on()
    assert [row.observed for row in Raised.objects.all()] == [True]
    assert client.post(reverse("switch_patterns_off")).status_code == 404


def test_a_proposal_can_be_withdrawn(client, rosa):
    propose(client, rosa)
    client.post(reverse("withdraw_patterns", args=[PatternSwitch.objects.get().id]))
    assert PatternSwitch.objects.get().state == "ended"


def test_a_replay_in_parts_counts_what_a_replay_at_once_does(monkeypatch):
    assess(events=[one for n in range(5) for one in many(9, refused=2, actor={"id": f"stranger-{n}"})])
    whole = Replay(40, 14).all()
    monkeypatch.setattr("belisha.contact.pattern_replay.OF_A_PART", 10)
    replay = Replay(40, 14)
    assert replay.parts > 3
    assert replay.all() == whole
    assert whole["reports"] == 5


def test_what_a_decision_says_is_carried_back_and_counted(client, organisation, rosa, omar):
    propose(client, rosa)
    go_on()
    confirm(client, omar)
    assess(events=many())
    go_on()
    case = triage(report_id=Report.objects.get().id)
    decide(case, rosa, "no_action")
    assert patterns.carry_outcomes() == 1
    assert Raised.objects.get().outcome == "refuted"
    client.force_login(rosa)
    page = client.get(reverse("contact")).content.decode()
    assert f"{case.label}: Refuted" in page
    assert "1, of which 0 confirmed, 1 refuted, 0 open" in page
    assert patterns.carry_outcomes() == 0


def decide(case, by, outcome):
    from belisha.decisions.models import Decision

    Decision.objects.create(
        case=case, outcome=outcome, category="grooming", state="final", made_by=by, made_at=timezone.now()
    )


def test_an_administrator_sees_counts_and_no_case(client, organisation, rosa, omar, person):
    test_what_a_decision_says_is_carried_back_and_counted(client, organisation, rosa, omar)
    client.force_login(person("Ada", Role.ADMINISTRATOR))
    page = client.get(reverse("contact")).content.decode()
    assert "Refuted" in page
    assert "C-0" not in page


def shown(number=1, kind="connection_request", **changed):
    """A request of a stranger, at which a warning is shown."""
    return contact(number, event=kind, **changed)


def answered(number, kind):
    return Event(
        event=kind,
        at=BEGIN + timedelta(hours=number, minutes=10),
        actor=Actor(id=f"child-{number}", age_band="13_15"),
        recipient=Recipient(id="stranger", age_band="adult"),
    )


def test_warnings_are_counted_by_what_followed(client, rosa):
    assess(events=[shown(n) for n in range(4)])
    assert all(one.shown for one in read_since())
    assess(events=[blocked(0), answered(1, "connection_accepted")])
    go_on()
    assert warned.settle(now=BEGIN + timedelta(days=9)) == 2
    (week,) = WarningWeek.objects.all()
    assert (week.shown, week.refused, week.accepted, week.left) == (4, 1, 1, 2)
    assert Warned.objects.count() == 0
    WarningWeek.objects.update(week=timezone.localdate() - timedelta(days=7))
    week.pk, week.week, week.band = None, timezone.localdate() - timedelta(days=7), week.band + 1
    week.save()
    client.force_login(rosa)
    page = client.get(reverse("contact")).content.decode()
    sums, _, parts = page.partition("by week, kind and age")
    begins = f"{week.week.day} {week.week:%B %Y}"
    assert (sums.count(begins), parts.count(begins)) == (1, 2)
    assert re.search(rf"{begins}.*?>\s*8\s*<", sums, re.DOTALL)
    assert "Request to connect" in page
    assert "13 to 15" in page


def test_a_message_that_nobody_answers_says_nothing_of_its_warning():
    assess(events=[shown(1, kind="first_message")])
    go_on()
    assert warned.settle(now=BEGIN + timedelta(days=9)) == 1
    (week,) = WarningWeek.objects.all()
    assert (week.shown, week.left) == (1, 0)


def test_what_is_old_is_forgotten_but_for_its_count():
    assess(events=many())
    go_on()
    assert forget_old(now=BEGIN + timedelta(days=40)) == 2
    assert Watched.objects.count() == 0
    assert bytes(Raised.objects.get().actor) == b""


def test_an_account_is_forgotten_on_request_in_the_windows_of_others_too():
    assess(events=many())
    go_on()
    child = next(one.recipient for one in read_since() if one.event.event == "first_message")
    before = bytes(Watched.objects.get().window)
    assert child[:8] in before
    assert forget_accounts([child]) == 1
    assert child[:8] not in bytes(Watched.objects.get().window)


def test_the_metrics_count_what_was_raised_and_what_waits(client, settings):
    from pydantic import SecretStr

    settings.BELISHA = settings.BELISHA.model_copy(update={"metrics_token": SecretStr("t" * 32)})
    assess(events=many())
    asked = {"headers": {"authorization": "Bearer " + "t" * 32}}
    assert "belisha_contacts_unread 18.0" in client.get("/metrics", **asked).content.decode()
    go_on()
    told = client.get("/metrics", **asked).content.decode()
    assert 'belisha_contact_patterns{outcome="observed"} 1.0' in told
    assert "belisha_contacts_unread 0.0" in told


def test_nobody_stays_in_a_window_for_longer_than_contacts_are_kept():
    assess(events=[*many(6), contact(40, at=BEGIN + timedelta(days=20))])
    go_on()
    forget_old(now=BEGIN + timedelta(days=33))
    (row,) = Watched.objects.all()
    assert row.oldest_at == BEGIN + timedelta(days=20)
    assert len(bytes(row.window)) == 11 + 18
