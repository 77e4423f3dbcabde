"""A contact in a file is read as the API reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from ninja.errors import ValidationError

from belisha.api.contact_rows import contacts_of
from belisha.contact.event_file import WrongContact, read_contact

LEAST = {
    "event": "first_message",
    "actor": {"id": "account-1", "age_band": "adult"},
    "recipient": {"id": "account-2", "age_band": "13_15"},
}
MOST = {
    "event": "group_invitation",
    "actor": {
        "id": "account-1",
        "age_band": "unknown",
        "account_age_days": 3,
        "verified": False,
        "upheld_reports": 0,
    },
    "recipient": {"id": "account-2", "age_band": "16_17", "language": "de-AT"},
    "relation": {
        "connected": False,
        "mutual_connections": 2,
        "in_contacts": None,
        "earlier_conversation": False,
        "common_place": True,
    },
    "off_platform_proposed": True,
    "group": "group-1",
    "place": "school-1",
}


def lately(given):
    return {"at": (timezone.now() - timedelta(hours=1)).isoformat()} | given


@pytest.mark.parametrize(
    "given",
    [
        LEAST,
        MOST,
        LEAST | {"relation": None, "group": None, "place": None, "off_platform_proposed": None},
        LEAST | {"recipient": {"id": "é 1", "age_band": "unknown", "language": None}},
    ],
)
def test_both_doors_read_the_same_contact_alike(given):
    told = lately(given)
    assert [read_contact(told)] == contacts_of(told)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"event": "wave"}, "event"),
        ({"at": "2026-11-20T12:00:00"}, "at"),
        ({"at": 5}, "at"),
        ({"mood": 1}, "mood"),
        ({"text": "message 1 of the reported conversation"}, "text"),
        ({"actor": {"id": "a", "age_band": "14"}}, "actor.age_band"),
        ({"actor": {"id": " ", "age_band": "adult"}}, "actor.id"),
        ({"actor": {"id": "a", "age_band": "adult", "verified": "yes"}}, "actor.verified"),
        ({"actor": {"id": "a", "age_band": "adult", "account_age_days": -1}}, "actor.account_age_days"),
        ({"actor": {"id": "a", "age_band": "adult", "upheld_reports": True}}, "actor.upheld_reports"),
        ({"recipient": {"id": "b"}}, "recipient.age_band"),
        ({"recipient": {"id": "b", "age_band": "adult", "language": "de_AT!"}}, "recipient.language"),
        ({"relation": {"friends": 1}}, "relation.friends"),
        ({"group": ""}, "group"),
    ],
)
def test_both_doors_refuse_the_same_and_name_the_field(changed, named):
    told = lately(LEAST) | changed
    with pytest.raises(WrongContact, match=rf"^{named}\b"):
        read_contact(told)
    with pytest.raises(ValidationError) as refused:
        contacts_of(told)
    assert [".".join(map(str, error["loc"][2:])) for error in refused.value.errors] == [named]
