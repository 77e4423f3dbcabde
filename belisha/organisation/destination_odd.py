"""What is odd about a destination that somebody proposes: a second person looks at it twice."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.utils import timezone

from belisha.organisation import alike, rules
from belisha.organisation import destination_checks as own
from belisha.organisation.certificates import (
    EXPIRES_SOON,
    Certificate,
    WrongCertificate,
    in_groups,
    read_certificate,
)
from belisha.organisation.destination_table import Destination
from belisha.organisation.directory import directory
from belisha.refusal import Refusal


def odd_about(row: Destination) -> Iterator[str]:
    """What is odd about a destination that does not count yet, beside all that is known."""
    before = _before(row)
    if row.kind == Destination.Kind.MAILBOX:
        yield from _mailbox(row, before)
    else:
        yield from _partner(row, before)
    host = row.email.rpartition("@")[2] or urlsplit(row.url).hostname or ""
    for other in alike.taken_for(host, _other_pages(row.authority)):
        yield f"It could be taken for {other}, which is somebody else."


def _mailbox(row: Destination, before: Destination | None) -> Iterator[str]:
    try:
        page = own.known(row.authority).url
    except Refusal:
        page = ""
    known, so_far = urlsplit(page).hostname or "", before.email if before else ""
    yield from alike.odd_mail(row.email, known=known, before=so_far)
    source = urlsplit(row.source_url).hostname or ""
    if known and (odd := alike.odd_domain(source, known)):
        yield f"Where it was read: {odd[0].lower()}{odd[1:]}"
    if row.plain_allowed:
        yield "Letters would go unencrypted."
    if before and before.fingerprint != row.fingerprint:
        yield f"The key so far is {in_groups(before.fingerprint) or 'none'}."
    if row.fingerprint:
        yield from _key(row)


def _key(row: Destination) -> Iterator[str]:
    now = timezone.now()
    try:
        key: Certificate = read_certificate(bytes(row.key).decode(), now=now)
    except WrongCertificate as wrong:
        yield str(wrong)
        return
    if row.email.casefold() not in key.emails:
        yield f"The key says that it is for {', '.join(key.user_ids) or 'nobody'}, not for this address."
    if key.expires and key.expires - now < EXPIRES_SOON:
        yield f"The key expires on {key.expires:%-d %B %Y}."


def _partner(row: Destination, before: Destination | None) -> Iterator[str]:
    host = urlsplit(row.url).hostname or ""
    if before and before.url != row.url:
        yield f"The address so far is {before.url}."
        if odd := alike.odd_domain(host, urlsplit(before.url).hostname or ""):
            yield odd
    source = rules.domain_of(urlsplit(row.source_url).hostname or "")
    if rules.domain_of(host) != source:
        yield f"It was read at {source}, and it leads to {rules.domain_of(host)}."
    same = [one.authority for one in directory().mechanisms if _plain(one.authority) == _plain(row.name)]
    if same:
        yield f"It has the name of an authority: {same[0]}."


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _before(row: Destination) -> Destination | None:
    """What held, or holds, before this one; a closed one too, since that is what people remember."""
    rows = Destination.objects.filter(authority=row.authority, holds_from__lte=timezone.now())
    return rows.exclude(id=row.id).order_by("-holds_from").first()


def _other_pages(authority: str) -> Iterable[str]:
    for one in directory().mechanisms:
        if one.id != authority and one.url:
            yield urlsplit(one.url).hostname or ""
