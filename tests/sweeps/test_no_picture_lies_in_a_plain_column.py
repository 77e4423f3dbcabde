"""What people type into a column that isn't sealed is refused where it carries a picture (vault/plain.py)."""

import base64

import pytest
from django.db import models

from belisha.organisation.arrange import save_profile, save_service, save_team
from belisha.organisation.models import Organisation, Service, Team
from belisha.people.keys import add_key
from belisha.people.models import ApiKey, Staff
from belisha.people.staff import add_staff
from belisha.vault.plain import CarriesPicture, PlainColumn
from tests.sweeps.stages import our_models

# The smallest GIF: 35 bytes, 48 letters.
GIF = base64.b64encode(
    bytes.fromhex("47494638396101000100800000050404000000" + "2c00000000010001000002024401003b")
).decode()
DATA = f"data:image/gif;base64,{GIF}"

# Written by Belisha itself, or checked at the door against a list or a pattern without room for a picture.
OURS = {
    "contact.contactpolicy": {"digest"},
    "decisions.decision": {"category"},
    "decisions.emergencycall": {"number"},
    "decisions.view": {"form"},
    "enforcement.clock": {"code", "bound", "covers"},
    "enforcement.erasure": {"label", "rule", "sha256"},
    "enforcement.appeal": {"problem", "sent_by"},
    "enforcement.endpoint": {"problem"},
    "enforcement.notice": {"problem"},
    "enforcement.order": {"answered_by"},
    "enforcement.preserved": {"label", "law", "said_by"},
    "enforcement.shipment": {"event", "problem"},
    "enforcement.shipmentattempt": {"answer"},
    "enforcement.keptreference": {"label", "code", "authority_name"},
    "enforcement.tombstone": {"label"},
    "enforcement.watch": {"settings"},
    "intake.identifier": {"kind"},
    "intake.item": {"content_type"},
    "intake.mailplace": {"problem"},
    "intake.report": {"sent_by"},
    "intake.retry": {"client"},
    "intake.signal": {"produced_by"},
    "ledger.entry": {"event", "actor", "about_kind", "about_id", "key_kind"},
    "ledger.checkpoint": {"signed"},
    "ledger.document": {"name", "body"},
    "ledger.place": {"kind", "digest", "problem"},
    "ledger.signer": {"origin"},
    "organisation.addressclaim": {"country", "shipped"},
    "organisation.note": {"about"},
    "organisation.organisation": {"country", "force_code", "time_zone", "holidays_of"},
    "people.apikey": {"prefix"},
    "people.staff": {"password"},
    "referrals.assessment": {"category"},
    "referrals.breaker": {"line", "problem"},
    "referrals.delivery": {"answer", "sent_sha256"},
    "referrals.dispatch": {"line", "problem", "way"},
    "referrals.incoming": {"channel"},
    "referrals.pack": {"sha256"},
    "referrals.referral": {"number", "authority", "authority_name", "channel", "how_fast"},
    "referrals.reported": {"authority", "authority_name", "label"},
    "referrals.reportedthing": {"kind"},
    "referrals.tick": {"point"},
    "screening.hashlist": {"public_key"},
    "screening.held": {"reference"},
    "screening.listversion": {"source_digest", "manifest_digest"},
    "screening.match": {"kind"},
    "screening.unscreened": {"reference", "reason", "sent_by"},
    "triage.case": {"concerns", "danger_now"},
    "triage.membership": {"why"},
    "people.attempts": {"kind"},
    "vault.datakey": {"kind"},
    "vault.master": {"name"},
    "work.alert": {"problem"},
    "work.task": {"kind", "about_kind", "label", "permission"},
}


@pytest.mark.pure
def test_every_plain_text_column_refuses_pictures_or_is_written_by_us():
    free = {
        (model._meta.label_lower, field.name)
        for model in our_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not isinstance(field, PlainColumn)
    }
    assert free == {(table, name) for table, names in OURS.items() for name in names}


@pytest.mark.parametrize("text", [GIF, DATA])
def test_no_verb_keeps_a_picture_in_a_name_or_an_address(alex, text):
    link = f"https://viewer.example/{{item}}#{text}"
    for tried in (
        lambda: save_profile(by=alex, legal_name=f"A {text}"),
        lambda: save_profile(by=alex, legal_name="A", place=text),
        lambda: save_profile(by=alex, legal_name="A", nca_reference=text[:60]),
        lambda: save_service(by=alex, name=text, slug="a"),
        lambda: save_service(by=alex, name="A", slug=GIF.rstrip("=")),
        lambda: save_service(by=alex, name="A", url=f"https://service.example/{GIF}"),
        lambda: save_service(by=alex, name="A", viewer_link=link),
        lambda: save_team(by=alex, name=text, services=[], members=[]),
        lambda: add_staff(by=alex, email="nila@desk.example", name=text, roles=[], password=None),
        lambda: add_key(by=alex, name=text, scopes=["report"]),
    ):
        with pytest.raises(CarriesPicture):
            tried()
    assert not any(model.objects.exists() for model in (Organisation, Service, Team, ApiKey))
    assert list(Staff.objects.all()) == [alex]


def test_an_update_past_save_is_refused_too(alex):
    with pytest.raises(CarriesPicture):
        Staff.objects.filter(id=alex.id).update(name=DATA)


def test_the_page_says_so_and_repeats_nothing(client, alex):
    client.force_login(alex)
    answer = client.post("/desk/settings/teams/", {"name": DATA})
    assert answer.status_code == 422
    assert "encoded file" in answer.content.decode()
    assert GIF not in answer.content.decode()
