"""What a CyberTip says, with the least, the usual and all that a report without files can carry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from belisha.guard import inspect
from belisha.referrals.cybertip import Agency, Contact, CyberTip, Device, IpEvent, TipAccount
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import Account, ConversationLine, Item, View
from belisha.referrals.recipients.cybertip.report import names, written
from belisha.referrals.tip import is_police
from tests.fakes.cybertip import checked, own_schema
from tests.referrals.build import conversation, minutes
from tests.referrals.tips import ENTICEMENT, least_tip, usual_tip, whole_tip

pytestmark = pytest.mark.pure

GOLDEN = Path(__file__).parent / "golden"
AMOUNTS = {"least": least_tip, "usual": usual_tip, "all": whole_tip}


@pytest.mark.parametrize("amount", AMOUNTS)
def test_what_leaves_is_as_pinned(amount):
    assert written(AMOUNTS[amount]()) == (GOLDEN / f"cybertip-{amount}.xml").read_bytes()


@pytest.mark.parametrize("amount", AMOUNTS)
def test_every_report_is_in_order_and_passes_the_guard(amount):
    document = written(AMOUNTS[amount]())
    assert checked(document, minutes(600).timestamp()) == (0, "")
    assert inspect(document, name="pack.xml").verdict == "clean"


NOT_CARRIED = {
    "onlineGamingIncident",  # the whole report is of a chat; a game has a test of its own
    "gameName",
    "console",
    "contactPerson",  # whoever reports is the contact
    "state",  # of an address, of which nothing but town and country is known here
    "nonUsaState",
    "zipCode",
    "middleName",  # of an associated account, of which no more than its names is asked here
    "approximateAge",
}


def test_the_whole_report_has_every_element_that_one_without_files_can_carry():
    schema = etree.parse(str(Path(__file__).parents[1] / "fakes" / "cybertip.xsd"))
    known = {str(one) for one in schema.xpath("//@name[parent::xs:element]", namespaces=XS)}
    carried = {one.tag for one in etree.fromstring(written(whole_tip())).iter()}
    assert known - carried == NOT_CARRIED


XS = {"xs": "http://www.w3.org/2001/XMLSchema"}


def test_the_check_of_the_order_bites():
    root = etree.fromstring(written(usual_tip()))
    root.insert(0, root[-1])
    assert checked(etree.tostring(root), minutes(600).timestamp())[0] == 4100
    assert own_schema().validate(etree.fromstring(written(usual_tip())))


def tip(**facts) -> CyberTip:
    return CyberTip(**{"incident_type": ENTICEMENT, "incident_at": minutes(-60)} | facts)


def account(**facts) -> CyberTip:
    return tip(accounts=(TipAccount(id="u-1001", **facts),))


WRONG = {
    "cybertip.incident_type": {"cybertip": CyberTip()},
    "cybertip.incident_at": {"cybertip": CyberTip(incident_type=ENTICEMENT), "occurred_at": None},
    "report.incidentSummary.escalateToHighPriority": {"cybertip": tip(escalation="x" * 3001)},
    "report.incidentSummary.incidentDateTimeDescription": {"cybertip": tip(when_described="x" * 3001)},
    "report.internetDetails.chatImIncident.chatClient": {"cybertip": tip(chat_client="x" * 256)},
    "report.internetDetails.chatImIncident.chatRoomName": {"cybertip": tip(chat_room="x" * 256)},
    "report.internetDetails.onlineGamingIncident.gameName": {"cybertip": tip(game="x" * 256)},
    "report.lawEnforcement.agencyName": {"cybertip": tip(told=(Agency(name="x" * 256),))},
    "report.lawEnforcement.officerContact.phone": {
        "cybertip": tip(told=(Agency(name="a", phone="1" * 101),))
    },
    "report.reporter.legalURL": {"cybertip": tip(legal_url="harbour.example")},
    "report.personOrUserReported.profileBio": {"cybertip": account(bio="x" * 3001)},
    "report.personOrUserReported.priorCTReports": {"cybertip": account(prior_reports=("12a",))},
    "report.personOrUserReported.deviceId.idValue": {
        "cybertip": account(devices=(Device(kind="a", value=""),))
    },
    "report.personOrUserReported.ipCaptureEvent.ipAddress": {
        "cybertip": account(ip_events=(IpEvent(ip=""),))
    },
    "report.personOrUserReported.estimatedLocation.countryCode": {"cybertip": account(city="Springfield")},
    "report.personOrUserReported.vehicleDescription": {"cybertip": account(vehicle="x" * 101)},
    "report.personOrUserReported.personOrUserReportedPerson.firstName": {
        "cybertip": account(first_name="x" * 101)
    },
    "report.internetDetails.webPageIncident.url": {
        "items": (Item(id="i", locator=f"https://a.example/{'x' * 2080}"),)
    },
    "report.additionalInfo": {"what_happened": "x" * 3000},
}


@pytest.mark.parametrize("field", WRONG)
def test_what_does_not_fit_is_refused_by_the_name_of_its_field(field):
    with pytest.raises(NotSendable) as refused:
        written(replace(usual_tip(), **WRONG[field]))
    assert refused.value.field == field


def test_what_is_said_of_an_address_stands_on_it_and_a_further_one_is_added():
    contacts = (
        Contact(value="kite@harbour.example", kind="Work", verified="yes"),
        Contact(value="other@mail.example", kind="Recovery"),
    )
    accounts = (Account(id="u-1001", role="suspect", emails=("kite@harbour.example", "third@mail.example")),)
    root = root_of(accounts=accounts, cybertip=account(contacts=contacts))
    emails = root.findall("personOrUserReported/personOrUserReportedPerson/email")
    assert [(one.text, dict(one.attrib)) for one in emails] == [
        ("kite@harbour.example", {"type": "Work", "verified": "true"}),
        ("third@mail.example", {}),
        ("other@mail.example", {"type": "Recovery"}),
    ]


def test_a_time_in_the_future_is_refused():
    with pytest.raises(NotSendable, match="in the past"):
        written(replace(usual_tip(), cybertip=tip(incident_at=minutes(1))))


def root_of(**changes) -> etree._Element:
    return etree.fromstring(written(replace(usual_tip(), **changes)))


def test_viewed_is_said_by_whom_and_when_or_not_at_all():
    item = Item(id="i-1")
    assert "iewed" not in etree.tostring(root_of(items=(item,)), encoding="unicode")
    seen = View(at=minutes(-20), by="Reviewer 1 (moderator)", form="blurred", item="i-1")
    told = root_of(items=(item,), viewed=(seen,)).findtext("internetDetails/webPageIncident/additionalInfo")
    assert "Viewed by Reviewer 1 (moderator), 2026-11-02 11:40:00 (UTC): blurred." in told


def test_nothing_is_urgent_unless_there_is_danger_or_a_person_says_so():
    assert root_of().findtext("incidentSummary/escalateToHighPriority") is None
    urgent = root_of(priority="immediate", priority_reasons=("A child may be in danger now.",))
    assert urgent.findtext("incidentSummary/escalateToHighPriority") == "A child may be in danger now."


def test_a_long_conversation_goes_in_as_many_elements_as_it_takes_and_loses_nothing():
    lines = (*conversation(200), ConversationLine(text="y" * 7000))
    chats = root_of(conversation=lines).findall("internetDetails/chatImIncident/content")
    assert max(len(one.text) for one in chats) <= 3000
    said = "".join(one.text for one in chats)
    assert all(line.text in said for line in lines[:-1])
    assert said.count("y") - sum(line.text.count("y") for line in lines[:-1]) >= 7000


def test_what_was_said_in_a_game_stands_under_the_game():
    root = root_of(cybertip=tip(game="Invented Game", console="Invented Console"))
    game = root.find("internetDetails/onlineGamingIncident")
    assert [one.tag for one in game] == ["gameName", "console", "content"]
    assert root.find("internetDetails/chatImIncident") is None


def test_one_user_is_reported_and_further_ones_are_named():
    two = tuple(Account(id=f"u-{n}", role="suspect", screen_name=f"n{n}") for n in (1, 2))
    root = root_of(accounts=two)
    assert [one.text for one in root.findall("personOrUserReported/espIdentifier")] == ["u-1"]
    assert "account u-2, screen name n2" in root.findtext("personOrUserReported/additionalInfo")


def test_who_reported_to_us_is_in_no_place():
    reporter = (Account(id="u-9", role="reporter"),)
    assert b"u-9" not in etree.tostring(root_of(accounts=reporter, conversation=()))


def test_of_several_children_none_is_given_an_age_that_may_be_anothers():
    children = tuple(Account(id=f"c-{n}", role="child") for n in (1, 2))
    root = root_of(accounts=children)
    assert root.findall("victim/victimPerson/age") == []
    assert "A child: 12 years old, Ely" in root.findtext("additionalInfo")


def test_a_child_without_an_account_is_a_victim_all_the_same():
    assert root_of(accounts=()).findtext("victim/victimPerson/age") == "12"


def test_a_place_that_is_no_address_is_text():
    root = root_of(items=(Item(id="i-1", locator="bucket/object 7"),))
    assert root.find("internetDetails/webPageIncident/url") is None
    assert "Locator: bucket/object 7" in root.findtext("internetDetails/webPageIncident/additionalInfo")


def test_an_address_is_whole_again_for_those_who_must_open_it():
    root = root_of(items=(Item(id="i-1", locator="https://media.harbour.example/a?b=1"),))
    assert root.findtext("internetDetails/webPageIncident/url") == "https://media.harbour.example/a?b=1"


def test_what_no_xml_can_hold_is_replaced_and_markup_is_text():
    root = root_of(what_happened="a\x00b\x0b<c> &d; ]]>")
    assert "a\ufffdb\ufffd<c> &d; ]]>" in root.findtext("additionalInfo")


def test_the_same_message_gives_the_same_bytes():
    assert written(whole_tip()) == written(whole_tip())


@pytest.mark.parametrize(
    ("authority", "is_one"),
    [
        ("police:E23000023", True),
        ("emergency", True),
        ("nca", True),
        ("DE:police", True),
        ("ncmec", False),
        ("iwf", False),
        ("policeman", False),
    ],
)
def test_who_counts_as_law_enforcement(authority, is_one):
    assert is_police(authority) is is_one


def test_a_name_is_first_and_last():
    assert [names(one) for one in ("Rosa Maria Lindqvist", "Rosa", "")] == [
        ("Rosa Maria", "Lindqvist"),
        ("Rosa", ""),
        ("", ""),
    ]
