"""From what was sent to be screened to a held item and an open report, durable before it is answered."""

from dataclasses import dataclass, field
from hashlib import sha256

from belisha.intake.keep_held import NOTHING, UploadAnswer, again, keep_held
from belisha.intake.matched_report import LONGEST_ID, LONGEST_LOCATOR, Content
from belisha.intake.models import Source
from belisha.intake.uploads import AboutContent
from belisha.ledger.record import Actor
from belisha.organisation.reach import service_of
from belisha.refusal import Refusal
from belisha.screening.hold import still_held
from belisha.screening.probing import note, refuse_beyond_budget
from belisha.screening.screen import Screened, screen_file


class TooBusy(Refusal):
    """Too many files are being read. Nothing was screened: keep the content back, and send it again."""

    code = "busy"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that somebody put on the service. Its bytes are nowhere else, and go when it is answered."""

    data: bytes
    about: AboutContent = field(default_factory=AboutContent)
    service: str | None = None
    content_type: str = ""


def receive_upload(*, upload: Upload, by: Actor) -> UploadAnswer:
    """Screen a file; what matches, or could not be screened, is held, and a person will see it.

    A content id that this client was told to hold within 24 hours is held again with the same reference.
    Raises TooBusy, BudgetSpent, UnknownService, OtherService, ServiceMissing.
    """
    refuse_beyond_budget(by)
    service = service_of(upload.service, by)
    name = upload.about.id or f"sha256 {sha256(upload.data).hexdigest()}"
    if held := still_held([name], service=service, by=by).get(name):
        return again(held)
    screened = screen_file(upload.data)
    if screened.reason == "busy":
        raise TooBusy
    matched = [screened.verdict == "match"]
    note(asked=[screened.asked], matched=matched, by=by, account=upload.about.account or "")
    if screened.verdict == "no_match":
        return NOTHING
    content = _content(name, upload.about, screened, len(upload.data), upload.content_type)
    return keep_held([content], service=service, by=by)[name]


def receive_found(
    *, path: str, size: int, screened: Screened, service: str | None, by: Actor
) -> UploadAnswer:
    """Keep what was found where the service keeps its files, as an upload is kept.

    Raises UnknownService.
    """
    whose, name = service_of(service, by), f"file {path}"
    about = AboutContent(id=path[-LONGEST_ID:], locator=path[-LONGEST_LOCATOR:])
    return keep_held([_content(name, about, screened, size)], service=whose, by=by)[name]


def _content(
    name: str, about: AboutContent, screened: Screened, size: int, content_type: str = ""
) -> Content:
    known, seen = dict(screened.asked.digests), screened.fingerprint
    return Content(
        name=name,
        about=about,
        screened=screened,
        fingerprints=known | {"pdq": seen.pdq} if seen else known,
        source=Source.HASH_MATCH,
        content_type=content_type,
        size=size,
    )
