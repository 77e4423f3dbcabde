"""The demo's lists, of made-up hashes and addresses, and what its service sent to be screened: real verbs."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from belisha.decisions import known
from belisha.intake.batches import receive_hashes, receive_urls
from belisha.intake.receive_upload import Upload, receive_upload
from belisha.intake.uploads import AboutContent
from belisha.jobs.story.clock import Clock
from belisha.jobs.story.reports import made_up, made_up_pdq
from belisha.ledger.record import CONSOLE
from belisha.people.models import ApiKey, Staff
from belisha.refusal import Refusal
from belisha.screening.lists import import_list
from belisha.screening.probing import keep
from belisha.screening.watch.keys import Flag
from belisha.triage.matched import matched
from belisha.triage.models import Case

HASHES, ADDRESSES = "demo-hashes", "demo-addresses"
LISTED = (101, 104, 105, 110)
ALTERED = {105: (9, 106)}
"""An upload that was saved anew: its picture differs in so many bits, its file is that of another upload."""
OTHERS = range(1000, 1300)
UNREADABLE = {
    "upload-131": b"\xff\xd8\xff\xe0 cut off in the middle",
    "upload-132": b"\xff\xd8\xff\xe1 cut off too",
    "upload-133": b"\xff\xd8\xff\xe2 and this one",
    "upload-134": b"%PDF-1.7 a document, not a picture",
}


def take_lists_in() -> None:
    """The first version of each list."""
    _import(HASHES, _rows(OTHERS))
    _import(
        ADDRESSES, ["url,category,source_id", *(f"{address(n)},indecent,U.{n}" for n in (103, 109, *OTHERS))]
    )


def update_lists() -> None:
    """A later version of one; then one that is far too small, and is refused."""
    _import(HASHES, _rows(range(1000, 1340)))
    with suppress(Refusal):
        _import(HASHES, _rows(range(1000, 1010)))


def address(number: int) -> str:
    """An address of a host that is none."""
    return f"https://pictures-{number}.example/view/{number}"


def send(report: dict[str, Any], key: ApiKey) -> None:
    """Send what a report of the story found by a list to be screened, as the service's back end does."""
    account = next((one["id"] for one in report.get("accounts", [])), None)
    numbers = [int(item["id"].removeprefix("upload-")) for item in report["items"]]
    if report["source"] == "url_match":
        rows = [{"id": f"message-{n}", "account": account, "url": address(n)} for n in numbers]
        receive_urls(rows=rows, service=report["service"], by=key)
    else:
        rows = [
            _upload(item, n) | {"account": account} for item, n in zip(report["items"], numbers, strict=True)
        ]
        receive_hashes(rows=rows, service=report["service"], by=key)


def answer(case: Case, by: Staff) -> None:
    """A reviewer confirms what is the same, and refutes what is only near."""
    for match in _matches(case, by):
        near = not match.exact
        known.answer_match(
            case_id=case.id,
            match_id=match.id,
            answer="refuted" if near else "confirmed",
            reason="The logo of a game, saved anew." if near else "",
            by=by,
        )


def put_on_own_list(case: Case, by: Staff) -> None:
    """What a decision confirmed is held from now on; nothing, where none is in force."""
    for item in known.listable(case.id):
        known.add_known(case_id=case.id, item_id=item.id, category="indecent_images", by=by)


def send_unreadable(key: ApiKey, clock: Clock) -> None:
    """Uploads that could not be read, and somebody who seems to feel for the edge of a list."""
    for name, data in UNREADABLE.items():
        about = AboutContent(
            id=name, account="user-fogbank", locator=f"https://files.lantern-harbour.example/{name}"
        )
        receive_upload(upload=Upload(data=data, about=about, service="lantern-harbour"), by=key)
        clock.wait(minutes=3)
    began = clock.now.timestamp() - 900
    keep(
        flag=Flag(kind="variants", of_account=True, queries=74, began=began),
        key_id=key.id,
        account="user-fogbank",
    )


def _matches(case: Case, by: Staff) -> Iterator[Any]:
    for item in matched(case.id, by).items:
        yield from (match for match in item.matches if not match.answer)


def _upload(item: dict[str, Any], number: int) -> dict[str, Any]:
    sent = {name: item[name] for name in ("id", "locator", "ip", "port", "pdq", "md5", "sha256")}
    if number in ALTERED:
        bits, file = ALTERED[number]
        sent["pdq"] = f"{int(sent['pdq'], 16) ^ ((1 << bits) - 1):064x}"
        sent |= {"md5": made_up(file, 32), "sha256": made_up(file, 64)}
    return sent


def _rows(others: range) -> list[str]:
    numbers = (*LISTED, *others)
    digests = ((n, made_up_pdq(n), made_up(n, 32)) for n in numbers)
    return [
        "pdq,md5,category,grade,source_id",
        *(f"{p},{m},indecent,{'ABC'[n % 3]},D.{n}" for n, p, m in digests),
    ]


def _import(name: str, rows: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        path.write_text("\n".join([*rows, ""]))
        import_list(name=name, path=path, by=CONSOLE)
