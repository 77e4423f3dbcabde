"""What a desk in use had screened: lists, matches answered and not, and uploads that could not be read."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from tests.listed import hex_of, near, sent, take_in


def screen(moderator: Any, senior: Any) -> None:
    """Fill the pages about screening; long ids, since they must fit a narrow window too."""
    from belisha.people.models import ApiKey
    from belisha.refusal import Refusal
    from belisha.screening.probing import keep
    from belisha.screening.watch.keys import Flag

    take_in(30)
    take_in(40)
    with suppress(Refusal):
        take_in(2)
    key = ApiKey.objects.get(name="Back end")
    account = "an-account-with-a-long-name-" * 3
    rows = [{"id": f"upload-{n}", "pdq": near(hex_of(n, 64), n), "account": account} for n in (1, 2)]
    rows.append({"id": "upload-3", "md5": hex_of(3, 32), "account": "another"})
    cases = [sent(row, key) for row in rows]
    _answer(cases, moderator, senior)
    keep(flag=Flag(kind="variants", of_account=True, queries=74, began=0.0), key_id=key.id, account=account)
    _send_unreadable(key, account, moderator)


def _answer(cases: list[Any], moderator: Any, senior: Any) -> None:
    """One confirmed, decided and put on the own list; one refuted; one that waits."""
    from belisha.decisions import decide, known
    from belisha.screening.models import Match

    for match, answer in zip(Match.objects.order_by("matched_at"), ("refuted", "unsure"), strict=False):
        known.answer_match(
            case_id=cases[0].id, match_id=match.id, answer=answer, reason="A logo.", by=moderator
        )
    made = decide.decide(
        case_id=cases[0].id, outcome="refer", category="indecent_images", reasons="Seen.", by=moderator
    )
    decide.confirm(decision_id=made.id, by=senior)
    for item in known.listable(cases[0].id):
        known.add_known(case_id=cases[0].id, item_id=item.id, category="other", by=moderator)


def _send_unreadable(key: Any, account: str, moderator: Any) -> None:
    from belisha.intake.receive_upload import Upload, receive_upload
    from belisha.intake.uploads import AboutContent
    from belisha.screening import answers
    from belisha.screening.models import Unscreened

    for number in (1, 2):
        about = AboutContent(id=f"unread-{number}", account=account)
        receive_upload(upload=Upload(data=bytes([255, 216, number]), about=about, service="lantern"), by=key)
    last = Unscreened.objects.latest("received_at")
    answers.release(ids=[last.id], reason="An empty page.", by=moderator)
