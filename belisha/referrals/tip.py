"""What a CyberTip says besides: from what a person entered on the draft, and from what was told before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from belisha.referrals.cybertip import Agency, CyberTip
from belisha.referrals.message import ReferralMessage
from belisha.referrals.wire import decode

NCMEC = "ncmec"
POLICE = ("police:", "emergency")
AGENCIES = ("nca",)


def with_tip(
    message: ReferralMessage, authority: str, edits: Mapping[str, Any], told: Iterable[Mapping[str, Any]]
) -> ReferralMessage:
    """The message with a CyberTip's own fields, where it is for NCMEC; `told`: what was reported."""
    if authority != NCMEC:
        return message
    entered = decode(CyberTip, edits.get("cybertip") or {}, "cybertip")
    rows = list(told)
    agencies = tuple(
        Agency(name=said.authority, reference=said.reference, at=said.at)
        for row, said in zip(rows, message.earlier_reports, strict=False)
        if is_police(str(row.get("authority") or ""))
    )
    theirs = (str(row.get("reference") or "") for row in rows if row.get("authority") == NCMEC)
    numbers = tuple(one for one in theirs if one.isascii() and one.isdigit())
    return replace(
        message,
        cybertip=replace(
            entered,
            told=tuple(_with_officer(agencies, entered.told)),
            prior_reports=tuple(dict.fromkeys((*entered.prior_reports, *numbers))),
        ),
    )


def is_police(authority: str) -> bool:
    """Is this the police or another agency that enforces the law, here or abroad?"""
    return authority.startswith(POLICE) or authority in AGENCIES or authority.endswith(":police")


def _with_officer(known: tuple[Agency, ...], entered: tuple[Agency, ...]) -> Iterable[Agency]:
    """What a person entered stands first; what we told ourselves follows, each agency once."""
    yield from entered
    named = {one.name for one in entered}
    yield from (one for one in known if one.name not in named)
