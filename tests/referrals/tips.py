"""CyberTips with the least, the usual and all that a report without files can carry. All is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from belisha.referrals.cybertip import Agency, Associated, Contact, CyberTip, Device, IpEvent, TipAccount
from belisha.referrals.message import ReferralMessage
from tests.referrals.build import everything, least, minutes, usual

ENTICEMENT = "Online Enticement of Children for Sexual Acts"


def least_tip() -> ReferralMessage:
    """The kind of incident and its time."""
    return least("ncmec", cybertip=CyberTip(incident_type=ENTICEMENT, incident_at=minutes(-60)))


def usual_tip() -> ReferralMessage:
    """What a small service knows; its time is the message's own."""
    return usual("ncmec", cybertip=CyberTip(incident_type=ENTICEMENT, annotations=("sextortion",)))


def whole_tip() -> ReferralMessage:
    """Every field."""
    message = everything("ncmec", occurred_at=minutes(-60))
    first, second, third = message.accounts
    accounts = (replace(first, role="suspect"), replace(second, role="child"), replace(third, role="other"))
    return replace(message, accounts=accounts, cybertip=_whole([one.id for one in accounts]))


def _whole(ids: list[str]) -> CyberTip:
    return CyberTip(
        incident_type=ENTICEMENT,
        batched="VIRAL_POTENTIAL_MEME",
        incident_at=minutes(-120),
        when_described="From the first message to the last.",
        escalation="A meeting is arranged for tomorrow.",
        annotations=(
            "sextortion",
            "csamSolicitation",
            "minorToMinorInteraction",
            "spam",
            "sadisticOnlineExploitation",
        ),
        third_party_hosted="yes",
        chat_client="Harbour Chat 4.2",
        chat_room="Invented room",
        terms_url="https://harbour.example/terms",
        legal_url="https://harbour.example/legal",
        accounts=(_reported(ids[0]), _victim(ids[1]), TipAccount(id=ids[2], place="intended_recipient")),
        told=(
            Agency(
                name="Cambridgeshire Constabulary",
                reference="35/1/26",
                at=minutes(-20),
                officer="Jo Invented",
                phone="+44 20 7946 0001",
                email="officer@police.example",
            ),
        ),
        prior_reports=("123456",),
    )


def _reported(name: str) -> TipAccount:
    return TipAccount(
        id=name,
        first_name="Invented",
        last_name="Person",
        born=date(1985, 4, 3),
        display_names=("Blue Kite", "Kite"),
        bio="An invented text about nobody.",
        compromised="no",
        third_party="no",
        ip_events=(IpEvent(ip="192.0.2.44", event="Login", at=minutes(-300), port=50_123, proxy="yes"),),
        contacts=(
            Contact(value="kite@mail.example", kind="Recovery", verified="yes", verified_at=minutes(-900)),
            Contact(value="+44 20 7946 0002", kind="Mobile", verified="no"),
        ),
        associated=(
            Associated(kind="Parent/Guardian", id="u-77"),
            Associated(kind="Linked", platform="Other Chat", screen_name="kite2"),
        ),
        devices=(Device(kind="IMEI", value="000000000000000", event="Login", at=minutes(-300)),),
        prior_reports=("234567",),
        group="Invented group",
        disabled_for_now_at=minutes(-50),
        disabled_for_good_at=minutes(-10),
        all_emails="yes",
        city="Springfield",
        region="Illinois",
        country="US",
        vehicle="A grey van",
        note="It was opened twice before.",
    )


def _victim(name: str) -> TipAccount:
    return TipAccount(
        id=name, display_names=("Little Fox",), school="Invented School", city="Ely", country="GB"
    )


def pins() -> dict[str, bytes]:
    """Each report by the name of its pin. `python -m tests.referrals.tips` writes them anew."""
    from belisha.referrals.recipients.cybertip.report import written

    made = {"least": least_tip, "usual": usual_tip, "all": whole_tip}
    return {f"cybertip-{amount}.xml": written(make()) for amount, make in made.items()}


if __name__ == "__main__":
    from pathlib import Path

    for name, content in pins().items():
        (Path(__file__).parent / "golden" / name).write_bytes(content)
