"""Where referrals go without a person: two people, a source, and time to object."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from belisha.organisation.addresses import confirm as confirm_address
from belisha.organisation.addresses import propose_as_shipped, say_wrong
from belisha.organisation.mailboxes import mailbox_of
from belisha.organisation.partners import partner_of, partner_urls
from tests.organisation.said import mailbox, partner, read

AUSTRIA = "AT:stopline"


def today():
    return timezone.localdate()


def hours(number):
    return time_machine.travel(timezone.now() + timedelta(hours=number), tick=False)


@pytest.mark.parametrize("authority", ["police:E23000023", "iwf"])
def test_a_mailbox_holds_once_two_people_confirmed_it_and_it_has_cooled_off(sana, tomas, authority):
    row = mailbox(sana, tomas, authority=authority)
    assert mailbox_of(authority) is None
    with hours(25):
        found = mailbox_of(authority)
        assert (found.email, found.claim, found.plain_allowed) == ("reports@stopline.at", row.id, False)
        assert "PUBLIC KEY" in found.key
        assert partner_of(authority) is None


def test_a_partner_holds_once_two_people_confirmed_it_and_it_has_cooled_off(sana, tomas):
    partner(sana, tomas)
    assert (partner_of("partner:other-desk"), partner_urls()) == (None, ())
    with hours(25):
        found = partner_of("partner:other-desk")
        assert (found.name, found.signing, found.secret[:6]) == ("The other desk", "hmac", "whsec_")
        assert partner_urls() == (found.url,)
        assert mailbox_of("partner:other-desk") is None


def test_a_mailbox_of_an_authority_abroad_counts_only_while_its_row_is_confirmed(sana, tomas):
    mailbox(sana, tomas)
    with hours(25):
        assert mailbox_of(AUSTRIA) is None
        claim = propose_as_shipped(authority=AUSTRIA, reading=read(), by=sana)
        confirm_address(claim_id=claim.id, read_on=today(), by=tomas)
        assert mailbox_of(AUSTRIA).email == "reports@stopline.at"
        say_wrong(authority=AUSTRIA, reason="They moved.", by=sana)
        assert mailbox_of(AUSTRIA) is None
