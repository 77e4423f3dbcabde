"""Orders carried out by Mastodon's admin interface, on a site of these tests that remembers its accounts."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from belisha.decisions import decide as decisions
from belisha.enforcement import endpoints, shipments
from belisha.enforcement.act import order as give
from belisha.enforcement.act import reverse
from belisha.enforcement.channels.channel import NOTICE, ORDER_DUE, Arrived, Later, Parcel, Refused
from belisha.enforcement.channels.mastodon import Mastodon
from belisha.enforcement.endpoint_table import Shipment
from belisha.enforcement.models import Order
from belisha.enforcement.order_add import Thing
from belisha.organisation.arrange import save_service
from belisha.triage.models import Case
from belisha.triage.read import untriaged
from belisha.triage.triage import triage
from belisha.work.models import Task
from tests.connectors.conftest import sent
from tests.connectors.samples import mastodon
from tests.desk_cases import danger, make_case
from tests.enforcement.kept import YEARS, clocks_begin, on_day
from tests.fakes.mastodon import TOKEN, Server, Site

__all__ = ["danger", "make_case"]

UNFOUNDED = {"outcome": "no_action", "category": "other", "reasons": "Unfounded."}
REFER = {"outcome": "refer", "category": "grooming", "reasons": "It is what it seems."}


@pytest.fixture
def site(configured):
    """A site on this machine, with the accounts 77 and 12."""
    configured(private_hosts=["127.0.0.1"])
    server = Server(Site())
    server.site.add("77", "12")
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def endpoint(site, alex):
    """The endpoint of the site, in test: that is enough to be dialled."""
    return endpoints.add(name="Site", url=site.url, by=alex, kind="mastodon", token=TOKEN).endpoint


def parcel(
    site, kind="suspend", target="account", *, who="77", event=ORDER_DUE, token=TOKEN, attempt=1, **about
):
    told = {"kind": kind, "target": {"kind": target, "id": who}, "notice": None, "undoes": None} | about
    now = timezone.now()
    facts = {"id": Shipment().id, "order_id": Shipment().id, "at": now, "now": now, "attempt": attempt}
    return Parcel(**facts, event=event, url=site.url, secrets=(), token=token, about=told)


def account(site):
    return {name for name, marked in site.site.accounts["77"].items() if marked is True}


@pytest.mark.usefixtures("endpoint")
class TestChannel:
    """One parcel at a time."""

    @pytest.mark.parametrize(
        ("kind", "undone", "before", "after"),
        [
            ("suspend", "", set(), {"suspended"}),
            ("restrict", "", set(), {"silenced"}),
            ("restore", "suspend", {"suspended", "silenced"}, {"silenced"}),
            ("restore", "restrict", {"suspended", "silenced"}, {"suspended"}),
            ("restore", "", {"suspended", "silenced"}, set()),
        ],
    )
    def test_an_order_about_an_account_is_done_and_looked_at(self, site, kind, undone, before, after):
        site.site.accounts["77"] |= dict.fromkeys(before, True)
        outcome = Mastodon().send(parcel(site, kind, **({"undone": undone} if undone else {})))
        assert isinstance(outcome, Arrived)
        assert outcome.done
        assert account(site) == after

    def test_what_was_so_before_the_order_is_not_lifted_with_it(self, site):
        site.site.accounts["77"] |= {"suspended": True}
        outcome = Mastodon().send(parcel(site))
        assert (outcome.done, outcome.did) == (True, "nothing")
        undone = Mastodon().send(parcel(site, "restore", undone="suspend", did=outcome.did))
        assert (undone.done, "nothing is lifted" in undone.detail) == (True, True)
        assert account(site) == {"suspended"}

    def test_what_an_earlier_attempt_may_have_done_is_the_orders_own(self, site):
        site.site.accounts["77"] |= {"suspended": True}
        assert Mastodon().send(parcel(site, attempt=2)).did == "suspend"

    def test_where_nobody_knows_what_is_undone_a_person_looks(self, site):
        site.site.accounts["77"] |= {"suspended": True, "silenced": True}
        outcome = Mastodon().send(parcel(site, "restore", undoes=Shipment().id))
        assert (type(outcome), outcome.problem) == (Refused, "not_possible")
        assert account(site) == {"suspended", "silenced"}

    @pytest.mark.parametrize("undone", ["preserve", "hold", ""])
    def test_letting_go_what_is_kept_lifts_no_suspension(self, site, undone):
        site.site.accounts["77"] |= {"suspended": True}
        outcome = Mastodon().send(parcel(site, "release", undone=undone))
        assert isinstance(outcome, Refused)
        assert "nothing is changed there" in outcome.words
        assert account(site) == {"suspended"}

    def test_the_same_order_again_is_no_second_strike(self, site):
        outcomes = [Mastodon().send(parcel(site)) for _ in range(2)]
        assert [one.detail for one in outcomes] == [
            "Suspended in Mastodon.",
            "The account was suspended already.",
        ]
        assert len(site.site.strikes) == 1

    @pytest.mark.parametrize(
        ("kind", "target"),
        [
            ("remove", "item"),
            ("hold", "item"),
            ("restore", "item"),
            ("hold", "account"),
            ("preserve", "item"),
        ],
    )
    def test_what_mastodon_cannot_do_fails_with_words(self, site, kind, target):
        outcome = Mastodon().send(parcel(site, kind, target))
        assert isinstance(outcome, Refused)
        assert not outcome.line_down
        assert len(outcome.words) > 40
        assert site.site.calls == []

    def test_an_act_that_mastodon_forgets_is_never_called_done(self, site):
        site.site.forgets = True
        outcome = Mastodon().send(parcel(site))
        assert (type(outcome), outcome.problem) == (Refused, "not_done")

    def test_the_user_is_written_to_only_where_they_may_be_told(self, site):
        notice = {"language": "en", "title": "Your account", "text": "It is suspended.", "appeal": None}
        Mastodon().send(parcel(site, "suspend"))
        Mastodon().send(parcel(site, "restrict", notice=notice))
        assert [one["send_email_notification"] for one in site.site.strikes] == ["false", "true"]
        assert [one.get("text", "") for one in site.site.strikes] == ["", "Your account\n\nIt is suspended."]

    def test_a_warning_waits_until_it_has_words(self, site):
        assert isinstance(Mastodon().send(parcel(site, "warn")), Later)
        notice = {"title": "A warning", "text": "Please read the rules."}
        assert Mastodon().send(parcel(site, "warn", notice=notice)).done
        assert [one["type"] for one in site.site.strikes] == ["none"]

    @pytest.mark.parametrize(
        ("status", "headers", "kind", "problem"),
        [
            (429, {"Retry-After": "7"}, Later, "status_429"),
            (503, {}, Later, "status_503"),
            (302, {"Location": "http://127.0.0.1:1/"}, Refused, "status_302"),
            (401, {}, Refused, "status_401"),
            (422, {}, Refused, "status_422"),
        ],
    )
    def test_each_answer_is_what_it_means(self, site, status, headers, kind, problem):
        site.site.fails = [(status, headers)]
        outcome = Mastodon().send(parcel(site))
        assert (type(outcome), outcome.problem) == (kind, problem)
        assert getattr(outcome, "after", None) == (timedelta(seconds=7) if status == 429 else None)

    def test_a_wrong_token_stops_the_line_and_an_unknown_account_this_one_alone(self, site):
        assert Mastodon().send(parcel(site, token="x" * 9)).line_down
        for who in ("../accounts/12", "9999"):
            outcome = Mastodon().send(parcel(site, who=who))
            assert (type(outcome), outcome.line_down) == (Refused, False)

    def test_a_notice_alone_asks_for_nothing_and_a_site_away_is_tried_again(self, site):
        assert isinstance(Mastodon().send(parcel(site, event=NOTICE)), Arrived)
        site.shutdown()
        site.server_close()
        assert Mastodon().send(parcel(site)).problem == "unreachable"


def the_worker_sends():
    return shipments.send_due(now=timezone.now())


def turned_on(endpoint, alex):
    endpoints.test(endpoint_id=endpoint.id, by=alex)
    the_worker_sends()
    endpoints.turn_on(endpoint_id=endpoint.id, by=alex)


def test_what_is_undone_once_its_case_is_erased_is_what_was_done_and_no_more(
    danger, endpoint, site, alex, rosa, omar
):
    turned_on(endpoint, alex)
    site.site.accounts["77"] |= {"silenced": True}  # By their own moderators, for reasons of theirs.
    made = give(case_id=danger.id, kind="suspend", thing=Thing(kind="account", id="77"), by=rosa)
    the_worker_sends()
    assert account(site) == {"silenced", "suspended"}
    endpoints.turn_off(endpoint_id=endpoint.id, by=alex)
    undoing = reverse(order_id=made.id, by=rosa, reason="Words of the case.")
    found = decisions.decide(case_id=danger.id, by=rosa, **UNFOUNDED)
    decisions.confirm(decision_id=found.id, by=omar)
    clocks_begin()
    on_day(YEARS)
    assert not Case.objects.exists()
    undoing.refresh_from_db()
    assert (undoing.undoes, "reason" in undoing.details) == (None, False)
    turned_on(endpoint, alex)
    the_worker_sends()
    undoing.refresh_from_db()
    assert (undoing.state, undoing.answer) == ("done", "No longer suspended in Mastodon.")
    assert account(site) == {"silenced"}


def test_a_report_in_mastodon_ends_in_a_suspension_there_and_its_reversal(
    connector, endpoint, site, alex, rosa, omar
):
    save_service(name="Site", slug="site", by=alex)
    turned_on(endpoint, alex)
    assert sent(connector("mastodon"), mastodon()).status_code == 201
    for report_id in untriaged():
        triage(report_id=report_id)
    case = Case.objects.get()
    decision = decisions.decide(case_id=case.id, by=rosa, **REFER)
    decisions.confirm(decision_id=decision.id, by=omar)
    made = give(case_id=case.id, kind="suspend", thing=Thing(kind="account", id="77"), by=rosa)
    the_worker_sends()
    made.refresh_from_db()
    assert (account(site), made.state, made.answer) == ({"suspended"}, "done", "Suspended in Mastodon.")
    undoing = reverse(order_id=made.id, by=rosa, reason="It was somebody else.")
    the_worker_sends()
    undoing.refresh_from_db()
    made.refresh_from_db()
    assert (account(site), undoing.state, made.state) == (set(), "done", "reversed")
    removal = give(case_id=case.id, kind="remove", thing=Thing(kind="item", id="900"), by=rosa)
    the_worker_sends()
    removal.refresh_from_db()
    assert (removal.state, "Do it in Mastodon" in removal.answer) == ("failed", True)
    assert Task.objects.filter(kind="order_failed", done_at=None).count() == 1
    assert Order.objects.filter(state="due").count() == 0
