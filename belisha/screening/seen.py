"""What was seen of one file: its fingerprints, or the named reason why it could not be screened."""

from dataclasses import dataclass
from typing import Any, ClassVar

from belisha.refusal import Refusal
from belisha.screening.found import View


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """The fingerprints of a picture or video, in lower-case hexadecimal digits.

    `pdq` and `quality` are of the first frame as it is stored; `pdq_displayed` as it is shown (EXIF).
    `dihedral`: the eight ways to turn and mirror the stored picture: as it is, turned by 90, 180 and 270
    degrees anticlockwise, then each of these mirrored left to right. `views`: every distinct way in which it
    was seen, the eight variants not among them; `turned`: each of them in its eight variants. `frames`: how
    many the file has. `partial`: it ends early or is damaged, and only what could be read was hashed.
    """

    md5: str
    sha1: str
    sha256: str
    width: int
    height: int
    format: str
    frames: int
    partial: bool
    pdq: str
    pdq_displayed: str
    quality: int
    dihedral: tuple[str, ...]
    views: tuple[View, ...]
    turned: tuple[View, ...]
    mode: str
    video: bool = False
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The shape that `belisha fingerprint --json` prints, without "file"."""
        shown = ("pdq", "pdq_displayed", "quality", "md5", "sha1", "sha256", "width", "height", "format")
        answer = {name: getattr(self, name) for name in (*shown, "frames", "partial")}
        return {**answer, "dihedral": list(self.dihedral)}


class NotScreened(Refusal):
    """This file could not be screened: {sentence_of_reason}"""

    code = "not_screened"
    REASONS: ClassVar[dict[str, str]] = {
        "empty": "it is empty.",
        "too_large": "it is larger than is read here.",
        "format": "its format is not one that is read here.",
        "damaged": "it is damaged.",
        "encrypted": "it is encrypted.",
        "too_many_pixels": "it has more pixels than are decoded here.",
        "too_small": "it has too few pixels to be recognised.",
        "too_many_scans": "it has more scans than are decoded here.",
        "too_slow": "it took longer than is allowed.",
        "too_much_memory": "it needed more memory than is allowed.",
        "worker_died": "it ended the process that read it.",
        "busy": "too many files were being read.",
        "not_an_address": "it is no address that a browser could open.",
        "no_video": "videos are not read here: install belisha[video].",
    }

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason, sentence_of_reason=self.REASONS[reason])
        self.reason = reason
