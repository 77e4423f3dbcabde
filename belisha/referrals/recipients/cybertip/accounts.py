"""The accounts of a message as elements: the one reported, victims, and those for whom it was meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from belisha.referrals.cybertip import Contact, CyberTip, TipAccount
from belisha.referrals.message import Account, Person, ReferralMessage
from belisha.referrals.recipients.cybertip import elements as xml
from belisha.referrals.recipients.cybertip import texts
from belisha.routing.facts import Known

BY_ROLE = {"suspect": "reported", "child": "victim"}


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Accounts by what they stand for; `also` are further ones reported: only one has a place of its own."""

    reported: Account | None
    also: tuple[Account, ...]
    victims: tuple[Account, ...]
    recipients: tuple[Account, ...]


def placed(message: ReferralMessage, tip: CyberTip) -> Placed:
    """Each account where a person put it, or its role does; who only reported is in no place."""
    chosen = {one.id: one.place for one in tip.accounts if one.place}
    of = {one.id: chosen.get(one.id) or BY_ROLE.get(one.role, "left_out") for one in message.accounts}

    def having(place: str) -> tuple[Account, ...]:
        return tuple(one for one in message.accounts if of[one.id] == place)

    reported = having("reported")
    return Placed(
        reported=reported[0] if reported else None,
        also=reported[1:],
        victims=having("victim"),
        recipients=having("intended_recipient"),
    )


def reported(message: ReferralMessage, tip: CyberTip, who: Placed) -> xml.Reported | None:
    """The one person or user who is reported, further ones named in its text."""
    also = [texts.of_account(one) for one in who.also]
    if who.reported is None:
        person = _whereabouts(message.suspect)
        return xml.Reported(person=xml.Person(**person)) if person else None
    more = _more(who.reported, tip)
    return xml.Reported(
        person=_person(who.reported, more, None if who.also else message.suspect),
        **_account(message, who.reported, more),
        **_switched_off(more),
        vehicle=more.vehicle,
        third_party=_known(more.third_party),
        prior_reports=_prior(more, tip.prior_reports),
        group=more.group,
        all_emails=_known(more.all_emails),
        associated=tuple(_associated(more)),
        info=texts.sentences(_info(who.reported, more), *also),
    )


def victims(message: ReferralMessage, tip: CyberTip, who: Placed) -> Iterable[xml.Victim]:
    """The children. Age and place are laid to an account only where there is one child."""
    children = (*who.victims, *who.recipients)
    if not children and (person := _whereabouts(message.child)):
        yield xml.Victim(person=xml.Person(**person))
    for one in who.victims:
        more = _more(one, tip)
        yield xml.Victim(
            person=_person(one, more, message.child if len(children) == 1 else None) or xml.Person(),
            **_account(message, one, more),
            school=more.school,
            prior_reports=_prior(more),
            info=_info(one, more),
        )


def recipients(message: ReferralMessage, tip: CyberTip, who: Placed) -> Iterable[xml.IntendedRecipient]:
    """The users for whom it was meant."""
    alone = len(who.victims) + len(who.recipients) == 1
    for one in who.recipients:
        more = _more(one, tip)
        yield xml.IntendedRecipient(
            person=_person(one, more, message.child if alone else None),
            **_account(message, one, more),
            **_switched_off(more),
            prior_reports=_prior(more),
            info=_info(one, more),
        )


def _more(account: Account, tip: CyberTip) -> TipAccount:
    return next((one for one in tip.accounts if one.id == account.id), TipAccount(id=account.id))


def _person(account: Account, more: TipAccount, known: Person | None) -> xml.Person | None:
    facts: dict[str, Any] = {
        "first_name": more.first_name,
        "last_name": more.last_name,
        "phone": tuple(_phones(account, more)),
        "email": tuple(_emails(account, more)),
        "date_of_birth": more.born,
    } | _whereabouts(known)
    return xml.Person(**facts) if any(value not in ("", (), None) for value in facts.values()) else None


def _emails(account: Account, more: TipAccount) -> Iterable[xml.Email]:
    for address, said in _reached(account.emails, more, emails=True):
        yield xml.Email(
            address=address, kind=said.kind, verified=_known(said.verified), verified_at=said.verified_at
        )


def _phones(account: Account, more: TipAccount) -> Iterable[xml.Phone]:
    for number, said in _reached(account.phones, more, emails=False):
        yield xml.Phone(
            number=number, kind=said.kind, verified=_known(said.verified), verified_at=said.verified_at
        )


def _reached(known: Iterable[str], more: TipAccount, *, emails: bool) -> Iterable[tuple[str, Contact]]:
    """Each address or number of the account with what is said of it, then those that are only said."""
    said = {one.value: one for one in more.contacts if ("@" in one.value) == emails}
    for value in dict.fromkeys((*known, *said)):
        yield value, said.get(value) or Contact(value=value)


def _whereabouts(person: Person | None) -> dict[str, Any]:
    if person is None:
        return {}
    address = xml.Address(city=person.place, country=person.country)
    place = (address,) if person.place or person.country else ()
    return {"age": person.age, "address": place}


def _account(message: ReferralMessage, account: Account, more: TipAccount) -> dict[str, Any]:
    profile = texts.web_address(account.profile_url)
    return {
        "id": account.id,
        "service": message.organisation.service,
        "compromised": _known(more.compromised),
        "screen_name": account.screen_name,
        "display_name": more.display_names,
        "profile_url": (profile,) if profile else (),
        "profile_bio": more.bio,
        "ip_events": (*_named(account, more), *_bare(account, more)),
        "devices": tuple(
            xml.DeviceId(kind=one.kind, value=one.value, event=one.event, at=one.at) for one in more.devices
        ),
        "location": _location(more),
    }


def _named(account: Account, more: TipAccount) -> Iterable[xml.IpCaptureEvent]:
    for one in more.ip_events:
        proxy = _known(one.proxy)
        yield xml.IpCaptureEvent(ip=one.ip, event=one.event, at=one.at, proxy=proxy, port=one.port)


def _bare(account: Account, more: TipAccount) -> Iterable[xml.IpCaptureEvent]:
    """Addresses of which nothing but the account is known."""
    told = {one.ip for one in more.ip_events}
    return (xml.IpCaptureEvent(ip=one, event="Unknown") for one in account.ips if one not in told)


def _associated(more: TipAccount) -> Iterable[xml.AssociatedAccount]:
    for one in more.associated:
        yield xml.AssociatedAccount(
            kind=one.kind, platform=one.platform, id=one.id, screen_name=one.screen_name
        )


def _location(more: TipAccount) -> xml.Location | None:
    known = more.city or more.region or more.country
    return xml.Location(city=more.city, region=more.region, country=more.country) if known else None


def _switched_off(more: TipAccount) -> dict[str, Any]:
    now, good = more.disabled_for_now_at, more.disabled_for_good_at
    return {
        "off_for_now": xml.Disabled(yes=True, at=now) if now else None,
        "off_for_good": xml.Disabled(yes=True, at=good) if good else None,
    }


def _info(account: Account, more: TipAccount) -> str:
    odd = account.profile_url if not texts.web_address(account.profile_url) else ""
    return texts.sentences(
        f"Age band given by the account: {account.age_band}" if account.age_band else "",
        f"Profile: {odd}" if odd else "",
        more.note,
    )


def _prior(more: TipAccount, others: Iterable[str] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*more.prior_reports, *others)))


def _known(said: Known) -> bool | None:
    return {"yes": True, "no": False}.get(said)
