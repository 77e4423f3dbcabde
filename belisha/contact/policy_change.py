"""Changing the policy on contacts with children: one person proposes, another confirms, and it holds."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from belisha.contact.in_force import SHIPPED, changed, changing, read, rows_in_force
from belisha.contact.policy_file import as_file, digest_of, policy_of, read_policy
from belisha.contact.policy_table import ContactPolicy
from belisha.ledger.record import record
from belisha.organisation.checks import one_or_two, reason_of
from belisha.organisation.read import last_switch
from belisha.organisation.refusals import ModeSwitchedSince
from belisha.people.models import Staff
from belisha.refusal import NotFound, Refusal

CHANGE = "contact.change_policy"


class MayNotChangePolicy(Refusal):
    """Only a senior or an administrator may change the policy on contacts with children."""

    code = "not_allowed"


class PolicyWaits(Refusal):
    """{who} has proposed a policy already. Confirm that one or withdraw it first."""

    code = "policy_waits"


class SamePolicy(Refusal):
    """This is the policy in force already: nothing would change."""

    code = "same_policy"


class PolicySettled(Refusal):
    """This proposal was confirmed or withdrawn meanwhile. Look at the page again."""

    code = "policy_settled"


@transaction.atomic
def propose(*, text: str, reason: str, by: Staff) -> ContactPolicy:
    """Propose a policy, as TOML or JSON; a second person confirms it.

    Raises MayNotChangePolicy, WrongPolicy, ReasonWanted, PolicyWaits and SamePolicy.
    """
    _refuse_unless_may(by)
    policy = read_policy(text)
    _lock()
    if waiting := proposals().select_related("proposed_by").first():
        raise PolicyWaits(who=waiting.proposed_by.name)
    if digest_of(policy) == _digest_in_force():
        raise SamePolicy
    row = ContactPolicy(
        name=policy.name,
        digest=digest_of(policy),
        content=as_file(policy),
        reason=reason_of(reason),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as problem:
        # Two people at once: the constraint lets one through.
        raise PolicyWaits(who="Somebody") from problem
    record("contact.policy_proposed", by=by, about=row, **_facts(row), reason=row.reason)
    return row


@transaction.atomic
def confirm(*, policy_id: UUID, by: Staff) -> ContactPolicy:
    """Confirm a colleague's proposal: it holds at once, for every process within half a second.

    In one-person mode one person may do both, which is recorded. Raises NotFound, PolicySettled,
    MayNotChangePolicy, ProposerLeft, ConfirmedAlone, OneHand, ModeSwitchedSince and WrongPolicy.
    """
    _refuse_unless_may(by)
    row, now = _open(policy_id), timezone.now()
    alone = one_or_two(row.proposed_by, by, CHANGE)
    switch = last_switch() if alone else None
    if switch is not None and switch.at > row.proposed_at:
        raise ModeSwitchedSince
    # A release may have raised a floor since it was proposed.
    policy_of(row.content)
    for earlier in rows_in_force():
        _end(earlier, ContactPolicy.Ending.SUPERSEDED, by)
    row.number = (ContactPolicy.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row.confirmed_by, row.confirmed_at, row.one_person_mode = by, now, alone
    row.save()
    record("contact.policy_confirmed", by=by, about=row, **_facts(row))
    changing(row.id)
    transaction.on_commit(changed)
    return row


@transaction.atomic
def withdraw(*, policy_id: UUID, by: Staff) -> ContactPolicy:
    """Take a proposal back; what holds stays. Raises NotFound, PolicySettled and MayNotChangePolicy."""
    _refuse_unless_may(by)
    row = _open(policy_id)
    _end(row, ContactPolicy.Ending.WITHDRAWN, by)
    record("contact.policy_withdrawn", by=by, about=row, **_facts(row))
    return row


def proposals() -> Any:
    """The one proposal that waits for a second person, or none."""
    return ContactPolicy.objects.filter(confirmed_at=None, ended_at=None)


def _digest_in_force() -> str:
    row = rows_in_force().first()
    return digest_of(read(row) if row else SHIPPED)


def _open(policy_id: UUID) -> ContactPolicy:
    _lock()
    row = ContactPolicy.objects.select_related("proposed_by").filter(id=policy_id).first()
    if row is None:
        raise NotFound(what="policy")
    if row.confirmed_at or row.ended_at:
        raise PolicySettled
    return row


def _lock() -> None:
    """Hold what waits and what is in force until the end of the transaction, in one order."""
    list(ContactPolicy.objects.select_for_update().filter(ended_at=None).order_by("id"))


def _end(row: ContactPolicy, how: str, by: Staff) -> None:
    row.ended_at, row.ended_by, row.ending = timezone.now(), by, how
    row.save(update_fields=["ended_at", "ended_by", "ending"])


def _refuse_unless_may(by: Staff) -> None:
    if not by.has_perm(CHANGE):
        raise MayNotChangePolicy


def _facts(row: ContactPolicy) -> dict[str, Any]:
    return {
        "name": row.name,
        "digest": row.digest,
        "number": row.number,
        "one_person_mode": row.one_person_mode,
    }
