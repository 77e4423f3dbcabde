"""From a message to the report that NCMEC gets. Raises NotSendable, naming the field."""

from collections.abc import Iterable
from datetime import datetime

from belisha.referrals.cybertip import Agency, CyberTip
from belisha.referrals.kinds import NotSendable
from belisha.referrals.message import Organisation, ReferralMessage
from belisha.referrals.recipients.cybertip import accounts, texts
from belisha.referrals.recipients.cybertip import elements as xml
from belisha.referrals.recipients.cybertip.node import document
from belisha.referrals.words import listed

CHOOSE = "must be chosen by a person, under “What the CyberTip says besides”"
WHEN = "must be known: say when it happened, under “What the CyberTip says besides”"
PAST = "must lie in the past"


def written(message: ReferralMessage) -> bytes:
    """Return the report as XML; the same message gives the same bytes."""
    return document(report(message).element("report"))


def report(message: ReferralMessage) -> xml.Report:
    """Return the report. What nobody knows is left out."""
    tip = message.cybertip or CyberTip()
    who = accounts.placed(message, tip)
    told = tip.told[0] if tip.told else None
    return xml.Report(
        batched=xml.BatchedReport(reason=tip.batched) if tip.batched else None,
        incident=_incident(message, tip),
        internet=tuple(_internet(message, tip)),
        law_enforcement=_agency(told) if told else None,
        reporter=_reporter(message.organisation, tip),
        reported=accounts.reported(message, tip, who),
        intended_recipients=tuple(accounts.recipients(message, tip, who)),
        victims=tuple(accounts.victims(message, tip, who)),
        info=texts.of_report(message, *_unplaced(message, who)),
    )


def _incident(message: ReferralMessage, tip: CyberTip) -> xml.IncidentSummary:
    if not tip.incident_type:
        raise NotSendable("cybertip.incident_type", CHOOSE)
    return xml.IncidentSummary(
        incident_type=tip.incident_type,
        platform=message.organisation.service,
        escalate=escalation(message, tip),
        annotations=_annotations(tip),
        at=happened_at(message, tip),
        at_described=tip.when_described,
    )


def escalation(message: ReferralMessage, tip: CyberTip) -> str:
    """Why it is urgent: a person's words, or the reasons of a case in which there is danger now."""
    urgent = message.priority == "immediate"
    return tip.escalation or ((listed(message.priority_reasons) or "Danger now.") if urgent else "")


def happened_at(message: ReferralMessage, tip: CyberTip) -> datetime:
    """When it happened. Raises NotSendable where nobody said, or where it would be in the future."""
    at = tip.incident_at or message.occurred_at
    if at is None:
        raise NotSendable("cybertip.incident_at", WHEN)
    if at > message.created_at:
        raise NotSendable("cybertip.incident_at", PAST)
    return at


def _annotations(tip: CyberTip) -> xml.Annotations | None:
    if not tip.annotations:
        return None
    return xml.Annotations(
        sextortion="sextortion" in tip.annotations,
        csam_solicitation="csamSolicitation" in tip.annotations,
        minor_to_minor_interaction="minorToMinorInteraction" in tip.annotations,
        spam="spam" in tip.annotations,
        sadistic_online_exploitation="sadisticOnlineExploitation" in tip.annotations,
    )


def _internet(message: ReferralMessage, tip: CyberTip) -> Iterable[xml.InternetDetails]:
    for item in message.items:
        url = texts.web_address(item.locator)
        hosted = {"yes": True, "no": False}.get(tip.third_party_hosted)
        info = texts.of_item(item, message.viewed)
        page = xml.WebPage(url=(url,) if url else (), info=info, third_party_hosted=hosted)
        yield xml.InternetDetails(web_page=page)
    said = list(texts.of_conversation(message.conversation))
    in_a_game = bool(tip.game or tip.console)
    if in_a_game:
        for text in said or [""]:
            yield xml.InternetDetails(game=xml.Game(name=tip.game, console=tip.console, content=text))
    if (said and not in_a_game) or tip.chat_client or tip.chat_room:
        for text in (said if not in_a_game else []) or [""]:
            yield xml.InternetDetails(chat=xml.Chat(client=tip.chat_client, room=tip.chat_room, content=text))


def _agency(told: Agency) -> xml.LawEnforcement:
    first, last = names(told.officer)
    reached = told.officer or told.phone or told.email
    officer = xml.Person(
        first_name=first,
        last_name=last,
        phone=(xml.Phone(number=told.phone),) if told.phone else (),
        email=(xml.Email(address=told.email),) if told.email else (),
    )
    return xml.LawEnforcement(
        agency=told.name,
        case_number=told.reference,
        officer=officer if reached else None,
        reported=True,
    )


def _reporter(us: Organisation, tip: CyberTip) -> xml.Reporter:
    first, last = names(us.contact_name)
    person = xml.Person(
        first_name=first,
        last_name=last,
        phone=(xml.Phone(number=us.contact_phone),) if us.contact_phone else (),
        email=(xml.Email(address=us.contact_email),) if us.contact_email else (),
    )
    company = texts.sentences(us.legal_name, us.address)
    return xml.Reporter(person=person, company=company, terms=tip.terms_url, legal_url=tip.legal_url)


def names(whole: str) -> tuple[str, str]:
    """A name as first and last: what stands before the last space, and what follows it."""
    first, _, last = whole.strip().rpartition(" ")
    return (first, last) if first else (last, "")


def _unplaced(message: ReferralMessage, who: accounts.Placed) -> Iterable[str]:
    """Ages and places of people whom nobody can lay to one account."""
    if len(who.victims) + len(who.recipients) > 1:
        yield texts.of_person("A child", message, "child")
    if who.also:
        yield texts.of_person("A person reported", message, "suspect")
    named = {item.id for item in message.items}
    yield from (
        f"Viewed by {one.by}, {one.at:%Y-%m-%d %H:%M} UTC: {one.form}."
        for one in message.viewed
        if one.item not in named
    )
