"""What the guard answers: a verdict, and each thing that led to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from belisha.guard.limits import MAX_FINDINGS

Verdict = Literal["clean", "media", "refused"]

MediaKind = Literal[
    "picture", "video", "audio", "data_uri", "encoded", "attachment", "thumbnail", "drawing", "embedded"
]
RefusedKind = Literal["run", "encrypted", "broken", "script", "hidden", "too_much", "unknown", "external"]
Kind = MediaKind | RefusedKind

MEDIA_KINDS: dict[Kind, str] = {
    "picture": "a picture",
    "video": "a video",
    "audio": "a sound recording",
    "data_uri": "a data URI",
    "encoded": "media written as text",
    "attachment": "an attached file",
    "thumbnail": "a preview picture",
    "drawing": "a drawing",
    "embedded": "an embedded object",
}
"""Findings that say: media, or a place made to hold it, was seen."""

REFUSED_KINDS: dict[Kind, str] = {
    "run": "a long encoded run that nothing explains",
    "encrypted": "encrypted content",
    "broken": "content that does not parse",
    "script": "a script or an action",
    "hidden": "bytes outside the visible content",
    "too_much": "more than the limits allow",
    "unknown": "content of an unknown kind",
    "external": "content that would be loaded from elsewhere",
}
"""Findings that say: this part could not be checked."""


@dataclass(frozen=True)
class Finding:
    """One reason against a file. `where` is a page, line or member; `detail` never quotes the content."""

    kind: Kind
    where: str
    detail: str

    def inside(self, place: str) -> "Finding":
        """Return the same finding, seen from the file around it."""
        return Finding(self.kind, f"{place}: {self.where}" if self.where else place, self.detail)

    def as_json(self) -> dict[str, str]:
        """Return the shape of INTERFACES."""
        return {"kind": self.kind, "where": self.where, "detail": self.detail}


@dataclass(frozen=True)
class Inspection:
    """The answer for one file. Only `clean` may leave."""

    file: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """`media` if any was seen, else `refused` if a part could not be checked, else `clean`."""
        if any(finding.kind in MEDIA_KINDS for finding in self.findings):
            return "media"
        return "refused" if self.findings else "clean"

    def as_json(self) -> dict[str, object]:
        """Return the shape of INTERFACES: file, verdict, findings."""
        found = [finding.as_json() for finding in self.findings]
        return {"file": self.file, "verdict": self.verdict, "findings": found}


def shortened(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings once each, media first, and no more than MAX_FINDINGS."""
    once = dict.fromkeys(findings)
    return tuple(sorted(once, key=lambda finding: finding.kind not in MEDIA_KINDS)[:MAX_FINDINGS])


_IN_A_TEXT = re.compile(
    r"(?:(?!pieces put together)[^,]+, )?line [\d,]+|the text (?:as a whole|of all pages)"
)


def may_be_waved_through(finding: Finding) -> bool:
    """May two people call this a false alarm? Only a run in a text that was read, and decodes to no media.

    Never media, nor a place made for it; nor what did not parse, nor pieces of several fields put together.
    """
    return finding.kind == "run" and bool(_IN_A_TEXT.fullmatch(finding.where))
