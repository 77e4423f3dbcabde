"""What is said on the telephone: the facts as a person would say them, the unknown said as unknown."""

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients.facts import count_of_fingerprints
from belisha.referrals.recipients.recipient import Instruction, say
from belisha.referrals.words import DANGER, aged, concerns, counted, country, listed, shortened, whereabouts
from belisha.routing.countries import countries


def script(message: ReferralMessage) -> tuple[Instruction, ...]:
    """Return the call, sentence by sentence: who we are, the danger, the child, what happened, our number.

    Words in square brackets are for the caller to fill in.
    """
    return say(
        (
            _greeting(message),
            DANGER[message.danger_now],
            _child(message),
            _what(message),
            _suspect(message),
            _holdings(message),
            "I am not sending any images. The content itself stays with the service.",
            _reach(message),
            "Please give me the incident number, and an address to which I can send the written report.",
        )
    )


def afterwards() -> Instruction:
    """What to write down after a call."""
    return Instruction(
        action="note",
        text="Write down the incident number, the time and whom you spoke to, and enter them here.",
    )


def own_emergency_number(message: ReferralMessage) -> str:
    """The number that our staff dial: that of our own country, or nothing where we aren't sure of it."""
    home = countries().get(message.organisation.country)
    return home.emergency[0] if home and home.emergency else ""


def danger_first(message: ReferralMessage) -> tuple[Instruction, ...]:
    """The emergency number before anything else, unless a person established that nobody is in danger now."""
    if message.danger_now == "no":
        return ()
    number = own_emergency_number(message)
    if message.danger_now == "yes":
        text = f"A child is in danger now: call {number or 'the local emergency number'} first, at once."
    else:
        text = f"If a child may be in danger now, call {number or 'the local emergency number'} first."
    return (Instruction(action="call", text=text, target=number),)


def _greeting(message: ReferralMessage) -> str:
    org = message.organisation
    runs = f", which runs the online service {org.service}" if org.service else ""
    where = f", in {country(org.country)}" if org.country else ""
    return f"Hello, my name is [your name]. I am calling from {org.legal_name}{runs}{where}."


def _child(message: ReferralMessage) -> str:
    age, place = aged(message.child), whereabouts(message.child)
    old = f"The child is {age}." if age else "We do not know how old the child is."
    where = f"As far as we know, the child is in {place}." if place else "We do not know where the child is."
    return f"{old} {where}"


def _what(message: ReferralMessage) -> str:
    told = shortened(message.what_happened)
    said = f"This is what we were told: {told}" if told else "We have no description of what happened."
    return f"This is about {concerns(message.concerns)}. {said}" if message.concerns else said


def _suspect(message: ReferralMessage) -> str:
    place = whereabouts(message.suspect)
    where = f"The suspect is in {place}." if place else "We do not know where the suspect is."
    young = " The suspect may be a child too: please treat it as safeguarding first."
    return where + (young if message.suspect_is_child == "yes" else "")


def _holdings(message: ReferralMessage) -> str:
    addresses = {ip for one in message.accounts for ip in one.ips} | {
        one.ip for one in message.items if one.ip
    }
    counts = (
        (len(message.accounts), "account name", ""),
        (len(addresses), "internet address", "internet addresses"),
        (len(message.conversation), "line of conversation", "lines of conversation"),
        (count_of_fingerprints(message.items), "file fingerprint", ""),
    )
    held = listed([counted(number, one, many) for number, one, many in counts if number])
    return f"We can give you {held}." if held else "We have no account names or internet addresses."


def _reach(message: ReferralMessage) -> str:
    org = message.organisation
    reach = listed([one for one in (org.contact_phone, org.contact_email) if one])
    who = f"{org.contact_name} on {reach}" if org.contact_name and reach else reach
    return f"Our reference is {message.reference}. You can reach us: {who or '[your number]'}."
