"""What the service may say of content that it sends to be screened: no text, and nothing of the content."""

from typing import Annotated

from pydantic import Field, StrictInt, model_validator

from belisha.intake.incoming import FINGERPRINTS, Shape
from belisha.intake.values import (
    Address,
    Checked,
    Hex32,
    Hex40,
    Hex64,
    Id,
    Locator,
    PhotoDNA,
    Port,
    Slug,
    Time,
    wrong,
)

LONGEST_URL = 40_000  # characters: what is longer is refused as no address, not here

Quality = Annotated[StrictInt, Field(ge=0, le=100)]
Url = Annotated[str, Checked(LONGEST_URL, str)]


class AboutContent(Shape):
    """Whose content it is and where it lies. `id`: the service's own id of the content, its account's of who
    put it there; each may be missing."""

    id: Id | None = None
    account: Id | None = None
    locator: Locator | None = None
    uploaded_at: Time | None = None
    ip: Address | None = None
    port: Port | None = None


class SentHashes(AboutContent):
    """The fingerprints of one piece of content, computed by the service; `quality` is that of the PDQ."""

    md5: Hex32 | None = None
    sha1: Hex40 | None = None
    sha256: Hex64 | None = None
    pdq: Hex64 | None = None
    photodna: PhotoDNA | None = None
    quality: Quality = 100

    @model_validator(mode="after")
    def names_something(self) -> "SentHashes":
        """Content without a fingerprint would be answered without having been compared."""
        if not any(getattr(self, kind) for kind in FINGERPRINTS):
            raise wrong(f"needs one of {', '.join(FINGERPRINTS)}")
        return self

    def fingerprints(self) -> dict[str, str]:
        """Those that were sent, by their kind, in lower case."""
        return {kind: value for kind in FINGERPRINTS if (value := getattr(self, kind))}


class SentUrl(AboutContent):
    """An address that somebody shared."""

    url: Url


class AboutUpload(AboutContent):
    """What may be said of one file beside its bytes; `service`: the short name of one of the desk's."""

    service: Slug | None = None
