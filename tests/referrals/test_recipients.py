"""What each kind of authority asks for and how it is told by hand, under least, usual and all data."""

import subprocess
import sys

import pytest

from belisha.referrals.message import Account, Addressee, Item, Organisation, Person
from belisha.referrals.recipients import RECIPIENTS, UnknownAuthority, recipient_for
from belisha.referrals.recipients.nca import Nca
from belisha.referrals.recipients.police import Police
from belisha.referrals.recipients.recipient import SECTIONS
from tests.referrals.build import AUTHORITIES, NOON, everything, least, usual
from tests.referrals.pins import FOLDER, pins

pytestmark = pytest.mark.pure

KINDS = [
    ("emergency", "Emergency"),
    ("police:E23000023", "Police"),
    ("police:local", "Police"),
    ("nca", "Nca"),
    ("ncmec", "Ncmec"),
    ("iwf", "Iwf"),
    ("ceop", "Mechanism"),
    ("social-care", "Mechanism"),
    ("CA:c3p", "Mechanism"),
]


def said(message) -> str:
    """What the caller says, in one text."""
    how = recipient_for(message.recipient.authority).how_to(message)
    return " ".join(one.text for one in how if one.action == "say")


def actions(message) -> list[str]:
    return [one.action for one in recipient_for(message.recipient.authority).how_to(message)]


@pytest.mark.parametrize(("authority", "kind"), KINDS)
def test_each_authority_is_of_exactly_one_kind(authority, kind):
    assert [type(one).__name__ for one in RECIPIENTS if one.id_matches(authority)] == [kind]
    assert type(recipient_for(authority)).__name__ == kind


@pytest.mark.parametrize("authority", ["", "somebody", "nca2", "ca:c3p", "CA:", "police"])
def test_an_unknown_authority_is_refused(authority):
    with pytest.raises(UnknownAuthority):
        recipient_for(authority)


@pytest.mark.parametrize("recipient", RECIPIENTS, ids=lambda one: type(one).__name__)
def test_every_pack_has_every_section_once(recipient):
    assert sorted(recipient.sections) == sorted(SECTIONS)


def test_what_each_recipient_is_told_is_as_pinned():
    made = pins()
    # What the CyberTipline is told as XML has pins of its own.
    assert {path.name for path in FOLDER.iterdir() if path.suffix != ".xml"} == set(made)
    differing = [name for name, content in made.items() if (FOLDER / name).read_bytes() != content]
    assert differing == []


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("make", [least, usual, everything])
def test_what_is_asked_for_is_here_or_unknown_or_does_not_apply(authority, make):
    for one in recipient_for(authority).checklist(make(authority)):
        assert one.stand in ("present", "unknown", "not_applicable")
        assert one.asked
        assert one.text


@pytest.mark.parametrize("authority", AUTHORITIES)
@pytest.mark.parametrize("make", [least, usual, everything])
def test_instructions_have_words_and_only_written_down_targets(authority, make):
    for one in recipient_for(authority).how_to(make(authority)):
        assert one.text
        assert one.target or one.action not in ("open", "send")


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_danger_now_is_a_call_before_anything_else(authority):
    first = recipient_for(authority).how_to(everything(authority))[0]
    assert (first.action, first.target) == ("call", "999")


@pytest.mark.parametrize("authority", [one for one in AUTHORITIES if one != "emergency"])
def test_unknown_danger_names_the_emergency_number_as_a_condition(authority):
    first = recipient_for(authority).how_to(usual(authority))[0]
    assert first.text.startswith("If a child may be in danger now, call 999")


def test_nobody_in_danger_asks_for_no_emergency_call():
    assert all(one.target != "999" for one in Police().how_to(usual(danger_now="no")))


def test_a_country_whose_number_we_are_not_sure_of_gets_no_number():
    first = Police().how_to(least())[0]
    assert "the local emergency number" in first.text
    assert first.target == ""


def test_the_telephone_script_says_the_known():
    words = said(everything("emergency"))
    for part in ("Harbour Chat", "12 years old", "Ely", "Springfield", "R-000003", "+44 20 7946 0000"):
        assert part in words
    assert "not know" not in words


def test_the_telephone_script_says_the_unknown_as_unknown():
    words = said(least("emergency"))
    for part in (
        "We do not know whether a child is in danger now",
        "We do not know how old the child is",
        "We do not know where the child is",
        "We have no description of what happened",
        "We do not know where the suspect is",
        "We have no account names or internet addresses",
        "[your number]",
    ):
        assert part in words


def test_a_long_story_is_cut_at_a_word_and_says_that_there_is_more():
    words = said(usual("emergency", what_happened="statement " * 400))
    assert "statement … (there is more in the written report)" in words
    assert len(words) < 1500


def test_a_child_as_suspect_is_safeguarding_first():
    assert "safeguarding first" in said(usual(suspect_is_child="yes"))
    assert "safeguarding first" not in said(usual())


def test_schedule_one_comes_in_its_order_and_before_the_declaration():
    asked = [one.asked.split(":")[0] for one in Nca().checklist(everything("nca"))]
    order = [
        "The reporting person and how to reach them",
        "The detected content",
        "How it was detected",
        "The platform",
        "An earlier report and its reference",
        "When it was uploaded",
        "Internet address at upload",
        "Port at upload",
        "EXIF data",
        "The URL, defanged in the pack",
        "Hash of the original",
        "Account",
        "Connections of the account",
        "The organisation is registered with the NCA",
    ]
    assert [asked.index(one) for one in order] == sorted(asked.index(one) for one in order)
    groups = [one.group for one in Nca().checklist(everything("nca"))]
    assert groups == sorted(groups, reverse=True)
    assert set(groups) == {"Schedule 1", "Declaration"}


def test_the_order_of_schedule_one_says_that_it_is_second_hand():
    assert "check against the instrument" in Nca.caution


def test_content_that_was_reported_before_is_not_declared_unreported():
    before = next(one for one in Nca().checklist(everything("nca")) if "not reported before" in one.asked)
    assert before.stand == "unknown"
    assert "Do not file the same content twice" in before.text


def test_messages_are_detected_content_too():
    content = next(one for one in Nca().checklist(usual("nca")) if one.asked == "The detected content")
    assert content.text == "conversation: 3 lines in the pack"


def test_only_the_named_persons_file_with_the_nca():
    texts = [one.text for one in Nca().how_to(everything("nca"))]
    assert any(text.startswith("To be filed by Rosa Lindqvist or Tom Okoro alone") for text in texts)


def test_an_unregistered_organisation_is_told_to_register_first():
    assert any("Register an administrator" in one.text for one in Nca().how_to(usual("nca")))
    assert not any("Register an administrator" in one.text for one in Nca().how_to(everything("nca")))


def test_an_unconfirmed_address_is_to_be_confirmed_first():
    open_row = Addressee(
        authority="DE:example", name="An invented authority", url="https://authority.example"
    )
    unconfirmed = usual("DE:example", recipient=open_row)
    assert actions(unconfirmed)[:3] == ["call", "careful", "open"]
    assert "careful" not in actions(everything("DE:example"))


def test_a_suggested_kind_of_incident_is_the_tip_lines_own_word():
    how = recipient_for("ncmec").how_to(everything("ncmec"))
    words = " ".join(one.text for one in how)
    assert "Online Enticement of Children for Sexual Acts" in words
    assert "Child Pornography (possession, manufacture, and distribution)" in words
    assert "a person chooses" in words


def test_counts_are_those_of_the_message():
    message = least(
        "police:E23000023",
        organisation=Organisation(legal_name="Harbour Chat Ltd", country="GB"),
        accounts=(Account(id="1", ips=("192.0.2.1", "192.0.2.2")), Account(id="2", ips=("192.0.2.1",))),
        items=(Item(id="1", ip="192.0.2.3", md5="0" * 32), Item(id="2")),
        child=Person(age=1),
        occurred_at=NOON,
    )
    assert "We can give you 2 account names, 3 internet addresses and 1 file fingerprint." in said(message)
    assert "The child is 1 year old." in said(message)


def test_packs_need_no_django():
    code = (
        "import sys, belisha.referrals.pack; sys.exit(any(n.split('.')[0] == 'django' for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
