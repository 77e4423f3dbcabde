"""What is checked before an address is proposed or confirmed."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from belisha.organisation import rules
from belisha.organisation.directory import digest_of, directory, shipped_row
from belisha.organisation.models import AddressClaim
from belisha.organisation.profile import profile
from belisha.organisation.refusals import (
    ChangeWaits,
    ConfirmedAlone,
    CountryHasOne,
    FixedHere,
    MayNotChange,
    OneHand,
    ProposalWaits,
    ProposerLeft,
    ReasonWanted,
    ShippedChanged,
    WrongAddress,
)
from belisha.people.models import Staff, StaffChange
from belisha.refusal import NotFound
from belisha.routing import Mechanism
from belisha.routing.countries import countries
from belisha.routing.review import OldRow, read_rows

Kind = AddressClaim.Kind
CONFIRM, CHANGE = "organisation.confirm_address", "organisation.change_address"
FIXED_COUNTRIES = frozenset({"GB", "EU"})
"""The United Kingdom's rows are read for every release; the Union's stands for 27 authorities at once."""


def today() -> date:
    """The day by the clock of those who run the desk."""
    return timezone.localdate(timezone=profile().zone)


def by_law(row: Mechanism) -> bool:
    """Is it told because a law says so, whatever stands in the directory? The National Crime Agency, that is:
    its page could not be read whole, and its step waits for nobody's confirmation."""
    return row.country == "GB" and not row.confirmed and not row.id.startswith("police:")


def fixed(row: Mechanism) -> bool:
    """Is the address of this row never changed here? It may still be confirmed, if it wasn't shipped so."""
    return row.country in FIXED_COUNTRIES or row.id == "emergency" or row.id.startswith("police:")


def never_doubted(row: Mechanism) -> bool:
    """Does a shipped row stand, whatever anybody here says of it?"""
    return fixed(row) and (row.confirmed or by_law(row))


def known(authority: str) -> Mechanism:
    """The row as shipped, or as added here. Raises NotFound."""
    row = shipped_row(authority) or directory().get(authority)
    if row is None:
        raise NotFound(what="authority")
    return row


def changeable(authority: str) -> Mechanism:
    """The row as shipped, or as added here. Raises NotFound, FixedHere."""
    row = known(authority)
    if fixed(row):
        raise FixedHere(name=row.authority)
    return row


def doubtable(authority: str) -> Mechanism:
    """A row that somebody may say is wrong: not one of the United Kingdom's that was shipped as sure.

    Raises NotFound, FixedHere.
    """
    row = known(authority)
    if never_doubted(row):
        raise FixedHere(name=row.authority)
    return row


def reviewed(*row_ids: str) -> list[OldRow]:
    """Rows of any kind that somebody can read again. Raises NotFound."""
    there = {row.id: row for row in read_rows(directory(), today())}
    if not there.keys() >= set(row_ids):
        raise NotFound(what="row")
    return [there[row_id] for row_id in row_ids]


def addresses(authority: str) -> QuerySet[AddressClaim]:
    """Every address that somebody here has proposed for an authority."""
    return AddressClaim.objects.filter(authority=authority, kind__in=AddressClaim.ADDRESSES)


def refuse_if_something_waits(authority: str, name: str) -> None:
    """Raise ProposalWaits or ChangeWaits while another address waits for a person or for its time."""
    live = addresses(authority).filter(ended_at=None).select_related("proposed_by")
    if proposal := live.filter(confirmed_at=None).first():
        raise ProposalWaits(who=proposal.proposed_by.name, name=name)
    if live.filter(holds_from__gt=timezone.now()).exists():
        raise ChangeWaits(name=name)


def refuse_unless_may_change(by: Staff) -> None:
    """Raise MayNotChange."""
    if not by.has_perm(CHANGE):
        raise MayNotChange


def alone(claim: AddressClaim, by: Staff) -> bool:
    """Does the proposer confirm it too? Raises as `one_or_two` does."""
    needed = CONFIRM if claim.kind == Kind.AS_SHIPPED else CHANGE
    return one_or_two(claim.proposed_by, by, needed)


def one_or_two(proposer: Staff, by: Staff, needed: str) -> bool:
    """Are proposer and confirmer one person? Raises ConfirmedAlone where that is so outside one-person mode,
    and whatever else keeps these two from being the two people: MayNotChange, ProposerLeft, OneHand."""
    if not by.has_perm(needed):
        raise MayNotChange
    if not (proposer.is_active and proposer.has_perm(needed)):
        raise ProposerLeft(who=proposer.name)
    if proposer.pk != by.pk:
        refuse_one_hand(proposer, by)
        return False
    if not profile().one_person_mode:
        raise ConfirmedAlone
    return True


def refuse_one_hand(first: Staff, second: Staff) -> None:
    """Raise OneHand where one changed how the other signs in, or what they may do: it might be one person."""
    unseen = StaffChange.objects.filter(looked_at=None)
    pairs = Q(person=first, by=second) | Q(person=second, by=first)
    if unseen.filter(pairs).exists():
        raise OneHand(who=first.name)


def refuse_if_outdated(claim: AddressClaim) -> None:
    """Raise ShippedChanged or CountryHasOne where a release has changed what the proposal is about."""
    if claim.kind == Kind.ADDED:
        refuse_unless_country_has_none(claim.country, but=claim.authority)
    elif claim.shipped != digest_of(shipped_row(claim.authority)):
        raise ShippedChanged(name=claim.name)


def refuse_unless_country_has_none(country: str, but: str = "") -> None:
    """Raise WrongAddress, FixedHere or CountryHasOne unless a row may be added for the country."""
    if country not in countries():
        raise WrongAddress(problem="Choose a country.", field="country")
    name = countries()[country].in_a_sentence
    name = name[0].upper() + name[1:]
    if country in FIXED_COUNTRIES:
        raise FixedHere(name=name)
    if any(row.id != but for row in directory().of(country)):
        raise CountryHasOne(country=name)


def check_address(*, url: str, phone: str, email: str) -> None:
    """Raise WrongAddress, naming the field."""
    if not url and not phone:
        raise WrongAddress(problem="Give the address of a page or a telephone number.", field="url")
    problems = {
        "url": rules.wrong_url(url) if url else "",
        "phone": rules.wrong_phone(phone) if phone else "",
        "email": rules.wrong_email(email) if email else "",
    }
    for field, problem in problems.items():
        if problem:
            raise WrongAddress(problem=problem, field=field)


def check_source(title: str, url: str) -> None:
    """Raise WrongAddress, naming the field."""
    if not title:
        raise WrongAddress(problem="Say where you read it.", field="source_title")
    if problem := rules.wrong_url(url):
        raise WrongAddress(problem=problem, field="source_url")


def check_day(read_on: date | None) -> None:
    """Raise WrongAddress where a day of reading lies in the future or too far back."""
    if read_on is None:
        raise WrongAddress(problem="Say on which day you read it.", field="read_on")
    if problem := rules.wrong_date(read_on, today()):
        raise WrongAddress(problem=problem, field="read_on")


def reason_of(text: str) -> str:
    """The reason without blanks around it. Raises ReasonWanted."""
    if not text.strip():
        raise ReasonWanted
    return text.strip()


def subject_of(claim_id: UUID) -> AddressClaim:
    """A proposal, with all that is said of its authority locked. Raises NotFound."""
    proposals = AddressClaim.objects.filter(id=claim_id, kind__in=AddressClaim.ADDRESSES)
    for authority in proposals.values_list("authority", flat=True):
        lock(authority)
    found = proposals.select_related("proposed_by").first()
    if found is None:
        raise NotFound(what="proposal")
    return found


def refuse_unless_about(claim_id: UUID, authority: str) -> None:
    """Raise NotFound where a proposal isn't one about this authority: its page showed another."""
    refuse_unless_plain(authority)
    if not AddressClaim.objects.filter(id=claim_id, authority=authority).exists():
        raise NotFound(what="proposal")


def refuse_unless_plain(authority: str) -> None:
    """Raise NotFound for letters that PostgreSQL isn't even asked for."""
    if not authority.isprintable():
        raise NotFound(what="authority")


def lock(authority: str) -> None:
    """Hold all that is said of an authority until the end of the transaction: a doubt and a confirmation at
    one moment must each see the other. In one order, so that no two wait for each other."""
    list(AddressClaim.objects.select_for_update().filter(authority=authority).order_by("id"))
